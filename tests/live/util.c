/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What every maker needs: sockets in one line, and an end with a reason when there is none. */
#include "config.h"

#include "menagerie.h"

#include <arpa/inet.h>
#include <errno.h>
#include <net/if.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static noreturn void end(int status, const char *format, va_list arguments)
	__attribute__((format(printf, 2, 0)));

static noreturn void end(int status, const char *format, va_list arguments)
{
	fputs("menagerie: ", stderr);
	vfprintf(stderr, format, arguments);
	fputc('\n', stderr);
	exit(status);
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
		die("%s: %s", what, strerror(errno));
	return (int)result;
}

void set_option(int fd, int level, int name, int value)
{
	if (setsockopt(fd, level, name, &value, sizeof(value)) < 0)
		die("socket option %d/%d: %s", level, name, strerror(errno));
}

struct endpoint endpoint_of(const char *address, unsigned int port)
{
	struct endpoint end = { .length = sizeof(end.in) };
	char plain[INET6_ADDRSTRLEN + IF_NAMESIZE];
	char *scope;

	if (inet_pton(AF_INET, address, &end.in.sin_addr) == 1) {
		end.in.sin_family = AF_INET;
		end.in.sin_port = htons((in_port_t)port);
		return end;
	}
	snprintf(plain, sizeof(plain), "%s", address);
	scope = strchr(plain, '%');
	if (scope)
		*scope++ = '\0';
	memset(&end, 0, sizeof(end));
	if (inet_pton(AF_INET6, plain, &end.in6.sin6_addr) != 1)
		die("%s is no address", address);
	end.length = sizeof(end.in6);
	end.in6.sin6_family = AF_INET6;
	end.in6.sin6_port = htons((in_port_t)port);
	end.in6.sin6_scope_id = scope ? if_nametoindex(scope) : 0;
	return end;
}

/* An address within fd00::/8 whose text is exactly @length (20..39) characters long. */
void address_of_length(unsigned int length, char text[INET6_ADDRSTRLEN])
{
	const char *head = length == 20 ? "fd12:345" : "fd12:3456";
	unsigned int digits = length - (unsigned int)strlen(head) - 6;
	char *end = text + snprintf(text, INET6_ADDRSTRLEN, "%s", head);

	for (unsigned int left = 6; left; left--) {
		unsigned int here = (digits + left - 1) / left;

		end += sprintf(end, ":%.*s", (int)here, "abcd");
		digits -= here;
	}
}

/* Any address can be bound, also one that the namespace does not have. */
void bind_freely(int fd, const struct endpoint *end)
{
	const bool v6 = end->any.sa_family == AF_INET6;

	set_option(fd, v6 ? SOL_IPV6 : SOL_IP, v6 ? IPV6_FREEBIND : IP_FREEBIND, 1);
	if (bind(fd, &end->any, end->length) < 0)
		die("bind to port %u: %s", ntohs(end->in.sin_port), strerror(errno));
}

int bound_socket(int type, int protocol, const char *address, unsigned int port)
{
	const struct endpoint end = endpoint_of(address, port);
	int fd = socket(end.any.sa_family, type | SOCK_CLOEXEC, protocol);

	if (fd < 0)
		die("socket for %s: %s", address, strerror(errno));
	set_option(fd, SOL_SOCKET, SO_REUSEADDR, 1);
	bind_freely(fd, &end);
	return fd;
}

int listening_socket(const char *address, unsigned int port, int backlog)
{
	int fd = bound_socket(SOCK_STREAM, 0, address, port);

	must(listen(fd, backlog), "listen");
	return fd;
}

/* Does not wait: a connection that nobody answers is wanted as often as one that works. */
int connected_socket(const char *address, unsigned int port)
{
	const struct endpoint end = endpoint_of(address, port);
	int fd = socket(end.any.sa_family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);

	must(fd, "socket");
	if (connect(fd, &end.any, end.length) < 0 && errno != EINPROGRESS)
		die("connect to %s port %u: %s", address, port, strerror(errno));
	return fd;
}

/* Both ends of a connection to a listener that stays. */
struct pair tcp_pair(const char *address, unsigned int port)
{
	const int listener = listening_socket(address, port, 8);
	struct pair pair = { .client = connected_socket(address, port) };

	pair.server = must(accept4(listener, NULL, NULL, SOCK_CLOEXEC), "accept");
	return pair;
}
