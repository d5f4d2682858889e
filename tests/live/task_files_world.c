/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Each maker is a process that makes one situation, writes the facts into a pipe, and waits to be
 * killed. What it starts dies with it.
 */
#include "config.h"

#include "task_files_world.h"

#include <err.h>
#include <fcntl.h>
#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

enum { CROWD = 30, CROWD_SOCKETS = 300, STACK_BYTES = 65536, END = -1 };

static int report_fd = -1; /* of this maker */

static int must(long result, const char *what)
{
	if (result < 0)
		err(1, "%s", what);
	return (int)result;
}

static int open_socket(int family, int type)
{
	return must(socket(family, type | SOCK_CLOEXEC, 0), "socket");
}

static uint64_t inode_of(int fd)
{
	struct stat status;

	must(fstat(fd, &status), "fstat");
	return status.st_ino;
}

static void report(pid_t pid, uint64_t inode, int descriptors)
{
	struct fact fact = { .pid = pid, .inode = inode, .descriptors = descriptors };

	if (write(report_fd, &fact, sizeof(fact)) != sizeof(fact))
		err(1, "pipe");
}

static void report_end(void)
{
	report(0, 0, END);
}

static _Noreturn void wait_forever(void)
{
	for (;;)
		pause();
}

/* A child with copies of the descriptors, which does nothing. */
static pid_t idle_child(void)
{
	pid_t pid = must(fork(), "fork");

	if (!pid) {
		prctl(PR_SET_PDEATHSIG, SIGKILL);
		wait_forever();
	}
	return pid;
}

static void start_thread(void *(*run)(void *), void *arg)
{
	pthread_t thread;

	if (pthread_create(&thread, NULL, run, arg))
		errx(1, "no thread");
}

/* ---- the makers ---- */

static void every_family(void)
{
	static const struct {
		int family, type;
	} kinds[] = { { AF_INET, SOCK_STREAM },  { AF_INET, SOCK_DGRAM },
		      { AF_UNIX, SOCK_STREAM },  { AF_UNIX, SOCK_DGRAM },
		      { AF_INET, SOCK_RAW },     { AF_UNIX, SOCK_SEQPACKET },
		      { AF_NETLINK, SOCK_DGRAM } };

	for (size_t i = 0; i < sizeof(kinds) / sizeof(*kinds); i++) {
		int protocol = kinds[i].type == SOCK_RAW ? 253 : 0; /* for experiments */
		int fd = must(socket(kinds[i].family, kinds[i].type | SOCK_CLOEXEC, protocol),
			      "socket");

		report(getpid(), inode_of(fd), 1);
	}
}

static void doubled(void)
{
	int fd = open_socket(AF_INET, SOCK_STREAM);

	must(dup(fd), "dup");
	must(dup2(fd, 900), "dup2");
	report(getpid(), inode_of(fd), 3);
}

static void inherited(void)
{
	int pair[2];
	pid_t child;

	must(socketpair(AF_UNIX, SOCK_STREAM, 0, pair), "socketpair");
	child = idle_child();
	for (int i = 0; i < 2; i++) {
		report(getpid(), inode_of(pair[i]), 1);
		report(child, inode_of(pair[i]), 1);
	}
}

static int idle_clone(void *arg)
{
	(void)arg;
	prctl(PR_SET_PDEATHSIG, SIGKILL);
	wait_forever();
}

/* Another process, the same table. */
static void table_of_two_processes(void)
{
	static _Alignas(16) char stack[STACK_BYTES];
	pid_t child = must(clone(idle_clone, stack + sizeof(stack), CLONE_FILES | SIGCHLD, NULL),
			   "clone");
	int fd = open_socket(AF_UNIX, SOCK_DGRAM);

	report(getpid(), inode_of(fd), 1);
	report(child, inode_of(fd), 1);
}

static void *open_in_thread(void *arg)
{
	(void)arg;
	report(getpid(), inode_of(open_socket(AF_INET, SOCK_DGRAM)), 1);
	report_end();
	wait_forever();
}

static void thread(void)
{
	start_thread(open_in_thread, NULL);
	wait_forever();
}

/* What only the thread has, /proc/PID/fd does not show; what it has besides, only once. */
static void *open_in_own_table(void *arg)
{
	uint64_t inode;

	must(unshare(CLONE_FILES), "unshare");
	report(getpid(), inode_of(*(int *)arg), 1);
	inode = inode_of(open_socket(AF_INET, SOCK_DGRAM));
	report(getpid(), inode, 0);
	report((pid_t)syscall(SYS_gettid), inode, 0);
	report_end();
	wait_forever();
}

static void thread_with_own_table(void)
{
	int fd = open_socket(AF_INET, SOCK_STREAM);

	start_thread(open_in_own_table, &fd);
	wait_forever();
}

/* Wait until the first thread is a zombie: it has no table then, and /proc/PID/fd is empty. */
static void *outlive_first_thread(void *arg)
{
	char path[64], text[256] = "";
	const char *state;

	(void)arg;
	snprintf(path, sizeof(path), "/proc/self/task/%d/stat", (int)getpid());
	for (int i = 0; i < 1000; i++) {
		int fd = must(open(path, O_RDONLY | O_CLOEXEC), path);
		ssize_t got = must(read(fd, text, sizeof(text) - 1), path);

		close(fd);
		text[got] = '\0';
		state = strrchr(text, ')');
		if (state && !strncmp(state, ") Z", 3))
			break;
		usleep(5000);
	}
	report(getpid(), inode_of(open_socket(AF_INET, SOCK_STREAM)), 0);
	report_end();
	wait_forever();
}

static void first_thread_gone(void)
{
	start_thread(outlive_first_thread, NULL);
	syscall(SYS_exit, 0);
}

static void opened_as_path(void)
{
	int fd = open_socket(AF_INET, SOCK_STREAM);
	char path[64];

	snprintf(path, sizeof(path), "/proc/self/fd/%d", fd);
	must(open(path, O_PATH | O_CLOEXEC), path);
	report(getpid(), inode_of(fd), 2);
}

static void name_of_unix_socket_opened(void)
{
	struct sockaddr_un address = { .sun_family = AF_UNIX };
	int fd = open_socket(AF_UNIX, SOCK_DGRAM), name;

	snprintf(address.sun_path, sizeof(address.sun_path), "/tmp/task_files.%d", (int)getpid());
	must(bind(fd, (struct sockaddr *)&address, sizeof(address)), address.sun_path);
	name = must(open(address.sun_path, O_PATH | O_CLOEXEC), address.sun_path);
	must(unlink(address.sun_path), address.sun_path);
	report(getpid(), inode_of(fd), 1);
	report(getpid(), inode_of(name), 0);
}

static void other_pid_namespace(void)
{
	int fd = open_socket(AF_INET, SOCK_STREAM);

	must(unshare(CLONE_NEWPID), "unshare");
	report(idle_child(), inode_of(fd), 1);
}

/* More than the kernel hands over at once, in one process and in many. */
static void many(void)
{
	for (int i = 0; i < CROWD_SOCKETS; i++)
		open_socket(AF_UNIX, SOCK_DGRAM);
	for (int i = 0; i < CROWD; i++)
		idle_child();
	for (int i = 0; i < 5000; i++)
		report(getpid(), inode_of(open_socket(AF_UNIX, SOCK_DGRAM)), 1);
}

/* ---- running them ---- */

static const struct {
	const char *name;
	void (*make)(void);
} makers[] = {
	{ "sockets of every family", every_family },
	{ "a doubled descriptor", doubled },
	{ "inherited descriptors", inherited },
	{ "a table of two processes", table_of_two_processes },
	{ "a socket opened by a thread", thread },
	{ "a thread with its own table", thread_with_own_table },
	{ "a process without its first thread", first_thread_gone },
	{ "a socket opened with O_PATH", opened_as_path },
	{ "a unix socket's name opened with O_PATH", name_of_unix_socket_opened },
	{ "a process in another pid namespace", other_pid_namespace },
	{ "many sockets", many },
};

enum { MAKERS = sizeof(makers) / sizeof(*makers) };

static void add_fact(struct world *world, const char *name, const struct fact *fact)
{
	if (world->fact_count == world->size) {
		world->size = world->size ? world->size * 2 : 64;
		world->facts = reallocarray(world->facts, world->size, sizeof(*world->facts));
		world->names = reallocarray(world->names, world->size, sizeof(*world->names));
		if (!world->facts || !world->names)
			errx(1, "no memory");
	}
	world->names[world->fact_count] = name;
	world->facts[world->fact_count++] = *fact;
}

static void run_maker(struct world *world, size_t number)
{
	struct fact fact;
	int pipe_fds[2];
	pid_t pid;

	must(pipe(pipe_fds), "pipe");
	pid = must(fork(), "fork");
	if (!pid) {
		prctl(PR_SET_PDEATHSIG, SIGKILL);
		close(pipe_fds[0]);
		report_fd = pipe_fds[1];
		makers[number].make();
		report_end();
		wait_forever();
	}
	world->makers[world->maker_count++] = pid;
	close(pipe_fds[1]);
	for (;;) {
		if (read(pipe_fds[0], &fact, sizeof(fact)) != sizeof(fact))
			errx(1, "%s: could not be made", makers[number].name);
		if (fact.descriptors == END)
			break;
		add_fact(world, makers[number].name, &fact);
	}
	close(pipe_fds[0]);
}

void world_start(struct world *world)
{
	struct rlimit limit = { 8192, 8192 };

	*world = (struct world){ .makers = calloc(MAKERS, sizeof(*world->makers)) };
	if (!world->makers)
		errx(1, "no memory");
	must(setrlimit(RLIMIT_NOFILE, &limit), "limit of open files");
	for (size_t i = 0; i < MAKERS; i++)
		run_maker(world, i);
}

void world_end(struct world *world)
{
	for (size_t i = 0; i < world->maker_count; i++) {
		kill(world->makers[i], SIGKILL);
		waitpid(world->makers[i], NULL, 0);
	}
	free(world->makers);
	free(world->names);
	free(world->facts);
}
