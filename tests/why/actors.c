/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The processes of a situation: they make sockets, keep them, and are what --why-busy must name. */
#include "config.h"

#include "situations.h"

#include <errno.h>
#include <fcntl.h>
#include <net/if.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

enum { MAX_HOLDERS = 64 };

/* In memory that all processes of a situation share: any of them announces holders. */
struct announced {
	unsigned int count;
	pid_t pids[MAX_HOLDERS];
};

static struct announced *announced;
static int ready_pipe = -1;

void actors_prepare(void)
{
	announced = mmap(NULL, sizeof(*announced), PROT_READ | PROT_WRITE,
			 MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	if (announced == MAP_FAILED)
		die("mmap: %s", strerror(errno));
}

/* --why-busy must name this process, and no other that was not announced. */
void holds(pid_t pid)
{
	announced->pids[announced->count++] = pid;
}

size_t holders_expected(pid_t pids[], size_t room)
{
	const size_t count = announced->count < room ? announced->count : room;

	memcpy(pids, announced->pids, count * sizeof(*pids));
	return announced->count;
}

static void bind_plan(int fd, const struct plan *plan, const char *text)
{
	const struct address address = address_of(text, plan->port ? plan->port : PORT);

	if (address.any.sa_family == AF_INET6)
		set_option(fd, SOL_IPV6, IPV6_V6ONLY, plan->v6only);
	if (plan->reuseaddr)
		set_option(fd, SOL_SOCKET, SO_REUSEADDR, 1);
	if (plan->reuseport)
		set_option(fd, SOL_SOCKET, SO_REUSEPORT, 1);
	if (plan->device)
		must(setsockopt(fd, SOL_SOCKET, SO_BINDTODEVICE, plan->device,
				(socklen_t)strlen(plan->device)),
		     "SO_BINDTODEVICE");
	must(bind(fd, &address.any, address.length), "bind");
}

int socket_of(const struct plan *plan)
{
	const char *text = plan->address ? plan->address : "0.0.0.0";
	const int family = strchr(text, ':') ? AF_INET6 : AF_INET;
	const int type = plan->type ? plan->type : SOCK_STREAM;
	int fd = socket(family, type | (plan->inherited ? 0 : SOCK_CLOEXEC), plan->protocol);

	if (fd < 0)
		skip("no socket of protocol %d here: %s", plan->protocol, strerror(errno));
	bind_plan(fd, plan, text);
	if (type == SOCK_STREAM && !plan->bound_only)
		must(listen(fd, plan->backlog ? plan->backlog : 8), "listen");
	return fd;
}

/* Tells the process that started this one that all is made. */
void ready(void)
{
	if (ready_pipe >= 0 && write(ready_pipe, "r", 1) == 1)
		close(ready_pipe);
	ready_pipe = -1;
}

noreturn void rest(void)
{
	for (;;)
		pause();
}

static void fail_like(pid_t child)
{
	int status;

	if (waitpid(child, &status, 0) != child)
		die("waitpid: %s", strerror(errno));
	if (!WIFEXITED(status) || WEXITSTATUS(status) != 0)
		end_with(WIFEXITED(status) ? WEXITSTATUS(status) : EXIT_FAILURE);
}

/*
 * Runs @body in a process of its own that stays. Returns when the body did, or called ready().
 * If it failed, or had to skip, so does this process.
 */
pid_t start(void (*body)(const void *), const void *argument)
{
	int ends[2];
	char byte;
	pid_t child;

	must(pipe2(ends, O_CLOEXEC), "pipe");
	fflush(stdout);
	child = must(fork(), "fork");
	if (!child) {
		close(ends[0]);
		ready_pipe = ends[1];
		body(argument);
		ready();
		rest();
	}
	close(ends[1]);
	if (read(ends[0], &byte, 1) != 1)
		fail_like(child);
	close(ends[0]);
	return child;
}

/* The same for a process that ends with its body. */
void run(void (*body)(const void *), const void *argument)
{
	pid_t child;

	fflush(stdout);
	child = must(fork(), "fork");
	if (!child) {
		body(argument);
		end_with(EXIT_SUCCESS);
	}
	fail_like(child);
}

static void hold_body(const void *argument)
{
	const struct plan *plan = argument;
	int fd;

	/* Low ports are bound by root, who is another user then. */
	if (plan->uid)
		become(plan->uid);
	fd = socket_of(plan);
	(void)fd;
}

/* A copy of this program under another name, for processes that are told by theirs. */
const char *program_copy(const char *name)
{
	static char path[256];
	char buffer[65536];
	ssize_t length;
	int from, to;

	snprintf(path, sizeof(path), "/run/bin/%s", name);
	to = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0755);
	if (to < 0 && errno == EEXIST)
		return path;
	must(to, path);
	from = must(open("/proc/self/exe", O_RDONLY | O_CLOEXEC), "/proc/self/exe");
	while ((length = read(from, buffer, sizeof(buffer))) > 0)
		must(write(to, buffer, (size_t)length), path);
	must(length, path);
	must(fchmod(to, 0755), path);
	close(from);
	close(to);
	return path;
}

noreturn void become_program(const char *program, const char *const argv[], const char *role)
{
	setenv("WHY_ROLE", role, 1);
	execv(program, (char *const *)(const void *)argv);
	die("%s: %s", program, strerror(errno));
}

struct role {
	struct plan plan;
	const char *program;
	const char *const *argv;
};

static void program_body(const void *argument)
{
	const struct role *role = argument;

	hold_body(&role->plan);
	become_program(role->program, role->argv, "rest");
}

struct named {
	pid_t pid;
	const char *argv0;
};

static bool is_named(const void *argument)
{
	const struct named *named = argument;
	char path[64], line[256] = "";
	int fd;

	snprintf(path, sizeof(path), "/proc/%ld/cmdline", (long)named->pid);
	fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		return false;
	if (read(fd, line, sizeof(line) - 1) < 0)
		line[0] = '\0';
	close(fd);
	return strcmp(line, named->argv0) == 0;
}

void wait_program(pid_t pid, const char *argv0)
{
	const struct named named = { pid, argv0 };

	if (!wait_until(is_named, &named))
		die("%s did not start", argv0);
}

/* The same as hold(), in a process that looks as if it were @program. */
pid_t hold_as(struct plan plan, const char *program, const char *const argv[])
{
	struct role role = { .plan = plan, .program = program, .argv = argv };
	pid_t child;

	role.plan.inherited = true;
	fflush(stdout);
	child = must(fork(), "fork");
	if (!child)
		program_body(&role);
	wait_program(child, argv[0]);
	holds(child);
	return child;
}

/* A process that holds the socket; the report must name it. */
pid_t hold(struct plan plan)
{
	const char *const argv[] = { getenv("WHY_NAME"), NULL };
	pid_t pid;

	if (argv[0])
		return hold_as(plan, program_copy(argv[0]), argv);
	pid = start(hold_body, &plan);
	holds(pid);
	return pid;
}

struct wanted {
	pid_t pid;
	char state;
};

static bool has_state(const void *argument)
{
	const struct wanted *wanted = argument;
	char path[64], line[256];
	FILE *file;
	const char *behind = NULL;

	snprintf(path, sizeof(path), "/proc/%ld/stat", (long)wanted->pid);
	file = fopen(path, "re");
	if (file && fgets(line, sizeof(line), file))
		behind = strrchr(line, ')');
	if (file)
		fclose(file);
	return behind && behind[1] == ' ' && behind[2] == wanted->state;
}

void wait_process_state(pid_t pid, char state)
{
	const struct wanted wanted = { pid, state };

	if (!wait_until(has_state, &wanted))
		die("process %ld is not in state %c", (long)pid, state);
}

/* ---- connections ---- */

/*
 * Both ends of a connection to a listener of the plan. Nothing waits: the kernel completes it
 * before anybody accepts.
 */
struct pair connection(const struct plan *plan, const char *to)
{
	const struct address address = address_of(to, plan->port ? plan->port : PORT);
	struct pair pair = { .listener = socket_of(plan) };

	pair.client = must(socket(address.any.sa_family, SOCK_STREAM | SOCK_CLOEXEC, 0), "socket");
	must(connect(pair.client, &address.any, address.length), "connect");
	pair.server = must(accept4(pair.listener, NULL, NULL, SOCK_CLOEXEC), "accept");
	return pair;
}

/* Connects from @port, which the kernel chooses as it does for any client: there is no other. */
int connected_from(unsigned int port, int type, const char *to, unsigned int to_port)
{
	const struct address address = address_of(to, to_port);
	char range[32];
	int fd = must(socket(address.any.sa_family, type | SOCK_CLOEXEC, 0), "socket");

	snprintf(range, sizeof(range), "%u %u", port, port);
	setting("net/ipv4/ip_local_port_range", range);
	if (connect(fd, &address.any, address.length) < 0 && errno != EINPROGRESS)
		die("connect: %s", strerror(errno));
	setting("net/ipv4/ip_local_port_range", "32768 60999");
	return fd;
}

static void keep_body(const void *argument)
{
	must(dup2(*(const int *)argument, 0), "dup");
	if (ready_pipe != 1)
		ready_pipe = dup2(ready_pipe, 1);
	close(2);
	close_all();
}

/* Another process keeps what the descriptor refers to, and nothing else; here it is closed. */
void keep_elsewhere(int *fd)
{
	start(keep_body, fd);
	close(*fd);
	*fd = -1;
}

struct row {
	unsigned int port, state;
};

static bool row_in(const char *path, const struct row *row)
{
	char line[512];
	unsigned int port, state;
	bool found = false;
	FILE *file = fopen(path, "re");

	while (file && !found && fgets(line, sizeof(line), file))
		found = sscanf(line, "%*s %*[0-9A-F]:%x %*s %x", &port, &state) == 2 &&
			port == row->port && state == row->state;
	if (file)
		fclose(file);
	return found;
}

static bool has_row(const void *argument)
{
	return row_in("/proc/net/tcp", argument) || row_in("/proc/net/tcp6", argument);
}

void wait_tcp(unsigned int port, unsigned int state)
{
	const struct row row = { port, state };

	if (!wait_until(has_row, &row))
		die("no socket of port %u in state %u", port, state);
}

/* ---- what a copy of this program does ---- */

static void serve_and_die(void)
{
	const char *const argv[] = { "web", NULL };
	const struct plan plan = { .inherited = true };
	char pid[32];

	socket_of(&plan);
	snprintf(pid, sizeof(pid), "%ld\n", (long)getpid());
	write_file("/run/web.pid", pid);
	become_program("/run/bin/web", argv, "rest");
}

/* Starts a server again and again, as those programs do that look after services. */
static noreturn void supervise(void)
{
	for (;;) {
		pid_t child = must(fork(), "fork");

		if (!child)
			serve_and_die();
		while (waitpid(child, NULL, 0) < 0 && errno == EINTR)
			continue;
	}
}

void actor_main(void)
{
	const char *role = getenv("WHY_ROLE");

	if (!role)
		return;
	if (strcmp(role, "supervise") == 0)
		supervise();
	rest();
}
