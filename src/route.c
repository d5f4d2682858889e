#include "config.h"

#include "route.h"

#include <arpa/inet.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

enum { FIRST_SIZE = 64 };

static bool grow(void **array, size_t *size, size_t item)
{
	size_t larger = *size ? *size * 2 : FIRST_SIZE;
	void *moved = reallocarray(*array, larger, item);

	if (!moved)
		return false;
	*array = moved;
	*size = larger;
	return true;
}

int route_sink_put(const struct route_sink *sink, const struct route *route)
{
	struct route_table *table = sink->table;
	void *rows = table->rows;

	if (table->count == table->size) {
		if (!grow(&rows, &table->size, sizeof(*table->rows)))
			return -ENOMEM;
		table->rows = rows;
	}
	table->rows[table->count++] = *route;
	return sink->full && table->count >= sink->batch ? sink->full(sink->arg) : 0;
}

struct route_hop *route_table_add_hop(struct route_table *table)
{
	void *hops = table->hop;
	struct route_hop *hop;

	if (table->hops == table->hops_size) {
		if (!grow(&hops, &table->hops_size, sizeof(*table->hop)))
			return NULL;
		table->hop = hops;
	}
	hop = &table->hop[table->hops++];
	*hop = (struct route_hop){ 0 };
	return hop;
}

void route_table_empty(struct route_table *table)
{
	table->count = 0;
	table->hops = 0;
}

void route_table_free(struct route_table *table)
{
	free(table->rows);
	free(table->hop);
	*table = (struct route_table){ 0 };
}

int route_prefix_length(const struct route *route)
{
	uint32_t mask = ntohl(route->mask);

	if (route->family == AF_INET6)
		return route->prefix_length;
	if (~mask & (~mask + 1))
		return -1;
	return __builtin_popcount(mask);
}
