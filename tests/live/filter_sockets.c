/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * filter_sockets [CONTROL-GROUP] -- COMMAND [ARGUMENT...]
 *
 * Runs COMMAND beside sockets that filters can tell apart by more than the menagerie has: marks,
 * devices, ports chosen by the kernel and by hand, and sockets made in the control group whose
 * directory is given. To be run inside the menagerie, as root. Exits with COMMAND's code.
 */
#include "config.h"

#include "menagerie.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

enum { BACKLOG = 8 };

/* A socket of a kind; 0 and NULL: not so. */
struct part {
	int type;
	const char *address;
	unsigned int port; /* 0: the kernel chooses */
	unsigned int mark;
	const char *device;
};

static const struct part parts[] = {
	{ SOCK_STREAM, "127.0.0.1", 24001, 0x17, NULL },
	{ SOCK_STREAM, "127.0.0.1", 24002, 0x10, NULL },
	{ SOCK_STREAM, "127.0.0.1", 24003, 0x117, NULL },
	{ SOCK_STREAM, "127.0.0.1", 24004, 0xffffffff, NULL },
	{ SOCK_STREAM, "::1", 24005, 0x17, NULL },
	{ SOCK_STREAM, "::ffff:127.0.0.1", 24006, 0x10, NULL },
	{ SOCK_DGRAM, "127.0.0.1", 24007, 0x17, NULL },
	{ SOCK_DGRAM, "::1", 24008, 0x117, NULL },
	{ SOCK_STREAM, "127.0.0.1", 24011, 0, "lo" },
	{ SOCK_STREAM, "::1", 24012, 0x17, "lo" },
	{ SOCK_STREAM, NET4_LOCAL, 24013, 0, "v0" },
	{ SOCK_DGRAM, "127.0.0.1", 24014, 0, "lo" },
	{ SOCK_DGRAM, NET4_LOCAL, 24015, 0, "v0" },
	{ SOCK_DGRAM, NET6_LOCAL, 24016, 0, "v0" },
	{ SOCK_STREAM, "127.0.0.1", 0, 0, NULL },
	{ SOCK_STREAM, "::1", 0, 0, "lo" },
	{ SOCK_STREAM, "::ffff:127.0.0.1", 0, 0, NULL },
	{ SOCK_DGRAM, "127.0.0.1", 0, 0, NULL },
	{ SOCK_DGRAM, "::1", 0, 0x17, NULL },
	/* Chosen by hand, from the middle of what the kernel chooses from. */
	{ SOCK_STREAM, "127.0.0.1", 40111, 0, NULL },
	{ SOCK_STREAM, "::1", 40112, 0, NULL },
	{ SOCK_DGRAM, "127.0.0.1", 40113, 0, NULL },
	{ SOCK_DGRAM, "::1", 40114, 0, NULL },
};

/* Of what is made inside a control group. */
static const struct part grouped[] = {
	{ SOCK_STREAM, "127.0.0.1", 24021, 0, NULL },
	{ SOCK_STREAM, "::1", 24022, 0x17, NULL },
	{ SOCK_DGRAM, "127.0.0.1", 24023, 0, NULL },
	{ SOCK_DGRAM, "::1", 24024, 0, NULL },
};

static int make(const struct part *part)
{
	const struct endpoint end = endpoint_of(part->address, part->port);
	int fd = must(socket(end.any.sa_family, part->type | SOCK_CLOEXEC, 0), "socket");

	if (part->mark)
		set_option(fd, SOL_SOCKET, SO_MARK, (int)part->mark);
	if (part->device)
		must(setsockopt(fd, SOL_SOCKET, SO_BINDTODEVICE, part->device,
				(socklen_t)strlen(part->device) + 1),
		     "SO_BINDTODEVICE");
	must(bind(fd, &end.any, end.length), "bind");
	if (part->type == SOCK_STREAM)
		must(listen(fd, BACKLOG), "listen");
	return fd;
}

/* A connection: to a listener of `parts`, so that both its ends have something to be known by. */
static void connect_to(const struct part *to, unsigned int mark, const char *device)
{
	const struct endpoint end = endpoint_of(to->address, to->port);
	int fd = must(socket(end.any.sa_family, to->type | SOCK_CLOEXEC, 0), "socket");

	if (mark)
		set_option(fd, SOL_SOCKET, SO_MARK, (int)mark);
	if (device)
		must(setsockopt(fd, SOL_SOCKET, SO_BINDTODEVICE, device,
				(socklen_t)strlen(device) + 1),
		     "SO_BINDTODEVICE");
	must(connect(fd, &end.any, end.length), "connect");
}

static void make_all(const struct part *part, size_t count)
{
	for (size_t i = 0; i < count; i++)
		make(&part[i]);
}

static void make_connections(void)
{
	connect_to(&parts[0], 0x21, NULL);
	connect_to(&parts[0], 0, "lo");
	connect_to(&parts[4], 0x17, NULL);
	connect_to(&parts[6], 0x21, NULL);
	connect_to(&parts[7], 0, "lo");
}

/* What is made from here on belongs to the control group, the command with it. */
static void enter(const char *group)
{
	char path[4096];
	int fd;

	snprintf(path, sizeof(path), "%s/cgroup.procs", group);
	fd = must(open(path, O_WRONLY | O_CLOEXEC), path);
	must(write(fd, "0", 1), path);
	close(fd);
}

static void make_grouped(const char *group)
{
	enter(group);
	make_all(grouped, sizeof(grouped) / sizeof(grouped[0]));
	connect_to(&grouped[0], 0, NULL);
}

static int run(char *const command[])
{
	const pid_t pid = must(fork(), "fork");
	int status;

	if (!pid) {
		execvp(command[0], command);
		die("%s: %s", command[0], strerror(errno));
	}
	while (waitpid(pid, &status, 0) < 0)
		continue;
	return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

int main(int argc, char **argv)
{
	const char *group = argc > 1 && strcmp(argv[1], "--") ? argv[1] : NULL;
	int command = group ? 3 : 2;

	if (argc <= command || strcmp(argv[command - 1], "--"))
		die("filter_sockets [CONTROL-GROUP] -- COMMAND");
	make_all(parts, sizeof(parts) / sizeof(parts[0]));
	make_connections();
	if (group)
		make_grouped(group);
	return run(argv + command);
}
