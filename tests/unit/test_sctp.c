/* The lines of /proc/net/sctp/eps and assocs. */
#include "config.h"

#include <arpa/inet.h>
#include <criterion/criterion.h>
#include <errno.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

#include "names.h"
#include "owner/scan.h"
#include "render/out.h"
#include "render/table.h"
#include "source/sctp.h"

#define COUNT(array) (sizeof(array) / sizeof(*(array)))

enum { TEXT = 4096 };

/* What stands before the addresses: ENDPT SOCK STY SST HBKT LPORT UID INODE */
#define EPS "ffff88003c2d3000 ffff88003c2d2000 2   10  29   7000   1000 20001 "
/* ASSOC SOCK STY SST ST HBKT ASSOC-ID TX_QUEUE RX_QUEUE UID INODE LPORT RPORT */
#define ASSOCS                                                                              \
	"ffff88003c2d3000 ffff88003c2d2000 2   1   3  4321    1       12       34    1000 " \
	"20002 7000  9000  "
/* HBINT INS OUTS MAXRT T1X T2X RTXC wmema wmemq sndbuf rcvbuf */
#define BEHIND "\t    7500    10    10   10    0    0        0        1        0   212992   212992"

/* Parse a copy that ends where the line ends, so that reading on is noticed. */
static int parse(struct sock_table *table, const char *line, size_t length, bool endpoint)
{
	struct sock_entry *entry = table_next(table);
	char *exact = malloc(length + 1);
	int result;

	cr_assert(entry && exact);
	memcpy(exact, line, length);
	exact[length] = '\0';
	result = sctp_parse(exact, endpoint, entry, &table->arena);
	free(exact);
	return result;
}

static void add_address(char text[TEXT], char mark, uint8_t family, const union inet_addr *addr)
{
	size_t length = strlen(text);

	text[length++] = mark;
	cr_assert_not_null(inet_ntop(family, addr, text + length, (socklen_t)(TEXT - length)));
}

/* All addresses of a row: " LOCAL LOCAL >FOREIGN". */
static void describe(const struct sock_table *table, const struct sock_entry *entry,
		     char text[TEXT])
{
	const struct sock_addrs *more = table_addrs(table, entry);

	*text = '\0';
	add_address(text, ' ', entry->family, &entry->local);
	for (int i = 0; more && i < more->locals; i++)
		add_address(text, ' ', more->addr[i].family, &more->addr[i].addr);
	if (entry->flags & ENTRY_ENDPOINT)
		return;
	add_address(text, '>', entry->family, &entry->foreign);
	for (int i = 0; more && i < more->foreigns; i++)
		add_address(text, '>', more->addr[more->locals + i].family,
			    &more->addr[more->locals + i].addr);
}

static void expect_addresses(const char *line, bool endpoint, const char *expected)
{
	struct sock_table table = { 0 };
	char text[TEXT];

	cr_assert_eq(parse(&table, line, strlen(line), endpoint), 0, "%s", line);
	describe(&table, &table.rows[0], text);
	cr_expect_str_eq(text, expected, "%s: '%s' instead of '%s'", line, text, expected);
	table_free(&table);
}

/* ---- lines as the kernel prints them ---- */

Test(sctp, reads_an_endpoint)
{
	static const char line[] = EPS "10.0.0.1 ";
	struct sock_table table = { 0 };
	const struct sock_entry *entry;

	cr_assert_eq(parse(&table, line, strlen(line), true), 0);
	entry = &table.rows[0];
	cr_expect_eq(entry->proto, PROTO_SCTP);
	cr_expect_eq(entry->family, AF_INET);
	cr_expect_eq(entry->flags, ENTRY_ENDPOINT);
	cr_expect_eq(entry->state, STATE_LISTEN);
	cr_expect_eq(entry->local_port, 7000);
	cr_expect_eq(entry->foreign_port, 0);
	cr_expect_eq(entry->uid, 1000);
	cr_expect_eq(entry->inode, 20001);
	cr_expect_eq(entry->recvq, 0);
	cr_expect_eq(entry->sendq, 0);
	cr_expect(addr_is_any(&entry->foreign));
	cr_expect_eq(entry->aux, 0);
	table_free(&table);
}

Test(sctp, reads_an_association)
{
	static const char line[] = ASSOCS "10.0.0.1 <-> *10.0.0.2 " BEHIND;
	struct sock_table table = { 0 };
	const struct sock_entry *entry;

	cr_assert_eq(parse(&table, line, strlen(line), false), 0);
	entry = &table.rows[0];
	cr_expect_eq(entry->proto, PROTO_SCTP);
	cr_expect_eq(entry->family, AF_INET);
	cr_expect_eq(entry->flags, 0);
	cr_expect_eq(entry->state, STATE_ESTABLISHED);
	cr_expect_eq(entry->sendq, 12);
	cr_expect_eq(entry->recvq, 34);
	cr_expect_eq(entry->uid, 1000);
	cr_expect_eq(entry->inode, 20002);
	cr_expect_eq(entry->local_port, 7000);
	cr_expect_eq(entry->foreign_port, 9000);
	cr_expect_eq(entry->aux, 0);
	table_free(&table);
}

Test(sctp, keeps_every_address_of_an_endpoint)
{
	expect_addresses(EPS "0.0.0.0 ", true, " 0.0.0.0");
	expect_addresses(EPS "10.0.0.1 192.168.1.1 ", true, " 10.0.0.1 192.168.1.1");
	expect_addresses(EPS "10.0.0.1 fe80:0000:0000:0000:0000:0000:0000:0001 10.0.0.3 ", true,
			 " 10.0.0.1 fe80::1 10.0.0.3");
	expect_addresses(EPS "0000:0000:0000:0000:0000:0000:0000:0000", true, " ::");
}

Test(sctp, keeps_every_address_of_both_ends)
{
	expect_addresses(ASSOCS "10.0.0.1 <-> *10.0.0.2 " BEHIND, false, " 10.0.0.1>10.0.0.2");
	expect_addresses(ASSOCS
			 "10.0.0.1 192.168.1.1 <-> *10.0.0.2 192.168.1.2 192.168.2.2 " BEHIND,
			 false, " 10.0.0.1 192.168.1.1>10.0.0.2>192.168.1.2>192.168.2.2");
	expect_addresses(ASSOCS "*10.0.0.1 *192.168.1.1 <-> 10.0.0.2 " BEHIND, false,
			 " 10.0.0.1 192.168.1.1>10.0.0.2");
	expect_addresses(ASSOCS "2001:0db8:0000:0000:0000:0000:0000:0001 10.0.0.1 <-> "
				"*2001:0db8:0000:0000:0000:0000:0000:0002 10.0.0.2 " BEHIND,
			 false, " 2001:db8::1 10.0.0.1>2001:db8::2>10.0.0.2");
}

Test(sctp, takes_nothing_behind_the_addresses_for_one)
{
	expect_addresses(ASSOCS "10.0.0.1 <-> *10.0.0.2 \t 7500 10.0.0.3", false,
			 " 10.0.0.1>10.0.0.2");
	expect_addresses(EPS "10.0.0.1 x 10.0.0.3", true, " 10.0.0.1");
}

/* A dual-stack socket: the row as it is printed must show both ends as they are. */
static void print_row(const char *line, char text[TEXT])
{
	static struct out out = { .fd = -1 };
	const struct options options = { .numeric_hosts = true, .numeric_ports = true };
	const struct names names = { 0 };
	const struct owners owners = { 0 };
	const struct table_style style = table_style(&options, &names, &owners);
	struct sock_table table = { 0 };

	cr_assert_eq(parse(&table, line, strlen(line), false), 0, "%s", line);
	table.count = 1;
	table_row(&out, &style, &table, 0);
	snprintf(text, TEXT, "%.*s", (int)out.used, out.buffer);
	out.used = 0;
	table_free(&table);
}

Test(sctp, shows_ends_of_different_families_as_they_are)
{
	char text[TEXT];

	print_row(ASSOCS "10.0.0.1 2001:0db8:0000:0000:0000:0000:0000:0001 <-> "
			 "*2001:0db8:0000:0000:0000:0000:0000:0002 10.0.0.2 " BEHIND,
		  text);
	cr_expect(strstr(text, " 10.0.0.1:7000 "), "%s", text);
	cr_expect(strstr(text, " 2001:db8::2:9000 "), "%s", text);
	print_row(ASSOCS "2001:0db8:0000:0000:0000:0000:0000:0001 <-> *10.0.0.2 " BEHIND, text);
	cr_expect(strstr(text, " 2001:db8::1:7000 "), "%s", text);
	cr_expect(strstr(text, " 10.0.0.2:9000 "), "%s", text);
}

/* ---- more addresses than anybody has ---- */

static void expect_survival(const char *separator, size_t locals, size_t foreigns)
{
	static char line[64 * 1024];
	struct sock_table table = { 0 };
	size_t length = (size_t)snprintf(line, sizeof(line), "%s", ASSOCS);
	const struct sock_addrs *more;

	for (size_t i = 0; i < locals + foreigns; i++)
		length += (size_t)snprintf(line + length, sizeof(line) - length, "%s10.0.%zu.%zu ",
					   i == locals ? separator : "", i / 250, i % 250);
	cr_assert_eq(parse(&table, line, length, false), 0);
	more = table_addrs(&table, &table.rows[0]);
	cr_assert_not_null(more);
	cr_expect_leq(more->locals, locals - 1);
	cr_expect_leq(more->foreigns, foreigns);
	cr_expect_leq(table.rows[0].aux + sizeof(*more) +
			      (more->locals + (size_t)more->foreigns) * sizeof(more->addr[0]),
		      table.arena.used);
	table_free(&table);
}

Test(sctp, survives_more_addresses_than_it_keeps)
{
	expect_survival("<-> *", 60, 60);
	expect_survival("<-> *", 127, 1);
	expect_survival("<-> *", 128, 1);
	expect_survival("<-> *", 500, 500);
	expect_survival("<-> *", 2, 500);
	expect_survival("<-> *", 1000, 0);
}

/* ---- lines that are something else ---- */

static void expect_refused(const char *line, bool endpoint)
{
	struct sock_table table = { 0 };

	cr_expect_eq(parse(&table, line, strlen(line), endpoint), -EINVAL, "'%s'", line);
	cr_expect_eq(table.arena.used, 0, "'%s'", line);
	table_free(&table);
}

Test(sctp, refuses_what_is_not_of_the_format)
{
	static const char *const lines[] = {
		"",
		" ",
		"garbage",
		" ENDPT     SOCK   STY SST HBKT LPORT   UID INODE LADDRS",
		" ASSOC     SOCK   STY SST ST HBKT ASSOC-ID TX_QUEUE RX_QUEUE UID INODE LPORT "
		"RPORT "
		"LADDRS <-> RADDRS HBINT INS OUTS MAXRT T1X T2X RTXC wmema wmemq sndbuf rcvbuf",
		EPS,
		ASSOCS,
		EPS "10.0.0",
		EPS "10.0.0.256",
		EPS "*",
		EPS ":",
		EPS "10.0.0.1.10.0.0.1.10.0.0.1.10.0.0.1.10.0.0.1.10.0.0.1.10.0.0.1.10.0.0.1",
		"00000000000000000000000000000000000000000000 1 2 10 29 7000 0 20001 10.0.0.1",
	};

	for (size_t i = 0; i < COUNT(lines); i++) {
		expect_refused(lines[i], true);
		expect_refused(lines[i], false);
	}
}

Test(sctp, refuses_words_where_numbers_must_be)
{
	expect_refused("a b c d e f g h 10.0.0.1", true);
	expect_refused("a b c d e f g h i j k l m 10.0.0.1 <-> 10.0.0.2", false);
}

Test(sctp, takes_the_beginning_of_a_line_from_its_first_address_on)
{
	static const char text[] = ASSOCS "10.0.0.1 192.168.1.1 <-> *10.0.0.2 192.168.1.2 " BEHIND;
	const size_t needed = strlen(ASSOCS "10.0.0.1");

	for (size_t length = 0; length < sizeof(text); length++) {
		struct sock_table table = { 0 };

		cr_expect_eq(parse(&table, text, length, false), length < needed ? -EINVAL : 0,
			     "%.*s", (int)length, text);
		table_free(&table);
	}
}
