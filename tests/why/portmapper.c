/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What rpcbind would answer: the list of registered programs, over its socket in /run and over
 * port 111 of TCP, in version 2 of its protocol (the port mapper's) and in versions 3 and 4.
 */
#include "config.h"

#include "situations.h"

#include <arpa/inet.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#define LAST_FRAGMENT 0x80000000u

enum { RPCBIND = 100000, DUMP = 4 };
enum { REPLY = 1, ACCEPTED = 0, SUCCESS = 0, VERSION_MISMATCH = 2, NO_PROCEDURE = 3 };

struct reply {
	uint32_t words[512];
	size_t count;
};

struct service {
	const struct registration *registrations;
	size_t count;
	int sockets[2];
};

static void put(struct reply *reply, unsigned int value)
{
	reply->words[reply->count++] = htonl(value);
}

static void put_text(struct reply *reply, const char *text)
{
	const size_t length = strlen(text);

	put(reply, (unsigned int)length);
	reply->words[reply->count + length / 4] = 0;
	memcpy(&reply->words[reply->count], text, length);
	reply->count += (length + 3) / 4;
}

/* Version 2: program, version, protocol, port. Later ones have a universal address. */
static void put_registration(struct reply *reply, const struct registration *entry,
			     unsigned int version)
{
	char universal[32];

	put(reply, 1);
	put(reply, entry->program);
	put(reply, entry->version);
	if (version == 2) {
		put(reply, entry->protocol);
		put(reply, entry->port);
		return;
	}
	snprintf(universal, sizeof(universal), "0.0.0.0.%u.%u", entry->port >> 8,
		 entry->port & 0xff);
	put_text(reply, entry->protocol == IPPROTO_TCP ? "tcp" : "udp");
	put_text(reply, universal);
	put_text(reply, "superuser");
}

static void answer_call(const struct service *service, const uint32_t call[6], struct reply *reply)
{
	const unsigned int program = ntohl(call[3]), version = ntohl(call[4]);

	put(reply, ntohl(call[0]));
	put(reply, REPLY);
	put(reply, ACCEPTED);
	put(reply, 0); /* no credentials: kind and length */
	put(reply, 0);
	if (program != RPCBIND || version < 2 || version > 4) {
		put(reply, VERSION_MISMATCH);
		put(reply, 2);
		put(reply, 4);
		return;
	}
	if (ntohl(call[5]) != DUMP) {
		put(reply, NO_PROCEDURE);
		return;
	}
	put(reply, SUCCESS);
	for (size_t i = 0; i < service->count; i++)
		put_registration(reply, &service->registrations[i], version);
	put(reply, 0);
}

static void serve(const struct service *service, int fd)
{
	uint32_t call[64];
	struct reply reply;

	for (;;) {
		ssize_t length = recv(fd, call, 4, MSG_WAITALL);
		size_t size = ntohl(call[0]) & ~LAST_FRAGMENT;

		if (length != 4 || size < 24 || size > sizeof(call) ||
		    recv(fd, call, size, MSG_WAITALL) != (ssize_t)size)
			return;
		reply.count = 1;
		answer_call(service, call, &reply);
		reply.words[0] = htonl(LAST_FRAGMENT | (unsigned int)(reply.count - 1) * 4);
		if (send(fd, reply.words, reply.count * 4, MSG_NOSIGNAL) < 0)
			return;
	}
}

static int local_socket(void)
{
	const struct sockaddr_un address = { AF_UNIX, "/run/rpcbind.sock" };
	int fd = must(socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0), "socket");

	must(bind(fd, (const void *)&address, sizeof(address)), address.sun_path);
	must(listen(fd, 8), "listen");
	return fd;
}

static void serve_all(const void *argument)
{
	struct service service = *(const struct service *)argument;
	const struct plan plan = { .port = 111 };

	service.sockets[0] = local_socket();
	service.sockets[1] = socket_of(&plan);
	if (fork() == 0)
		service.sockets[0] = service.sockets[1];
	else
		ready();
	for (;;) {
		int fd = accept4(service.sockets[0], NULL, NULL, SOCK_CLOEXEC);

		if (fd < 0)
			continue;
		serve(&service, fd);
		close(fd);
	}
}

void portmapper_start(const struct registration registrations[], size_t count)
{
	const struct service service = { .registrations = registrations, .count = count };

	start(serve_all, &service);
}
