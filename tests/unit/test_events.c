/* What is different between two rounds. Each test writes down the events it expects, in order. */
#include "config.h"

#include <criterion/criterion.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "view/events.h"

enum { MAX_ROWS = 64 };

/* A round of which rows are shown in the order in which they were added. */
struct round {
	struct sock_table table;
	uint32_t order[MAX_ROWS];
	struct events_round shown;
};

struct log {
	const struct round *before, *now;
	char text[1024];
};

/* One letter for the event, and the number that the test gave the row in .uid. */
static void write_down(void *arg, enum event event, uint32_t row)
{
	static const char letters[] = {
		[EVENT_CLOSED] = '-', [EVENT_CHANGED] = '~', [EVENT_OPENED] = '+'
	};
	struct log *log = arg;
	const struct round *of = event == EVENT_CLOSED ? log->before : log->now;
	size_t length = strlen(log->text);

	snprintf(log->text + length, sizeof(log->text) - length, "%s%c%u", length ? " " : "",
		 letters[event], of->table.rows[row].uid);
}

static struct sock_entry *add(struct round *round, uint32_t number, uint64_t cookie, uint64_t inode)
{
	struct sock_entry *entry = table_next(&round->table);
	size_t place = round->table.count++;

	cr_assert_not_null(entry);
	cr_assert_lt(place, MAX_ROWS);
	entry->proto = PROTO_TCP;
	entry->family = AF_INET;
	entry->state = STATE_ESTABLISHED;
	entry->cookie = cookie;
	entry->inode = inode;
	entry->uid = number;
	round->order[place] = (uint32_t)place;
	return entry;
}

/* The same with both ports, and a state. */
static struct sock_entry *add_tcp(struct round *round, uint32_t number, uint64_t cookie,
				  uint64_t inode, uint16_t local, uint16_t foreign, uint8_t state)
{
	struct sock_entry *entry = add(round, number, cookie, inode);

	entry->local_port = local;
	entry->foreign_port = foreign;
	entry->state = state;
	return entry;
}

static struct sock_entry *add_unix(struct round *round, uint32_t number, uint64_t inode,
				   const char *path)
{
	struct sock_entry *entry = add(round, number, 0, inode);

	entry->proto = PROTO_UNIX;
	entry->family = AF_UNIX;
	entry->un.type = SOCK_STREAM;
	entry->state = UNIX_UNCONNECTED;
	if (path)
		entry->aux = arena_add(&round->table.arena, path, strlen(path) + 1);
	return entry;
}

static void expect(struct round *before, struct round *now, const char *events)
{
	struct log log = { .before = before, .now = now };

	before->shown = (struct events_round){ &before->table, before->order, before->table.count };
	now->shown = (struct events_round){ &now->table, now->order, now->table.count };
	cr_assert_eq(events_compare(&before->shown, &now->shown, write_down, &log), 0);
	cr_expect_str_eq(log.text, events, "%s instead of %s", log.text, events);
	table_free(&before->table);
	table_free(&now->table);
}

Test(events, nothing)
{
	struct round before = { 0 }, now = { 0 };

	expect(&before, &now, "");
}

Test(events, each_kind_in_order)
{
	struct round before = { 0 }, now = { 0 };

	add_tcp(&before, 1, 11, 101, 80, 1001, STATE_ESTABLISHED);
	add_tcp(&before, 2, 12, 102, 80, 1002, STATE_ESTABLISHED);
	add_tcp(&before, 3, 13, 103, 80, 1003, STATE_ESTABLISHED);
	add_tcp(&now, 4, 14, 104, 80, 1004, STATE_ESTABLISHED);
	add_tcp(&now, 3, 13, 103, 80, 1003, STATE_ESTABLISHED);
	add_tcp(&now, 2, 12, 102, 80, 1002, STATE_CLOSE_WAIT);
	expect(&before, &now, "-1 +4 ~2");
}

Test(events, first_and_last_socket)
{
	struct round before = { 0 }, now = { 0 }, none = { 0 }, again = { 0 };

	add_tcp(&now, 1, 11, 101, 80, 0, STATE_LISTEN);
	expect(&before, &now, "+1");
	add_tcp(&again, 1, 11, 101, 80, 0, STATE_LISTEN);
	expect(&again, &none, "-1");
}

/* What changes all the time is no event: queues, owner, timer. And an accept is none. */
Test(events, what_does_not_count)
{
	struct round before = { 0 }, now = { 0 };

	add_tcp(&before, 1, 11, 0, 80, 1001, STATE_ESTABLISHED);
	add_tcp(&now, 2, 11, 101, 80, 1001, STATE_ESTABLISHED)->recvq = 5;
	expect(&before, &now, "");
}

Test(events, order_of_the_rounds)
{
	struct round before = { 0 }, now = { 0 };

	for (uint32_t i = 0; i < 6; i++) {
		add(&before, i, 10 + i, 100 + i);
		add(&now, 10 + i, 20 + i, 200 + i);
	}
	for (uint32_t i = 0; i < 6; i++) {
		before.order[i] = 5 - i;
		now.order[i] = i ^ 1;
	}
	expect(&before, &now, "-5 -4 -3 -2 -1 -0 +11 +10 +13 +12 +15 +14");
}

/* Rows that are in the table, but were not shown, do not exist. */
Test(events, only_what_was_shown)
{
	struct round before = { 0 }, now = { 0 };
	struct log log = { .before = &before, .now = &now };

	add(&before, 1, 11, 101);
	add(&before, 2, 12, 102);
	add(&now, 1, 11, 101);
	add(&now, 3, 13, 103);
	before.order[0] = 1;
	now.order[0] = 0;
	before.shown = (struct events_round){ &before.table, before.order, 1 };
	now.shown = (struct events_round){ &now.table, now.order, 1 };
	cr_assert_eq(events_compare(&before.shown, &now.shown, write_down, &log), 0);
	cr_expect_str_eq(log.text, "-2 +1");
	table_free(&before.table);
	table_free(&now.table);
}

/* The kernel puts another object, with another cookie, in the place of the connection. */
Test(events, time_wait_is_the_same_socket)
{
	struct round before = { 0 }, now = { 0 };

	add_tcp(&before, 1, 11, 101, 1001, 80, STATE_ESTABLISHED);
	add_tcp(&before, 2, 12, 102, 1002, 80, STATE_FIN_WAIT1);
	add_tcp(&before, 3, 13, 0, 1003, 80, STATE_FIN_WAIT2);
	add_tcp(&now, 1, 21, 0, 1001, 80, STATE_TIME_WAIT);
	add_tcp(&now, 2, 22, 0, 1002, 80, STATE_FIN_WAIT2);
	add_tcp(&now, 3, 23, 0, 1003, 80, STATE_FIN_WAIT2);
	expect(&before, &now, "~1 ~2");
}

Test(events, reused_port)
{
	struct round before = { 0 }, now = { 0 };

	/* A new connection in the place of TIME_WAIT, of another connection, of another TIME_WAIT. */
	add_tcp(&before, 1, 11, 0, 1001, 80, STATE_TIME_WAIT);
	add_tcp(&before, 2, 12, 102, 1002, 80, STATE_ESTABLISHED);
	add_tcp(&before, 3, 13, 0, 1003, 80, STATE_TIME_WAIT);
	add_tcp(&before, 4, 14, 104, 80, 0, STATE_LISTEN);
	add_tcp(&now, 5, 21, 201, 1001, 80, STATE_ESTABLISHED);
	add_tcp(&now, 6, 22, 202, 1002, 80, STATE_ESTABLISHED);
	add_tcp(&now, 7, 23, 0, 1003, 80, STATE_TIME_WAIT);
	add_tcp(&now, 8, 24, 204, 80, 0, STATE_LISTEN);
	expect(&before, &now, "-1 -2 -3 -4 +5 +6 +7 +8");
}

/* Many listeners with one address: the cookie tells which has gone. */
Test(events, same_ends_by_cookie)
{
	struct round before = { 0 }, now = { 0 };

	for (uint32_t i = 0; i < 20; i++)
		add_tcp(&before, i, 100 + i, 200 + i, 80, 0, STATE_LISTEN);
	for (uint32_t i = 20; i-- > 0;)
		if (i != 7)
			add_tcp(&now, i, 100 + i, 200 + i, 80, 0, STATE_LISTEN);
	add_tcp(&now, 30, 300, 400, 80, 0, STATE_LISTEN);
	expect(&before, &now, "-7 +30");
}

Test(events, same_ends_by_inode)
{
	struct round before = { 0 }, now = { 0 };

	for (uint32_t i = 0; i < 20; i++)
		add_tcp(&before, i, 0, 200 + i, 80, 0, STATE_LISTEN);
	for (uint32_t i = 20; i-- > 0;)
		if (i != 7)
			add_tcp(&now, i, 0, 200 + i, 80, 0, STATE_LISTEN);
	add_tcp(&now, 30, 0, 400, 80, 0, STATE_LISTEN);
	expect(&before, &now, "-7 +30");
}

Test(events, without_cookies)
{
	struct round before = { 0 }, now = { 0 };

	add_tcp(&before, 1, 0, 101, 1001, 80, STATE_ESTABLISHED); /* becomes TIME_WAIT */
	add_tcp(&before, 2, 0, 0, 1002, 80, STATE_SYN_RECV);      /* is accepted */
	add_tcp(&before, 3, 0, 0, 1003, 80, STATE_TIME_WAIT);     /* stays */
	add_tcp(&before, 4, 0, 0, 1004, 80, STATE_TIME_WAIT);     /* its port is reused */
	add_tcp(&before, 5, 0, 105, 1005, 80, STATE_ESTABLISHED); /* its port is reused */
	add_tcp(&now, 1, 0, 0, 1001, 80, STATE_TIME_WAIT);
	add_tcp(&now, 2, 0, 202, 1002, 80, STATE_ESTABLISHED);
	add_tcp(&now, 3, 0, 0, 1003, 80, STATE_TIME_WAIT);
	add_tcp(&now, 6, 0, 206, 1004, 80, STATE_ESTABLISHED);
	add_tcp(&now, 7, 0, 207, 1005, 80, STATE_ESTABLISHED);
	expect(&before, &now, "-4 -5 ~1 ~2 +6 +7");
}

/* One round over netlink, the next from /proc. */
Test(events, source_changes)
{
	struct round before = { 0 }, now = { 0 };

	add_tcp(&before, 1, 11, 101, 1001, 80, STATE_ESTABLISHED);
	add_tcp(&before, 2, 12, 0, 1002, 80, STATE_TIME_WAIT);
	add_tcp(&now, 2, 0, 0, 1002, 80, STATE_TIME_WAIT);
	add_tcp(&now, 1, 0, 101, 1001, 80, STATE_ESTABLISHED);
	expect(&before, &now, "");
}

/* A UDP socket that asks somebody else has no new state, but is another row. */
Test(events, other_ends)
{
	struct round before = { 0 }, now = { 0 };

	add_tcp(&before, 1, 11, 101, 5000, 53, STATE_ESTABLISHED)->proto = PROTO_UDP;
	add_tcp(&now, 2, 11, 101, 5000, 54, STATE_ESTABLISHED)->proto = PROTO_UDP;
	add_tcp(&before, 3, 0, 103, 5001, 53, STATE_ESTABLISHED)->proto = PROTO_UDP;
	add_tcp(&now, 4, 0, 103, 5001, 54, STATE_ESTABLISHED)->proto = PROTO_UDP;
	expect(&before, &now, "~2 ~4");
}

/* The kernel may list a socket twice while it moves. */
Test(events, listed_twice)
{
	struct round before = { 0 }, now = { 0 }, later = { 0 }, again = { 0 };

	add_tcp(&before, 1, 11, 101, 80, 1001, STATE_ESTABLISHED);
	add_tcp(&now, 1, 11, 101, 80, 1001, STATE_ESTABLISHED);
	add_tcp(&now, 2, 11, 101, 80, 1001, STATE_ESTABLISHED);
	add_tcp(&now, 3, 12, 102, 80, 1002, STATE_ESTABLISHED);
	add_tcp(&now, 4, 12, 102, 80, 1002, STATE_ESTABLISHED);
	expect(&before, &now, "+3");
	add_tcp(&later, 5, 11, 101, 80, 1001, STATE_ESTABLISHED);
	add_tcp(&later, 6, 11, 101, 80, 1001, STATE_ESTABLISHED);
	add_tcp(&later, 7, 12, 102, 80, 1002, STATE_ESTABLISHED);
	add_tcp(&later, 8, 12, 102, 80, 1002, STATE_ESTABLISHED);
	add_tcp(&again, 5, 11, 101, 80, 1001, STATE_ESTABLISHED);
	expect(&later, &again, "-7");
}

/* All associations of a one-to-many socket have one inode: the ends tell them apart. */
Test(events, sctp_shares_inodes)
{
	struct round before = { 0 }, now = { 0 };

	for (uint32_t i = 0; i < 20; i++)
		add_tcp(&before, i, 0, 77, 9000, (uint16_t)(i + 1), 3)->proto = PROTO_SCTP;
	for (uint32_t i = 20; i-- > 0;)
		if (i != 4)
			add_tcp(&now, i, 0, 77, 9000, (uint16_t)(i + 1), i == 9 ? 5 : 3)->proto =
				PROTO_SCTP;
	add_tcp(&now, 40, 0, 77, 9000, 99, 3)->proto = PROTO_SCTP;
	expect(&before, &now, "-4 ~9 +40");
}

Test(events, unix_sockets)
{
	struct round before = { 0 }, now = { 0 };

	add_unix(&before, 1, 101, NULL); /* is bound */
	add_unix(&before, 2, 102, NULL);
	add_unix(&before, 3, 103, "/run/a");                        /* listens */
	add_unix(&before, 4, 0, "/run/a")->state = UNIX_CONNECTING; /* is accepted */
	add_unix(&before, 5, 105, "/run/b"); /* the program was started anew */
	add_unix(&now, 1, 101, "/run/c");
	add_unix(&now, 2, 102, NULL);
	add_unix(&now, 3, 103, "/run/a")->un.flags = UNIX_FLAG_ACC;
	add_unix(&now, 4, 104, "/run/a")->state = UNIX_CONNECTED;
	add_unix(&now, 6, 106, "/run/b");
	expect(&before, &now, "-5 ~1 ~3 ~4 +6");
}

/* Not yet accepted, with nothing that tells them apart: the numbers must be right. */
Test(events, unix_alike)
{
	struct round before = { 0 }, now = { 0 };

	for (uint32_t i = 0; i < 30; i++)
		add_unix(&before, i, 0, "/run/a");
	for (uint32_t i = 0; i < 33; i++)
		add_unix(&now, i, 0, "/run/a");
	expect(&before, &now, "+30 +31 +32");
}

static uint64_t next_random(uint64_t *state)
{
	*state = *state * 6364136223846793005u + 1442695040888963407u;
	return *state >> 33;
}

struct counts {
	size_t of[3];
};

static void count_events(void *arg, enum event event, uint32_t row)
{
	(void)row;
	((struct counts *)arg)->of[event]++;
}

/* Shuffled, 200,000 rows in each round; and as many that nothing tells apart. */
static void expect_many(bool alike)
{
	enum { ROWS = 200000, GONE = 1000 };
	struct round before = { 0 }, now = { 0 };
	uint32_t *order = malloc(ROWS * sizeof(*order));
	struct counts counts = { 0 };
	uint64_t state = 1;

	cr_assert_not_null(order);
	for (uint32_t i = 0; i < ROWS + GONE; i++) {
		struct sock_entry entry = { .proto = PROTO_TCP,
					    .family = AF_INET,
					    .cookie = alike ? 0 : i + 1,
					    .inode = alike ? i + 1 : 0,
					    .state = STATE_LISTEN,
					    .local_port = 80 };

		if (i < ROWS)
			*table_next(&before.table) = entry, before.table.count++;
		if (i >= GONE)
			*table_next(&now.table) = entry, now.table.count++;
	}
	for (uint32_t i = 0; i < ROWS; i++)
		order[i] = i;
	for (uint32_t i = ROWS - 1; i; i--) {
		uint32_t j = (uint32_t)(next_random(&state) % (i + 1)), swapped = order[i];

		order[i] = order[j];
		order[j] = swapped;
	}
	if (alike) /* all of them are others, with the same ends */
		for (uint32_t i = 0; i < ROWS; i++)
			now.table.rows[i].inode += 10 * ROWS;
	before.shown = (struct events_round){ &before.table, order, ROWS };
	now.shown = (struct events_round){ &now.table, order, ROWS };
	cr_assert_eq(events_compare(&before.shown, &now.shown, count_events, &counts), 0);
	cr_expect_eq(counts.of[EVENT_CLOSED], alike ? ROWS : GONE);
	cr_expect_eq(counts.of[EVENT_OPENED], alike ? ROWS : GONE);
	cr_expect_eq(counts.of[EVENT_CHANGED], 0);
	free(order);
	table_free(&before.table);
	table_free(&now.table);
}

Test(events, many, .timeout = 20)
{
	expect_many(false);
}

/* Quadratic time would be 40,000,000,000 comparisons. */
Test(events, many_alike, .timeout = 20)
{
	expect_many(true);
}

Test(events, words)
{
	cr_expect_str_eq(event_word(EVENT_OPENED), "opened");
	cr_expect_str_eq(event_word(EVENT_CHANGED), "changed");
	cr_expect_str_eq(event_word(EVENT_CLOSED), "closed");
}
