/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What every maker needs: an end with a reason, and small things that must work. */
#include "config.h"

#include "situations.h"

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <net/if.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

static noreturn void end(int status, const char *format, va_list arguments)
	__attribute__((format(printf, 2, 0)));

/* Not exit(): what the parent had buffered is the parent's to write. */
void end_with(int status)
{
	fflush(stdout);
	_exit(status);
}

static noreturn void end(int status, const char *format, va_list arguments)
{
	fputs("# ", stdout);
	vfprintf(stdout, format, arguments);
	fputc('\n', stdout);
	fflush(stdout);
	_exit(status);
}

noreturn void die(const char *format, ...)
{
	va_list arguments;

	va_start(arguments, format);
	end(EXIT_FAILURE, format, arguments);
}

noreturn void skip(const char *format, ...)
{
	va_list arguments;

	va_start(arguments, format);
	end(EXIT_SKIP, format, arguments);
}

int must(long result, const char *what)
{
	if (result < 0)
		die("cannot be made: %s: %s", what, strerror(errno));
	return (int)result;
}

void set_option(int fd, int level, int name, int value)
{
	if (setsockopt(fd, level, name, &value, sizeof(value)) < 0)
		die("socket option %d/%d: %s", level, name, strerror(errno));
}

void write_file(const char *path, const char *text)
{
	int fd = must(open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644), path);

	must(write(fd, text, strlen(text)), path);
	close(fd);
}

/* For what the kernel does in its own time; gives up after some seconds. */
bool wait_until(bool (*condition)(const void *), const void *argument)
{
	const struct timespec pause = { .tv_nsec = 2000000 };

	for (int i = 0; i < 3000; i++) {
		if (condition(argument))
			return true;
		nanosleep(&pause, NULL);
	}
	return false;
}

/* All but the three standard ones. */
void close_all(void)
{
#ifdef SYS_close_range
	if (syscall(SYS_close_range, 3, ~0U, 0) == 0)
		return;
#endif
	for (int fd = 3; fd < 4096; fd++)
		close(fd);
}

/* An address with a scope has the name of a device of this namespace. */
bool address_read(const char *text, unsigned int port, struct address *address)
{
	char plain[INET6_ADDRSTRLEN + IF_NAMESIZE];
	char *scope;

	memset(address, 0, sizeof(*address));
	if (inet_pton(AF_INET, text, &address->in.sin_addr) == 1) {
		address->in.sin_family = AF_INET;
		address->in.sin_port = htons((in_port_t)port);
		address->length = sizeof(address->in);
		return true;
	}
	memset(address, 0, sizeof(*address));
	snprintf(plain, sizeof(plain), "%s", text);
	scope = strchr(plain, '%');
	if (scope)
		*scope++ = '\0';
	if (inet_pton(AF_INET6, plain, &address->in6.sin6_addr) != 1)
		return false;
	address->in6.sin6_family = AF_INET6;
	address->in6.sin6_port = htons((in_port_t)port);
	address->in6.sin6_scope_id = scope ? if_nametoindex(scope) : 0;
	address->length = sizeof(address->in6);
	return true;
}

struct address address_of(const char *text, unsigned int port)
{
	struct address address;

	if (!address_read(text, port, &address))
		die("%s is no address", text);
	return address;
}
