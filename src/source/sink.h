/*
 * Where a source puts its rows: a table, a test that each row must pass, and for listings in
 * kernel order a function that takes the rows away in batches, so that memory stays constant.
 */
#ifndef NETSTAT_SOURCE_SINK_H
#define NETSTAT_SOURCE_SINK_H

#include "entry.h"

struct sink {
	struct sock_table *table;
	/* NULL: every row is kept. Must be pure. */
	bool (*keep)(const struct sock_table *table, const struct sock_entry *entry,
		     const void *arg);
	const void *keep_arg;
	/*
	 * NULL: all rows stay in the table. Otherwise called when SINK_BATCH rows are there and
	 * at the end; it uses the rows and clears the table. Not 0: stop, with that -errno.
	 */
	int (*flush)(struct sock_table *table, void *arg);
	void *flush_arg;
	size_t arena_mark; /* private: the arena before the row in hand */
};

enum { SINK_BATCH = 1024 };

/* The next row to fill in, zeroed; NULL: out of memory. */
static inline struct sock_entry *sink_next(struct sink *sink)
{
	sink->arena_mark = sink->table->arena.used;
	return table_next(sink->table);
}

/* The timer of the row in hand, or NULL when the listing does not need timers. */
static inline struct sock_timer *sink_timer(const struct sink *sink)
{
	return sink->table->timers ? &sink->table->timers[sink->table->count] : NULL;
}

/* The details of the row in hand, or NULL when the listing does not need them. */
static inline struct sock_detail *sink_detail(const struct sink *sink)
{
	return sink->table->details ? &sink->table->details[sink->table->count] : NULL;
}

/* The row in hand is complete: keep or drop it. Returns 0 or the -errno of flush(). */
static inline int sink_commit(struct sink *sink)
{
	struct sock_table *table = sink->table;

	if (sink->keep && !sink->keep(table, &table->rows[table->count], sink->keep_arg)) {
		table->arena.used = sink->arena_mark;
		return 0;
	}
	table->count++;
	if (sink->flush && table->count >= SINK_BATCH)
		return sink->flush(table, sink->flush_arg);
	return 0;
}

/* The source has no more rows. */
static inline int sink_end(struct sink *sink)
{
	return sink->flush && sink->table->count ? sink->flush(sink->table, sink->flush_arg) : 0;
}

#endif
