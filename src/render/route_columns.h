/* The columns of the view of routes, for text and for programs. */
#ifndef NETSTAT_RENDER_ROUTE_COLUMNS_H
#define NETSTAT_RENDER_ROUTE_COLUMNS_H

#include "names.h"
#include "options.h"
#include "render/columns.h"
#include "render/text_table.h"
#include "render/view_columns.h"
#include "route.h"

enum { ROUTE_SCRATCH = 4200 }; /* an escaped host name, and the length of a prefix */

/* What all rows of a listing share. */
struct route_style {
	const struct options *options;
	const struct names *names;
	const struct route_table *table;
	char *scratch; /* ROUTE_SCRATCH bytes for the cell in hand */
};

/* What the columns' functions get as their row. */
struct route_row {
	const struct route_style *style;
	const struct route *route;
};

/* The columns, by their place in route_columns. */
enum route_column {
	ROUTE_FAMILY,
	ROUTE_CACHED,
	ROUTE_DESTINATION,
	ROUTE_PREFIX_LENGTH,
	ROUTE_GENMASK,
	ROUTE_DESTINATION_NAME,
	ROUTE_GATEWAY_ADDRESS,
	ROUTE_GATEWAY_NAME,
	ROUTE_FLAGS,
	ROUTE_METRIC,
	ROUTE_REF,
	ROUTE_USE,
	ROUTE_MSS,
	ROUTE_WINDOW_SIZE,
	ROUTE_IRTT_TIME,
	ROUTE_INTERFACE_NAME,
	ROUTE_TYPE,
	ROUTE_PROTOCOL,
	ROUTE_SCOPE,
	ROUTE_TABLE,
	ROUTE_PREFERRED_SOURCE,
	ROUTE_SOURCE,
	ROUTE_SOURCE_PREFIX_LENGTH,
	ROUTE_TOS,
	ROUTE_EXPIRES_IN,
	ROUTE_HOP_GATEWAY,
	ROUTE_HOP_INTERFACE,
	ROUTE_HOP_WEIGHT,
	ROUTE_COLUMNS,
};

extern const struct column route_columns[ROUTE_COLUMNS];

/* What the ends of a route are looked up as. */
enum name_of_route route_destination_kind(const struct route *route);
enum name_of_route route_gateway_kind(const struct route *route);

/* Whether names were asked for. */
bool route_wants_names(const struct route_style *style);

/* Whether the destination is 0.0.0.0/0. */
bool route_is_inet_default(const struct route *route);

/* net-tools' tables. */
enum route_layout {
	ROUTE_LAYOUT_METRIC, /* -e */
	ROUTE_LAYOUT_MSS,    /* no -e */
	ROUTE_LAYOUT_BOTH,   /* -ee */
	ROUTE_LAYOUTS,
};

extern const struct layout route_inet_layouts[ROUTE_LAYOUTS], route_cache_layouts[ROUTE_LAYOUTS],
	route_inet6_layout;

/* -ee: net-tools has other widths for routes that reject. */
extern const struct layout route_reject_layout;

#endif
