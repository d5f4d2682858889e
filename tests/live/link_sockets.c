/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * link_sockets TASK...
 *
 * What ip(8) cannot do to the links of tests/live/links.sh:
 *   debug=DEVICE              sets IFF_DEBUG
 *   join=DEVICE,GROUP[,SOURCE]  joins a multicast group, of one source if given
 *   router=DEVICE             sends a router advertisement there
 *   traffic                   packets of many kinds over lo, so that counters count
 *   sockets                   some sockets that never change
 *   send=ADDRESS,BYTES        a UDP packet to port 9 there
 * When all is done this exits with 0, and a child keeps the sockets until the PID namespace ends.
 */
#include "config.h"

#include "menagerie.h"

#include <arpa/inet.h>
#include <fcntl.h>
#include <net/if.h>
#include <netinet/icmp6.h>
#include <netinet/ip_icmp.h>
#include <poll.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/un.h>
#include <unistd.h>

enum { DISCARD_PORT = 9, CLOSED_PORT = 6, SHORT_WAIT = 200 /* milliseconds */ };

static void set_debug(const char *device)
{
	struct ifreq request = { 0 };
	const int fd = must(socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0), "socket");

	snprintf(request.ifr_name, sizeof(request.ifr_name), "%s", device);
	must(ioctl(fd, SIOCGIFFLAGS, &request), device);
	request.ifr_flags = (short)(request.ifr_flags | IFF_DEBUG);
	must(ioctl(fd, SIOCSIFFLAGS, &request), device);
	close(fd);
}

static unsigned int index_of(const char *device)
{
	const unsigned int index = if_nametoindex(device);

	if (!index)
		die("no device %s", device);
	return index;
}

/* A socket each: one socket may join a few groups only. Not bound, hence listed nowhere. */
static void join(char *words)
{
	const char *device = strtok(words, ",");
	const char *group = strtok(NULL, ",");
	const char *source = strtok(NULL, ",");
	struct group_source_req request = { .gsr_interface = index_of(device) };
	const struct endpoint to = endpoint_of(group, 0);
	const bool v6 = to.any.sa_family == AF_INET6;
	const int fd = must(socket(to.any.sa_family, SOCK_DGRAM, 0), "socket");

	memcpy(&request.gsr_group, &to.any, to.length);
	if (source) {
		const struct endpoint from = endpoint_of(source, 0);

		memcpy(&request.gsr_source, &from.any, from.length);
		must(setsockopt(fd, v6 ? SOL_IPV6 : SOL_IP, MCAST_JOIN_SOURCE_GROUP, &request,
				sizeof(request)),
		     group);
	} else {
		struct group_req plain = { .gr_interface = request.gsr_interface,
					   .gr_group = request.gsr_group };

		must(setsockopt(fd, v6 ? SOL_IPV6 : SOL_IP, MCAST_JOIN_GROUP, &plain,
				sizeof(plain)),
		     group);
	}
}

/* RFC 4861, 4.2 and 4.6.2; RFC 4191, 2.3. The kernel fills in the checksum. */
static const uint8_t advertisement[] = {
	134,
	0,
	0,
	0,
	64,
	0,
	0x07,
	0x08,
	0,
	0,
	0,
	0,
	0,
	0,
	0,
	0,
	/* prefix 2001:db8:aa::/64, on link and for addresses, for hours */
	3,
	4,
	64,
	0xc0,
	0,
	0,
	0x70,
	0x80,
	0,
	0,
	0x70,
	0x80,
	0,
	0,
	0,
	0,
	0x20,
	0x01,
	0x0d,
	0xb8,
	0x00,
	0xaa,
	0,
	0,
	0,
	0,
	0,
	0,
	0,
	0,
	0,
	0,
	/* route to 2001:db8:bb::/48, preferred */
	24,
	2,
	48,
	0x08,
	0,
	0,
	0x70,
	0x80,
	0x20,
	0x01,
	0x0d,
	0xb8,
	0x00,
	0xbb,
	0,
	0,
};

static void advertise(const char *device)
{
	struct endpoint all = endpoint_of("ff02::1", 0);
	const int fd =
		must(socket(AF_INET6, SOCK_RAW | SOCK_CLOEXEC, IPPROTO_ICMPV6), "raw socket");

	all.in6.sin6_scope_id = index_of(device);
	set_option(fd, SOL_IPV6, IPV6_MULTICAST_HOPS, 255);
	must(sendto(fd, advertisement, sizeof(advertisement), 0, &all.any, all.length), device);
	close(fd);
}

/* What is refused is refused later, by the answer. */
static void send_udp(const char *address, unsigned int port, size_t length)
{
	static const char bytes[65000];
	const struct endpoint end = endpoint_of(address, port);
	const int fd = must(socket(end.any.sa_family, SOCK_DGRAM | SOCK_CLOEXEC, 0), "socket");

	must(sendto(fd, bytes, length, 0, &end.any, end.length), address);
	close(fd);
}

static uint16_t checksum(const void *bytes, size_t length)
{
	const uint16_t *words = bytes;
	uint32_t sum = 0;

	for (size_t i = 0; i < length / sizeof(*words); i++)
		sum += words[i];
	sum = (sum >> 16) + (sum & 0xffff);
	return (uint16_t) ~(sum + (sum >> 16));
}

/* A timestamp request is twelve bytes longer than the header; an echo may be. */
static void send_icmp(uint8_t type)
{
	const struct endpoint end = endpoint_of("127.0.0.1", 0);
	const int fd = must(socket(AF_INET, SOCK_RAW | SOCK_CLOEXEC, IPPROTO_ICMP), "raw socket");
	struct {
		struct icmphdr header;
		uint32_t times[3];
	} packet = { .header = { .type = type } };

	packet.header.checksum = checksum(&packet, sizeof(packet));
	must(sendto(fd, &packet, sizeof(packet), 0, &end.any, end.length), "ICMP");
	close(fd);
}

static void send_icmp6(void)
{
	const struct endpoint end = endpoint_of("::1", 0);
	const int fd =
		must(socket(AF_INET6, SOCK_RAW | SOCK_CLOEXEC, IPPROTO_ICMPV6), "raw socket");
	const struct icmp6_hdr echo = { .icmp6_type = ICMP6_ECHO_REQUEST };

	must(sendto(fd, &echo, sizeof(echo), 0, &end.any, end.length), "ICMPv6");
	close(fd);
}

static void refused(const char *address)
{
	const struct endpoint end = endpoint_of(address, CLOSED_PORT);
	const int fd = must(socket(end.any.sa_family, SOCK_STREAM | SOCK_CLOEXEC, 0), "socket");

	if (connect(fd, &end.any, end.length) == 0)
		die("somebody listens at port %d", CLOSED_PORT);
	close(fd);
}

/* A connection with data, ended by a reset, and one that is refused. */
static void use_tcp(const char *address, unsigned int port)
{
	const struct pair pair = tcp_pair(address, port);
	const struct linger reset = { .l_onoff = 1 };
	char bytes[4096] = { 0 };

	must(write(pair.client, bytes, sizeof(bytes)), "write");
	must(read(pair.server, bytes, sizeof(bytes)), "read");
	must(setsockopt(pair.server, SOL_SOCKET, SO_LINGER, &reset, sizeof(reset)), "SO_LINGER");
	close(pair.server);
	poll(&(struct pollfd){ .fd = pair.client }, 1, SHORT_WAIT);
	close(pair.client);
	refused(address);
}

static void make_traffic(void)
{
	static const char *const addresses[] = { "127.0.0.1", "::1" };

	for (unsigned int i = 0; i < 2; i++) {
		const int fd = bound_socket(SOCK_DGRAM, 0, addresses[i], DISCARD_PORT);

		send_udp(addresses[i], DISCARD_PORT, 100);
		send_udp(addresses[i], DISCARD_PORT, 9000);
		close(fd);
		for (unsigned int times = 0; times <= i; times++)
			send_udp(addresses[i], CLOSED_PORT, 10);
		use_tcp(addresses[i], DISCARD_PORT);
	}
	send_icmp(ICMP_ECHO);
	send_icmp(ICMP_TIMESTAMP);
	send_icmp6();
}

/* Three unix sockets: a listener and a pair. Nothing waits in any queue. */
static void keep_sockets(void)
{
	struct sockaddr_un name = { .sun_family = AF_UNIX, .sun_path = "\0links" };
	const socklen_t length = offsetof(struct sockaddr_un, sun_path) + sizeof("\0links") - 1;
	const int fd = must(socket(AF_UNIX, SOCK_STREAM, 0), "socket");
	int ends[2];

	must(bind(fd, (const struct sockaddr *)&name, length), "bind");
	must(listen(fd, 1), "listen");
	must(socketpair(AF_UNIX, SOCK_DGRAM, 0, ends), "socketpair");
	listening_socket("127.0.0.1", 25, 4);
	listening_socket("::", 8080, 4);
	bound_socket(SOCK_DGRAM, 0, "0.0.0.0", 68);
	tcp_pair("127.0.0.1", 80);
	tcp_pair("::1", 443);
}

static void send_words(char *words)
{
	char *length = strchr(words, ',');

	if (!length)
		die("how many bytes to %s?", words);
	*length++ = '\0';
	send_udp(words, DISCARD_PORT, strtoul(length, NULL, 10));
}

static void do_task(char *task)
{
	char *words = strchr(task, '=');

	if (words)
		*words++ = '\0';
	if (!words && strcmp(task, "traffic") == 0)
		make_traffic();
	else if (!words && strcmp(task, "sockets") == 0)
		keep_sockets();
	else if (words && strcmp(task, "debug") == 0)
		set_debug(words);
	else if (words && strcmp(task, "join") == 0)
		join(words);
	else if (words && strcmp(task, "router") == 0)
		advertise(words);
	else if (words && strcmp(task, "send") == 0)
		send_words(words);
	else
		die("no such task: %s", task);
}

int main(int argc, char **argv)
{
	for (int i = 1; i < argc; i++)
		do_task(argv[i]);
	if (must(fork(), "fork"))
		return EXIT_SUCCESS;
	/* The one who started this reads our output to its end. */
	must(dup2(must(open("/dev/null", O_RDWR), "/dev/null"), STDOUT_FILENO), "dup2");
	must(dup2(STDOUT_FILENO, STDERR_FILENO), "dup2");
	for (;;)
		pause();
}
