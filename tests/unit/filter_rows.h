/*
 * For the property tests of filters: random numbers that are the same in every run, and tables of
 * random rows of every protocol, with what only some listings know of them and with owners.
 */
#ifndef TESTS_UNIT_FILTER_ROWS_H
#define TESTS_UNIT_FILTER_ROWS_H

#include <arpa/inet.h>
#include <criterion/criterion.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

#include "entry.h"
#include "owner/scan.h"

#define COUNT(array) (sizeof(array) / sizeof(*(array)))

/* ---- dice ---- */

struct dice {
	uint64_t state;
};

/* splitmix64: every seed is a good one. */
static inline uint64_t roll(struct dice *dice)
{
	uint64_t x = dice->state += UINT64_C(0x9e3779b97f4a7c15);

	x = (x ^ x >> 30) * UINT64_C(0xbf58476d1ce4e5b9);
	x = (x ^ x >> 27) * UINT64_C(0x94d049bb133111eb);
	return x ^ x >> 31;
}

static inline uint32_t below(struct dice *dice, uint32_t limit)
{
	return (uint32_t)(roll(dice) % limit);
}

static inline bool chance(struct dice *dice, uint32_t percent)
{
	return below(dice, 100) < percent;
}

#define PICK(dice, array) ((array)[below((dice), COUNT(array))])

/* ---- what rows and expressions are made of: few values, so that they often meet ---- */

static const char *const v4_texts[] = {
	"0.0.0.0",   "10.0.0.1",  "10.0.0.2",  "10.1.2.3",    "10.200.0.1",      "127.0.0.1",
	"127.0.0.2", "192.0.2.1", "192.0.2.9", "192.168.1.1", "255.255.255.255", "11.0.0.1",
};

/* Mapped ones twice, so that there are enough of them. */
static const char *const v6_texts[] = {
	"::",
	"::1",
	"::2",
	"::10.0.0.1",
	"::ffff:10.0.0.1",
	"::ffff:10.1.2.3",
	"::ffff:127.0.0.1",
	"::ffff:0.0.0.0",
	"::ffff:10.0.0.1",
	"::ffff:192.0.2.9",
	"::fffe:10.0.0.1",
	"2001:db8::1",
	"2001:db8::2",
	"2001:db8:1::1",
	"fe80::1",
	"fe80::5054:ff:fe00:1",
	"ff02::fb",
};

static const uint16_t some_ports[] = {
	0,    1,    22,    23,    25,    80,    443,   999,   1000,
	1001, 8080, 32767, 32768, 40000, 60999, 61000, 65534, 65535,
};

static const uint32_t some_sizes[] = { 0, 1, 5, 6, 100, 2304, 65536, 4294967294u, 4294967295u };
static const uint32_t some_users[] = { 0, 1, 33, 1000, 1001, 65534, 4294967294u, 4294967295u };
static const uint32_t some_marks[] = { 0, 1, 0x10, 0x11, 0x17, 0xff, 0x100, 0xffffffff };
static const uint32_t some_devices[] = { 0, 1, 2, 3, 5, 17 };
static const uint64_t some_cgroups[] = { 1, 2, 4711, UINT64_C(0x100000001), UINT64_MAX };

static const char *const some_paths[] = {
	"",          "/run/a.sock",      "/run/b.sock", "/run/x/a.sock", "/RUN/A.SOCK", "/tmp/a b",
	"@abstract", "@abstract/deeper", "@",           "relative",      "/tmp/[x]!",
};

/* Ascending by pid, as a scan leaves them. */
static const struct {
	int pid;
	const char *name;
} some_processes[] = {
	{ 1, "init" },        { 7, "sshd" },       { 42, "nginx" },          { 43, "nginx" },
	{ 100, "a b" },       { 1000, "python3" }, { 65536, "postgres: x" }, { 65537, "" },
	{ 4194303, "-bash" },
};

/* ---- rows ---- */

enum { MOST_OWNERS = 3 };

/* Who has a row's socket open: places in some_processes, ascending. */
struct row_owners {
	size_t count;
	size_t process[MOST_OWNERS];
};

struct rows {
	struct sock_table table;  /* with details */
	struct row_owners *owned; /* parallel to its rows */
	struct owners owners;
};

/* Sometimes one bit is not as it is in the list. */
static inline void random_address(struct dice *dice, uint8_t family, union inet_addr *addr)
{
	const char *text = family == AF_INET ? PICK(dice, v4_texts) : PICK(dice, v6_texts);
	uint32_t bit = below(dice, family == AF_INET ? 32 : 128);

	cr_assert_eq(inet_pton(family, text, addr), 1, "%s", text);
	if (chance(dice, 20))
		addr->bytes[bit / 8] ^= (uint8_t)(0x80 >> bit % 8);
}

static inline uint16_t random_port(struct dice *dice)
{
	return chance(dice, 80) ? PICK(dice, some_ports) : (uint16_t)below(dice, 65536);
}

static inline uint8_t random_state(struct dice *dice, enum proto proto)
{
	if (proto == PROTO_TCP || proto == PROTO_SCTP)
		return (uint8_t)(STATE_ESTABLISHED + below(dice, STATE_CLOSING));
	return chance(dice, 50) ? STATE_CLOSE : STATE_ESTABLISHED;
}

/* The ends of SCTP may be of different families. */
static inline void random_families(struct dice *dice, struct sock_entry *entry)
{
	entry->family = chance(dice, 50) ? AF_INET : AF_INET6;
	if (entry->proto == PROTO_SCTP && chance(dice, 50))
		entry->flags |= ENTRY_FOREIGN_INET6;
}

static inline void random_inet_row(struct dice *dice, struct sock_entry *entry)
{
	random_families(dice, entry);
	random_address(dice, entry->family, &entry->local);
	random_address(dice, foreign_family(entry), &entry->foreign);
	entry->local_port = random_port(dice);
	entry->foreign_port = random_port(dice);
	entry->state = random_state(dice, (enum proto)entry->proto);
	entry->recvq = PICK(dice, some_sizes);
	entry->sendq = PICK(dice, some_sizes);
	entry->ifindex = PICK(dice, some_devices);
}

static inline void random_unix_row(struct dice *dice, struct sock_table *table,
				   struct sock_entry *entry)
{
	const char *path = PICK(dice, some_paths);

	entry->family = AF_UNIX;
	entry->state = (uint8_t)below(dice, UNIX_DISCONNECTING + 1);
	entry->un.flags = chance(dice, 40) ? UNIX_FLAG_ACC : 0;
	entry->un.type = SOCK_STREAM;
	if (*path)
		entry->aux = arena_add(&table->arena, path, strlen(path) + 1);
	if (chance(dice, 50))
		entry->flags |= ENTRY_HAS_UID;
}

static inline void random_detail(struct dice *dice, struct sock_detail *detail)
{
	detail->cgroup = PICK(dice, some_cgroups);
	detail->mark = PICK(dice, some_marks);
	detail->autobound = chance(dice, 50);
	detail->known = DETAIL_CGROUP | DETAIL_MARK | DETAIL_AUTOBOUND | DETAIL_INTERFACE;
}

/* A row of one of the protocols; those of an inode of 0 are nobody's. */
static inline void add_random_row(struct dice *dice, struct sock_table *table, enum proto proto)
{
	struct sock_entry *entry = table_next(table);

	cr_assert_not_null(entry);
	entry->proto = (uint8_t)proto;
	if (proto == PROTO_UNIX)
		random_unix_row(dice, table, entry);
	else
		random_inet_row(dice, entry);
	entry->uid = PICK(dice, some_users);
	entry->inode = chance(dice, 10) ? 0 : 1000 + table->count;
	random_detail(dice, &table->details[table->count]);
	table->count++;
}

static inline struct owner_slot *slot_of(struct owners *owners, uint64_t inode)
{
	size_t slot = 0;

	while (slot < owners->slots && owners->slot[slot].inode != inode)
		slot++;
	cr_assert_lt(slot, owners->slots);
	return &owners->slot[slot];
}

/* One more owner, behind those that the socket has. */
static inline void own(struct owners *owners, uint64_t inode, size_t process)
{
	uint32_t *end = &slot_of(owners, inode)->first;
	uint32_t place = (uint32_t)++owners->count;

	owners->owner[place] = (struct owner){ .process = (uint32_t)process, .fd = 3 };
	while (*end)
		end = &owners->owner[*end].next;
	*end = place;
}

static inline void random_owners(struct dice *dice, struct rows *rows, size_t row)
{
	struct row_owners *owned = &rows->owned[row];
	uint64_t inode = rows->table.rows[row].inode;
	size_t process = below(dice, COUNT(some_processes));

	for (; inode && owned->count < MOST_OWNERS && process < COUNT(some_processes);
	     process += 1 + below(dice, 4)) {
		if (chance(dice, 40))
			break;
		own(&rows->owners, inode, process);
		owned->process[owned->count++] = process;
	}
}

static inline void add_processes(struct rows *rows)
{
	struct owners *owners = &rows->owners;

	cr_assert_eq(owners_want(owners, &rows->table), 0);
	owners->process = calloc(COUNT(some_processes), sizeof(*owners->process));
	owners->owner = calloc(rows->table.count * MOST_OWNERS + 1, sizeof(*owners->owner));
	rows->owned = calloc(rows->table.count, sizeof(*rows->owned));
	cr_assert(owners->process && owners->owner && rows->owned);
	for (size_t i = 0; i < COUNT(some_processes); i++) {
		owners->process[i].pid = some_processes[i].pid;
		owners->process[i].name = strdup(some_processes[i].name);
		cr_assert_not_null(owners->process[i].name);
	}
	owners->processes = COUNT(some_processes);
}

/* Rows of the protocols from `first` to `last`, with everything known of them. */
static inline void rows_make(struct rows *rows, struct dice *dice, size_t count, enum proto first,
			     enum proto last)
{
	*rows = (struct rows){ .table.with_details = true };
	while (rows->table.count < count)
		add_random_row(dice, &rows->table,
			       (enum proto)(first + below(dice, last - first + 1)));
	add_processes(rows);
	for (size_t i = 0; i < count; i++)
		random_owners(dice, rows, i);
}

static inline void rows_free(struct rows *rows)
{
	owners_free(&rows->owners);
	table_free(&rows->table);
	free(rows->owned);
}

#endif
