/* What sock_diag says of internet sockets. */
#include "config.h"

#include <arpa/inet.h>
#include <criterion/criterion.h>
#include <errno.h>
#include <libmnl/libmnl.h>
#include <linux/inet_diag.h>
#include <linux/sock_diag.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

#include "source/inet_diag.h"

#define COUNT(array) (sizeof(array) / sizeof(*(array)))

enum { SIZE = 1024, INFO_SIZE = 280 };

/* ---- messages as the kernel sends them ---- */

struct message {
	_Alignas(struct nlmsghdr) char bytes[SIZE];
	struct nlmsghdr *header;
	struct inet_diag_msg *body;
};

static void begin(struct message *message, uint8_t family, uint8_t state)
{
	*message = (struct message){ .header = NULL };
	message->header = mnl_nlmsg_put_header(message->bytes);
	message->header->nlmsg_type = SOCK_DIAG_BY_FAMILY;
	message->body = mnl_nlmsg_put_extra_header(message->header, sizeof(*message->body));
	message->body->idiag_family = family;
	message->body->idiag_state = state;
}

static void set_ends(struct message *message, const char *local, uint16_t local_port,
		     const char *foreign, uint16_t foreign_port)
{
	struct inet_diag_sockid *id = &message->body->id;

	cr_assert_eq(inet_pton(message->body->idiag_family, local, id->idiag_src), 1);
	cr_assert_eq(inet_pton(message->body->idiag_family, foreign, id->idiag_dst), 1);
	id->idiag_sport = htons(local_port);
	id->idiag_dport = htons(foreign_port);
}

/* struct tcp_info begins with the state, the congestion state, the retransmits and the probes. */
static void put_info(struct message *message, uint8_t retransmits, uint8_t probes)
{
	const uint8_t info[INFO_SIZE] = { 1, 0, retransmits, probes, 0xff, 0xff };

	mnl_attr_put(message->header, INET_DIAG_INFO, sizeof(info), info);
}

/* What the kernel adds without being asked. */
static void put_usual(struct message *message)
{
	mnl_attr_put_u8(message->header, INET_DIAG_SHUTDOWN, 0);
	mnl_attr_put_u32(message->header, INET_DIAG_MARK, 0xa5a5a5a5);
	mnl_attr_put_u64(message->header, INET_DIAG_CGROUP_ID, UINT64_C(0x0102030405060708));
	mnl_attr_put_u8(message->header, INET_DIAG_SKV6ONLY, 1);
}

/* All that is decoded from a message. */
struct decoded {
	struct sock_entry entry;
	struct sock_timer timer;
	struct sock_detail detail;
};

/* Decode a copy of exactly `length` bytes, so that reading on is noticed. */
static int decode_cut(const struct message *message, size_t length, enum proto proto,
		      struct decoded *decoded)
{
	struct nlmsghdr *exact = malloc(length);
	int result;

	cr_assert_not_null(exact);
	memcpy(exact, message->bytes, length);
	exact->nlmsg_len = (uint32_t)length;
	*decoded = (struct decoded){ 0 };
	result = inet_diag_decode(exact, proto, &decoded->entry, &decoded->timer, &decoded->detail);
	free(exact);
	return result;
}

static int decode(const struct message *message, enum proto proto, struct decoded *decoded)
{
	return decode_cut(message, message->header->nlmsg_len, proto, decoded);
}

/* ---- rows ---- */

static void expect_end(const union inet_addr *addr, uint16_t port, uint8_t family,
		       const char *expected, uint16_t expected_port)
{
	union inet_addr expected_addr = { 0 };

	cr_assert_eq(inet_pton(family, expected, &expected_addr), 1);
	cr_expect_arr_eq(addr, &expected_addr, sizeof(expected_addr), "not %s", expected);
	cr_expect_eq(port, expected_port, "%d instead of %d", port, expected_port);
}

Test(inet_diag, reads_both_ends_of_either_family)
{
	static const struct {
		uint8_t family;
		const char *local, *foreign;
	} samples[] = {
		{ AF_INET, "127.0.0.1", "10.20.30.40" },
		{ AF_INET, "0.0.0.0", "255.255.255.255" },
		{ AF_INET6, "2001:db8::1:2:3", "fe80::5054:ff:fe12:3456" },
		{ AF_INET6, "::", "::1" },
		{ AF_INET6, "::ffff:127.0.0.1", "::ffff:10.0.0.1" },
	};

	for (size_t i = 0; i < COUNT(samples); i++) {
		struct message message;
		struct decoded decoded;

		begin(&message, samples[i].family, STATE_ESTABLISHED);
		set_ends(&message, samples[i].local, 8080, samples[i].foreign, 50001);
		cr_assert_eq(decode(&message, PROTO_TCP, &decoded), 0);
		cr_expect_eq(decoded.entry.family, samples[i].family);
		expect_end(&decoded.entry.local, decoded.entry.local_port, samples[i].family,
			   samples[i].local, 8080);
		expect_end(&decoded.entry.foreign, decoded.entry.foreign_port, samples[i].family,
			   samples[i].foreign, 50001);
	}
}

/* The kernel leaves what is behind an IPv4 address as it was. */
Test(inet_diag, takes_four_bytes_of_an_ipv4_address)
{
	struct message message;
	struct decoded decoded;

	begin(&message, AF_INET, STATE_ESTABLISHED);
	memset(message.body->id.idiag_src, 0xff, sizeof(message.body->id.idiag_src));
	memset(message.body->id.idiag_dst, 0xff, sizeof(message.body->id.idiag_dst));
	set_ends(&message, "1.2.3.4", 1, "0.0.0.0", 2);
	cr_assert_eq(decode(&message, PROTO_TCP, &decoded), 0);
	expect_end(&decoded.entry.local, decoded.entry.local_port, AF_INET, "1.2.3.4", 1);
	cr_expect(addr_is_any(&decoded.entry.foreign));
}

Test(inet_diag, reads_all_other_fields)
{
	struct message message;
	struct decoded decoded;

	begin(&message, AF_INET, STATE_CLOSE_WAIT);
	message.body->idiag_rqueue = 111;
	message.body->idiag_wqueue = 222;
	message.body->idiag_uid = 4294967294;
	message.body->idiag_inode = 4294967295;
	message.body->id.idiag_if = 7;
	message.body->id.idiag_cookie[0] = 0x89abcdef;
	message.body->id.idiag_cookie[1] = 0x01234567;
	put_usual(&message);
	cr_assert_eq(decode(&message, PROTO_TCP, &decoded), 0);
	cr_expect_eq(decoded.entry.proto, PROTO_TCP);
	cr_expect_eq(decoded.entry.state, STATE_CLOSE_WAIT);
	cr_expect_eq(decoded.entry.recvq, 111);
	cr_expect_eq(decoded.entry.sendq, 222);
	cr_expect_eq(decoded.entry.uid, 4294967294);
	cr_expect_eq(decoded.entry.inode, 4294967295);
	cr_expect_eq(decoded.entry.ifindex, 7);
	cr_expect_eq(decoded.entry.cookie, UINT64_C(0x0123456789abcdef));
}

Test(inet_diag, hides_the_backlog_of_a_tcp_listener_only)
{
	static const struct {
		enum proto proto;
		uint8_t state;
		uint32_t sendq;
	} samples[] = {
		{ PROTO_TCP, STATE_LISTEN, 0 },       { PROTO_TCP, STATE_ESTABLISHED, 128 },
		{ PROTO_TCP, STATE_CLOSE, 128 },      { PROTO_UDP, STATE_CLOSE, 128 },
		{ PROTO_UDPLITE, STATE_LISTEN, 128 }, { PROTO_RAW, STATE_LISTEN, 128 },
	};

	for (size_t i = 0; i < COUNT(samples); i++) {
		struct message message;
		struct decoded decoded;

		begin(&message, AF_INET6, samples[i].state);
		message.body->idiag_rqueue = 3;
		message.body->idiag_wqueue = 128;
		cr_assert_eq(decode(&message, samples[i].proto, &decoded), 0);
		cr_expect_eq(decoded.entry.proto, samples[i].proto);
		cr_expect_eq(decoded.entry.recvq, 3, "sample %zu", i);
		cr_expect_eq(decoded.entry.sendq, samples[i].sendq, "sample %zu", i);
	}
}

/* ---- timers ---- */

static void expect_timer(const struct message *message, const struct sock_timer *expected)
{
	struct decoded decoded;

	cr_assert_eq(decode(message, PROTO_TCP, &decoded), 0);
	cr_expect_eq(decoded.timer.kind, expected->kind, "kind %d", decoded.timer.kind);
	cr_expect_eq(decoded.timer.ticks, expected->ticks, "timer %d: %u ticks", decoded.timer.kind,
		     decoded.timer.ticks);
	cr_expect_eq(decoded.timer.retransmits, expected->retransmits, "timer %d: %u retransmits",
		     decoded.timer.kind, decoded.timer.retransmits);
	cr_expect_eq(decoded.timer.probes, expected->probes, "timer %d: %d probes",
		     decoded.timer.kind, decoded.timer.probes);
}

/* The message has one number for both; which of them it is depends on the timer. */
Test(inet_diag, reads_timers)
{
	static const struct sock_timer timers[] = {
		{ 0, 1234, 0, 0 }, { 1, 1234, 5, 0 }, { 2, 1234, 0, 5 },
		{ 3, 1234, 0, 0 }, { 4, 1234, 0, 5 },
	};

	for (size_t i = 0; i < COUNT(timers); i++) {
		struct message message;

		begin(&message, AF_INET, STATE_ESTABLISHED);
		message.body->idiag_timer = timers[i].kind;
		message.body->idiag_retrans = 5;
		message.body->idiag_expires = 12345; /* milliseconds */
		expect_timer(&message, &timers[i]);
	}
}

Test(inet_diag, prefers_the_exact_counters_of_tcp_info)
{
	for (uint8_t kind = 0; kind <= 4; kind++) {
		struct message message;

		begin(&message, AF_INET, STATE_ESTABLISHED);
		message.body->idiag_timer = kind;
		message.body->idiag_retrans = 5;
		message.body->idiag_expires = 100;
		put_usual(&message);
		put_info(&message, 200, 201);
		expect_timer(&message, &(struct sock_timer){ kind, 10, 200, 201 });
	}
}

Test(inet_diag, finds_tcp_info_among_other_attributes)
{
	struct message message;

	begin(&message, AF_INET, STATE_ESTABLISHED);
	mnl_attr_put_strz(message.header, INET_DIAG_CONG, "cubic");
	put_info(&message, 7, 8);
	put_usual(&message);
	/* Types that this program does not know. */
	mnl_attr_put_u32(message.header, 200, UINT32_MAX);
	mnl_attr_put(message.header, 0, 0, NULL);
	expect_timer(&message, &(struct sock_timer){ 0, 0, 7, 8 });
}

/* ---- details ---- */

Test(inet_diag, reads_details_and_says_which_it_was_told)
{
	static const uint8_t all = DETAIL_INTERFACE | DETAIL_MARK | DETAIL_CGROUP | DETAIL_V6ONLY;
	struct message message;
	struct decoded decoded;

	begin(&message, AF_INET6, STATE_LISTEN);
	cr_assert_eq(decode(&message, PROTO_TCP, &decoded), 0);
	cr_expect_eq(decoded.detail.known, DETAIL_INTERFACE);
	put_usual(&message);
	cr_assert_eq(decode(&message, PROTO_TCP, &decoded), 0);
	cr_expect_eq(decoded.detail.known, all);
	cr_expect_eq(decoded.detail.mark, 0xa5a5a5a5);
	cr_expect_eq(decoded.detail.cgroup, UINT64_C(0x0102030405060708));
	cr_expect(decoded.detail.v6only);
}

Test(inet_diag, ignores_details_that_are_too_short)
{
	static const struct {
		uint16_t type, length;
	} attributes[] = {
		{ INET_DIAG_MARK, 3 },      { INET_DIAG_MARK, 0 },     { INET_DIAG_CGROUP_ID, 7 },
		{ INET_DIAG_CGROUP_ID, 4 }, { INET_DIAG_SKV6ONLY, 0 },
	};

	for (size_t i = 0; i < COUNT(attributes); i++) {
		static const char ones[8] = "\1\1\1\1\1\1\1";
		struct message message;
		struct decoded decoded;

		begin(&message, AF_INET6, STATE_LISTEN);
		mnl_attr_put(message.header, attributes[i].type, attributes[i].length, ones);
		cr_assert_eq(decode(&message, PROTO_TCP, &decoded), 0);
		cr_expect_eq(decoded.detail.known, DETAIL_INTERFACE, "sample %zu", i);
		cr_expect_eq(decoded.detail.mark, 0, "sample %zu", i);
		cr_expect_eq(decoded.detail.cgroup, 0, "sample %zu", i);
		cr_expect_not(decoded.detail.v6only, "sample %zu", i);
	}
}

Test(inet_diag, does_without_timers_and_details)
{
	struct message message;
	struct sock_entry entry = { 0 };
	struct sock_timer timer = { 0 };
	struct sock_detail detail = { 0 };

	begin(&message, AF_INET, STATE_ESTABLISHED);
	message.body->idiag_inode = 99;
	put_usual(&message);
	put_info(&message, 7, 8);
	cr_assert_eq(inet_diag_decode(message.header, PROTO_TCP, &entry, NULL, NULL), 0);
	cr_expect_eq(entry.inode, 99);
	cr_assert_eq(inet_diag_decode(message.header, PROTO_TCP, &entry, &timer, NULL), 0);
	cr_expect_eq(timer.retransmits, 7);
	cr_assert_eq(inet_diag_decode(message.header, PROTO_TCP, &entry, NULL, &detail), 0);
	cr_expect_eq(detail.mark, 0xa5a5a5a5);
}

/* ---- messages that are not what they must be ---- */

Test(inet_diag, refuses_families_that_are_not_of_the_internet)
{
	static const uint8_t families[] = { AF_UNSPEC, AF_UNIX, AF_PACKET, 255 };

	for (size_t i = 0; i < COUNT(families); i++) {
		struct message message;
		struct decoded decoded;

		begin(&message, families[i], STATE_ESTABLISHED);
		cr_expect_eq(decode(&message, PROTO_TCP, &decoded), -EBADMSG, "family %d",
			     families[i]);
	}
}

static void complete(struct message *message, uint8_t family)
{
	begin(message, family, STATE_ESTABLISHED);
	message->body->idiag_inode = 4711;
	message->body->idiag_timer = 1;
	message->body->idiag_retrans = 3;
	put_usual(message);
	put_info(message, 7, 8);
}

/* Wherever the message ends: no row before its fixed part is there, and one from then on. */
static void expect_cut(const struct message *message, size_t length)
{
	const size_t fixed = sizeof(struct nlmsghdr) + sizeof(struct inet_diag_msg);
	struct decoded decoded;
	int result = decode_cut(message, length, PROTO_TCP, &decoded);

	if (length < fixed) {
		cr_expect_eq(result, -EBADMSG, "%zu bytes", length);
		return;
	}
	cr_expect_eq(result, 0, "%zu bytes", length);
	cr_expect_eq(decoded.entry.inode, 4711, "%zu bytes", length);
	cr_expect_eq(decoded.timer.kind, 1, "%zu bytes", length);
	cr_expect_eq(decoded.timer.retransmits, length < message->header->nlmsg_len ? 3 : 7,
		     "%zu bytes: %u", length, decoded.timer.retransmits);
}

/* In steps of 4, as netlink aligns, and at every byte, as a liar might cut. */
Test(inet_diag, survives_messages_cut_short_at_every_word)
{
	struct message message;

	complete(&message, AF_INET);
	for (size_t length = sizeof(struct nlmsghdr); length <= message.header->nlmsg_len;
	     length += NLMSG_ALIGNTO)
		expect_cut(&message, length);
}

Test(inet_diag, survives_messages_cut_short_at_every_byte)
{
	struct message message;

	complete(&message, AF_INET6);
	for (size_t length = sizeof(struct nlmsghdr); length <= message.header->nlmsg_len; length++)
		expect_cut(&message, length);
}

/* A message whose attribute of tcp_info says that it has another length. */
static void decode_lie(uint16_t length, struct decoded *decoded)
{
	struct message message;
	struct nlattr *info;

	begin(&message, AF_INET, STATE_ESTABLISHED);
	message.body->idiag_inode = 4711;
	put_usual(&message);
	info = mnl_nlmsg_get_payload_tail(message.header);
	put_info(&message, 7, 8);
	info->nla_len = length;
	cr_expect_eq(decode(&message, PROTO_TCP, decoded), 0, "length %u", length);
	cr_expect_eq(decoded->entry.inode, 4711, "length %u", length);
}

Test(inet_diag, ignores_attributes_that_say_to_be_longer_than_the_message)
{
	static const uint16_t lengths[] = { INFO_SIZE + 5, INFO_SIZE + 8, 1000, 0x7fff, 0xffff };

	for (size_t i = 0; i < COUNT(lengths); i++) {
		struct decoded decoded;

		decode_lie(lengths[i], &decoded);
		cr_expect_eq(decoded.timer.retransmits, 0, "length %u", lengths[i]);
		cr_expect_eq(decoded.timer.probes, 0, "length %u", lengths[i]);
	}
}

Test(inet_diag, ignores_tcp_info_that_says_to_be_too_short)
{
	struct decoded decoded;

	for (uint16_t length = 0; length < sizeof(struct nlattr) + 4; length++) {
		decode_lie(length, &decoded);
		cr_expect_eq(decoded.timer.retransmits, 0, "length %u", length);
		cr_expect_eq(decoded.timer.probes, 0, "length %u", length);
	}
	decode_lie(sizeof(struct nlattr) + 4, &decoded);
	cr_expect_eq(decoded.timer.retransmits, 7);
	cr_expect_eq(decoded.timer.probes, 8);
}

static uint64_t next_random(uint64_t *state)
{
	*state ^= *state << 13;
	*state ^= *state >> 7;
	*state ^= *state << 17;
	return *state >> 11;
}

Test(inet_diag, survives_messages_with_random_faults)
{
	uint64_t state = 0x9fb21c651e98df25;

	for (int round = 0; round < 100000; round++) {
		struct message message;
		struct decoded decoded;
		size_t length;
		int result;

		complete(&message, round % 2 ? AF_INET : AF_INET6);
		length = message.header->nlmsg_len;
		for (uint64_t left = 1 + next_random(&state) % 8; left > 0; left--)
			message.bytes[sizeof(struct nlmsghdr) +
				      next_random(&state) % (length - sizeof(struct nlmsghdr))] =
				(char)next_random(&state);
		result = decode_cut(&message, length, PROTO_TCP, &decoded);
		cr_assert(result == 0 || result == -EBADMSG, "round %d: %d", round, result);
	}
}
