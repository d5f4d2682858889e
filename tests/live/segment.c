/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "segment.h"

#include <netinet/ip.h>
#include <netinet/ip6.h>
#include <netinet/tcp.h>
#include <string.h>
#include <unistd.h>

enum { PAYLOAD_MAX = 64, TTL = 64 };

struct packet {
	size_t length;
	_Alignas(uint32_t)
		uint8_t bytes[sizeof(struct ip6_hdr) + sizeof(struct tcphdr) + PAYLOAD_MAX];
};

static uint32_t sum_of(const void *data, size_t length)
{
	const uint8_t *byte = data;
	uint32_t sum = 0;

	for (size_t i = 0; i < length; i++)
		sum += i % 2 ? byte[i] : (uint32_t)byte[i] << 8;
	return sum;
}

static uint16_t folded(uint32_t sum)
{
	while (sum >> 16)
		sum = (sum & 0xffff) + (sum >> 16);
	return htons((uint16_t)~sum);
}

static uint32_t sum_of_addresses(const struct segment *segment)
{
	if (segment->to.any.sa_family == AF_INET)
		return sum_of(&segment->from.in.sin_addr, sizeof(struct in_addr)) +
		       sum_of(&segment->to.in.sin_addr, sizeof(struct in_addr));
	return sum_of(&segment->from.in6.sin6_addr, sizeof(struct in6_addr)) +
	       sum_of(&segment->to.in6.sin6_addr, sizeof(struct in6_addr));
}

/* sin_port and sin6_port are at the same place. */
static void append_tcp(struct packet *packet, const struct segment *segment)
{
	const size_t payload = segment->payload ? strlen(segment->payload) : 0;
	uint8_t *place = packet->bytes + packet->length;
	struct tcphdr tcp = {
		.th_sport = segment->from.in.sin_port,
		.th_dport = segment->to.in.sin_port,
		.th_seq = htonl(segment->sequence),
		.th_ack = htonl(segment->acknowledged),
		.th_off = sizeof(tcp) / 4,
		.th_flags = segment->flags,
		.th_win = htons(segment->window),
	};

	if (payload > PAYLOAD_MAX)
		die("a segment of %zu bytes is too long", payload);
	if (payload)
		memcpy(place + sizeof(tcp), segment->payload, payload);
	memcpy(place, &tcp, sizeof(tcp));
	tcp.th_sum =
		folded(sum_of_addresses(segment) + IPPROTO_TCP + (uint32_t)(sizeof(tcp) + payload) +
		       sum_of(place, sizeof(tcp) + payload));
	memcpy(place, &tcp, sizeof(tcp));
	packet->length += sizeof(tcp) + payload;
}

static struct packet packet_of_v4(const struct segment *segment)
{
	struct packet packet = { .length = sizeof(struct ip) };
	struct ip ip = {
		.ip_v = 4,
		.ip_hl = sizeof(ip) / 4,
		.ip_ttl = TTL,
		.ip_p = IPPROTO_TCP,
		.ip_src = segment->from.in.sin_addr,
		.ip_dst = segment->to.in.sin_addr,
	};

	/* The kernel fills in the length and the checksum of the header. */
	append_tcp(&packet, segment);
	memcpy(packet.bytes, &ip, sizeof(ip));
	return packet;
}

static struct packet packet_of_v6(const struct segment *segment)
{
	struct packet packet = { .length = sizeof(struct ip6_hdr) };
	struct ip6_hdr ip = {
		.ip6_nxt = IPPROTO_TCP,
		.ip6_hlim = TTL,
		.ip6_src = segment->from.in6.sin6_addr,
		.ip6_dst = segment->to.in6.sin6_addr,
	};

	append_tcp(&packet, segment);
	ip.ip6_vfc = 6 << 4;
	ip.ip6_plen = htons((uint16_t)(packet.length - sizeof(ip)));
	memcpy(packet.bytes, &ip, sizeof(ip));
	return packet;
}

void segment_inject(const struct segment *segment)
{
	const int family = segment->to.any.sa_family;
	const struct packet packet = family == AF_INET ? packet_of_v4(segment)
						       : packet_of_v6(segment);
	struct endpoint to = segment->to;
	int fd = must(socket(family, SOCK_RAW | SOCK_CLOEXEC, IPPROTO_RAW), "raw socket");

	/* A raw socket takes the port for a protocol. */
	to.in.sin_port = 0;
	must(sendto(fd, packet.bytes, packet.length, 0, &to.any, to.length), "inject");
	close(fd);
}
