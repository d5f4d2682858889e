/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Processes that hold sockets under all kinds of command lines. A holder is this program once
 * more: only exec gives a process the command line it shall have.
 */
#include "config.h"

#include "menagerie.h"

#include <errno.h>
#include <fcntl.h>
#include <grp.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

/* Set in the environment of a holder, which command lines do not show. */
#define HOLDER_VARIABLE "MENAGERIE_HOLDER"

enum { HOLDERS_MAX = 64, ARGUMENTS_MAX = 2, LONG_PATH = 600 };

struct title {
	const char *arguments[ARGUMENTS_MAX + 1];
	uid_t user;
};

static const struct title titles[] = {
	{ { "/usr/sbin/absolute", "-D", NULL }, 0 },
	{ { "./relative/path", "argument", NULL }, 0 },
	{ { "relative", NULL }, 0 },
	{ { "nginx: master process x", NULL }, 0 },
	{ { "thirty-characters-in-one-word-", NULL }, 0 },
	{ { "/usr/bin/python3 /x/y", NULL }, 0 },
	{ { "postgres: a/b idle", NULL }, 0 },
	{ { "-bash", NULL }, 0 },
	{ { "", NULL }, 0 },
	{ { "", "second", NULL }, 0 },
	{ { "/", NULL }, 0 },
	{ { "trailing/", NULL }, 0 },
	{ { "/opt/directory/", NULL }, 0 },
	{ { " blank first", NULL }, 0 },
	{ { "h\xc3\xb6her", NULL }, 0 },
	/* With a process id of two digits these are 18, 19 and 20 characters. */
	{ { "fifteen-letters", NULL }, 0 },
	{ { "sixteen--letters", NULL }, 0 },
	{ { "/sbin/seventeen-letters", NULL }, 0 },
	{ { "/opt/nobody-server", NULL }, UID_NOBODY },
	{ { "nobody: worker", NULL }, UID_NOBODY },
	{ { "nameless", NULL }, UID_NAMELESS },
	{ { "long-name", NULL }, UID_LONG_NAME },
};

static const struct title awkward_titles[] = {
	{ { "a\033b", NULL }, 0 },
	{ { "a\nb", NULL }, 0 },
	{ { "a\x7f", NULL }, 0 },
	{ { "a\xff", NULL }, 0 },
};

static pid_t holders[HOLDERS_MAX];
static size_t holder_count;

/* exec wants strings that it could change. */
static noreturn void exec_holder(const char *const arguments[])
{
	char variable[] = HOLDER_VARIABLE "=1";
	char *const environment[] = { variable, NULL };
	char *copies[ARGUMENTS_MAX + 1] = { NULL };

	for (size_t i = 0; i < ARGUMENTS_MAX && arguments[i]; i++)
		copies[i] = strdup(arguments[i]);
	execve("/proc/self/exe", copies, environment);
	die("exec: %s", strerror(errno));
}

static noreturn void become_holder(const char *const arguments[], uid_t user, int fd, pid_t parent)
{
	must(fcntl(fd, F_SETFD, 0), "F_SETFD");
	if (user) {
		must(setgroups(0, NULL), "setgroups");
		must(setresgid(user, user, user), "setresgid");
		must(setresuid(user, user, user), "setresuid");
	}
	must(prctl(PR_SET_PDEATHSIG, SIGKILL), "PDEATHSIG");
	if (getppid() != parent)
		_exit(EXIT_FAILURE);
	exec_holder(arguments);
}

/* Returns when the holder has the command line it shall have. */
static void hold(const char *const arguments[], uid_t user, int fd)
{
	const pid_t parent = getpid();
	int ready[2];
	char byte;
	pid_t pid;

	if (holder_count == HOLDERS_MAX)
		die("too many holders");
	must(pipe2(ready, O_CLOEXEC), "pipe");
	pid = must(fork(), "fork");
	if (!pid)
		become_holder(arguments, user, fd, parent);
	holders[holder_count++] = pid;
	close(ready[1]);
	/* The child's end closes as it starts the program; should it fail, it says so itself. */
	must(read(ready[0], &byte, 1), "read");
	close(ready[0]);
}

static void hold_alone(const char *const arguments[], uid_t user, int fd)
{
	hold(arguments, user, fd);
	close(fd);
}

/* True if this process is a holder, and has been told to end. */
bool holder_run(void)
{
	if (!getenv(HOLDER_VARIABLE))
		return false;
	pause();
	return true;
}

void holders_end(void)
{
	for (size_t i = 0; i < holder_count; i++)
		kill(holders[i], SIGKILL);
	for (size_t i = 0; i < holder_count; i++)
		waitpid(holders[i], NULL, 0);
}

static int listener_of(uid_t user, unsigned int port)
{
	int fd = listening_socket("127.0.0.1", port, 5);

	must(fchown(fd, user, (gid_t)-1), "fchown");
	return fd;
}

static void hold_long_path(unsigned int port)
{
	static char path[LONG_PATH + sizeof("/end")];

	for (size_t i = 0; i < LONG_PATH; i++)
		path[i] = i % 10 ? 'd' : '/';
	memcpy(path + LONG_PATH, "/end", sizeof("/end"));
	hold_alone((const char *const[]){ path, NULL }, 0, listener_of(0, port));
}

bool make_processes(void)
{
	unsigned int port = 19001;
	int ends[2];

	for (size_t i = 0; i < sizeof(titles) / sizeof(titles[0]); i++)
		hold_alone(titles[i].arguments, titles[i].user,
			   listener_of(titles[i].user, port++));
	hold_long_path(port);
	must(socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends), "socketpair");
	hold_alone(titles[0].arguments, 0, ends[0]);
	hold_alone((const char *const[]){ "/opt/nobody-unix", NULL }, UID_NOBODY, ends[1]);
	hold_alone((const char *const[]){ "/opt/nobody-udp", NULL }, UID_NOBODY,
		   bound_socket(SOCK_DGRAM, 0, "127.0.0.1", 19100));
	return true;
}

/* One socket of two processes; two sockets of one port; one socket twice in a process. */
bool make_shared(void)
{
	const char *const first[] = { "shared-first", NULL };
	const char *const second[] = { "shared-second", NULL };
	int fd = listener_of(0, 19200);
	int group[2];

	hold(first, 0, fd);
	hold_alone(second, 0, fd);
	for (int i = 0; i < 2; i++) {
		group[i] = bound_socket(SOCK_STREAM, 0, "127.0.0.1", 19201);
		set_option(group[i], SOL_SOCKET, SO_REUSEPORT, 1);
	}
	must(listen(group[0], 5), "listen");
	must(listen(group[1], 5), "listen");
	hold_alone(first, 0, group[0]);
	hold_alone(second, 0, group[1]);
	fd = bound_socket(SOCK_DGRAM, 0, "127.0.0.1", 19202);
	must(fcntl(fd, F_DUPFD_CLOEXEC, 0), "dup");
	hold(first, 0, fd);
	return true;
}

void hold_awkward(void)
{
	for (unsigned int i = 0; i < sizeof(awkward_titles) / sizeof(awkward_titles[0]); i++)
		hold_alone(awkward_titles[i].arguments, 0, listener_of(0, 19301 + i));
}
