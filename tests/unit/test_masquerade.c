/* The lines of /proc/net/ip_masquerade. */
#include "config.h"

#include <arpa/inet.h>
#include <criterion/criterion.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "source/masquerade.h"

#define COUNT(array) (sizeof(array) / sizeof(*(array)))

static enum masquerade_fault parse(struct masquerade *entry, const char *text, bool has_previous)
{
	char *line = strdup(text);
	enum masquerade_fault fault;

	cr_assert_not_null(line);
	fault = masquerade_parse(entry, line, has_previous);
	free(line);
	return fault;
}

Test(masquerade, values)
{
	struct masquerade entry;

	cr_assert_eq(parse(&entry, "UDP 0A000001:0400 C0000207:0035 EE48 FFFFFFFF -5 70000 12345  ",
			   true),
		     MASQUERADE_GOOD);
	cr_expect_str_eq(entry.protocol, "udp");
	cr_expect_eq(entry.source.words[0], htonl(0x0a000001));
	cr_expect_eq(entry.source_port, 0x400);
	cr_expect_eq(entry.destination.words[0], htonl(0xc0000207));
	cr_expect_eq(entry.destination_port, 53);
	cr_expect_eq(entry.masquerade_port, 0xee48);
	cr_expect_eq(entry.initial_sequence, 0xffffffff);
	cr_expect_eq(entry.delta, -5);
	cr_expect_eq(entry.previous_delta, 4464, "70000 cut to 16 bits");
	cr_expect_eq(entry.expires, 12345);
	cr_assert_eq(parse(&entry, "GRE 1:10000 2:FFFFF 1FFFF 1 2 3", false), MASQUERADE_GOOD);
	cr_expect_eq(entry.source_port, 0);
	cr_expect_eq(entry.destination_port, 0xffff);
	cr_expect_eq(entry.masquerade_port, 0xffff);
	cr_expect_eq(entry.expires, 3);
	cr_expect_not(entry.has_previous);
	cr_assert_eq(parse(&entry, "ESP 1:1 2:2 3 4 5 6 99999999999999999999999", true),
		     MASQUERADE_GOOD);
	cr_expect_eq(entry.expires, UINT64_MAX);
}

Test(masquerade, faults)
{
	static const struct {
		const char *line;
		enum masquerade_fault fault;
	} lines[] = {
		{ "", MASQUERADE_GOOD },
		{ "   \t ", MASQUERADE_GOOD },
		{ "TCP", MASQUERADE_FORMAT },
		{ "TCP 1:1 2:2 3 4 5 6", MASQUERADE_FORMAT },
		{ "TCP 1:1 2:2 3 4 5 6 7 8", MASQUERADE_FORMAT },
		{ "TCP 1:1 2:2 3 4 5 6 -7", MASQUERADE_FORMAT },
		{ "TCP :1 2:2 3 4 5 6 7", MASQUERADE_FORMAT },
		{ "TCP 1: 2:2 3 4 5 6 7", MASQUERADE_FORMAT },
		{ "TCP 1 2:2 3 4 5 6 7", MASQUERADE_FORMAT },
		{ "TCP 1:1 2:2 3 4 - 6 7", MASQUERADE_FORMAT },
		{ "tcp 1:1 2:2 3 4 5 6 7", MASQUERADE_PROTOCOL },
		{ "TCPX 1:1 2:2 3 4 5 6 7", MASQUERADE_PROTOCOL },
		{ "XXX 1:1 2:2 3 4 5 6 7 8", MASQUERADE_PROTOCOL },
		{ "XXX", MASQUERADE_FORMAT },
		{ "\xff\x80 \x1b[m", MASQUERADE_FORMAT },
	};
	struct masquerade entry;

	for (size_t i = 0; i < COUNT(lines); i++) {
		enum masquerade_fault fault = parse(&entry, lines[i].line, true);

		cr_expect_eq(fault, lines[i].fault, "%s: %d", lines[i].line, fault);
		if (!fault)
			cr_expect_null(entry.protocol, "%s", lines[i].line);
	}
}
