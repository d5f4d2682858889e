#include "config.h"

#include "sort.h"

#include <arpa/inet.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

/*
 * A row's place in the default order: the family and the first bytes of the local end, so that
 * most comparisons need not touch the rows.
 */
struct sort_item {
	uint64_t key;
	uint32_t row;
};

/* What the comparisons look at. */
struct sorting {
	const struct sock_table *table;
	const struct sort_spec *spec;
	const struct owners *owners;
};

static const char *const names[SORT_KEYS] = {
	[SORT_LOCAL] = "local", [SORT_NONE] = "none",	[SORT_PORT] = "port",
	[SORT_REMOTE] = "remote", [SORT_STATE] = "state", [SORT_RECVQ] = "recvq",
	[SORT_SENDQ] = "sendq", [SORT_USER] = "user",	[SORT_PID] = "pid",
	[SORT_PROGRAM] = "program", [SORT_INODE] = "inode",
};

const char sort_keys[] = "local port remote state recvq sendq user pid program inode none, or "
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

static uint64_t make_key(const struct sock_entry *entry)
{
	uint64_t high, low;

	if (entry->family == AF_INET)
		return (uint64_t)ntohl(entry->local.words[0]) << 16 | entry->local_port;
	high = ntohl(entry->local.words[0]);
	low = ntohl(entry->local.words[1]);
	/* The family goes in the top bit; the bit this costs is compared later. */
	return UINT64_C(1) << 63 | (high << 32 | low) >> 1;
}

static int compare_numbers(uint64_t a, uint64_t b)
{
	return (a > b) - (a < b);
}

static int compare_local(const struct sock_entry *a, const struct sock_entry *b)
{
	int order = compare_numbers(a->family, b->family);

	if (!order)
		order = memcmp(&a->local, &b->local, sizeof(a->local));
	return order ? order : compare_numbers(a->local_port, b->local_port);
}

static int compare_foreign(const struct sock_entry *a, const struct sock_entry *b)
{
	int order = compare_numbers(foreign_family(a), foreign_family(b));

	if (!order)
		order = memcmp(&a->foreign, &b->foreign, sizeof(a->foreign));
	return order ? order : compare_numbers(a->foreign_port, b->foreign_port);
}

static int compare_paths(const struct sock_table *table, const struct sock_entry *a,
			 const struct sock_entry *b)
{
	return strcmp(table_path(table, a), table_path(table, b));
}

static int compare_default(const struct sorting *sorting, uint32_t a, uint32_t b)
{
	const struct sock_entry *p = &sorting->table->rows[a], *q = &sorting->table->rows[b];
	bool is_unix = p->proto == PROTO_UNIX;
	int order = is_unix ? compare_paths(sorting->table, p, q) : compare_local(p, q);

	if (!order)
		order = is_unix ? compare_numbers(p->inode, q->inode) : compare_foreign(p, q);
	return order ? order : compare_numbers(a, b);
}

/* The process shown for a row, or NULL; rows without one come first. */
static const struct process *process_of(const struct sorting *sorting,
					const struct sock_entry *entry)
{
	const struct owner *owner = owners_first(sorting->owners, entry->inode);

	return owner ? &sorting->owners->process[owner->process] : NULL;
}

static int compare_processes(const struct process *a, const struct process *b, bool by_name)
{
	if (!a || !b)
		return (a != NULL) - (b != NULL);
	return by_name ? strcmp(a->name, b->name) : compare_numbers((uint64_t)a->pid, (uint64_t)b->pid);
}

static int compare_key(const struct sorting *sorting, enum sort_key key,
		       const struct sock_entry *a, const struct sock_entry *b)
{
	bool is_unix = a->proto == PROTO_UNIX;

	switch (key) {
	case SORT_LOCAL:
		return is_unix ? compare_paths(sorting->table, a, b) : compare_local(a, b);
	case SORT_PORT:
		return is_unix ? 0 : compare_numbers(a->local_port, b->local_port);
	case SORT_REMOTE:
		return is_unix ? 0 : compare_foreign(a, b);
	case SORT_STATE:
		return compare_numbers(a->state, b->state);
	case SORT_RECVQ:
		return compare_numbers(a->recvq, b->recvq);
	case SORT_SENDQ:
		return compare_numbers(a->sendq, b->sendq);
	case SORT_USER:
		return compare_numbers(a->uid, b->uid);
	case SORT_INODE:
		return compare_numbers(a->inode, b->inode);
	case SORT_PID:
	case SORT_PROGRAM:
		return compare_processes(process_of(sorting, a), process_of(sorting, b),
					 key == SORT_PROGRAM);
	default:
		return 0;
	}
}

static int compare_by_keys(const void *a, const void *b, void *arg)
{
	const struct sort_item *x = a, *y = b;
	const struct sorting *sorting = arg;
	const struct sort_spec *spec = sorting->spec;
	const struct sock_entry *rows = sorting->table->rows;

	for (int i = 0; i < spec->count; i++) {
		int order = compare_key(sorting, spec->keys[i].key, &rows[x->row], &rows[y->row]);

		if (order)
			return spec->keys[i].reverse ? -order : order;
	}
	return compare_default(sorting, x->row, y->row);
}

static int compare_items(const void *a, const void *b, void *arg)
{
	const struct sort_item *x = a, *y = b;
	int order = compare_numbers(x->key, y->key);

	return order ? order : compare_default(arg, x->row, y->row);
}

static bool is_default(const struct sort_spec *spec)
{
	return !spec->count ||
	       (spec->count == 1 && spec->keys[0].key == SORT_LOCAL && !spec->keys[0].reverse);
}

static void sort_items(struct sort_item *items, struct sorting *sorting)
{
	const struct sock_table *table = sorting->table;

	for (size_t i = 0; i < table->count; i++) {
		const struct sock_entry *entry = &table->rows[i];

		items[i].key = entry->proto == PROTO_UNIX ? 0 : make_key(entry);
		items[i].row = (uint32_t)i;
	}
	if (table->count)
		qsort_r(items, table->count, sizeof(*items),
			is_default(sorting->spec) ? compare_items : compare_by_keys, sorting);
}

uint32_t *sort_rows(const struct sock_table *table, const struct sort_spec *spec,
		    const struct owners *owners)
{
	struct sorting sorting = { table, spec, owners };
	uint32_t *order = malloc((table->count + 1) * sizeof(*order));
	struct sort_item *items = NULL;

	if (!order || table->count > UINT32_MAX)
		goto fail;
	if (sort_is_none(spec)) {
		for (size_t i = 0; i < table->count; i++)
			order[i] = (uint32_t)i;
		return order;
	}
	items = malloc((table->count + 1) * sizeof(*items));
	if (!items)
		goto fail;
	sort_items(items, &sorting);
	for (size_t i = 0; i < table->count; i++)
		order[i] = items[i].row;
	free(items);
	return order;
fail:
	free(order);
	return NULL;
}
