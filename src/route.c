#include "config.h"

#include "route.h"

#include <arpa/inet.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "grow.h"

int route_sink_put(const struct route_sink *sink, const struct route *route)
{
	struct route_table *table = sink->table;
	struct route *rows = grow(table->rows, table->count, &table->size, sizeof(*rows));

	if (!rows)
		return -ENOMEM;
	table->rows = rows;
	table->rows[table->count++] = *route;
	return sink->full && table->count >= sink->batch ? sink->full(sink->arg) : 0;
}

struct route_hop *route_table_add_hop(struct route_table *table)
{
	struct route_hop *hops = grow(table->hop, table->hops, &table->hops_size, sizeof(*hops));

	if (!hops)
		return NULL;
	table->hop = hops;
	hops[table->hops] = (struct route_hop){ 0 };
	return &hops[table->hops++];
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
