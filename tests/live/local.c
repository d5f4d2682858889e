/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Unix sockets. Their files are removed early; the names stay with the sockets. */
#include "config.h"

#include "menagerie.h"

#include <dirent.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/un.h>
#include <unistd.h>

enum { MANY = 150 };

static const int types[] = { SOCK_STREAM, SOCK_DGRAM, SOCK_SEQPACKET };

static int local_socket(int type)
{
	return must(socket(AF_UNIX, type | SOCK_CLOEXEC | SOCK_NONBLOCK, 0), "unix socket");
}

/* A length of zero lets the kernel choose a name. */
static int bound_name(int type, const char *name, size_t length)
{
	struct sockaddr_un un = { .sun_family = AF_UNIX };
	int fd = local_socket(type);

	memcpy(un.sun_path, name, length);
	must(bind(fd, (struct sockaddr *)&un,
		  (socklen_t)(offsetof(struct sockaddr_un, sun_path) + length)),
	     "bind unix");
	return fd;
}

static int bound_path(int type, const char *path)
{
	return bound_name(type, path, strlen(path));
}

#define BOUND_ABSTRACT(type, name) bound_name(type, name, sizeof(name) - 1)

static void connect_to(int fd, int server)
{
	struct sockaddr_un un;
	socklen_t length = sizeof(un);

	must(getsockname(server, (struct sockaddr *)&un, &length), "getsockname");
	must(connect(fd, (struct sockaddr *)&un, length), "connect unix");
}

/* A listener with one connection taken and two that wait. */
static void listen_and_connect(int server)
{
	must(listen(server, 5), "listen");
	for (int i = 0; i < 3; i++)
		connect_to(local_socket(SOCK_STREAM), server);
	must(accept4(server, NULL, NULL, SOCK_CLOEXEC), "accept");
}

static void make_pairs(void)
{
	int ends[2];

	for (size_t i = 0; i < sizeof(types) / sizeof(types[0]); i++) {
		local_socket(types[i]);
		must(socketpair(AF_UNIX, types[i] | SOCK_CLOEXEC, 0, ends), "socketpair");
		must(send(ends[0], "unread", 6, 0), "send");
	}
	/* One end lost its peer, the other half closed. */
	must(socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends), "socketpair");
	close(ends[1]);
	must(socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends), "socketpair");
	must(shutdown(ends[0], SHUT_RDWR), "shutdown");
}

/* A listener on its way through a socket belongs to no process. */
static void make_in_flight(void)
{
	union {
		struct cmsghdr header;
		char space[CMSG_SPACE(sizeof(int))];
	} control = { 0 };
	char byte = 'x';
	struct iovec part = { .iov_base = &byte, .iov_len = 1 };
	struct msghdr message = {
		.msg_iov = &part,
		.msg_iovlen = 1,
		.msg_control = &control,
		.msg_controllen = sizeof(control),
	};
	int fd = listening_socket("127.0.0.1", 18001, 5);
	int ends[2];

	must(socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends), "socketpair");
	control.header = (struct cmsghdr){
		.cmsg_len = CMSG_LEN(sizeof(fd)),
		.cmsg_level = SOL_SOCKET,
		.cmsg_type = SCM_RIGHTS,
	};
	memcpy(CMSG_DATA(&control.header), &fd, sizeof(fd));
	must(sendmsg(ends[0], &message, 0), "sendmsg");
	close(fd);
}

static void remove_files(void)
{
	const struct dirent *entry;
	DIR *files = opendir(".");

	if (!files)
		die("cannot read the directory of the sockets");
	while ((entry = readdir(files)))
		unlink(entry->d_name);
	closedir(files);
}

/* Runs @make in a directory of its own, which is gone afterwards. */
static void in_directory(void (*make)(const char *directory))
{
	char directory[] = "/tmp/menagerie-XXXXXX";
	const int before = must(open(".", O_RDONLY | O_CLOEXEC), "open .");

	if (!mkdtemp(directory))
		die("no directory in /tmp");
	must(chdir(directory), directory);
	make(directory);
	remove_files();
	must(fchdir(before), "chdir back");
	must(rmdir(directory), directory);
	close(before);
}

static void make_named(const char *directory)
{
	char path[108];

	snprintf(path, sizeof(path), "%s/stream.sock", directory);
	listen_and_connect(bound_path(SOCK_STREAM, path));
	snprintf(path, sizeof(path), "%s/trailing;text=1,(2)", directory);
	bound_path(SOCK_DGRAM, path);
	snprintf(path, sizeof(path), "%s/seqpacket", directory);
	must(listen(bound_path(SOCK_SEQPACKET, path), 1), "listen");
	bound_path(SOCK_STREAM, "relative.sock");
	bound_path(SOCK_DGRAM, "h\xc3\xb6her");
	/* The longest name there is. */
	memset(path, 'a', sizeof(path) - 1);
	path[sizeof(path) - 1] = '\0';
	bound_path(SOCK_STREAM, path);
}

static void make_abstract(void)
{
	int fd = BOUND_ABSTRACT(SOCK_STREAM, "\0abstract");

	listen_and_connect(fd);
	BOUND_ABSTRACT(SOCK_STREAM, "\0with\0nuls\0within\0");
	BOUND_ABSTRACT(SOCK_DGRAM, "\0\0");
	BOUND_ABSTRACT(SOCK_SEQPACKET, "\0@at");
	fd = BOUND_ABSTRACT(SOCK_DGRAM, "\0log");
	connect_to(BOUND_ABSTRACT(SOCK_DGRAM, "\0client"), fd);
	for (size_t i = 0; i < sizeof(types) / sizeof(types[0]); i++)
		bound_name(types[i], "", 0);
	fd = BOUND_ABSTRACT(SOCK_STREAM, "\0nobody");
	must(fchown(fd, UID_NOBODY, (gid_t)-1), "fchown");
	must(listen(fd, 1), "listen");
}

bool make_unix(void)
{
	make_pairs();
	make_abstract();
	make_in_flight();
	in_directory(make_named);
	return true;
}

/* More than one message of a netlink dump holds. */
bool make_unix_many(void)
{
	int ends[2];

	for (int i = 0; i < MANY; i++)
		must(socketpair(AF_UNIX, types[i % 3] | SOCK_CLOEXEC, 0, ends), "socketpair");
	return true;
}

static void make_awkward_names(const char *directory)
{
	/* What the kernel prints for this could be taken for a socket of its own. */
	static const char forged[] =
		"line\n0000000000000000: 00000002 00000000 00010000 0001 01 4242 forged";
	char path[108];

	snprintf(path, sizeof(path), "%s/with a blank", directory);
	must(listen(bound_path(SOCK_STREAM, path), 1), "listen");
	must(listen(bound_path(SOCK_STREAM, "escape\033[31m"), 1), "listen");
	must(listen(bound_path(SOCK_STREAM, "tab\there"), 1), "listen");
	must(listen(bound_path(SOCK_STREAM, "latin1-\xe4"), 1), "listen");
	must(listen(bound_path(SOCK_STREAM, forged), 1), "listen");
	must(listen(BOUND_ABSTRACT(SOCK_STREAM, "\0two  blanks "), 1), "listen");
}

/* Names that are listed otherwise than net-tools does. */
bool make_awkward(void)
{
	in_directory(make_awkward_names);
	hold_awkward();
	return true;
}
