#include "config.h"

#include "sort.h"

#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

#include "sort_keys.h"

static const char *const names[SORT_KEYS] = {
	[SORT_LOCAL] = "local", [SORT_NONE] = "none",	[SORT_PORT] = "port",
	[SORT_REMOTE] = "remote", [SORT_STATE] = "state", [SORT_RECVQ] = "recvq",
	[SORT_SENDQ] = "sendq", [SORT_USER] = "user",	[SORT_PID] = "pid",
	[SORT_PROGRAM] = "program", [SORT_INODE] = "inode",
	[SORT_NETNS] = "netns",
};

const char sort_keys[] = "local port remote state recvq sendq user pid program inode netns none, or "
			 "several with commas; -KEY reverses";

static bool parse_key(struct sort_spec *spec, const char *word, size_t length)
{
	bool reverse = *word == '-';

	word += reverse;
	length -= reverse;
	if (spec->count == SORT_KEYS)
		return false;
	for (unsigned key = 0; key < SORT_KEYS; key++) {
		if (strlen(names[key]) != length || strncmp(names[key], word, length))
			continue;
		spec->keys[spec->count].key = (uint8_t)key;
		spec->keys[spec->count++].reverse = reverse;
		return true;
	}
	return false;
}

bool sort_parse(struct sort_spec *spec, const char *text)
{
	*spec = (struct sort_spec){ 0 };
	for (;;) {
		size_t length = strcspn(text, ",");

		if (!parse_key(spec, text, length))
			return false;
		if (!text[length])
			break;
		text += length + 1;
	}
	/* The kernel's order cannot be reversed, nor have a part in another order. */
	for (int i = 0; i < spec->count; i++)
		if (spec->keys[i].key == SORT_NONE && (spec->count > 1 || spec->keys[i].reverse))
			return false;
	return true;
}

bool sort_is_none(const struct sort_spec *spec)
{
	return spec->count && spec->keys[0].key == SORT_NONE;
}

bool sort_has(const struct sort_spec *spec, enum sort_key key)
{
	for (int i = 0; i < spec->count; i++)
		if (spec->keys[i].key == key)
			return true;
	return false;
}

bool sort_needs_owners(const struct sort_spec *spec)
{
	return sort_has(spec, SORT_PID) || sort_has(spec, SORT_PROGRAM);
}

static bool is_default(const struct sort_spec *spec)
{
	return !spec->count ||
	       (spec->count == 1 && spec->keys[0].key == SORT_LOCAL && !spec->keys[0].reverse);
}

/* How many items from the first one on have its key. */
static size_t run_length(const struct radix_item *items, size_t count)
{
	size_t length = 1;

	while (length < count && items[length].high == items[0].high &&
	       items[length].low == items[0].low)
		length++;
	return length;
}

static void sort_by_prefix(struct sorting *sorting, struct radix_item *items, size_t count)
{
	for (size_t i = 0; i < count; i++)
		sort_key_prefix(sorting, &items[i]);
	radix_sort(items, count);
	for (size_t i = 0, run; i < count; i += run) {
		run = run_length(items + i, count - i);
		if (run > 1)
			qsort_r(items + i, run, sizeof(*items), sort_compare, sorting);
	}
}

static void sort_v4(const struct sorting *sorting, struct radix_item *items, size_t count)
{
	for (size_t i = 0; i < count; i++)
		sort_key_v4(sorting, &items[i]);
	radix_sort(items, count);
}

static void sort_v6(const struct sorting *sorting, struct radix_item *items, size_t count,
		    unsigned level)
{
	for (size_t i = 0; i < count; i++)
		sort_key_v6(sorting, &items[i], level);
	radix_sort(items, count);
	for (size_t i = 0, run; i < count && level + 1 < SORT_V6_LEVELS; i += run) {
		run = run_length(items + i, count - i);
		if (run > 1)
			sort_v6(sorting, items + i, run, level + 1);
	}
}

/* IPv4 to the front, IPv6 behind it. Returns the number of the former. */
static size_t number_items(const struct sock_table *table, struct radix_item *items)
{
	size_t v4 = 0, v6 = table->count;

	for (size_t i = 0; i < table->count; i++)
		items[table->rows[i].family == AF_INET ? v4++ : --v6].row = (uint32_t)i;
	return v4;
}

static void sort_items(struct sorting *sorting, struct radix_item *items)
{
	const struct sock_table *table = sorting->table;
	size_t v4 = number_items(table, items);
	uint8_t proto = table->count ? table->rows[0].proto : PROTO_UNIX;

	if (!is_default(sorting->spec) || proto == PROTO_UNIX || proto == PROTO_SCTP) {
		sort_by_prefix(sorting, items, table->count);
		return;
	}
	sort_v4(sorting, items, v4);
	sort_v6(sorting, items + v4, table->count - v4, 0);
}

/*
 * Whether an item is the socket of the one before it, of which the kernel told twice, as it may when
 * others come and go meanwhile. Equal keys are looked at first: the rows are far away in memory.
 */
static bool is_again(const struct sock_table *table, const struct radix_item *item,
		     const struct radix_item *before)
{
	return item->high == before->high && item->low == before->low &&
	       table->rows[item->row].cookie &&
	       table->rows[item->row].cookie == table->rows[before->row].cookie &&
	       table_netns(table, item->row) == table_netns(table, before->row);
}

/* The rows' numbers, in the place of the items; what that leaves over is given back. */
static uint32_t *take_rows(const struct sock_table *table, struct radix_item *items, size_t *count)
{
	uint32_t *order = (uint32_t *)items, *shrunk;
	struct radix_item before = { 0 };
	size_t kept = 0;

	for (size_t i = 0; i < table->count; i++) {
		struct radix_item item = items[i];

		if (!i || !is_again(table, &item, &before))
			order[kept++] = item.row;
		before = item;
	}
	*count = kept;
	shrunk = realloc(order, (kept + 1) * sizeof(*order));
	return shrunk ? shrunk : order;
}

static uint32_t *kernel_order(size_t count)
{
	uint32_t *order = malloc((count + 1) * sizeof(*order));

	for (size_t i = 0; order && i < count; i++)
		order[i] = (uint32_t)i;
	return order;
}

uint32_t *sort_rows(const struct sock_table *table, const struct sort_spec *spec,
		    const struct owners *owners, size_t *count)
{
	struct sorting sorting = { table, spec, owners };
	struct radix_item *items;

	*count = table->count;
	if (table->count > UINT32_MAX)
		return NULL;
	if (sort_is_none(spec))
		return kernel_order(table->count);
	items = malloc((table->count + 1) * sizeof(*items));
	if (!items)
		return NULL;
	sort_items(&sorting, items);
	return take_rows(table, items, count);
}
