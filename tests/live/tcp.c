/* SPDX-License-Identifier: GPL-2.0-or-later */
/* TCP sockets that come about in the ordinary way, both ends in this namespace. */
#include "config.h"

#include "menagerie.h"
#include "segment.h"

#include <errno.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#ifndef IPPROTO_MPTCP
#define IPPROTO_MPTCP 262
#endif

enum { DEFER_SECONDS = 1000, CHUNK = 65536, BIG_BUFFER = 1 << 20 };

struct listener {
	const char *address;
	unsigned int port;
	uid_t owner;
};

static const struct listener listeners[] = {
	{ "127.0.0.1", 1, 0 },
	{ "127.0.0.1", 22, 0 },
	{ "127.0.0.2", 22, 0 },
	{ "0.0.0.0", 8080, 0 },
	{ NET4_LOCAL, 65535, 0 },
	{ "::1", 25, 0 },
	{ "::ffff:127.0.0.1", 8083, 0 },
	{ "::ffff:0.0.0.0", 8084, 0 },
	{ LINK_LOCAL, 8085, 0 },
	{ "0.0.0.0", 7001, UID_NOBODY },
	{ "::", 7002, UID_NAMELESS },
	{ "127.0.0.1", 7003, UID_LONG_NAME },
	{ "127.0.0.1", 7004, (uid_t)-2 },
	/* Ports with names of 17, 18, 19 and 24 characters, see etc/services. */
	{ "127.0.0.1", 5017, 0 },
	{ "127.0.0.1", 5018, 0 },
	{ "127.0.0.1", 5019, 0 },
	{ "127.0.0.1", 5024, 0 },
	{ NET4_LOCAL, 5017, 0 },
	{ NET4_LOCAL, 5018, 0 },
	{ NET4_LOCAL, 5024, 0 },
	{ "::1", 5024, 0 },
	/* Addresses with names of 17, 22 and more characters, see etc/hosts. */
	{ "127.0.17.17", 65535, 0 },
	{ "127.0.17.17", 1000, 0 },
	{ "127.0.22.22", 80, 0 },
	{ "127.0.22.22", 1, 0 },
	{ "127.0.99.99", 22, 0 },
	{ "127.0.99.99", 5024, 0 },
	{ NET6_LOCAL, 22, 0 },
};

bool make_listeners(void)
{
	const struct endpoint only = endpoint_of("::", 8082);
	int fd;

	for (size_t i = 0; i < sizeof(listeners) / sizeof(listeners[0]); i++) {
		const struct listener *one = &listeners[i];

		fd = listening_socket(one->address, one->port, 16);
		must(fchown(fd, one->owner, (gid_t)-1), "fchown");
	}
	fd = bound_socket(SOCK_STREAM, 0, NET4_LOCAL, 8086);
	must(setsockopt(fd, SOL_SOCKET, SO_BINDTODEVICE, "v0", sizeof("v0")), "SO_BINDTODEVICE");
	must(listen(fd, 16), "listen");
	fd = must(socket(AF_INET6, SOCK_STREAM | SOCK_CLOEXEC, 0), "socket");
	set_option(fd, SOL_IPV6, IPV6_V6ONLY, 1);
	must(bind(fd, &only.any, only.length), "bind");
	must(listen(fd, 16), "listen");
	return true;
}

static void connect_times(const char *address, unsigned int port, unsigned int times)
{
	while (times--)
		connected_socket(address, port);
}

/* Accept queues with nothing, with some and with one too many: the last client stays SYN_SENT. */
bool make_pending(void)
{
	int fd;

	listening_socket("127.0.0.1", 9000, 1);
	listening_socket("127.0.0.1", 9001, 5);
	connect_times("127.0.0.1", 9001, 1);
	listening_socket("127.0.0.1", 9002, 1);
	connect_times("127.0.0.1", 9002, 3);
	fd = listening_socket("127.0.0.1", 9003, 5);
	must(fchown(fd, UID_NOBODY, (gid_t)-1), "fchown");
	connect_times("127.0.0.1", 9003, 2);
	fd = listening_socket("::1", 9004, 5);
	must(fchown(fd, UID_NAMELESS, (gid_t)-1), "fchown");
	connect_times("::1", 9004, 2);
	return true;
}

bool make_established(void)
{
	struct pair pair = tcp_pair("127.0.0.1", 10001);
	int listener;

	set_option(pair.client, SOL_SOCKET, SO_KEEPALIVE, 1);
	must(fchown(pair.client, UID_NAMELESS, (gid_t)-1), "fchown");
	tcp_pair("::1", 10002);
	tcp_pair(LINK_LOCAL, 10003);
	tcp_pair("::ffff:127.0.0.1", 10004);
	tcp_pair(NET6_LOCAL, 10005);
	/* A v6 listener takes a v4 client: the two ends are listed in different tables. */
	listener = listening_socket("::", 10006, 5);
	connected_socket("127.0.0.1", 10006);
	must(accept4(listener, NULL, NULL, SOCK_CLOEXEC), "accept");
	return true;
}

/* Sends until both queues are full. */
static void stuff(struct pair pair)
{
	static char chunk[CHUNK];

	set_option(pair.server, SOL_SOCKET, SO_RCVBUFFORCE, BIG_BUFFER);
	set_option(pair.client, SOL_SOCKET, SO_SNDBUFFORCE, BIG_BUFFER);
	while (send(pair.client, chunk, sizeof(chunk), 0) > 0)
		continue;
	if (errno != EAGAIN)
		die("send: %s", strerror(errno));
}

bool make_queues(void)
{
	struct pair pair = tcp_pair("127.0.0.1", 11001);

	must(send(pair.client, "hello", 5, 0), "send");
	pair = tcp_pair("::1", 11002);
	must(send(pair.server, "hello, world", 12, 0), "send");
	stuff(tcp_pair("127.0.0.1", 11003));
	stuff(tcp_pair("::1", 11004));
	pair = tcp_pair("127.0.0.1", 11005);
	stuff(pair);
	close(pair.client);
	return true;
}

bool make_closing(void)
{
	struct pair pair = tcp_pair("127.0.0.1", 12001);

	/* FIN_WAIT2 and CLOSE_WAIT */
	must(shutdown(pair.client, SHUT_WR), "shutdown");
	pair = tcp_pair("::1", 12002);
	close(pair.client);
	/* TIME_WAIT */
	pair = tcp_pair("127.0.0.1", 12003);
	close(pair.client);
	close(pair.server);
	pair = tcp_pair("::ffff:127.0.0.1", 12004);
	close(pair.server);
	close(pair.client);
	return true;
}

static void syn_from(const char *from, const char *to, unsigned int port, const char *payload)
{
	const struct segment syn = {
		.from = endpoint_of(from, 50000 + port % 1000),
		.to = endpoint_of(to, port),
		.sequence = 1,
		.window = 1000,
		.flags = SEGMENT_SYN,
		.payload = payload,
	};

	segment_inject(&syn);
}

/* SYN_SENT to peers that do not answer, SYN_RECV from peers that do not answer either. */
bool make_syn(void)
{
	int fd;

	connected_socket("192.0.2.20", 25);
	connected_socket("2001:db8::20", 65000);
	fd = connected_socket("192.0.2.21", 443);
	must(fchown(fd, UID_NOBODY, (gid_t)-1), "fchown");

	listening_socket(NET4_LOCAL, 13001, 64);
	syn_from("192.0.2.30", NET4_LOCAL, 13001, NULL);
	fd = listening_socket(NET4_LOCAL, 13002, 64);
	must(fchown(fd, UID_NOBODY, (gid_t)-1), "fchown");
	syn_from("192.0.2.31", NET4_LOCAL, 13002, NULL);
	syn_from("192.0.2.32", NET4_LOCAL, 13002, NULL);
	fd = listening_socket("::", 13003, 64);
	must(fchown(fd, UID_NAMELESS, (gid_t)-1), "fchown");
	syn_from("2001:db8::30", NET6_LOCAL, 13003, NULL);
	syn_from("192.0.2.33", NET4_LOCAL, 13003, NULL);
	/* Two listeners of different users, told apart by the address only. */
	fd = listening_socket("127.0.0.1", 13004, 64);
	must(fchown(fd, UID_NAMELESS, (gid_t)-1), "fchown");
	fd = listening_socket(NET4_LOCAL, 13004, 64);
	must(fchown(fd, UID_NOBODY, (gid_t)-1), "fchown");
	syn_from("192.0.2.34", NET4_LOCAL, 13004, NULL);
	/* A listener whose address is the mapped form of "any". */
	fd = listening_socket("::ffff:0.0.0.0", 13005, 64);
	must(fchown(fd, UID_NOBODY, (gid_t)-1), "fchown");
	syn_from("192.0.2.35", NET4_LOCAL, 13005, NULL);
	return true;
}

static void device_listener(unsigned int port, uid_t owner, const char *device)
{
	const struct endpoint end = endpoint_of("0.0.0.0", port);
	int fd = must(socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0), "socket");

	set_option(fd, SOL_SOCKET, SO_REUSEPORT, 1);
	if (device)
		must(setsockopt(fd, SOL_SOCKET, SO_BINDTODEVICE, device,
				(socklen_t)strlen(device) + 1),
		     "SO_BINDTODEVICE");
	must(bind(fd, &end.any, end.length), "bind");
	must(listen(fd, 64), "listen");
	must(fchown(fd, owner, (gid_t)-1), "fchown");
}

/* SYN_RECV at one of several listeners of a port, told apart by the device only. */
bool make_syn_device(void)
{
	device_listener(13101, UID_NOBODY, NULL);
	device_listener(13101, UID_NAMELESS, "lo");
	device_listener(13101, UID_LONG_NAME, "v0");
	syn_from("192.0.2.70", NET4_LOCAL, 13101, NULL);
	return true;
}

/*
 * The listener waits for data before it wakes its owner: the server's end stays SYN_RECV, and its
 * timer runs out without anything being sent again.
 */
bool make_deferred(void)
{
	int fd = listening_socket("127.0.0.1", 14001, 8);

	set_option(fd, IPPROTO_TCP, TCP_DEFER_ACCEPT, DEFER_SECONDS);
	connected_socket("127.0.0.1", 14001);
	return true;
}

/* Data in the SYN: SYN_RECV, yet a whole socket that can be accepted, with an inode. */
bool make_fastopen(void)
{
	int fd = listening_socket(NET4_LOCAL, 14002, 8);

	set_option(fd, IPPROTO_TCP, TCP_FASTOPEN, 8);
	must(fchown(fd, UID_NOBODY, (gid_t)-1), "fchown");
	syn_from("192.0.2.40", NET4_LOCAL, 14002, "early");
	syn_from("192.0.2.41", NET4_LOCAL, 14002, "early");
	must(accept4(fd, NULL, NULL, SOCK_CLOEXEC), "accept");
	return true;
}

bool make_mptcp(void)
{
	const struct endpoint end = endpoint_of("127.0.0.1", 14003);
	int listener = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, IPPROTO_MPTCP);
	int client = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, IPPROTO_MPTCP);

	if (listener < 0 || client < 0)
		return false;
	must(bind(listener, &end.any, end.length), "bind");
	must(listen(listener, 5), "listen");
	must(connect(client, &end.any, end.length), "connect");
	must(accept4(listener, NULL, NULL, SOCK_CLOEXEC), "accept");
	return true;
}
