/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "measure.h"

#include <err.h>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <stdbool.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

extern char **environ;

static double now(void)
{
	struct timespec time;

	clock_gettime(CLOCK_MONOTONIC, &time);
	return (double)time.tv_sec + (double)time.tv_nsec / 1e9;
}

void measure_begin(void)
{
	sigset_t child;

	sigemptyset(&child);
	sigaddset(&child, SIGCHLD);
	sigprocmask(SIG_BLOCK, &child, NULL);
}

/* Returns the process, or -1. Its standard output is `output`, or /dev/null if that is -1. */
static pid_t start(char *const argv[], int output)
{
	posix_spawn_file_actions_t files;
	posix_spawnattr_t attributes;
	sigset_t none;
	pid_t pid;

	sigemptyset(&none);
	if (posix_spawn_file_actions_init(&files) || posix_spawnattr_init(&attributes) ||
	    posix_spawnattr_setsigmask(&attributes, &none) ||
	    posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGMASK) ||
	    posix_spawn_file_actions_addopen(&files, 0, "/dev/null", O_RDONLY, 0) ||
	    posix_spawn_file_actions_addopen(&files, 2, "/dev/null", O_WRONLY, 0) ||
	    (output < 0 ? posix_spawn_file_actions_addopen(&files, 1, "/dev/null", O_WRONLY, 0)
			: posix_spawn_file_actions_adddup2(&files, output, 1)))
		errx(1, "out of memory");
	if (posix_spawn(&pid, argv[0], &files, &attributes, argv, environ))
		pid = -1;
	posix_spawn_file_actions_destroy(&files);
	posix_spawnattr_destroy(&attributes);
	return pid;
}

/* Wait for a child to end. Returns false if it has not at that time. */
static bool wait_until(pid_t pid, double deadline, int *status, struct rusage *usage)
{
	sigset_t child;

	sigemptyset(&child);
	sigaddset(&child, SIGCHLD);
	for (;;) {
		double left = deadline - now();
		struct timespec timeout;

		if (wait4(pid, status, WNOHANG, usage) == pid)
			return true;
		if (left <= 0)
			return false;
		timeout.tv_sec = (time_t)left;
		timeout.tv_nsec = (long)((left - (double)timeout.tv_sec) * 1e9);
		sigtimedwait(&child, NULL, &timeout);
	}
}

struct run measure(char *const argv[], double limit)
{
	struct run run = { .end = RUN_FAILED };
	struct rusage usage = { 0 };
	double begin = now();
	pid_t pid = start(argv, -1);
	int status;

	if (pid < 0)
		return run;
	if (wait_until(pid, begin + limit, &status, &usage)) {
		if (WIFEXITED(status) && !WEXITSTATUS(status))
			run.end = RUN_DONE;
	} else {
		run.end = RUN_TOO_LONG;
		kill(pid, SIGKILL);
		while (wait4(pid, &status, 0, &usage) < 0 && errno == EINTR)
			;
	}
	run.seconds = now() - begin;
	run.peak_kib = usage.ru_maxrss;
	return run;
}

static void read_line(int fd, char *line, size_t size)
{
	struct pollfd poll_fd = { .fd = fd, .events = POLLIN };
	ssize_t length = 0;

	if (poll(&poll_fd, 1, 1000) == 1)
		length = read(fd, line, size - 1);
	line[length > 0 ? length : 0] = '\0';
	line[strcspn(line, "\n")] = '\0';
}

void measure_first_line(char *const argv[], char *line, size_t size)
{
	int fds[2], status;
	struct rusage usage;
	pid_t pid;

	line[0] = '\0';
	if (access(argv[0], X_OK) || pipe2(fds, O_CLOEXEC))
		return;
	pid = start(argv, fds[1]);
	close(fds[1]);
	if (pid > 0)
		read_line(fds[0], line, size);
	close(fds[0]);
	if (pid > 0 && !wait_until(pid, now() + 1, &status, &usage)) {
		kill(pid, SIGKILL);
		waitpid(pid, &status, 0);
	}
}
