/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "follower.h"

#include <errno.h>
#include <fcntl.h>
#include <net/if.h>
#include <poll.h>
#include <sched.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { PATIENCE = 20000, MAX_WORDS = 32 };

static noreturn void end(int status, const char *before, const char *format, va_list arguments)
	__attribute__((format(printf, 3, 0)));

static noreturn void end(int status, const char *before, const char *format, va_list arguments)
{
	fputs(before, stdout);
	vprintf(format, arguments);
	putchar('\n');
	exit(status);
}

void die(const char *format, ...)
{
	va_list arguments;

	va_start(arguments, format);
	end(1, "error: ", format, arguments);
}

void skip(const char *format, ...)
{
	va_list arguments;

	va_start(arguments, format);
	end(EXIT_SKIP, "SKIP: ", format, arguments);
}

static bool write_file(const char *path, const char *text)
{
	int fd = open(path, O_WRONLY | O_CLOEXEC);
	bool done = fd >= 0 && write(fd, text, strlen(text)) == (ssize_t)strlen(text);

	if (fd >= 0)
		close(fd);
	return done;
}

static bool enter(void)
{
	char uids[64], gids[64];

	snprintf(uids, sizeof(uids), "0 %u 1", (unsigned)geteuid());
	snprintf(gids, sizeof(gids), "0 %u 1", (unsigned)getegid());
	if (!unshare(CLONE_NEWNET))
		return true;
	if (unshare(CLONE_NEWUSER | CLONE_NEWNET))
		return false;
	write_file("/proc/self/setgroups", "deny");
	return write_file("/proc/self/uid_map", uids) && write_file("/proc/self/gid_map", gids);
}

void namespace_enter(void)
{
	struct ifreq loopback = { .ifr_name = "lo", .ifr_flags = IFF_UP };
	int fd;

	if (!enter())
		skip("no network namespace can be made: %s", strerror(errno));
	fd = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
	if (fd < 0 || ioctl(fd, SIOCSIFFLAGS, &loopback))
		die("lo: %s", strerror(errno));
	close(fd);
}

static noreturn void become_netstat(const char *words, int out, int err)
{
	const char *program = getenv("NETSTAT");
	char copy[1024], name[] = "netstat", *word[MAX_WORDS + 2] = { name };
	int count = 1;

	prctl(PR_SET_PDEATHSIG, SIGKILL);
	snprintf(copy, sizeof(copy), "%s", words);
	for (char *at = strtok(copy, " "); at && count <= MAX_WORDS; at = strtok(NULL, " "))
		word[count++] = at;
	dup2(open("/dev/null", O_RDONLY | O_CLOEXEC), 0);
	dup2(out, 1);
	dup2(err, 2);
	execv(program ? program : "./netstat", word);
	_exit(127);
}

void follower_start(struct follower *follower, const char *words, bool ignore_pipe)
{
	int out[2], err[2];

	*follower = (struct follower){ 0 };
	if (pipe2(out, O_CLOEXEC) || pipe2(err, O_CLOEXEC))
		die("pipe: %s", strerror(errno));
	fflush(stdout);
	follower->pid = fork();
	if (follower->pid < 0)
		die("fork: %s", strerror(errno));
	if (!follower->pid) {
		signal(SIGPIPE, ignore_pipe ? SIG_IGN : SIG_DFL);
		become_netstat(words, out[1], err[1]);
	}
	close(out[1]);
	close(err[1]);
	follower->out = out[0];
	follower->err = err[0];
}

static int64_t now(void)
{
	struct timespec time;

	clock_gettime(CLOCK_MONOTONIC, &time);
	return (int64_t)time.tv_sec * 1000 + time.tv_nsec / 1000000;
}

/* Returns what read() does; 0 also when the time is over. */
static ssize_t read_more(struct follower *follower, int64_t until)
{
	struct pollfd poll_fd = { .fd = follower->out, .events = POLLIN };
	int64_t left = until - now();
	ssize_t got;

	if (follower->size - follower->length < 65536) {
		follower->size = follower->size * 2 + 65536;
		follower->line = realloc(follower->line, follower->size);
		if (!follower->line)
			die("no memory");
	}
	if (left <= 0 || poll(&poll_fd, 1, (int)left) <= 0)
		return 0;
	got = read(follower->out, follower->line + follower->length,
		   follower->size - follower->length);
	if (got > 0)
		follower->length += (size_t)got;
	return got;
}

struct json *follower_next(struct follower *follower, unsigned milliseconds)
{
	int64_t until = now() + milliseconds;
	struct json *object;
	char *newline, fault[256];
	size_t length;

	while (!follower->length || !(newline = memchr(follower->line, '\n', follower->length)))
		if (read_more(follower, until) <= 0)
			return NULL;
	length = (size_t)(newline + 1 - follower->line);
	object = json_read(follower->line, length - 1, fault, sizeof(fault));
	if (!object)
		die("no JSON: %s: %.*s", fault, (int)length, follower->line);
	follower->length -= length;
	memmove(follower->line, newline + 1, follower->length);
	return object;
}

void follower_stop(const struct follower *follower)
{
	int status;

	if (kill(follower->pid, SIGSTOP) ||
	    waitpid(follower->pid, &status, WUNTRACED) != follower->pid || !WIFSTOPPED(status))
		die("netstat does not stop but has ended");
}

void follower_go_on(const struct follower *follower)
{
	kill(follower->pid, SIGCONT);
}

bool follower_drain(struct follower *follower, size_t *lines)
{
	int64_t until = now() + PATIENCE;
	char last = '\n';

	do {
		for (size_t i = 0; i < follower->length && lines; i++)
			*lines += follower->line[i] == '\n';
		if (follower->length)
			last = follower->line[follower->length - 1];
		follower->length = 0;
	} while (read_more(follower, until) > 0);
	return last == '\n';
}

int follower_end(struct follower *follower, int signal)
{
	int64_t until = now() + PATIENCE;
	int status = 0;
	ssize_t got;

	if (signal)
		kill(follower->pid, signal);
	while (!waitpid(follower->pid, &status, WNOHANG) && now() < until)
		poll(NULL, 0, 10);
	if (now() >= until && !waitpid(follower->pid, &status, WNOHANG)) {
		kill(follower->pid, SIGKILL);
		waitpid(follower->pid, &status, 0);
		status = -1;
	}
	got = read(follower->err, follower->messages, sizeof(follower->messages) - 1);
	follower->messages[got > 0 ? got : 0] = '\0';
	if (follower->out >= 0)
		close(follower->out);
	close(follower->err);
	free(follower->line);
	follower->line = NULL;
	return status;
}
