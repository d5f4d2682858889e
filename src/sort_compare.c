#include "config.h"

#include "sort_compare.h"

#include <string.h>

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

static int compare_namespaces(const struct sock_table *table, const struct sock_entry *a,
			      const struct sock_entry *b)
{
	return compare_numbers(table_netns(table, (size_t)(a - table->rows)),
			       table_netns(table, (size_t)(b - table->rows)));
}

static int compare_default(const struct sorting *sorting, uint32_t a, uint32_t b)
{
	const struct sock_entry *p = &sorting->table->rows[a], *q = &sorting->table->rows[b];
	bool is_unix = p->proto == PROTO_UNIX;
	int order = is_unix ? compare_paths(sorting->table, p, q) : compare_local(p, q);

	if (!order && is_unix)
		order = compare_namespaces(sorting->table, p, q);
	if (!order)
		order = is_unix ? compare_numbers(p->inode, q->inode) : compare_foreign(p, q);
	return order ? order : compare_numbers(a, b);
}

const struct process *sort_process(const struct sorting *sorting, const struct sock_entry *entry)
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
	case SORT_NETNS:
		return compare_namespaces(sorting->table, a, b);
	case SORT_PID:
	case SORT_PROGRAM:
		return compare_processes(sort_process(sorting, a), sort_process(sorting, b),
					 key == SORT_PROGRAM);
	default:
		return 0;
	}
}

int sort_compare(const void *a, const void *b, void *arg)
{
	const struct radix_item *x = a, *y = b;
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
