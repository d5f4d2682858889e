/* net-tools' tables of routes: which column stands where, and what it shows of a route. */
#include "config.h"

#include <stdio.h>
#include <string.h>

#include "render/route_columns.h"
#include "render/route_words.h"
#include "render/text.h"

enum { ADDRESS_CUT = 15, SHORT_INTERFACE = 6 };

static const struct route *route_of(const void *row)
{
	return ((const struct route_row *)row)->route;
}

static bool rejects(const struct route *route)
{
	return route->family == AF_INET && !route->cached && route->flags & ROUTE_REJECT;
}

/* ---- addresses ---- */

static void plain_address(struct cell *cell, uint8_t family, const union inet_addr *addr)
{
	cell->buffer[text_address(cell->buffer, family, addr)] = '\0';
	cell_text(cell, cell->buffer);
}

/* A name if it is wanted and there is one. */
static void named(const void *row, struct cell *cell, enum name_of_route kind, uint8_t family,
		  const union inet_addr *addr)
{
	const struct route_style *style = ((const struct route_row *)row)->style;
	bool names = route_wants_names(style);

	cell_text(cell, names ? names_route(style->names, kind, addr) : NULL);
	if (cell->kind == CELL_NULL && names && family == AF_INET6 && addr_is_any(addr))
		cell_text(cell, "[::]");
	else if (cell->kind == CELL_NULL)
		plain_address(cell, family, addr);
}

static void show_destination(const void *row, const void *item, struct cell *cell)
{
	const struct route_style *style = ((const struct route_row *)row)->style;
	const struct route *route = route_of(row);

	(void)item;
	if (route_is_inet_default(route) && route_wants_names(style))
		cell_text(cell, "default");
	else
		named(row, cell, route_destination_kind(route), route->family, &route->destination);
}

static void show_network(const void *row, const void *item, struct cell *cell)
{
	const struct route_style *style = ((const struct route_row *)row)->style;

	show_destination(row, item, cell);
	snprintf(style->scratch, ROUTE_SCRATCH, "%s/%u", cell->text, route_of(row)->prefix_length);
	cell_text(cell, style->scratch);
}

static void show_gateway(const void *row, const void *item, struct cell *cell)
{
	const struct route *route = route_of(row);

	(void)item;
	if (rejects(route))
		return;
	if (route->family == AF_INET && route->gateway_family == AF_INET6)
		plain_address(cell, AF_INET, &(const union inet_addr){ 0 }); /* as /proc has it */
	else
		named(row, cell, route_gateway_kind(route), route->family, &route->gateway);
}

static void show_source(const void *row, const void *item, struct cell *cell)
{
	(void)item;
	named(row, cell, NAME_OF_IPV4, AF_INET, &route_of(row)->source);
}

static void show_preferred_source(const void *row, const void *item, struct cell *cell)
{
	(void)item;
	named(row, cell, NAME_OF_IPV4, AF_INET, &route_of(row)->preferred_source);
}

/* ---- the rest ---- */

static void show_flags(const void *row, const void *item, struct cell *cell)
{
	(void)item;
	route_letters(cell->buffer, route_of(row));
	cell_text(cell, cell->buffer);
}

/* net-tools prints them all as signed numbers of 32 bits. */
static void show_number(struct cell *cell, bool known, uint32_t number)
{
	if (known)
		cell_signed(cell, (int32_t)number);
}

static void show_metric(const void *row, const void *item, struct cell *cell)
{
	(void)item;
	show_number(cell, true, route_of(row)->metric);
}

static void show_ref(const void *row, const void *item, struct cell *cell)
{
	const struct route *route = route_of(row);

	(void)item;
	show_number(cell, route_has(route, ROUTE_HAS_COUNTS) && !rejects(route), route->ref);
}

static void show_use(const void *row, const void *item, struct cell *cell)
{
	const struct route *route = route_of(row);

	(void)item;
	show_number(cell, route_has(route, ROUTE_HAS_COUNTS), route->use);
}

static void show_mss(const void *row, const void *item, struct cell *cell)
{
	(void)item;
	show_number(cell, !rejects(route_of(row)), route_of(row)->mss);
}

static void show_window(const void *row, const void *item, struct cell *cell)
{
	(void)item;
	show_number(cell, !rejects(route_of(row)), route_of(row)->window);
}

static void show_irtt(const void *row, const void *item, struct cell *cell)
{
	(void)item;
	show_number(cell, !rejects(route_of(row)), route_of(row)->irtt);
}

static void show_interface(const void *row, const void *item, struct cell *cell)
{
	const struct route *route = route_of(row);

	(void)item;
	if (!rejects(route))
		cell_text(cell, *route->interface ? route->interface : "*");
}

static void show_tos(const void *row, const void *item, struct cell *cell)
{
	(void)item;
	show_number(cell, true, route_of(row)->tos);
}

static void show_hh_references(const void *row, const void *item, struct cell *cell)
{
	(void)item;
	show_number(cell, true, route_of(row)->hh_references);
}

static void show_hh_up_to_date(const void *row, const void *item, struct cell *cell)
{
	(void)item;
	show_number(cell, true, route_of(row)->hh_up_to_date);
}

/* ---- tables ---- */

#define CELL(column_, title_, width_, ...)                                                       \
	{                                                                                        \
		.column = &route_columns[column_], .title = title_, .width = width_, __VA_ARGS__ \
	}
#define LEFT(column_, title_, width_, show) CELL(column_, title_, width_, .gap = 1, .get = show)
#define RIGHT(column_, title_, width_, show) \
	CELL(column_, title_, width_, .gap = 1, .right = true, .get = show)
#define ADDRESS(column_, title_, gap_, cut_, show) \
	CELL(column_, title_, ADDRESS_CUT, .gap = gap_, .cut = cut_, .get = show)

#define ROUTE_ADDRESSES                                                                  \
	ADDRESS(ROUTE_DESTINATION, "Destination", 0, ADDRESS_CUT, show_destination),     \
		ADDRESS(ROUTE_GATEWAY_ADDRESS, "Gateway", 1, ADDRESS_CUT, show_gateway), \
		ADDRESS(ROUTE_GENMASK, "Genmask", 1, ADDRESS_CUT, NULL),                 \
		LEFT(ROUTE_FLAGS, "Flags", 5, show_flags)
#define CACHE_ADDRESSES                                                            \
	ADDRESS(ROUTE_SOURCE, "Source", 0, 0, show_source),                        \
		ADDRESS(ROUTE_DESTINATION, "Destination", 1, 0, show_destination), \
		ADDRESS(ROUTE_GATEWAY_ADDRESS, "Gateway", 1, 0, show_gateway),     \
		LEFT(ROUTE_FLAGS, "Flags", 5, show_flags)
#define METRIC_CELLS                                                                       \
	LEFT(ROUTE_METRIC, "Metric", 6, show_metric), LEFT(ROUTE_REF, "Ref", 2, show_ref), \
		RIGHT(ROUTE_USE, "Use", 7, show_use),                                      \
		LEFT(ROUTE_INTERFACE_NAME, "Iface", 0, show_interface)
#define MSS_CELLS                                                                                \
	RIGHT(ROUTE_MSS, "MSS", 5, show_mss), LEFT(ROUTE_WINDOW_SIZE, "Window", 5, show_window), \
		RIGHT(ROUTE_IRTT_TIME, "irtt", 6, show_irtt),                                    \
		LEFT(ROUTE_INTERFACE_NAME, "Iface", 0, show_interface)
#define BOTH_CELLS(ref_width, use_width, irtt_width)                                               \
	LEFT(ROUTE_METRIC, "Metric", 6, show_metric), LEFT(ROUTE_REF, "Ref", ref_width, show_ref), \
		RIGHT(ROUTE_USE, "Use", use_width, show_use),                                      \
		CELL(ROUTE_INTERFACE_NAME, "Iface", SHORT_INTERFACE, .gap = 1,                     \
		     .cut = SHORT_INTERFACE, .get = show_interface),                               \
		CELL(ROUTE_MSS, "MSS", 5, .gap = 3, .get = show_mss),                              \
		LEFT(ROUTE_WINDOW_SIZE, "Window", 6, show_window),                                 \
		LEFT(ROUTE_IRTT_TIME, "irtt", irtt_width, show_irtt)

static const struct layout_cell inet_metric[] = { ROUTE_ADDRESSES, METRIC_CELLS };
static const struct layout_cell inet_mss[] = { ROUTE_ADDRESSES, MSS_CELLS };
static const struct layout_cell inet_both[] = { ROUTE_ADDRESSES, BOTH_CELLS(3, 6, 0) };
static const struct layout_cell inet_reject[] = { ROUTE_ADDRESSES, BOTH_CELLS(2, 7, 0) };
static const struct layout_cell cache_metric[] = { CACHE_ADDRESSES, METRIC_CELLS };
static const struct layout_cell cache_mss[] = { CACHE_ADDRESSES, MSS_CELLS };
static const struct layout_cell cache_both[] = {
	CACHE_ADDRESSES,
	BOTH_CELLS(3, 6, 5),
	LEFT(ROUTE_TOS, "TOS", 3, show_tos),
	LEFT(ROUTE_TOS, "HHRef", 3, show_hh_references),
	CELL(ROUTE_TOS, "HHUptod", 3, .gap = 3, .get = show_hh_up_to_date),
	RIGHT(ROUTE_PREFERRED_SOURCE, "SpecDst", 15, show_preferred_source),
};
static const struct layout_cell inet6_cells[] = {
	CELL(ROUTE_DESTINATION, "Destination", 30, .get = show_network),
	LEFT(ROUTE_GATEWAY_ADDRESS, "Next Hop", 26, show_gateway),
	LEFT(ROUTE_FLAGS, "Flag", 4, show_flags),
	LEFT(ROUTE_METRIC, "Met", 3, show_metric),
	LEFT(ROUTE_REF, "Ref", 1, show_ref),
	RIGHT(ROUTE_USE, "Use", 6, show_use),
	LEFT(ROUTE_INTERFACE_NAME, "If", 0, show_interface),
};

#define LAYOUT(cells_)                                                       \
	{                                                                    \
		.cells = cells_, .count = sizeof(cells_) / sizeof(*(cells_)) \
	}

const struct layout route_inet_layouts[ROUTE_LAYOUTS] = {
	[ROUTE_LAYOUT_METRIC] = LAYOUT(inet_metric),
	[ROUTE_LAYOUT_MSS] = LAYOUT(inet_mss),
	[ROUTE_LAYOUT_BOTH] = LAYOUT(inet_both),
};
const struct layout route_cache_layouts[ROUTE_LAYOUTS] = {
	[ROUTE_LAYOUT_METRIC] = LAYOUT(cache_metric),
	[ROUTE_LAYOUT_MSS] = LAYOUT(cache_mss),
	[ROUTE_LAYOUT_BOTH] = LAYOUT(cache_both),
};
const struct layout route_inet6_layout = LAYOUT(inet6_cells);
const struct layout route_reject_layout = LAYOUT(inet_reject);
