/* The values of the columns of routes, for route_columns.c. */
#ifndef NETSTAT_RENDER_ROUTE_VALUES_H
#define NETSTAT_RENDER_ROUTE_VALUES_H

#include "render/columns.h"

void route_get_family(const void *row, const void *item, struct cell *cell);
void route_get_cached(const void *row, const void *item, struct cell *cell);
void route_get_destination(const void *row, const void *item, struct cell *cell);
void route_get_prefix_length(const void *row, const void *item, struct cell *cell);
void route_get_genmask(const void *row, const void *item, struct cell *cell);
void route_get_destination_name(const void *row, const void *item, struct cell *cell);
void route_get_gateway(const void *row, const void *item, struct cell *cell);
void route_get_gateway_name(const void *row, const void *item, struct cell *cell);
void route_get_preferred_source(const void *row, const void *item, struct cell *cell);
void route_get_source(const void *row, const void *item, struct cell *cell);
void route_get_source_length(const void *row, const void *item, struct cell *cell);
void route_get_metric(const void *row, const void *item, struct cell *cell);
void route_get_ref(const void *row, const void *item, struct cell *cell);
void route_get_use(const void *row, const void *item, struct cell *cell);
void route_get_mss(const void *row, const void *item, struct cell *cell);
void route_get_window(const void *row, const void *item, struct cell *cell);
void route_get_irtt(const void *row, const void *item, struct cell *cell);
void route_get_tos(const void *row, const void *item, struct cell *cell);
void route_get_expires(const void *row, const void *item, struct cell *cell);
void route_get_table(const void *row, const void *item, struct cell *cell);
void route_get_interface(const void *row, const void *item, struct cell *cell);
void route_get_type(const void *row, const void *item, struct cell *cell);
void route_get_protocol(const void *row, const void *item, struct cell *cell);
void route_get_scope(const void *row, const void *item, struct cell *cell);
void route_get_flag(const void *row, const void *item, struct cell *cell);
void route_get_hop_gateway(const void *row, const void *item, struct cell *cell);
void route_get_hop_interface(const void *row, const void *item, struct cell *cell);
void route_get_hop_weight(const void *row, const void *item, struct cell *cell);

/* Whether names were asked for. */
bool route_has_names(const void *row);

extern const struct column_group route_flags_group, route_hops_group;

#endif
