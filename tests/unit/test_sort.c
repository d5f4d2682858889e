/* The order of the rows. */
#include "config.h"

#include <arpa/inet.h>
#include <criterion/criterion.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

#include "sort.h"

#define COUNT(array) (sizeof(array) / sizeof(*(array)))

static const struct owners nobody = { 0 };

/* The rows in the order that --sort=WORDS gives; to be freed. */
static uint32_t *sorted(const struct sock_table *table, const char *words)
{
	struct sort_spec spec = { 0 };
	uint32_t *order;
	size_t count;

	cr_assert(sort_parse(&spec, words), "%s", words);
	order = sort_rows(table, &spec, &nobody, &count);
	cr_assert_not_null(order);
	cr_assert_eq(count, table->count);
	return order;
}

struct end {
	const char *address;
	uint16_t port;
};

static void set_end(uint8_t *family, union inet_addr *addr, uint16_t *port, struct end end)
{
	*family = strchr(end.address, ':') ? AF_INET6 : AF_INET;
	*port = end.port;
	cr_assert_eq(inet_pton(*family, end.address, addr), 1, "%s", end.address);
}

/* A row; its inode is its place, so that it is known again. */
static struct sock_entry *add_inet(struct sock_table *table, struct end local, struct end foreign)
{
	struct sock_entry *entry = table_next(table);

	cr_assert_not_null(entry);
	set_end(&entry->family, &entry->foreign, &entry->foreign_port, foreign);
	set_end(&entry->family, &entry->local, &entry->local_port, local);
	entry->proto = PROTO_TCP;
	entry->inode = table->count++;
	return entry;
}

static void add_unix(struct sock_table *table, const char *path, uint64_t inode)
{
	struct sock_entry *entry = table_next(table);

	cr_assert_not_null(entry);
	entry->proto = PROTO_UNIX;
	entry->family = AF_UNIX;
	entry->inode = inode;
	if (path)
		entry->aux = arena_add(&table->arena, path, strlen(path) + 1);
	table->count++;
}

/* The rows were added in ascending order: sorting them after any shuffle must bring it back. */
static void expect_ascending(struct sock_table *table)
{
	uint32_t *order;

	/* Backwards, so that keeping the order as it is cannot pass. */
	for (size_t i = 0, j = table->count - 1; i < j; i++, j--) {
		struct sock_entry swapped = table->rows[i];

		table->rows[i] = table->rows[j];
		table->rows[j] = swapped;
	}
	order = sorted(table, "local");
	for (size_t i = 0; i < table->count; i++)
		cr_expect_eq(table->rows[order[i]].inode, i, "row %zu has come to place %zu",
			     (size_t)table->rows[order[i]].inode, i);
	free(order);
}

static const struct end any4 = { "0.0.0.0", 0 }, any6 = { "::", 0 };

static void expect_ascending_ends(const struct end *ends, size_t count)
{
	struct sock_table table = { 0 };

	for (size_t i = 0; i < count; i++)
		add_inet(&table, ends[i], strchr(ends[i].address, ':') ? any6 : any4);
	expect_ascending(&table);
	table_free(&table);
}

Test(sort, orders_addresses_as_numbers_not_as_text)
{
	static const struct end ends[] = {
		{ "0.0.0.0", 22 },
		{ "9.255.255.255", 22 },
		{ "10.0.0.2", 22 },
		{ "10.0.0.10", 22 },
		{ "10.0.0.100", 22 },
		{ "10.0.2.0", 22 },
		{ "100.0.0.1", 22 },
		{ "127.0.0.1", 22 },
		{ "128.0.0.1", 22 },
		{ "255.255.255.255", 22 },
		{ "::", 22 },
		{ "::1", 22 },
		{ "::2", 22 },
		{ "::10", 22 },
		{ "::ffff:1.2.3.4", 22 },
		{ "2001:db8::9", 22 },
		{ "2001:db8::10", 22 },
		{ "fe80::1", 22 },
		{ "ff02::1", 22 },
	};

	expect_ascending_ends(ends, COUNT(ends));
}

Test(sort, orders_ports_as_numbers_not_as_text)
{
	static const struct end ends[] = {
		{ "127.0.0.1", 0 },    { "127.0.0.1", 9 },     { "127.0.0.1", 25 },
		{ "127.0.0.1", 80 },   { "127.0.0.1", 110 },   { "127.0.0.1", 1000 },
		{ "127.0.0.1", 9999 }, { "127.0.0.1", 10000 }, { "127.0.0.1", 65535 },
		{ "::1", 9 },          { "::1", 80 },          { "::1", 110 },
		{ "::1", 65535 },
	};

	expect_ascending_ends(ends, COUNT(ends));
}

Test(sort, puts_the_address_before_the_port)
{
	static const struct end ends[] = {
		{ "10.0.0.1", 65535 },
		{ "10.0.0.2", 1 },
		{ "::1", 65535 },
		{ "::2", 1 },
	};

	expect_ascending_ends(ends, COUNT(ends));
}

Test(sort, puts_ipv4_before_ipv6_whatever_the_numbers)
{
	static const struct end ends[] = {
		{ "0.0.0.0", 0 },
		{ "255.255.255.255", 65535 },
		{ "::", 0 },
		{ "::0.0.0.1", 0 },
	};

	expect_ascending_ends(ends, COUNT(ends));
}

Test(sort, tells_ipv6_addresses_apart_by_every_bit)
{
	for (int bit = 0; bit < 128; bit++) {
		struct sock_table table = { 0 };
		struct sock_entry *larger;

		add_inet(&table, any6, any6);
		larger = add_inet(&table, any6, any6);
		larger->local.bytes[bit / 8] = (uint8_t)(0x80 >> bit % 8);
		/* The port is in favour of the other order. */
		table.rows[0].local_port = 9;
		expect_ascending(&table);
		table_free(&table);
	}
}

Test(sort, orders_by_the_foreign_end_where_the_local_ends_are_equal)
{
	static const struct end ends4[] = {
		{ "0.0.0.0", 0 },    { "9.0.0.1", 65535 }, { "10.0.0.1", 80 },
		{ "10.0.0.1", 443 }, { "10.0.0.1", 1000 }, { "200.0.0.1", 1 },
	};
	static const struct end ends6[] = {
		{ "::", 0 },
		{ "2001:db8::9", 443 },
		{ "2001:db8::10", 80 },
		{ "2001:db8::10", 443 },
	};
	struct sock_table table = { 0 };

	for (size_t i = 0; i < COUNT(ends4); i++)
		add_inet(&table, (struct end){ "10.0.0.9", 80 }, ends4[i]);
	for (size_t i = 0; i < COUNT(ends6); i++)
		add_inet(&table, (struct end){ "fe80::9", 80 }, ends6[i]);
	expect_ascending(&table);
	table_free(&table);
}

Test(sort, keeps_equal_rows_in_the_order_in_which_they_came)
{
	struct sock_table table = { 0 };
	uint32_t *order;

	/* Enough rows for any sorting method to move equal ones about. */
	for (uint32_t i = 0; i < 3000; i++)
		add_inet(&table, (struct end){ "10.0.0.1", (uint16_t)(i % 3) }, any4);
	order = sorted(&table, "local");
	for (uint32_t i = 0; i < 3000; i++)
		cr_assert_eq(order[i], i % 1000 * 3 + i / 1000, "place %u", (unsigned)i);
	free(order);
	table_free(&table);
}

Test(sort, orders_unix_sockets_by_path_then_by_inode)
{
	static const struct {
		const char *path;
		uint64_t inode;
	} rows[] = {
		{ "/run/b", 5 }, { "/run/a", 10 }, { NULL, 7 },       { "@abstract", 1 },
		{ "/run/a", 9 }, { NULL, 3 },      { "/run/a b", 2 },
	};
	static const uint32_t expected[] = { 5, 2, 4, 1, 6, 0, 3 };
	struct sock_table table = { 0 };
	uint32_t *order;

	for (size_t i = 0; i < COUNT(rows); i++)
		add_unix(&table, rows[i].path, rows[i].inode);
	order = sorted(&table, "local");
	cr_expect_arr_eq(order, expected, sizeof(expected));
	free(order);
	table_free(&table);
}

Test(sort, by_none_leaves_the_order_of_the_kernel)
{
	struct sock_table table = { 0 };
	uint32_t *order;

	for (uint16_t port = 1000; port > 0; port--)
		add_inet(&table, (struct end){ "10.0.0.1", port }, any4);
	order = sorted(&table, "none");
	for (uint32_t i = 0; i < 1000; i++)
		cr_assert_eq(order[i], i);
	free(order);
	table_free(&table);
}

Test(sort, of_no_rows_is_no_error)
{
	struct sock_table table = { 0 };

	free(sorted(&table, "local"));
	free(sorted(&table, "none"));
}

Test(sort, is_by_the_local_end_where_no_key_was_given)
{
	static const struct sort_spec none = { 0 };
	struct sock_table table = { 0 };
	uint32_t *order;
	size_t count;

	for (uint16_t port = 1000; port > 0; port--)
		add_inet(&table, (struct end){ "10.0.0.1", port }, any4);
	order = sort_rows(&table, &none, &nobody, &count);
	cr_assert_not_null(order);
	cr_assert_eq(count, 1000);
	for (uint32_t i = 0; i < 1000; i++)
		cr_assert_eq(order[i], 999 - i);
	free(order);
	table_free(&table);
}

/* ---- other keys ---- */

/* Five rows, in the default order; rows 1 and 3 are equal by every other key. */
static void add_five(struct sock_table *table)
{
	static const struct {
		struct end local, foreign;
		uint8_t state;
		uint32_t recvq, sendq, uid;
	} rows[] = {
		{ { "9.0.0.1", 80 }, { "10.0.0.7", 9 }, STATE_LISTEN, 7, 0, 65534 },
		{ { "10.0.0.1", 443 }, { "10.0.0.1", 1 }, STATE_ESTABLISHED, 100, 9, 0 },
		{ { "10.0.0.2", 9 }, { "9.0.0.1", 65535 }, STATE_TIME_WAIT, 20, 10, 1000 },
		{ { "10.0.0.3", 443 }, { "10.0.0.1", 1 }, STATE_ESTABLISHED, 100, 9, 0 },
		{ { "::1", 80 }, { "::1", 2 }, STATE_SYN_SENT, 0, 4000000000, 33 },
	};

	for (size_t i = 0; i < COUNT(rows); i++) {
		struct sock_entry *entry = add_inet(table, rows[i].local, rows[i].foreign);

		entry->state = rows[i].state;
		entry->recvq = rows[i].recvq;
		entry->sendq = rows[i].sendq;
		entry->uid = rows[i].uid;
		entry->inode = i == 3 ? 1001 : 1000 + i;
	}
}

struct expected {
	const char *words;
	uint32_t order[5];
};

static void expect_order(const struct sock_table *table, const struct owners *owners,
			 const struct expected *expected)
{
	struct sort_spec spec = { 0 };
	uint32_t *order;
	size_t count;

	cr_assert(sort_parse(&spec, expected->words), "%s", expected->words);
	order = sort_rows(table, &spec, owners, &count);
	cr_assert_not_null(order);
	cr_assert_eq(count, COUNT(expected->order));
	cr_expect_arr_eq(order, expected->order, sizeof(expected->order), "%s: %u %u %u %u %u",
			 expected->words, order[0], order[1], order[2], order[3], order[4]);
	free(order);
}

Test(sort, by_a_key_has_equal_rows_in_the_default_order_also_when_reversed)
{
	static const struct expected samples[] = {
		{ "port", { 2, 0, 4, 1, 3 } },   { "-port", { 1, 3, 0, 4, 2 } },
		{ "remote", { 2, 1, 3, 0, 4 } }, { "-remote", { 4, 0, 1, 3, 2 } },
		{ "state", { 1, 3, 4, 2, 0 } },  { "-state", { 0, 2, 4, 1, 3 } },
		{ "recvq", { 4, 0, 2, 1, 3 } },  { "-recvq", { 1, 3, 2, 0, 4 } },
		{ "sendq", { 0, 1, 3, 2, 4 } },  { "-sendq", { 4, 2, 1, 3, 0 } },
		{ "user", { 1, 3, 4, 2, 0 } },   { "-user", { 0, 2, 4, 1, 3 } },
		{ "inode", { 0, 1, 3, 2, 4 } },  { "-inode", { 4, 2, 1, 3, 0 } },
		{ "local", { 0, 1, 2, 3, 4 } },  { "-local", { 4, 3, 2, 1, 0 } },
	};
	struct sock_table table = { 0 };

	add_five(&table);
	for (size_t i = 0; i < COUNT(samples); i++)
		expect_order(&table, &nobody, &samples[i]);
	table_free(&table);
}

Test(sort, by_several_keys_weighs_the_first_most)
{
	static const struct expected samples[] = {
		{ "user,-local", { 3, 1, 4, 2, 0 } },         { "-user,port", { 0, 2, 4, 1, 3 } },
		{ "port,-state", { 2, 0, 4, 1, 3 } },         { "port,state", { 2, 4, 0, 1, 3 } },
		{ "sendq,-inode,-local", { 0, 3, 1, 2, 4 } },
	};
	struct sock_table table = { 0 };

	add_five(&table);
	for (size_t i = 0; i < COUNT(samples); i++)
		expect_order(&table, &nobody, &samples[i]);
	table_free(&table);
}

/* Say that a process has a socket; processes come in ascending order of pid. */
static void own(struct owners *owners, uint64_t inode, int pid, const char *name)
{
	size_t slot = 0;

	while (slot < owners->slots && owners->slot[slot].inode != inode)
		slot++;
	cr_assert_lt(slot, owners->slots);
	owners->process[owners->processes] = (struct process){ .pid = pid, .name = strdup(name) };
	owners->owner[++owners->count].process = (uint32_t)owners->processes++;
	owners->slot[slot].first = (uint32_t)owners->count;
}

/* Row 2 has no process. */
static void own_five(struct owners *owners, const struct sock_table *table)
{
	cr_assert_eq(owners_want(owners, table), 0);
	owners->process = calloc(8, sizeof(*owners->process));
	owners->owner = calloc(8, sizeof(*owners->owner));
	cr_assert(owners->process && owners->owner);
	own(owners, table->rows[4].inode, 9, "sshd");
	own(owners, table->rows[0].inode, 10, "nginx");
	own(owners, table->rows[1].inode, 100, "bash");
}

Test(sort, by_process_puts_rows_without_one_first)
{
	static const struct expected samples[] = {
		{ "pid", { 2, 4, 0, 1, 3 } },
		{ "-pid", { 1, 3, 0, 4, 2 } },
		{ "program", { 2, 1, 3, 0, 4 } },
		{ "-program", { 4, 0, 1, 3, 2 } },
	};
	struct sock_table table = { 0 };
	struct owners owners = { 0 };

	add_five(&table);
	own_five(&owners, &table);
	for (size_t i = 0; i < COUNT(samples); i++)
		expect_order(&table, &owners, &samples[i]);
	owners_free(&owners);
	table_free(&table);
}

Test(sort, of_unix_sockets_passes_over_keys_they_do_not_have)
{
	static const struct expected samples[] = {
		{ "port", { 1, 4, 0, 2, 3 } },
		{ "-remote", { 1, 4, 0, 2, 3 } },
		{ "inode", { 3, 4, 0, 2, 1 } },
		{ "-local", { 3, 2, 0, 4, 1 } },
	};
	struct sock_table table = { 0 };

	add_unix(&table, "/b", 3);
	add_unix(&table, NULL, 9);
	add_unix(&table, "/c", 7);
	add_unix(&table, "/d", 1);
	add_unix(&table, "/a", 2);
	for (size_t i = 0; i < COUNT(samples); i++)
		expect_order(&table, &nobody, &samples[i]);
	table_free(&table);
}

/* ---- random tables against a comparison that is as plain as can be ---- */

static uint64_t next_random(uint64_t *state)
{
	*state ^= *state << 13;
	*state ^= *state >> 7;
	*state ^= *state << 17;
	return *state >> 8;
}

/* Few different bytes in few places, so that many ends are equal or nearly so. */
static void random_end(uint64_t *state, uint8_t family, union inet_addr *addr, uint16_t *port)
{
	static const uint8_t bytes[] = { 0, 1, 9, 10, 0x7f, 0x80, 0xff };

	for (int i = 0; i < (family == AF_INET ? 4 : 16); i++)
		if (next_random(state) % 4 == 0)
			addr->bytes[i] = bytes[next_random(state) % COUNT(bytes)];
	*port = (uint16_t)(next_random(state) % 3 * 32767);
}

static void random_table(uint64_t *state, struct sock_table *table, size_t rows)
{
	while (table->count < rows) {
		struct sock_entry *entry = table_next(table);

		cr_assert_not_null(entry);
		entry->proto = PROTO_TCP;
		entry->family = next_random(state) % 2 ? AF_INET : AF_INET6;
		random_end(state, entry->family, &entry->local, &entry->local_port);
		random_end(state, entry->family, &entry->foreign, &entry->foreign_port);
		table->count++;
	}
}

static int naive_end(const union inet_addr *a, uint16_t a_port, const union inet_addr *b,
		     uint16_t b_port)
{
	for (int i = 0; i < 16; i++)
		if (a->bytes[i] != b->bytes[i])
			return a->bytes[i] < b->bytes[i] ? -1 : 1;
	return a_port < b_port ? -1 : a_port > b_port;
}

static const struct sock_entry *compared;

static int naive(const void *x, const void *y)
{
	uint32_t p = *(const uint32_t *)x, q = *(const uint32_t *)y;
	const struct sock_entry *a = &compared[p], *b = &compared[q];
	int order;

	if (a->family != b->family)
		return a->family == AF_INET ? -1 : 1;
	order = naive_end(&a->local, a->local_port, &b->local, b->local_port);
	if (!order)
		order = naive_end(&a->foreign, a->foreign_port, &b->foreign, b->foreign_port);
	return order ? order : p < q ? -1 : p > q;
}

Test(sort, agrees_with_a_plain_comparison_on_random_tables)
{
	enum { ROWS = 5000, TABLES = 20 };
	static uint32_t expected[ROWS];
	uint64_t state = 0x853c49e6748fea9b;

	for (int round = 0; round < TABLES; round++) {
		struct sock_table table = { 0 };
		uint32_t *order;

		random_table(&state, &table, ROWS);
		for (uint32_t i = 0; i < ROWS; i++)
			expected[i] = i;
		compared = table.rows;
		qsort(expected, ROWS, sizeof(*expected), naive);
		order = sorted(&table, "local");
		cr_assert_arr_eq(order, expected, sizeof(expected), "table %d", round);
		free(order);
		table_free(&table);
	}
}

/* ---- the value of --sort ---- */

Test(sort_parse, knows_its_keys)
{
	static const struct {
		const char *word;
		enum sort_key key;
	} samples[] = {
		{ "local", SORT_LOCAL },     { "none", SORT_NONE },   { "port", SORT_PORT },
		{ "remote", SORT_REMOTE },   { "state", SORT_STATE }, { "recvq", SORT_RECVQ },
		{ "sendq", SORT_SENDQ },     { "user", SORT_USER },   { "pid", SORT_PID },
		{ "program", SORT_PROGRAM }, { "inode", SORT_INODE },
		{ "netns", SORT_NETNS },
	};

	cr_assert_eq(COUNT(samples), SORT_KEYS);
	for (size_t i = 0; i < COUNT(samples); i++) {
		struct sort_spec spec = { 0 };

		cr_expect(sort_parse(&spec, samples[i].word), "%s", samples[i].word);
		cr_expect_eq(spec.count, 1, "%s", samples[i].word);
		cr_expect_eq(spec.keys[0].key, samples[i].key, "%s", samples[i].word);
		cr_expect_not(spec.keys[0].reverse, "%s", samples[i].word);
		cr_expect(strstr(sort_keys, samples[i].word), "the message lacks %s",
			  samples[i].word);
	}
}

Test(sort_parse, keeps_the_order_and_the_direction_of_several_keys)
{
	struct sort_spec spec = { 0 };

	cr_assert(sort_parse(&spec, "-user,port,-pid"));
	cr_expect_eq(spec.count, 3);
	cr_expect(spec.keys[0].key == SORT_USER && spec.keys[0].reverse);
	cr_expect(spec.keys[1].key == SORT_PORT && !spec.keys[1].reverse);
	cr_expect(spec.keys[2].key == SORT_PID && spec.keys[2].reverse);
	/* What was given before is forgotten. */
	cr_assert(sort_parse(&spec, "state"));
	cr_expect_eq(spec.count, 1);
	cr_expect(spec.keys[0].key == SORT_STATE && !spec.keys[0].reverse);
}

Test(sort_parse, refuses_everything_else)
{
	static const char *const words[] = {
		"",
		",",
		"-",
		"--port",
		"loc",
		"locale",
		"None",
		"none ",
		" none",
		"port,",
		",port",
		"port,,user",
		"port user",
		"port,bogus",
		"-none",
		"none,port",
		"port,none",
		"none,none",
		"port,port,port,port,port,port,port,port,port,port,port,port,port",
	};

	for (size_t i = 0; i < COUNT(words); i++)
		cr_expect_not(sort_parse(&(struct sort_spec){ 0 }, words[i]), "'%s'", words[i]);
}

Test(sort_parse, tells_what_the_keys_need)
{
	static const struct {
		const char *words;
		bool none, owners;
	} samples[] = {
		{ "none", true, false },     { "local", false, false },   { "pid", false, true },
		{ "-program", false, true }, { "user,pid", false, true }, { "inode", false, false },
	};
	struct sort_spec spec = { 0 };

	cr_expect_not(sort_is_none(&spec));
	cr_expect_not(sort_needs_owners(&spec));
	for (size_t i = 0; i < COUNT(samples); i++) {
		cr_assert(sort_parse(&spec, samples[i].words));
		cr_expect_eq(sort_is_none(&spec), samples[i].none, "%s", samples[i].words);
		cr_expect_eq(sort_needs_owners(&spec), samples[i].owners, "%s", samples[i].words);
	}
}

/* ---- one socket told of twice ---- */

static void add_cookie(struct sock_table *table, uint16_t port, uint64_t cookie)
{
	add_inet(table, (struct end){ "10.0.0.1", port }, any4);
	table->rows[table->count - 1].cookie = cookie;
}

Test(sort, shows_a_socket_once)
{
	static const char *const words[] = { "local", "-local", "port", "recvq" };

	for (size_t i = 0; i < COUNT(words); i++) {
		struct sock_table table = { 0 };
		struct sort_spec spec;
		uint32_t *order;
		size_t count;

		add_cookie(&table, 80, 7);
		add_cookie(&table, 25, 8);
		add_cookie(&table, 80, 7); /* again */
		add_cookie(&table, 80, 9); /* another one, in the same place */
		add_cookie(&table, 81, 0); /* these two are not known to be one */
		add_cookie(&table, 81, 0);
		cr_assert(sort_parse(&spec, words[i]));
		order = sort_rows(&table, &spec, &nobody, &count);
		cr_assert_not_null(order);
		cr_expect_eq(count, 5, "%s: %zu", words[i], count);
		for (size_t j = 0; j < count; j++)
			cr_expect_neq(order[j], 2, "%s", words[i]);
		free(order);
		table_free(&table);
	}
}

/* ---- rows of several network namespaces ---- */

static void add_in(struct sock_table *table, uint16_t port, uint32_t netns)
{
	size_t first = table->count;

	add_cookie(table, port, port);
	table_set_netns(table, first, netns);
}

static void expect_rows(const struct sock_table *table, const char *words,
			const uint32_t expected[])
{
	uint32_t *order = sorted(table, words);

	for (size_t i = 0; i < table->count; i++)
		cr_expect_eq(order[i], expected[i], "%s: %zu: %u", words, i, order[i]);
	free(order);
}

/* Of old kernels the cookies are counted in each namespace by itself. */
Test(sort, keeps_what_is_the_same_in_several_namespaces)
{
	static const uint32_t local[] = { 1, 3, 0, 2 }, netns[] = { 1, 0, 3, 2 },
			      reverse[] = { 3, 2, 1, 0 };
	struct sock_table table = { .with_netns = true };

	add_in(&table, 80, 0);
	add_in(&table, 25, 0);
	add_in(&table, 80, 1);
	add_in(&table, 25, 1);
	expect_rows(&table, "local", local);
	expect_rows(&table, "netns", netns);
	expect_rows(&table, "port,netns", local);
	expect_rows(&table, "-netns", reverse);
	table_free(&table);
}

Test(sort, of_unix_sockets_is_by_path_then_by_namespace)
{
	static const uint32_t local[] = { 1, 2, 0, 3 };
	struct sock_table table = { .with_netns = true };

	add_unix(&table, "/b", 1);
	add_unix(&table, "/a", 9);
	table_set_netns(&table, 0, 0);
	add_unix(&table, "/a", 5);
	add_unix(&table, "/b", 2);
	table_set_netns(&table, 2, 1);
	expect_rows(&table, "local", local);
	table_free(&table);
}

Test(sort, in_kernel_order_keeps_what_comes_twice)
{
	struct sock_table table = { 0 };
	struct sort_spec spec;
	uint32_t *order;
	size_t count;

	add_cookie(&table, 80, 7);
	add_cookie(&table, 80, 7);
	cr_assert(sort_parse(&spec, "none"));
	order = sort_rows(&table, &spec, &nobody, &count);
	cr_assert_not_null(order);
	cr_expect_eq(count, 2);
	free(order);
	table_free(&table);
}
