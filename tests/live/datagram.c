/* SPDX-License-Identifier: GPL-2.0-or-later */
/* UDP, UDP-Lite and raw sockets, and those that netstat never lists. */
#include "config.h"

#include "menagerie.h"

#include <arpa/inet.h>
#include <errno.h>
#include <linux/icmp.h>
#include <netinet/udp.h>
#include <string.h>
#include <unistd.h>

/* Texts that are easy to get wrong. */
static const char *const odd_addresses[] = {
	"::",
	"::1",
	"::2",
	"::1:2",
	"::0.1.0.0",
	"::ffff:1.2.3.4",
	"::ffff:0:1.2.3.4",
	"64:ff9b::1.2.3.4",
	"fe80::1%v0",
	"2001:db8:0:1::",
	"2001:db8:0:0:1:0:0:1",
	"2001:0:0:1::1",
	"1:2:3:4:5:6:7:0",
	"0:2:3:4:5:6:7:8",
	"0.0.0.1",
	"10.0.0.1",
	"9.255.255.255",
	"100.100.100.100",
	"255.255.255.255",
	"127.1.2.3",
	"224.0.0.251",
};

static void connect_to(int fd, const char *address, unsigned int port)
{
	const struct endpoint end = endpoint_of(address, port);

	must(connect(fd, &end.any, end.length), "connect");
}

static void send_from(int fd, const char *address, unsigned int port)
{
	const struct endpoint end = endpoint_of(address, port);

	must(sendto(fd, "0123456789", 10, 0, &end.any, end.length), "sendto");
}

bool make_udp(void)
{
	int fd = bound_socket(SOCK_DGRAM, 0, "127.0.0.1", 15001);
	int sender;

	bound_socket(SOCK_DGRAM, 0, "0.0.0.0", 68);
	bound_socket(SOCK_DGRAM, 0, "::", 546);
	bound_socket(SOCK_DGRAM, 0, "127.0.99.99", 5024);
	bound_socket(SOCK_DGRAM, 0, LINK_LOCAL, 546);
	must(fchown(fd, UID_NOBODY, (gid_t)-1), "fchown");
	/* Connected, with data to read in the peer. */
	sender = bound_socket(SOCK_DGRAM, 0, "127.0.0.1", 15002);
	connect_to(sender, "127.0.0.1", 15001);
	send_from(sender, "127.0.0.1", 15001);
	send_from(sender, "127.0.0.1", 15001);
	/* A connection that was taken back keeps its port. */
	fd = bound_socket(SOCK_DGRAM, 0, "0.0.0.0", 15003);
	connect_to(fd, "127.0.0.1", 15001);
	must(connect(fd, &(struct sockaddr){ .sa_family = AF_UNSPEC }, sizeof(struct sockaddr)),
	     "disconnect");
	/* Data held back until more comes is in the send queue. */
	fd = bound_socket(SOCK_DGRAM, 0, NET4_LOCAL, 15004);
	connect_to(fd, "192.0.2.50", 5024);
	set_option(fd, IPPROTO_UDP, UDP_CORK, 1);
	must(send(fd, "held back", 9, 0), "send");
	fd = bound_socket(SOCK_DGRAM, 0, "::1", 15005);
	connect_to(fd, "::1", 546);
	fd = bound_socket(SOCK_DGRAM, 0, "::ffff:127.0.0.1", 15006);
	connect_to(fd, "::ffff:127.0.0.1", 15001);
	for (size_t i = 0; i < sizeof(odd_addresses) / sizeof(odd_addresses[0]); i++)
		bound_socket(SOCK_DGRAM, 0, odd_addresses[i], 15100);
	return true;
}

bool make_udplite(void)
{
	int fd = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, IPPROTO_UDPLITE);

	if (fd < 0)
		return false;
	close(fd);
	fd = bound_socket(SOCK_DGRAM, IPPROTO_UDPLITE, "127.0.0.1", 16001);
	must(fchown(fd, UID_NAMELESS, (gid_t)-1), "fchown");
	fd = bound_socket(SOCK_DGRAM, IPPROTO_UDPLITE, "127.0.0.1", 16002);
	connect_to(fd, "127.0.0.1", 16001);
	send_from(fd, "127.0.0.1", 16001);
	bound_socket(SOCK_DGRAM, IPPROTO_UDPLITE, "0.0.0.0", 5024);
	bound_socket(SOCK_DGRAM, IPPROTO_UDPLITE, "::", 16003);
	fd = bound_socket(SOCK_DGRAM, IPPROTO_UDPLITE, NET6_LOCAL, 16004);
	connect_to(fd, "2001:db8::50", 16004);
	return true;
}

static void ping_ourselves(int fd)
{
	struct icmphdr echo = { .type = ICMP_ECHO };
	const struct endpoint end = endpoint_of("127.0.0.1", 0);

	echo.checksum = (uint16_t)~htons(ICMP_ECHO << 8);
	must(sendto(fd, &echo, sizeof(echo), 0, &end.any, end.length), "ping");
}

bool make_raw(void)
{
	int fd = bound_socket(SOCK_RAW, IPPROTO_ICMP, "0.0.0.0", 0);

	ping_ourselves(fd);
	bound_socket(SOCK_RAW, IPPROTO_RAW, "0.0.0.0", 0);
	bound_socket(SOCK_RAW, IPPROTO_EGP, NET4_LOCAL, 0);
	fd = bound_socket(SOCK_RAW, 253, "127.0.0.1", 0);
	must(fchown(fd, UID_NAMELESS, (gid_t)-1), "fchown");
	connect_to(fd, "127.0.0.2", 0);
	/* Nobody reads what it sends to itself. */
	fd = bound_socket(SOCK_RAW, 254, "127.0.0.3", 0);
	connect_to(fd, "127.0.0.3", 0);
	must(send(fd, "unread", 6, 0), "send");
	bound_socket(SOCK_RAW, IPPROTO_ICMPV6, "::", 0);
	bound_socket(SOCK_RAW, IPPROTO_RAW, NET6_LOCAL, 0);
	fd = bound_socket(SOCK_RAW, 253, "::1", 0);
	connect_to(fd, "::1", 0);
	return true;
}

/* None of these is a row: neither sock_diag nor anything else may bring one in. */
bool make_unlisted(void)
{
	bound_socket(SOCK_STREAM, 0, "127.0.0.1", 17001);
	bound_socket(SOCK_STREAM, 0, "::1", 17002);
	must(socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0), "tcp");
	must(socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0), "udp");
	must(socket(AF_INET6, SOCK_DGRAM | SOCK_CLOEXEC, 0), "udp6");
	must(socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, 0), "netlink");
	socket(AF_PACKET, SOCK_RAW | SOCK_CLOEXEC, 0);
	if (socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, IPPROTO_ICMP) >= 0)
		bound_socket(SOCK_DGRAM, IPPROTO_ICMP, "127.0.0.1", 17003);
	return true;
}
