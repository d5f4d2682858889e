#include "config.h"

#include "entry.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

_Static_assert(sizeof(struct sock_entry) <= 80, "a row must stay small: tables hold millions");

enum { FIRST_ROWS = 64, FIRST_ARENA = 4096, ARENA_ALIGN = 8, JOIN_ROWS = 16384 };

/* Double until `need` fits. Blocks of this size are moved by the kernel (mremap), not copied. */
static void *grow(void *block, size_t *size, size_t need, size_t unit, size_t first)
{
	size_t want = *size ? *size : first;

	while (want < need) {
		if (want > SIZE_MAX / unit / 2)
			return NULL;
		want *= 2;
	}
	block = realloc(block, want * unit);
	if (block)
		*size = want;
	return block;
}

uint32_t arena_add(struct arena *arena, const void *bytes, size_t length)
{
	size_t start = arena->used ? arena->used : ARENA_ALIGN, end;

	if (length > UINT32_MAX - start - ARENA_ALIGN)
		return 0;
	end = start + ((length + ARENA_ALIGN - 1) & ~(size_t)(ARENA_ALIGN - 1));
	if (end > arena->size) {
		char *data = grow(arena->data, &arena->size, end, 1, FIRST_ARENA);

		if (!data)
			return 0;
		arena->data = data;
	}
	if (bytes)
		memcpy(arena->data + start, bytes, length);
	else
		memset(arena->data + start, 0, length);
	arena->used = end;
	return (uint32_t)start;
}

/* Make room for `more` rows. */
static bool table_grow(struct sock_table *table, size_t more)
{
	size_t size = table->size;
	struct sock_entry *rows =
		grow(table->rows, &size, table->count + more, sizeof(*rows), FIRST_ROWS);

	if (!rows)
		return false;
	table->rows = rows;
	if (table->with_timers) {
		struct sock_timer *timers =
			reallocarray(table->timers, size, sizeof(*table->timers));

		if (!timers)
			return false;
		table->timers = timers;
	}
	if (table->with_details) {
		struct sock_detail *details =
			reallocarray(table->details, size, sizeof(*table->details));

		if (!details)
			return false;
		table->details = details;
	}
	if (table->with_netns) {
		uint32_t *netns = reallocarray(table->netns, size, sizeof(*table->netns));

		if (!netns)
			return false;
		table->netns = netns;
	}
	table->size = size;
	return true;
}

struct sock_entry *table_next(struct sock_table *table)
{
	struct sock_entry *entry;

	if (table->count == table->size && !table_grow(table, 1))
		return NULL;
	entry = &table->rows[table->count];
	memset(entry, 0, sizeof(*entry));
	if (table->with_timers)
		memset(&table->timers[table->count], 0, sizeof(*table->timers));
	if (table->with_details)
		memset(&table->details[table->count], 0, sizeof(*table->details));
	return entry;
}

void table_set_netns(struct sock_table *table, size_t first, uint32_t place)
{
	for (size_t i = first; i < table->count; i++)
		table->netns[i] = place;
}

void table_clear(struct sock_table *table)
{
	table->count = 0;
	table->arena.used = 0;
}

/* Give back the memory behind the last row. */
static void table_shrink(struct sock_table *table)
{
	struct sock_entry *rows = realloc(table->rows, (table->count + 1) * sizeof(*rows));

	if (rows)
		table->rows = rows;
	table->size = table->count;
}

int table_join(struct sock_table *to, struct sock_table *from)
{
	if (!table_grow(to, from->count))
		return -ENOMEM;
	while (from->count) {
		size_t part = from->count < JOIN_ROWS ? from->count : JOIN_ROWS;
		size_t first = from->count - part;

		memcpy(to->rows + to->count, from->rows + first, part * sizeof(*to->rows));
		if (to->timers)
			memcpy(to->timers + to->count, from->timers + first,
			       part * sizeof(*to->timers));
		if (to->details)
			memcpy(to->details + to->count, from->details + first,
			       part * sizeof(*to->details));
		to->count += part;
		from->count = first;
		table_shrink(from);
	}
	table_free(from);
	return 0;
}

void table_free(struct sock_table *table)
{
	free(table->rows);
	free(table->timers);
	free(table->details);
	free(table->netns);
	free(table->arena.data);
	*table = (struct sock_table){ .with_timers = table->with_timers,
				      .with_details = table->with_details,
				      .with_netns = table->with_netns };
}

const char *table_path(const struct sock_table *table, const struct sock_entry *entry)
{
	return entry->aux ? table->arena.data + entry->aux : "";
}

const struct sock_addrs *table_addrs(const struct sock_table *table,
				     const struct sock_entry *entry)
{
	/* arena_add aligns to 8 and realloc to more, so the cast is sound. */
	return entry->aux ? (const void *)(table->arena.data + entry->aux) : NULL;
}
