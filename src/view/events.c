#include "config.h"

#include "view/events.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "radix.h"

/* Values in side.partner beside places in the other round. */
#define NO_PARTNER UINT32_MAX
#define LISTED_TWICE (UINT32_MAX - 1)

/*
 * How many rows of a group are tried for one of the other round. Only unconnected sockets without a
 * cookie have groups at all, and somebody may make very large ones.
 */
enum { TRIES = 8 };

/* A round while it is compared. */
struct side {
	const struct events_round *round;
	uint32_t *partner; /* by place in the order: the place in the other round, or as above */
	struct radix_item *items; /* the rows of a pass, by key; .row is the place */
	size_t count;
};

/* Rows of two rounds that may be the same socket are first found by a key, then looked at. */
struct pass {
	/* False: the row takes no part. */
	bool (*key)(const struct sock_table *table, const struct sock_entry *entry, uint64_t *key);
	/* Whether rows with the same key are one socket; NULL: the key says it all. */
	bool (*same)(const struct sock_table *before, const struct sock_entry *old,
		     const struct sock_table *now, const struct sock_entry *next);
	bool unique; /* rows of one round with the same key are one socket, too */
};

static const struct sock_entry *entry_at(const struct side *side, size_t place)
{
	return &side->round->table->rows[side->round->order[place]];
}

static uint64_t mix(uint64_t hash, uint64_t word)
{
	hash = (hash ^ word) * 0x9e3779b97f4a7c15u;
	return hash ^ hash >> 29;
}

static uint64_t hash_bytes(uint64_t hash, const void *bytes, size_t length)
{
	const unsigned char *byte = bytes;

	while (length--)
		hash = mix(hash, *byte++);
	return hash;
}

static uint64_t hash_ends(const struct sock_table *table, const struct sock_entry *entry)
{
	uint64_t hash = mix(0, entry->family);

	if (entry->proto == PROTO_UNIX) {
		const char *path = table_path(table, entry);

		return hash_bytes(mix(hash, entry->un.type), path, strlen(path));
	}
	for (int i = 0; i < 4; i++)
		hash = mix(hash, (uint64_t)entry->local.words[i] << 32 | entry->foreign.words[i]);
	return mix(hash, (uint64_t)entry->local_port << 48 | (uint64_t)entry->foreign_port << 32 |
				 entry->ifindex);
}

static bool same_ends(const struct sock_table *before, const struct sock_entry *old,
		      const struct sock_table *now, const struct sock_entry *next)
{
	if (old->proto == PROTO_UNIX)
		return !strcmp(table_path(before, old), table_path(now, next));
	return old->family == next->family && old->local_port == next->local_port &&
	       old->foreign_port == next->foreign_port &&
	       !memcmp(&old->local, &next->local, sizeof(old->local)) &&
	       !memcmp(&old->foreign, &next->foreign, sizeof(old->foreign));
}

static bool key_cookie(const struct sock_table *table, const struct sock_entry *entry,
		       uint64_t *key)
{
	(void)table;
	*key = entry->cookie;
	return entry->cookie;
}

static bool key_inode_and_ends(const struct sock_table *table, const struct sock_entry *entry,
			       uint64_t *key)
{
	*key = mix(hash_ends(table, entry), entry->inode);
	return entry->inode;
}

static bool same_inode_and_ends(const struct sock_table *before, const struct sock_entry *old,
				const struct sock_table *now, const struct sock_entry *next)
{
	return old->inode == next->inode && same_ends(before, old, now, next);
}

/* All associations of an SCTP socket of the one-to-many kind have its inode. */
static bool key_inode(const struct sock_table *table, const struct sock_entry *entry, uint64_t *key)
{
	(void)table;
	*key = entry->inode;
	return entry->inode && entry->proto != PROTO_SCTP;
}

static bool key_ends(const struct sock_table *table, const struct sock_entry *entry, uint64_t *key)
{
	*key = hash_ends(table, entry);
	return true;
}

static bool is_remains(const struct sock_entry *entry)
{
	return entry->proto == PROTO_TCP && !entry->inode &&
	       (entry->state == STATE_TIME_WAIT || entry->state == STATE_FIN_WAIT2);
}

/*
 * Whether a row goes on in another one with the same ends, although cookie or inode do not say so.
 * TIME_WAIT, and FIN_WAIT2 without a process, are another object in the kernel than the connection
 * they remain of (struct inet_timewait_sock, include/net/inet_timewait_sock.h), with a cookie of
 * its own and no inode. They in turn never become anything else: what follows has reused the port.
 */
static bool goes_on(const struct sock_table *before, const struct sock_entry *old,
		    const struct sock_table *now, const struct sock_entry *next)
{
	bool was_waiting = old->proto == PROTO_TCP && old->state == STATE_TIME_WAIT;

	if (old->ifindex != next->ifindex || !same_ends(before, old, now, next))
		return false;
	if (old->cookie && next->cookie)
		return !was_waiting && is_remains(next);
	if (was_waiting && next->state != STATE_TIME_WAIT)
		return false;
	return !old->inode || !next->inode;
}

static const struct pass passes[] = {
	{ key_cookie, NULL, true },
	{ key_inode_and_ends, same_inode_and_ends, false },
	{ key_inode, NULL, false },
	{ key_ends, goes_on, false },
};

/* The rows that have no partner yet, by the key of the pass. */
static void collect(struct side *side, const struct pass *pass)
{
	uint64_t key;

	side->count = 0;
	for (size_t i = 0; i < side->round->count; i++) {
		if (side->partner[i] != NO_PARTNER ||
		    !pass->key(side->round->table, entry_at(side, i), &key))
			continue;
		side->items[side->count++] = (struct radix_item){ .high = key, .row = (uint32_t)i };
	}
	radix_sort(side->items, side->count);
}

/* Where the rows end that have the same key as the one at `from`. */
static size_t group_end(const struct side *side, size_t from, uint64_t key)
{
	while (from < side->count && side->items[from].high == key)
		from++;
	return from;
}

static bool is_pair(const struct pass *pass, const struct side *before, uint32_t old,
		    const struct side *now, uint32_t next)
{
	return now->partner[next] == NO_PARTNER &&
	       (!pass->same || pass->same(before->round->table, entry_at(before, old),
					  now->round->table, entry_at(now, next)));
}

static void pair_group(const struct pass *pass, struct side *before, size_t old, size_t old_end,
		       struct side *now, size_t next, size_t next_end)
{
	for (; old < old_end; old++) {
		uint32_t place = before->items[old].row;

		if (before->partner[place] != NO_PARTNER)
			continue;
		while (next < next_end && now->partner[now->items[next].row] != NO_PARTNER)
			next++;
		for (size_t i = next; i < next_end && i < next + TRIES; i++) {
			uint32_t other = now->items[i].row;

			if (!is_pair(pass, before, place, now, other))
				continue;
			before->partner[place] = other;
			now->partner[other] = place;
			break;
		}
	}
}

static void drop_doubles(struct side *side, size_t from, size_t end)
{
	while (++from < end)
		side->partner[side->items[from].row] = LISTED_TWICE;
}

static void run_pass(const struct pass *pass, struct side *before, struct side *now)
{
	size_t old = 0, next = 0;

	collect(before, pass);
	collect(now, pass);
	while (old < before->count || next < now->count) {
		uint64_t key, old_key, next_key;
		size_t old_end, next_end;

		old_key = old < before->count ? before->items[old].high : UINT64_MAX;
		next_key = next < now->count ? now->items[next].high : UINT64_MAX;
		key = old_key < next_key ? old_key : next_key;
		old_end = group_end(before, old, key);
		next_end = group_end(now, next, key);
		if (pass->unique) {
			drop_doubles(before, old, old_end);
			drop_doubles(now, next, next_end);
		}
		pair_group(pass, before, old, old_end, now, next, next_end);
		old = old_end;
		next = next_end;
	}
}

static bool side_begin(struct side *side, const struct events_round *round)
{
	size_t count = round->count ? round->count : 1;

	side->round = round;
	side->partner = malloc(count * sizeof(*side->partner));
	side->items = malloc(count * sizeof(*side->items));
	if (!side->partner || !side->items)
		return false;
	memset(side->partner, 0xff, count * sizeof(*side->partner)); /* NO_PARTNER */
	return true;
}

static void side_end(struct side *side)
{
	free(side->partner);
	free(side->items);
}

/* The state as it is shown: of a unix socket that is made of two fields. */
static bool same_state(const struct sock_entry *old, const struct sock_entry *next)
{
	return old->state == next->state &&
	       (old->proto != PROTO_UNIX || !((old->un.flags ^ next->un.flags) & UNIX_FLAG_ACC));
}

static void tell(const struct side *before, const struct side *now, events_take take, void *arg)
{
	for (size_t i = 0; i < before->round->count; i++)
		if (before->partner[i] == NO_PARTNER)
			take(arg, EVENT_CLOSED, before->round->order[i]);
	for (size_t i = 0; i < now->round->count; i++) {
		const struct sock_entry *next = entry_at(now, i), *old;

		if (now->partner[i] == LISTED_TWICE)
			continue;
		if (now->partner[i] == NO_PARTNER) {
			take(arg, EVENT_OPENED, now->round->order[i]);
			continue;
		}
		old = entry_at(before, now->partner[i]);
		if (!same_state(old, next) ||
		    !same_ends(before->round->table, old, now->round->table, next))
			take(arg, EVENT_CHANGED, now->round->order[i]);
	}
}

const char *event_word(enum event event)
{
	static const char *const words[] = {
		[EVENT_CLOSED] = "closed",
		[EVENT_CHANGED] = "changed",
		[EVENT_OPENED] = "opened",
	};

	return words[event];
}

int events_compare(const struct events_round *before, const struct events_round *now,
		   events_take take, void *arg)
{
	struct side old = { 0 }, next = { 0 };
	bool memory = side_begin(&old, before) && side_begin(&next, now);

	if (memory) {
		for (size_t i = 0; i < sizeof(passes) / sizeof(*passes); i++)
			run_pass(&passes[i], &old, &next);
		tell(&old, &next, take, arg);
	}
	side_end(&old);
	side_end(&next);
	return memory ? 0 : -ENOMEM;
}
