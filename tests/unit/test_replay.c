/* The reader of recordings: what it makes of files made by hand, whole and damaged. */
#include "config.h"

#include <criterion/criterion.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "recording_bytes.h"
#include "source/inet_diag.h"
#include "source/replay.h"

enum { FLIPS = 20000, MOST_FLIPS = 4, ALL = 0xfff };

/* ---- what is handed on ---- */

struct taken {
	const struct replay *replay;
	uint16_t port[64];
	size_t count;
	bool outside; /* a message did not lie within the file */
};

static int take(const struct nlmsghdr *header, void *arg)
{
	struct taken *taken = arg;
	const char *at = (const char *)header, *start = taken->replay->bytes;
	struct sock_entry entry = { 0 };
	struct sock_timer timer = { 0 };
	struct sock_detail detail = { 0 };

	if (at < start || at + sizeof(*header) > start + taken->replay->length ||
	    at + header->nlmsg_len > start + taken->replay->length)
		taken->outside = true;
	else if (!inet_diag_decode(header, PROTO_TCP, &entry, &timer, &detail) && taken->count < 64)
		taken->port[taken->count++] = entry.local_port;
	return 0;
}

static void expect_ports(const struct replay *replay, enum proto proto, bool helping,
			 const char *expected)
{
	struct taken taken = { .replay = replay };
	char text[256] = "";
	size_t seen;

	cr_expect_eq(replay_dump(replay, proto, helping, take, &taken, &seen), 0);
	cr_expect_eq(seen, taken.count);
	for (size_t i = 0; i < taken.count; i++)
		sprintf(text + strlen(text), "%s%u", i ? " " : "", taken.port[i]);
	cr_expect_str_eq(text, expected);
}

/* ---- files ---- */

/* All that a recording can hold: TCP, what it was asked for, its listeners, UDP of both families. */
static void make_ours(struct file *file)
{
	struct old_request old = make_old_request(ALL);

	file->length = 0;
	put_socket(file, OURS, AF_INET, 10, 1);
	put_socket(file, OURS, AF_INET6, 1, 2);
	put_done(file, RECORDING_SEQUENCE, 0);
	put_mark(file, 0, &old.header);
	put_dump_mark(file, IPPROTO_TCP, AF_INET);
	put_socket(file, OURS, AF_INET, 10, 1);
	put_socket(file, OURS, AF_INET, 10, 9);
	put_done(file, OURS, 0);
	put_dump_mark(file, IPPROTO_UDP, AF_INET);
	put_socket(file, OURS, AF_INET, 7, 3);
	put_done(file, OURS, 0);
	put_dump_mark(file, IPPROTO_UDP, AF_INET6);
	put_socket(file, OURS, AF_INET6, 7, 4);
	put_done(file, OURS, 0);
	put_dump_mark(file, IPPROTO_UDPLITE, AF_INET);
	put_done(file, OURS, 0);
	put_mark(file, 0, NULL);
}

/* As `ss -D` writes it. */
static void make_ss(struct file *file)
{
	file->length = 0;
	put_socket(file, SS, AF_INET, 10, 1);
	put_done(file, SS, 0);
	put_socket(file, SS, AF_INET6, 1, 2);
	put_socket(file, SS, AF_INET6, 1, 3);
	put_done(file, SS, 0);
}

static void expect_fault_at(const struct file *file, size_t offset, const char *words)
{
	struct replay replay;
	int result = replay_open_bytes(&replay, file->bytes, file->length);

	cr_expect_eq(result, -EBADMSG, "%d of a file with: %s", result, words);
	cr_expect_eq(replay.fault.offset, offset, "at %zu, not %zu: %s", replay.fault.offset,
		     offset, words);
	cr_expect(strstr(replay.fault.text, words), "`%s', not `%s'", replay.fault.text, words);
	replay_close(&replay);
}

Test(replay, reads_each_protocol_of_our_file)
{
	struct replay replay;
	struct file file;

	make_ours(&file);
	cr_assert_eq(replay_open_bytes(&replay, file.bytes, file.length), 0, "%s",
		     replay.fault.text);
	expect_ports(&replay, PROTO_TCP, false, "1 2");
	expect_ports(&replay, PROTO_TCP, true, "1 9");
	expect_ports(&replay, PROTO_UDP, false, "3 4");
	expect_ports(&replay, PROTO_UDPLITE, false, "");
	expect_ports(&replay, PROTO_RAW, false, "");
	cr_expect(replay_has(&replay, PROTO_TCP) && replay_has(&replay, PROTO_UDP) &&
		  replay_has(&replay, PROTO_UDPLITE));
	cr_expect(!replay_has(&replay, PROTO_RAW) && !replay_has(&replay, PROTO_SCTP) &&
		  !replay_has(&replay, PROTO_UNIX));
	cr_expect(replay.v4[PROTO_UDPLITE] && !replay.v6[PROTO_UDPLITE]);
	cr_expect_eq(replay.states, ALL);
	cr_expect(!replay.filtered);
	replay_close(&replay);
}

Test(replay, reads_two_dumps_of_ss)
{
	struct replay replay;
	struct file file;

	make_ss(&file);
	cr_assert_eq(replay_open_bytes(&replay, file.bytes, file.length), 0);
	expect_ports(&replay, PROTO_TCP, false, "1 2 3");
	/* Without listeners of their own, those among all sockets must do. */
	expect_ports(&replay, PROTO_TCP, true, "1 2 3");
	cr_expect_eq(replay.states, UINT32_MAX);
	cr_expect(replay_has(&replay, PROTO_TCP) && !replay_has(&replay, PROTO_UDP));
	replay_close(&replay);
}

Test(replay, leaves_out_a_dump_of_ss_that_failed)
{
	int error = -EAFNOSUPPORT;
	struct replay replay;
	struct file file = { .length = 0 };

	put_socket(&file, SS, AF_INET, 10, 1);
	put_done(&file, SS, 0);
	put_socket(&file, SS, AF_INET6, 10, 2);
	put_message(&file, NLMSG_ERROR, 0, SS, &error, sizeof(error));
	cr_assert_eq(replay_open_bytes(&replay, file.bytes, file.length), 0);
	expect_ports(&replay, PROTO_TCP, false, "1");
	replay_close(&replay);
}

Test(replay, tells_what_tcp_was_asked_for)
{
	struct request v6 = make_request(IPPROTO_TCP, AF_INET6, 1 << 10, true);
	struct replay replay;
	struct file file = { .length = 0 };

	put_done(&file, RECORDING_SEQUENCE, 0);
	put_mark(&file, 0, &v6.header);
	put_mark(&file, 0, NULL);
	cr_assert_eq(replay_open_bytes(&replay, file.bytes, file.length), 0);
	cr_expect(!replay.v4[PROTO_TCP] && replay.v6[PROTO_TCP]);
	cr_expect_eq(replay.states, 1 << 10);
	cr_expect(replay.filtered);
	replay_close(&replay);
}

Test(replay, of_a_file_without_tcp_has_none)
{
	struct replay replay;
	struct file file = { .length = 0 };

	put_done(&file, RECORDING_SEQUENCE, 0);
	put_dump_mark(&file, IPPROTO_RAW, AF_INET);
	put_socket(&file, OURS, AF_INET, 7, 6);
	put_done(&file, OURS, 0);
	put_mark(&file, 0, NULL);
	cr_assert_eq(replay_open_bytes(&replay, file.bytes, file.length), 0);
	cr_expect(!replay_has(&replay, PROTO_TCP));
	expect_ports(&replay, PROTO_RAW, false, "6");
	replay_close(&replay);
}

/* ---- damage ---- */

Test(replay, refuses_our_file_at_every_length_but_its_own)
{
	struct file file;

	make_ours(&file);
	for (size_t length = 0; length < file.length; length++) {
		struct replay replay;
		int result = replay_open_bytes(&replay, file.bytes, length);

		cr_expect_eq(result, -EBADMSG, "%d at length %zu", result, length);
		cr_expect(replay.fault.offset <= length, "at %zu of %zu", replay.fault.offset,
			  length);
		/* What is told is the message that is cut off, not one in front of it. */
		cr_expect(length - replay.fault.offset < 16 + sizeof(struct inet_diag_msg) + 20,
			  "at %zu of %zu", replay.fault.offset, length);
		cr_expect(replay.fault.text[0]);
		replay_close(&replay);
	}
}

/* Between two dumps nothing tells that there was a second one. */
Test(replay, refuses_a_file_of_ss_at_every_length_but_the_ends_of_dumps)
{
	const size_t first_dump = 16 + sizeof(struct inet_diag_msg) + 20 + 20;
	struct file file;

	make_ss(&file);
	for (size_t length = 0; length < file.length; length++) {
		struct replay replay;
		int result = replay_open_bytes(&replay, file.bytes, length);

		cr_expect_eq(result, length == first_dump ? 0 : -EBADMSG, "%d at length %zu",
			     result, length);
		replay_close(&replay);
	}
}

Test(replay, names_the_place_of_a_length_that_is_wrong)
{
	static const struct {
		uint32_t length;
		const char *words;
	} cases[] = {
		{ 0, "fewer than its header" },
		{ 15, "fewer than its header" },
		{ 16, "fewer than the" },
		{ 16 + 71, "fewer than the" },
		{ 16 + 72 + 3, "no attribute" },
		{ 3000, "claims 3000" },
		{ 65537, "more than the kernel sends" },
		{ UINT32_MAX, "more than the kernel sends" },
	};

	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		struct file file = { .length = 0 };
		size_t at, attribute = 16 + sizeof(struct inet_diag_msg);

		put_socket(&file, OURS, AF_INET, 10, 1);
		at = file.length;
		put_socket(&file, OURS, AF_INET, 10, 2);
		put_done(&file, OURS, 0);
		put_mark(&file, 0, NULL);
		memcpy(file.bytes + at, &cases[i].length, 4);
		expect_fault_at(&file, cases[i].length == 16 + 72 + 3 ? at + attribute : at,
				cases[i].words);
	}
}

Test(replay, names_the_place_of_an_attribute_that_is_wrong)
{
	const size_t at = 16 + sizeof(struct inet_diag_msg);
	static const uint16_t wrong[] = { 0, 3, 21, 300, UINT16_MAX };

	for (size_t i = 0; i < sizeof(wrong) / sizeof(*wrong); i++) {
		struct file file;

		make_ours(&file);
		memcpy(file.bytes + at, &wrong[i], 2);
		expect_fault_at(&file, at, wrong[i] < 4 ? "no attribute" : "claims");
	}
}

Test(replay, names_what_stands_where_it_must_not)
{
	struct old_request old = make_old_request(ALL);
	struct request udp = make_request(IPPROTO_UDP, AF_INET, ALL, false);
	struct request sctp = make_request(IPPROTO_SCTP, AF_INET, ALL, false);
	struct file file = { .length = 0 };
	size_t at;

	put_mark(&file, 0, &old.header);
	expect_fault_at(&file, 0, "a mark within a dump");

	file.length = 0;
	put_message(&file, NLMSG_OVERRUN, 0, SS, NULL, 0);
	expect_fault_at(&file, 0, "type 4");

	file.length = 0;
	put_done(&file, SS, 5);
	expect_fault_at(&file, 0, "impossible error 5");

	file.length = 0;
	put_message(&file, NLMSG_DONE, 0, SS, "ab", 2);
	expect_fault_at(&file, 0, "without room");

	file.length = 0;
	put_done(&file, RECORDING_SEQUENCE, -ENOENT);
	expect_fault_at(&file, 0, "a dump that failed");

	file.length = 0;
	put_done(&file, RECORDING_SEQUENCE, 0);
	at = file.length;
	put_socket(&file, OURS, AF_INET, 1, 1);
	expect_fault_at(&file, at, "without a mark");

	file.length = at;
	put_done(&file, OURS, 0);
	expect_fault_at(&file, at, "has not begun");

	file.length = at;
	put_mark(&file, 0, &udp.header);
	expect_fault_at(&file, at, "not there");

	file.length = at;
	put_mark(&file, NLM_F_MULTI, &sctp.header);
	expect_fault_at(&file, at, "without a request");

	file.length = at;
	put_mark(&file, NLM_F_MULTI, &udp.header);
	at = file.length;
	put_mark(&file, 0, NULL);
	expect_fault_at(&file, at, "a mark within a dump");

	make_ours(&file);
	at = file.length;
	make_ss(&(struct file){ .length = 0 });
	put_done(&file, SS, 0);
	expect_fault_at(&file, at, "behind the end");
}

Test(replay, knows_the_other_byte_order)
{
	struct file file;
	uint32_t length;

	make_ours(&file);
	memcpy(&length, file.bytes, 4);
	length = __builtin_bswap32(length);
	memcpy(file.bytes, &length, 4);
	expect_fault_at(&file, 0, "other byte order");
}

static uint32_t next_random(uint32_t *state)
{
	*state ^= *state << 13;
	*state ^= *state >> 17;
	*state ^= *state << 5;
	return *state;
}

/* Whatever is changed: an error with a place, or sockets that lie within the file. */
Test(replay, survives_damage_anywhere)
{
	uint32_t random = 0x1234567;
	size_t refused = 0;

	for (int i = 0; i < FLIPS; i++) {
		struct replay replay;
		struct file file;
		int result;

		if (i % 4)
			make_ours(&file);
		else
			make_ss(&file);
		for (uint32_t flips = 1 + next_random(&random) % MOST_FLIPS; flips; flips--)
			file.bytes[next_random(&random) % file.length] ^=
				(char)(1 << next_random(&random) % 8);
		result = replay_open_bytes(&replay, file.bytes, file.length);
		if (result) {
			refused++;
			cr_assert_eq(result, -EBADMSG);
			cr_assert(replay.fault.offset <= file.length && replay.fault.text[0]);
		} else {
			for (int proto = PROTO_TCP; proto <= PROTO_RAW; proto++) {
				struct taken taken = { .replay = &replay };
				size_t seen;

				replay_dump(&replay, (enum proto)proto, i & 1, take, &taken, &seen);
				cr_assert(!taken.outside);
			}
		}
		replay_close(&replay);
	}
	cr_expect(refused > FLIPS / 10 && refused < FLIPS, "%zu refused", refused);
}

/* ---- files on disk ---- */

/* Messages whose lengths are no multiples of four lie across the pieces in which a file is read. */
Test(replay, reads_large_files_piece_by_piece)
{
	char path[] = "/tmp/test-replay-XXXXXX";
	int fd = mkstemp(path);
	struct replay replay;
	struct file file = { .length = 0 };
	struct taken taken = { .replay = &replay };
	size_t seen, rows = 0;
	FILE *out = fdopen(fd, "w");
	char socket[sizeof(struct inet_diag_msg) + 5] = { AF_INET, 1 };
	struct nlattr attribute = { 5, INET_DIAG_SHUTDOWN };

	cr_assert(fd >= 0 && out);
	memcpy(socket + sizeof(struct inet_diag_msg), &attribute, sizeof(attribute));
	put_message(&file, SOCK_DIAG_BY_FAMILY, 0, SS, socket, sizeof(socket));
	for (; rows * file.length < 3u << 20; rows++)
		cr_assert_eq(fwrite(file.bytes, file.length, 1, out), 1);
	file.length = 0;
	put_done(&file, SS, 0);
	cr_assert_eq(fwrite(file.bytes, file.length, 1, out), 1);
	fclose(out);
	cr_assert_eq(replay_open(&replay, path), 0, "%s", replay.fault.text);
	cr_expect_eq(replay_dump(&replay, PROTO_TCP, false, take, &taken, &seen), 0);
	cr_expect_eq(seen, rows);
	cr_expect(!taken.outside);
	replay_close(&replay);
	unlink(path);
}

Test(replay, tells_why_a_file_cannot_be_read)
{
	struct replay replay;

	cr_expect_eq(replay_open(&replay, "/nonexistent/file"), -ENOENT);
	replay_close(&replay);
	cr_expect_eq(replay_open(&replay, "/"), -EISDIR);
	replay_close(&replay);
	cr_expect_eq(replay_open(&replay, "/dev/zero"), -EBADMSG);
	cr_expect_eq(replay.fault.offset, 0);
	replay_close(&replay);
	cr_expect_eq(replay_open(&replay, "/dev/null"), -EBADMSG);
	cr_expect_str_eq(replay.fault.text, "the file is empty");
	replay_close(&replay);
}
