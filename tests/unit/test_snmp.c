/* The files of counters in both forms, whatever is in them. */
#include "config.h"

#include <criterion/criterion.h>
#include <errno.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "source/snmp.h"

#define BYTES(text) text, sizeof(text) - 1

/* A copy that the table does not own, with room for a NUL and nothing behind it. */
static char *copy_of(const char *bytes, size_t length)
{
	char *copy = malloc(length + 1);

	cr_assert_not_null(copy);
	memcpy(copy, bytes, length);
	copy[length] = 'x';
	return copy;
}

/* The rows as text: `Title:`, ` name=value`, `?` for a number that is missing. */
static void write_rows(const struct snmp_table *table, char *text, size_t size)
{
	size_t at = 0;

	text[0] = '\0';
	for (size_t i = 0; i < table->count && at < size; i++) {
		const struct snmp_row *row = &table->rows[i];

		cr_assert_not_null(row->group);
		if (!row->name)
			at += (size_t)snprintf(text + at, size - at,
					       "%s%s:", row->snmp6 ? "6/" : "", row->group);
		else if (row->missing)
			at += (size_t)snprintf(text + at, size - at, " %s=?", row->name);
		else if (row->negative)
			at += (size_t)snprintf(text + at, size - at, " %s=%lld", row->name,
					       (long long)row->value);
		else
			at += (size_t)snprintf(text + at, size - at, " %s=%llu", row->name,
					       (unsigned long long)row->value);
		cr_assert(!row->missing || !row->value);
	}
	cr_assert_lt(at, size);
}

static void expect_groups(const char *bytes, size_t length, const char *prefix, int result,
			  const char *expected)
{
	struct snmp_table table = { 0 };
	char *copy = copy_of(bytes, length), text[1024];
	int got = snmp_parse_groups(&table, copy, length, prefix);

	write_rows(&table, text, sizeof(text));
	cr_expect_eq(got, result, "%.40s: %d", bytes, got);
	cr_expect_str_eq(text, expected);
	snmp_free(&table);
	free(copy);
}

static void expect_names(const char *bytes, size_t length, const char *group, const char *expected)
{
	struct snmp_table table = { 0 };
	char *copy = copy_of(bytes, length), text[1024];

	cr_expect_eq(snmp_parse_names(&table, copy, length, group), 0);
	write_rows(&table, text, sizeof(text));
	cr_expect_str_eq(text, expected);
	snmp_free(&table);
	free(copy);
}

Test(snmp, groups)
{
	expect_groups(BYTES("Ip: A B\nIp: 1 2\nTcp: C\nTcp: -1\n"), NULL, 0,
		      "Ip: A=1 B=2Tcp: C=-1");
	expect_groups(BYTES("Ip: A\nIp: 1\nTcp: C\nTcp: 3\nTcpExt: D\nTcpExt: 4"), "Tcp", 0,
		      "Tcp: C=3TcpExt: D=4");
	expect_groups(BYTES("Ip:\nIp:\nTcp: \nTcp: \n"), NULL, 0, "Ip:Tcp:");
	expect_groups(BYTES(":\n:\n"), NULL, 0, ":");
	expect_groups(BYTES("Ip:A\tB  C \nIp:1\t2  3 \n"), NULL, 0, "Ip: A=1 B=2 C=3");
}

Test(snmp, values)
{
	expect_groups(BYTES("A: B C D\nA: 18446744073709551615 18446744073709551616 "
			    "9223372036854775808\n"),
		      NULL, 0,
		      "A: B=18446744073709551615 C=18446744073709551615 D=9223372036854775808");
	expect_groups(BYTES("A: B C D\nA: -9223372036854775808 -1 -0\n"), NULL, 0,
		      "A: B=-9223372036854775808 C=-1 D=0");
	expect_groups(BYTES("A: B C\nA: -9223372036854775809 -18446744073709551615\n"), NULL, 0,
		      "A: B=9223372036854775807 C=1");
	expect_groups(BYTES("A: B C D\nA: 1\n"), NULL, 0, "A: B=1 C=? D=?");
	expect_groups(BYTES("A: B C D\nA: 1 x 3\n"), NULL, 0, "A: B=1 C=? D=?");
	expect_groups(BYTES("A: B C D\nA: 1x 2 3\n"), NULL, 0, "A: B=1 C=? D=?");
	expect_groups(BYTES("A: B\nA: 1 2 3\n"), NULL, 0, "A: B=1");
	expect_groups(BYTES("A: B C\nA: - 3\n"), NULL, 0, "A: B=? C=?");
}

Test(snmp, groups_end_early)
{
	expect_groups(BYTES(""), NULL, 0, "");
	expect_groups(BYTES("\n\n"), NULL, 0, "");
	expect_groups(BYTES("Ip: A"), NULL, 0, "");
	expect_groups(BYTES("Ip: A\n"), NULL, 0, "");
	expect_groups(BYTES("Ip: A\n\n"), NULL, -EBADMSG, "");
	expect_groups(BYTES("Ip: A\nIp: 1\nTcp: B\n"), NULL, 0, "Ip: A=1");
	expect_groups(BYTES("Ip: A\nIp: 1\nTcp B\nTcp: 2\nUdp: C\nUdp: 3\n"), NULL, -EBADMSG,
		      "Ip: A=1");
	expect_groups(BYTES("Tcp: B\nTcp 2\n"), "Ip", -EBADMSG, "");
	expect_groups(BYTES("Ip: A \0 B\nIp: 1 \0 2\n"), NULL, 0, "Ip: A=1");
	expect_groups(BYTES("\0: A\n\0: 1\n"), NULL, -EBADMSG, "");
}

Test(snmp, names)
{
	expect_names(BYTES("Ip6A  \t1\nIp6B 2\nIcmp6C 3\nIp6D 4\n"), NULL,
		     "6/Ip6: Ip6A=1 Ip6B=26/Icmp6: Icmp6C=36/Ip6: Ip6D=4");
	expect_names(BYTES("Foo 1\nFooBar 2\nBar 3"), NULL, "6/Foo: Foo=1 FooBar=26/Bar: Bar=3");
	expect_names(BYTES("Ip6A 1\nFooIp6B 2\n"), NULL, "6/Ip6: Ip6A=1 FooIp6B=2");
	expect_names(BYTES("SctpA 1\nSctpB -1\nSctpC x\nSctpD 4"), "Sctp",
		     "Sctp: SctpA=1 SctpB=-1 SctpC=? SctpD=4");
	expect_names(BYTES(""), "Sctp", "Sctp:");
	expect_names(BYTES(""), NULL, "");
	expect_names(BYTES("\n \nIp6A\nIp6B \nIp6C 3\nIp6D"), NULL, "6/Ip6: Ip6C=3");
	expect_names(BYTES("Ip6A 1\0 2\nIp6\0B 3\nIp6C \0 4\n"), NULL, "6/Ip6: Ip6A=1");
}

/* Bytes that lead deep into the parser more often than random ones do. */
static void make_noise(char *bytes, size_t length)
{
	static const char common[] = "6 6:\n\n:  -1239AbIpTcp\t\0\r\v\xff";

	for (size_t i = 0; i < length; i++)
		bytes[i] = common[(size_t)rand() % (sizeof(common) - 1)];
}

Test(snmp, noise)
{
	char bytes[300];

	srand(7);
	for (int round = 0; round < 20000; round++) {
		size_t length = (size_t)rand() % sizeof(bytes);
		struct snmp_table table = { 0 };
		char *copy;
		int result;

		make_noise(bytes, length);
		copy = copy_of(bytes, length);
		result = snmp_parse_groups(&table, copy, length, round % 2 ? "T" : NULL);
		cr_assert(!result || result == -EBADMSG);
		free(copy);
		snmp_free(&table);
		copy = copy_of(bytes, length);
		cr_assert_eq(snmp_parse_names(&table, copy, length, round % 2 ? "T" : NULL), 0);
		for (size_t i = 0; i < table.count; i++)
			cr_assert_lt(strlen(table.rows[i].name ? table.rows[i].name
							       : table.rows[i].group),
				     sizeof(bytes));
		snmp_free(&table);
		free(copy);
	}
}

Test(snmp, files)
{
	struct snmp_table table = { 0 };
	bool opened = true;

	cr_expect_eq(snmp_read_groups(&table, "/nowhere/snmp", NULL, &opened), -ENOENT);
	cr_expect_not(opened);
	cr_expect_eq(snmp_read_names(&table, "/", NULL, &opened), -EISDIR);
	cr_expect(opened);
	cr_expect_eq(snmp_read_groups(&table, "/dev/zero", NULL, &opened), -EFBIG);
	cr_expect(opened);
	cr_expect_eq(snmp_read_groups(&table, "/dev/null", NULL, &opened), 0);
	cr_expect_eq(table.count, 0);
	snmp_free(&table);
}
