/* The lines of /proc/net/tcp, udp, raw and their IPv6 forms. */
#include "config.h"

#include <arpa/inet.h>
#include <criterion/criterion.h>
#include <inttypes.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

#include "source/proc_net.h"

#define COUNT(array) (sizeof(array) / sizeof(*(array)))

enum { END = 64, LINE = 512, TCP_FIELDS = 11, UDP_FIELDS = 10 };

struct end {
	const char *address;
	uint16_t port;
};

static uint8_t read_address(const char *text, union inet_addr *addr)
{
	uint8_t family = strchr(text, ':') ? AF_INET6 : AF_INET;

	*addr = (union inet_addr){ 0 };
	cr_assert_eq(inet_pton(family, text, addr), 1, "%s", text);
	return family;
}

/* As the kernel prints an end: the words of the address as numbers of the machine. */
static void print_end(char text[END], struct end end)
{
	union inet_addr addr;
	int words = read_address(end.address, &addr) == AF_INET ? 1 : 4;
	size_t length = 0;

	for (int i = 0; i < words; i++)
		length +=
			(size_t)snprintf(text + length, END - length, "%08" PRIX32, addr.words[i]);
	snprintf(text + length, END - length, ":%04X", end.port);
}

/* A line of the kernel from its ends and what stands behind them. */
static void print_line(char line[2 * LINE], struct end local, struct end foreign, const char *rest)
{
	char ends[2][END];

	print_end(ends[0], local);
	print_end(ends[1], foreign);
	snprintf(line, 2 * LINE, "%4d: %s %s %s", 7, ends[0], ends[1], rest);
}

/* Parse a copy that ends where the line ends, so that reading on is noticed. */
static bool parse(const char *line, size_t length, int min_fields, struct sock_entry *entry,
		  struct sock_timer *timer)
{
	char *exact = malloc(length + 1);
	bool result;

	cr_assert_not_null(exact);
	memcpy(exact, line, length);
	exact[length] = '\0';
	*entry = (struct sock_entry){ 0 };
	if (timer)
		*timer = (struct sock_timer){ 0 };
	result = proc_net_parse(exact, min_fields, entry, timer);
	free(exact);
	return result;
}

/* ---- lines as the kernel prints them ---- */

struct sample {
	const char *name;
	int min_fields;
	struct end local, foreign;
	const char *rest;
	uint8_t state;
	uint32_t recvq, sendq, uid;
	uint64_t inode;
	struct sock_timer timer;
};

/* Else every number gets a line. */
/* clang-format off */
static const struct sample samples[] = {
	{ "tcp, listening", TCP_FIELDS, { "0.0.0.0", 22 }, { "0.0.0.0", 0 },
	  "0A 00000000:00000003 00:00000000 00000000     0        0 114 1 00000000a2a248c7 100 0 "
	  "0 10 0",
	  STATE_LISTEN, 3, 0, 0, 114, { 0, 0, 0, 0 } },
	{ "tcp, keepalive timer", TCP_FIELDS, { "127.0.0.1", 8080 }, { "10.20.30.40", 50000 },
	  "01 00000010:00000020 02:000AFC80 00000003  1000        5 12346 2 00000000a2a248c7 20 4 "
	  "30 10 -1",
	  STATE_ESTABLISHED, 32, 16, 1000, 12346, { 2, 720000, 3, 5 } },
	{ "tcp, retransmits in hexadecimal", TCP_FIELDS, { "192.168.1.1", 1 }, { "8.8.8.8", 443 },
	  "02 00000001:00000000 01:00000014 00000010 65534        0 9999 2 00000000a2a248c7 20 4 "
	  "30 10 -1",
	  STATE_SYN_SENT, 0, 1, 65534, 9999, { 1, 20, 16, 0 } },
	{ "tcp, time-wait", TCP_FIELDS, { "127.0.0.1", 8080 }, { "127.0.0.1", 50001 },
	  "06 00000000:00000000 03:00001770 00000000     0        0 0 3 00000000a2a248c7",
	  STATE_TIME_WAIT, 0, 0, 0, 0, { 3, 6000, 0, 0 } },
	{ "tcp6, listening", TCP_FIELDS, { "::", 65535 }, { "::", 0 },
	  "0A 00000000:00000000 00:00000000 00000000     0        0 20345 1 00000000a2a248c7 100 "
	  "0 0 10 0",
	  STATE_LISTEN, 0, 0, 0, 20345, { 0, 0, 0, 0 } },
	{ "tcp6, connected", TCP_FIELDS, { "2001:db8::1:2:3", 25 }, { "fe80::5054:ff:fe12:3456", 9 },
	  "08 00000000:00000001 00:00000000 00000000   101        0 20346 1 00000000a2a248c7 20 4 "
	  "0 10 -1",
	  STATE_CLOSE_WAIT, 1, 0, 101, 20346, { 0, 0, 0, 0 } },
	{ "tcp6, mapped", TCP_FIELDS, { "::ffff:127.0.0.1", 80 }, { "::ffff:10.0.0.1", 1024 },
	  "01 00000000:00000000 00:00000000 00000000    33        0 20347 1 00000000a2a248c7",
	  STATE_ESTABLISHED, 0, 0, 33, 20347, { 0, 0, 0, 0 } },
	{ "udp", UDP_FIELDS, { "127.0.0.53", 53 }, { "0.0.0.0", 0 },
	  "07 00000000:00000340 00:00000000 00000000   102        0 20348 2 00000000a2a248c7 0",
	  STATE_CLOSE, 832, 0, 102, 20348, { 0, 0, 0, 0 } },
	{ "udp6", UDP_FIELDS, { "fe80::1", 546 }, { "::", 0 },
	  "07 00000000:00000000 00:00000000 00000000   998        0 20349 2 00000000a2a248c7 0",
	  STATE_CLOSE, 0, 0, 998, 20349, { 0, 0, 0, 0 } },
	{ "raw", UDP_FIELDS, { "0.0.0.0", 1 }, { "0.0.0.0", 0 },
	  "07 00000000:00000000 00:00000000 00000000     0        0 20350 2 00000000a2a248c7 0",
	  STATE_CLOSE, 0, 0, 0, 20350, { 0, 0, 0, 0 } },
	{ "raw6", UDP_FIELDS, { "::", 58 }, { "::1", 0 },
	  "01 00000000:00000300 00:00000000 00000000     0        0 20351 2 00000000a2a248c7 0",
	  STATE_ESTABLISHED, 768, 0, 0, 20351, { 0, 0, 0, 0 } },
};
/* clang-format on */

static void print_sample(char line[2 * LINE], const struct sample *sample)
{
	print_line(line, sample->local, sample->foreign, sample->rest);
}

static void expect_ends(const struct sample *sample, const struct sock_entry *entry)
{
	union inet_addr local, foreign;

	cr_expect_eq(entry->family, read_address(sample->local.address, &local), "%s",
		     sample->name);
	read_address(sample->foreign.address, &foreign);
	cr_expect_arr_eq(&entry->local, &local, sizeof(local), "%s", sample->name);
	cr_expect_arr_eq(&entry->foreign, &foreign, sizeof(foreign), "%s", sample->name);
	cr_expect_eq(entry->local_port, sample->local.port, "%s", sample->name);
	cr_expect_eq(entry->foreign_port, sample->foreign.port, "%s", sample->name);
}

static void expect_timer(const struct sample *sample, const struct sock_timer *timer)
{
	cr_expect_eq(timer->kind, sample->timer.kind, "%s", sample->name);
	cr_expect_eq(timer->ticks, sample->timer.ticks, "%s", sample->name);
	cr_expect_eq(timer->retransmits, sample->timer.retransmits, "%s", sample->name);
	cr_expect_eq(timer->probes, sample->timer.probes, "%s", sample->name);
}

Test(proc_net, reads_the_lines_of_the_kernel)
{
	for (size_t i = 0; i < COUNT(samples); i++) {
		const struct sample *sample = &samples[i];
		struct sock_entry entry;
		struct sock_timer timer;
		char line[2 * LINE];

		print_sample(line, sample);
		cr_expect(parse(line, strlen(line), sample->min_fields, &entry, &timer), "%s",
			  sample->name);
		expect_ends(sample, &entry);
		expect_timer(sample, &timer);
		cr_expect_eq(entry.state, sample->state, "%s", sample->name);
		cr_expect_eq(entry.recvq, sample->recvq, "%s", sample->name);
		cr_expect_eq(entry.sendq, sample->sendq, "%s", sample->name);
		cr_expect_eq(entry.uid, sample->uid, "%s", sample->name);
		cr_expect_eq(entry.inode, sample->inode, "%s", sample->name);
	}
}

Test(proc_net, does_without_a_timer)
{
	for (size_t i = 0; i < COUNT(samples); i++) {
		struct sock_entry entry;
		char line[2 * LINE];

		print_sample(line, &samples[i]);
		cr_expect(parse(line, strlen(line), samples[i].min_fields, &entry, NULL));
		cr_expect_eq(entry.inode, samples[i].inode, "%s", samples[i].name);
	}
}

/* ---- numbers at their limits ---- */

static bool parse_rest(const char *rest, struct sock_entry *entry, struct sock_timer *timer)
{
	char line[2 * LINE];

	print_line(line, (struct end){ "127.0.0.1", 1 }, (struct end){ "127.0.0.1", 2 }, rest);
	return parse(line, strlen(line), TCP_FIELDS, entry, timer);
}

Test(proc_net, takes_a_user_id_with_or_without_a_sign)
{
	static const struct {
		const char *text;
		uint32_t uid;
	} uids[] = {
		{ "0", 0 },
		{ "-1", UINT32_MAX },
		{ "-2", UINT32_MAX - 1 },
		{ "4294967295", UINT32_MAX },
		{ "4294967294", UINT32_MAX - 1 },
		{ "2147483648", 2147483648 },
		{ "-2147483648", 2147483648 },
	};

	for (size_t i = 0; i < COUNT(uids); i++) {
		struct sock_entry entry;
		char rest[LINE];

		snprintf(rest, sizeof(rest), "01 0:0 00:00000000 00000000 %s 0 77 1", uids[i].text);
		cr_expect(parse_rest(rest, &entry, NULL), "%s", uids[i].text);
		cr_expect_eq(entry.uid, uids[i].uid, "%s", uids[i].text);
		cr_expect_eq(entry.inode, 77, "%s", uids[i].text);
	}
}

Test(proc_net, takes_inodes_of_64_bits)
{
	static const uint64_t inodes[] = { 0, 1, UINT32_MAX, UINT64_C(1) << 32, UINT64_MAX };

	for (size_t i = 0; i < COUNT(inodes); i++) {
		struct sock_entry entry;
		char rest[LINE];

		snprintf(rest, sizeof(rest), "01 0:0 00:00000000 00000000 0 0 %" PRIu64 " 1",
			 inodes[i]);
		cr_expect(parse_rest(rest, &entry, NULL));
		cr_expect_eq(entry.inode, inodes[i], "%" PRIu64, inodes[i]);
	}
}

Test(proc_net, takes_queues_and_timers_of_32_bits)
{
	struct sock_entry entry;
	struct sock_timer timer;

	cr_assert(parse_rest("01 FFFFFFFF:FFFFFFFE 04:FFFFFFFF FFFFFFFF 0 -1 1", &entry, &timer));
	cr_expect_eq(entry.sendq, UINT32_MAX);
	cr_expect_eq(entry.recvq, UINT32_MAX - 1);
	cr_expect_eq(timer.kind, 4);
	cr_expect_eq(timer.ticks, UINT32_MAX);
	cr_expect_eq(timer.retransmits, UINT32_MAX);
	cr_expect_eq(timer.probes, -1);
}

Test(proc_net, survives_numbers_beyond_any_limit)
{
	static const char nines[] = "99999999999999999999999999";
	struct sock_entry entry;
	struct sock_timer timer;
	char rest[LINE];

	snprintf(rest, sizeof(rest), "%s %s:%s %s:%s %s %s %s %s", nines, nines, nines, nines,
		 nines, nines, nines, nines, nines);
	cr_expect(parse_rest(rest, &entry, &timer));
}

/* ---- lines that lack something ---- */

Test(proc_net, needs_eleven_fields_of_tcp_and_ten_of_the_others)
{
	static const struct {
		const char *rest;
		bool tcp, udp;
	} lines[] = {
		{ "01 1:2 00:00000000 00000000", true, true },
		{ "01 1:2 00:00000000", false, true },
		{ "01 1:2 00:", false, false },
		{ "01 1:2 00", false, false },
		{ "01 1:2", false, false },
		{ "01", false, false },
		{ "", false, false },
	};

	for (size_t i = 0; i < COUNT(lines); i++) {
		struct sock_entry entry;
		char line[2 * LINE];

		print_line(line, (struct end){ "127.0.0.1", 1 }, (struct end){ "127.0.0.1", 2 },
			   lines[i].rest);
		cr_expect_eq(parse(line, strlen(line), TCP_FIELDS, &entry, NULL), lines[i].tcp,
			     "%s", line);
		cr_expect_eq(parse(line, strlen(line), UDP_FIELDS, &entry, NULL), lines[i].udp,
			     "%s", line);
	}
}

Test(proc_net, leaves_what_is_missing_at_the_end_zero)
{
	static const struct {
		const char *rest;
		uint32_t uid;
		int32_t probes;
		uint64_t inode;
	} lines[] = {
		{ "01 1:2 01:00000005 00000006 1000 7 88", 1000, 7, 88 },
		{ "01 1:2 01:00000005 00000006 1000 7", 1000, 7, 0 },
		{ "01 1:2 01:00000005 00000006 1000", 1000, 0, 0 },
		{ "01 1:2 01:00000005 00000006", 0, 0, 0 },
		{ "01 1:2 01:00000005 00000006 x 7 88", 0, 0, 0 },
	};

	for (size_t i = 0; i < COUNT(lines); i++) {
		struct sock_entry entry;
		struct sock_timer timer;

		cr_assert(parse_rest(lines[i].rest, &entry, &timer), "%s", lines[i].rest);
		cr_expect_eq(entry.uid, lines[i].uid, "%s", lines[i].rest);
		cr_expect_eq(entry.inode, lines[i].inode, "%s", lines[i].rest);
		cr_expect_eq(timer.probes, lines[i].probes, "%s", lines[i].rest);
		cr_expect_eq(timer.ticks, 5, "%s", lines[i].rest);
		cr_expect_eq(timer.retransmits, 6, "%s", lines[i].rest);
	}
}

/* How many fields scanf finds in a line with the format that net-tools has for it. */
static int scanf_fields(const char *line)
{
	char local[65], foreign[65];
	unsigned local_port, foreign_port, state, timer;
	unsigned long sendq, recvq, ticks, retransmits, inode;
	int slot, uid, timeout;

	return sscanf(line,
		      "%d: %64[0-9A-Fa-f]:%X %64[0-9A-Fa-f]:%X %X %lX:%lX %X:%lX %lX %d %d %lu",
		      &slot, local, &local_port, foreign, &foreign_port, &state, &sendq, &recvq,
		      &timer, &ticks, &retransmits, &uid, &timeout, &inode);
}

Test(proc_net, takes_the_beginning_of_a_line_only_as_its_fields_allow)
{
	for (size_t i = 0; i < COUNT(samples); i++) {
		char line[2 * LINE];

		print_sample(line, &samples[i]);
		for (size_t length = strlen(line); length > 0; length--) {
			struct sock_entry entry;
			struct sock_timer timer;
			int fields;

			line[length] = '\0';
			fields = scanf_fields(line);
			for (int least = UDP_FIELDS; least <= TCP_FIELDS; least++)
				cr_expect_eq(parse(line, length, least, &entry, &timer),
					     fields >= least, "'%s' has %d fields", line, fields);
		}
	}
}

/* ---- lines that are something else ---- */

Test(proc_net, refuses_what_is_not_of_the_format)
{
	static const char *const lines[] = {
		"",
		" ",
		"garbage",
		"  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid",
		"0: ",
		"x: 0100007F:1F90 00000000:0000 0A 0:0 00:0 0 0 0 114",
		": 0100007F:1F90 00000000:0000 0A 0:0 00:0 0 0 0 114",
		"0 0100007F:1F90 00000000:0000 0A 0:0 00:0 0 0 0 114",
		"0: 0100007F 1F90 00000000:0000 0A 0:0 00:0 0 0 0 114",
		"0: 0100007F: 00000000 0A 0:0 00:0 0 0 0 114",
		"0: :1F90 00000000:0000 0A 0:0 00:0 0 0 0 114",
		"0: G100007F:1F90 00000000:0000 0A 0:0 00:0 0 0 0 114",
		"0: 0100007F0:1F90 00000000:0000 0A 0:0 00:0 0 0 0 114",
		"0: 0000000000000000000000000000000:1F90 00000000:0000 0A 0:0 00:0 0 0 0 114",
		"0: 000000000000000000000000000000000:1F90 00000000:0000 0A 0:0 00:0 0 0 0 114",
		"0: 0100007F:1F90 00000000:0000 0A 0 0 00:0 0 0 0 114",
		"0: 0100007F:1F90 00000000:0000 0A 0:0 00 0 0 0 0 114",
		"0: 0100007F:1F90 00000000:0000 -- 0:0 00:0 0 0 0 114",
	};

	for (size_t i = 0; i < COUNT(lines); i++) {
		struct sock_entry entry;

		cr_expect_not(parse(lines[i], strlen(lines[i]), UDP_FIELDS, &entry, NULL), "%s",
			      lines[i]);
	}
}

static uint64_t next_random(uint64_t *state)
{
	*state ^= *state << 13;
	*state ^= *state >> 7;
	*state ^= *state << 17;
	return *state >> 11;
}

/* Nothing is expected of the result but that a row, if it is one, is an internet socket's. */
Test(proc_net, survives_lines_with_random_faults)
{
	static const char faults[] = "0123456789abcdefABCDEF: \t-+xX@\x01\xff";
	uint64_t state = 0x14057b7ef767814f;

	for (int round = 0; round < 200000; round++) {
		struct sock_entry entry;
		struct sock_timer timer;
		char line[2 * LINE];
		size_t length;

		print_sample(line, &samples[next_random(&state) % COUNT(samples)]);
		length = strlen(line);
		for (uint64_t left = 1 + next_random(&state) % 4; left > 0; left--)
			line[next_random(&state) % length] =
				faults[next_random(&state) % (sizeof(faults) - 1)];
		if (parse(line, length, UDP_FIELDS, &entry, &timer))
			cr_assert(entry.family == AF_INET || entry.family == AF_INET6, "%s", line);
	}
}
