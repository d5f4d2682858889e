/* --sort: the words it takes, and for every key the order of random tables. */
#include "config.h"

#include <criterion/criterion.h>
#include <stdio.h>

#include "filter_rows.h"
#include "sort.h"

enum { ROWS = 300, TABLES = 20 };

/* ---- the words ---- */

static const struct {
	const char *word;
	enum sort_key key;
} words[] = {
	{ "local", SORT_LOCAL }, { "port", SORT_PORT },   { "remote", SORT_REMOTE },
	{ "state", SORT_STATE }, { "recvq", SORT_RECVQ }, { "sendq", SORT_SENDQ },
	{ "user", SORT_USER },   { "pid", SORT_PID },     { "program", SORT_PROGRAM },
	{ "inode", SORT_INODE },   { "netns", SORT_NETNS },
};

Test(sort_parse, knows_every_key)
{
	struct sort_spec spec;

	for (size_t i = 0; i < COUNT(words); i++) {
		memset(&spec, 0xff, sizeof(spec));
		cr_expect(sort_parse(&spec, words[i].word), "%s", words[i].word);
		cr_expect_eq(spec.count, 1);
		cr_expect_eq(spec.keys[0].key, words[i].key, "%s", words[i].word);
		cr_expect_not(spec.keys[0].reverse);
		cr_expect_not(sort_is_none(&spec));
	}
	cr_expect(sort_parse(&spec, "none"));
	cr_expect(sort_is_none(&spec));
}

Test(sort_parse, knows_every_key_reversed)
{
	for (size_t i = 0; i < COUNT(words); i++) {
		struct sort_spec spec;
		char text[16];

		snprintf(text, sizeof(text), "-%s", words[i].word);
		cr_expect(sort_parse(&spec, text), "%s", text);
		cr_expect_eq(spec.count, 1);
		cr_expect_eq(spec.keys[0].key, words[i].key, "%s", text);
		cr_expect(spec.keys[0].reverse, "%s", text);
	}
}

Test(sort_parse, takes_several_keys_in_their_order)
{
	static const enum sort_key keys[] = { SORT_STATE, SORT_PORT, SORT_LOCAL, SORT_PID };
	static const bool reverse[] = { false, true, false, true };
	struct sort_spec spec;

	cr_assert(sort_parse(&spec, "state,-port,local,-pid"));
	cr_assert_eq(spec.count, COUNT(keys));
	for (size_t i = 0; i < COUNT(keys); i++) {
		cr_expect_eq(spec.keys[i].key, keys[i], "%zu", i);
		cr_expect_eq(spec.keys[i].reverse, reverse[i], "%zu", i);
	}
	cr_expect(sort_parse(&spec, "local,port,remote,state,recvq,sendq,user,pid,program,inode,netns"));
	cr_expect_eq(spec.count, 11);
	cr_expect(sort_parse(&spec, "port,port,-port"));
	cr_expect_eq(spec.count, 3);
}

Test(sort_parse, refuses_everything_else)
{
	static const char *const texts[] = {
		"",           ",",           "-",          "--port",     "port,",
		",port",      "port,,state", "port state", " port",      "port ",
		"PORT",       "ports",       "por",        "p",          "-none",
		"none,port",  "port,none",   "none,none",  "port,-none", "port,bogus",
		"bogus,port", "port;state",  "port-",      "-",          "port=1",
		"+port",      "port,-",      "none,-none", "local,none", "\xff",
	};

	for (size_t i = 0; i < COUNT(texts); i++) {
		struct sort_spec spec;

		cr_expect_not(sort_parse(&spec, texts[i]), "%s", texts[i]);
	}
}

Test(sort_parse, has_an_end_to_the_number_of_keys)
{
	char text[8192] = "port";
	struct sort_spec spec;

	while (strlen(text) < sizeof(text) - 8)
		strcat(text, ",-port");
	cr_expect_not(sort_parse(&spec, text));
	cr_expect_leq(spec.count, SORT_KEYS);
}

Test(sort_keys, name_every_key_for_messages)
{
	for (size_t i = 0; i < COUNT(words); i++)
		cr_expect(strstr(sort_keys, words[i].word), "%s", words[i].word);
	cr_expect(strstr(sort_keys, "none"));
}

Test(sort_needs_owners, is_for_keys_of_processes)
{
	struct sort_spec spec = { 0 };

	cr_expect_not(sort_needs_owners(&spec));
	cr_expect_not(sort_is_none(&spec));
	for (size_t i = 0; i < COUNT(words); i++) {
		bool owners = words[i].key == SORT_PID || words[i].key == SORT_PROGRAM;

		cr_assert(sort_parse(&spec, words[i].word));
		cr_expect_eq(sort_needs_owners(&spec), owners, "%s", words[i].word);
	}
	cr_assert(sort_parse(&spec, "port,state,-program"));
	cr_expect(sort_needs_owners(&spec));
	cr_assert(sort_parse(&spec, "none"));
	cr_expect_not(sort_needs_owners(&spec));
}

/* ---- a second opinion on what comes before what ---- */

static int order_of(uint64_t a, uint64_t b)
{
	return a < b ? -1 : a > b;
}

/* IPv4 before IPv6, then by the address, then by the port, all as numbers. */
static int order_of_ends(const struct sock_entry *a, const struct sock_entry *b, bool foreign)
{
	uint8_t family = foreign ? foreign_family(a) : a->family;
	const union inet_addr *x = foreign ? &a->foreign : &a->local;
	const union inet_addr *y = foreign ? &b->foreign : &b->local;
	int order = order_of(family, foreign ? foreign_family(b) : b->family);

	for (int i = 0; !order && i < (family == AF_INET ? 4 : 16); i++)
		order = order_of(x->bytes[i], y->bytes[i]);
	if (order)
		return order;
	return foreign ? order_of(a->foreign_port, b->foreign_port)
		       : order_of(a->local_port, b->local_port);
}

static const char *path_of(const struct rows *rows, size_t row)
{
	return table_path(&rows->table, &rows->table.rows[row]);
}

/* Rows without a process come first. */
static int order_of_owners(const struct rows *rows, size_t a, size_t b, bool by_name)
{
	const struct row_owners *x = &rows->owned[a], *y = &rows->owned[b];

	if (!x->count || !y->count)
		return order_of(x->count != 0, y->count != 0);
	if (by_name)
		return strcmp(some_processes[x->process[0]].name,
			      some_processes[y->process[0]].name);
	return order_of((uint64_t)some_processes[x->process[0]].pid,
			(uint64_t)some_processes[y->process[0]].pid);
}

static int order_by(const struct rows *rows, enum sort_key key, size_t a, size_t b)
{
	const struct sock_entry *x = &rows->table.rows[a], *y = &rows->table.rows[b];
	bool is_unix = x->proto == PROTO_UNIX;

	switch (key) {
	case SORT_LOCAL:
		return is_unix ? strcmp(path_of(rows, a), path_of(rows, b))
			       : order_of_ends(x, y, false);
	case SORT_PORT:
		return is_unix ? 0 : order_of(x->local_port, y->local_port);
	case SORT_REMOTE:
		return is_unix ? 0 : order_of_ends(x, y, true);
	case SORT_STATE:
		return order_of(x->state, y->state);
	case SORT_RECVQ:
		return is_unix ? 0 : order_of(x->recvq, y->recvq);
	case SORT_SENDQ:
		return is_unix ? 0 : order_of(x->sendq, y->sendq);
	case SORT_USER:
		return order_of(x->uid, y->uid);
	case SORT_PID:
	case SORT_PROGRAM:
		return order_of_owners(rows, a, b, key == SORT_PROGRAM);
	case SORT_INODE:
		return order_of(x->inode, y->inode);
	case SORT_NETNS: /* the tables here are of one namespace */
		return 0;
	default:
		return order_of(a, b);
	}
}

/* The default order, in which ties come whatever was reversed. */
static int order_of_ties(const struct rows *rows, size_t a, size_t b)
{
	const struct sock_entry *x = &rows->table.rows[a], *y = &rows->table.rows[b];
	int order = order_by(rows, SORT_LOCAL, a, b);

	if (!order && x->proto == PROTO_UNIX)
		order = order_of(x->inode, y->inode);
	else if (!order)
		order = order_of_ends(x, y, true);
	return order ? order : order_of(a, b);
}

static int order_by_spec(const struct rows *rows, const struct sort_spec *spec, size_t a, size_t b)
{
	for (int i = 0; i < spec->count; i++) {
		int order = order_by(rows, (enum sort_key)spec->keys[i].key, a, b);

		if (order)
			return spec->keys[i].reverse ? -order : order;
	}
	return order_of_ties(rows, a, b);
}

/* ---- tables ---- */

/* Every row once, each before the one behind it; no two rows are equal. */
static void expect_sorted(const struct rows *rows, const char *text, const uint32_t *order)
{
	size_t count = rows->table.count;
	bool *seen = calloc(count + 1, sizeof(*seen));
	struct sort_spec spec;

	cr_assert_not_null(seen);
	cr_assert(sort_parse(&spec, text), "%s", text);
	for (size_t i = 0; i < count; i++) {
		cr_assert_lt(order[i], count, "%s", text);
		cr_assert_not(seen[order[i]], "%s: row %u twice", text, (unsigned)order[i]);
		seen[order[i]] = true;
		if (i)
			cr_assert_lt(order_by_spec(rows, &spec, order[i - 1], order[i]), 0,
				     "%s: rows %u and %u, at %zu", text, (unsigned)order[i - 1],
				     (unsigned)order[i], i);
	}
	free(seen);
}

static uint32_t *sorted(const struct rows *rows, const char *text)
{
	struct sort_spec spec;
	uint32_t *order;
	size_t count;

	cr_assert(sort_parse(&spec, text), "%s", text);
	order = sort_rows(&rows->table, &spec, &rows->owners, &count);
	cr_assert_not_null(order);
	cr_assert_eq(count, rows->table.count);
	return order;
}

static void expect_sorting(const struct rows *rows, const char *text)
{
	uint32_t *first = sorted(rows, text), *second = sorted(rows, text);

	expect_sorted(rows, text, first);
	cr_expect_arr_eq(first, second, rows->table.count * sizeof(*first), "%s", text);
	free(first);
	free(second);
}

/* Some rows are as others, so that there are ties of every kind. */
static void random_table(struct rows *rows, struct dice *dice, enum proto proto)
{
	rows_make(rows, dice, ROWS, proto, proto);
	for (size_t i = 0; i < ROWS / 3; i++) {
		struct sock_entry *entry = &rows->table.rows[below(dice, ROWS)];
		const struct sock_entry *other = &rows->table.rows[below(dice, ROWS)];
		uint64_t inode = entry->inode;

		*entry = *other;
		entry->inode = inode; /* by which the owners are known */
		if (chance(dice, 50))
			entry->foreign_port = random_port(dice);
	}
}

static void for_every_table(enum proto proto, uint64_t seed,
			    void (*expect)(const struct rows *rows, struct dice *dice))
{
	struct dice dice = { seed };

	for (int i = 0; i < TABLES; i++) {
		struct rows rows;

		random_table(&rows, &dice, proto);
		expect(&rows, &dice);
		rows_free(&rows);
	}
}

static void expect_every_key(const struct rows *rows, struct dice *dice)
{
	(void)dice;
	for (size_t i = 0; i < COUNT(words); i++) {
		char text[16];

		expect_sorting(rows, words[i].word);
		snprintf(text, sizeof(text), "-%s", words[i].word);
		expect_sorting(rows, text);
	}
}

static void expect_several_keys(const struct rows *rows, struct dice *dice)
{
	for (int i = 0; i < 20; i++) {
		char text[128] = "";

		for (uint32_t keys = 2 + below(dice, 4); keys; keys--) {
			strcat(text, *text ? "," : "");
			strcat(text, chance(dice, 50) ? "-" : "");
			strcat(text, PICK(dice, words).word);
		}
		expect_sorting(rows, text);
	}
}

static void expect_order_kept(const struct rows *rows, struct dice *dice)
{
	uint32_t *order = sorted(rows, "none");

	(void)dice;
	for (uint32_t i = 0; i < rows->table.count; i++)
		cr_assert_eq(order[i], i);
	free(order);
}

Test(sort_rows, by_every_key_orders_tcp)
{
	for_every_table(PROTO_TCP, 31, expect_every_key);
	for_every_table(PROTO_TCP, 32, expect_several_keys);
}

Test(sort_rows, by_every_key_orders_udp)
{
	for_every_table(PROTO_UDP, 33, expect_every_key);
	for_every_table(PROTO_UDP, 34, expect_several_keys);
}

/* Whose ends may be of different families. */
Test(sort_rows, by_every_key_orders_sctp)
{
	for_every_table(PROTO_SCTP, 35, expect_every_key);
	for_every_table(PROTO_SCTP, 36, expect_several_keys);
}

Test(sort_rows, by_every_key_orders_unix_sockets)
{
	for_every_table(PROTO_UNIX, 37, expect_every_key);
	for_every_table(PROTO_UNIX, 38, expect_several_keys);
}

Test(sort_rows, by_none_keeps_the_order)
{
	for_every_table(PROTO_TCP, 39, expect_order_kept);
	for_every_table(PROTO_UNIX, 40, expect_order_kept);
}

/* Without keys the order is that of ties. */
Test(sort_rows, without_keys_is_by_the_local_end)
{
	static const struct sort_spec none = { 0 };
	struct dice dice = { 41 };
	struct rows rows;
	uint32_t *order;
	size_t count;

	random_table(&rows, &dice, PROTO_TCP);
	order = sort_rows(&rows.table, &none, &rows.owners, &count);
	cr_assert_not_null(order);
	expect_sorted(&rows, "local", order);
	free(order);
	rows_free(&rows);
}

Test(sort_rows, of_none_or_one_row_is_no_trouble)
{
	for (size_t count = 0; count < 2; count++) {
		struct sock_entry entry = { .proto = PROTO_TCP, .family = AF_INET };
		struct rows rows = { .table = { .rows = &entry, .count = count } };

		for (size_t i = 0; i < COUNT(words); i++) {
			uint32_t *order = sorted(&rows, words[i].word);

			cr_expect(!count || !order[0]);
			free(order);
		}
	}
}
