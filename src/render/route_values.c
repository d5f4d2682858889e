/* The values of the columns of routes. */
#include "config.h"

#include "render/route_values.h"

#include "render/route_columns.h"
#include "render/route_words.h"
#include "render/text.h"

static const struct route *route_of(const void *row)
{
	return ((const struct route_row *)row)->route;
}

bool route_wants_names(const struct route_style *style)
{
	return !style->options->numeric_hosts && !style->options->symbolic;
}

bool route_has_names(const void *row)
{
	return route_wants_names(((const struct route_row *)row)->style);
}

/* ---- ends ---- */

static void exact_address(struct cell *cell, uint8_t family, const union inet_addr *addr)
{
	cell->buffer[text_address_exact(cell->buffer, family, addr)] = '\0';
	cell_text(cell, cell->buffer);
}

/* Zeros are no address. */
static void some_address(struct cell *cell, uint8_t family, const union inet_addr *addr)
{
	if (!addr_is_any(addr))
		exact_address(cell, family, addr);
}

void route_get_family(const void *row, const void *item, struct cell *cell)
{
	(void)item;
	cell_text(cell, route_of(row)->family == AF_INET6 ? "inet6" : "inet");
}

void route_get_cached(const void *row, const void *item, struct cell *cell)
{
	(void)item;
	cell_bool(cell, route_of(row)->cached);
}

void route_get_destination(const void *row, const void *item, struct cell *cell)
{
	const struct route *route = route_of(row);

	(void)item;
	exact_address(cell, route->family, &route->destination);
}

void route_get_prefix_length(const void *row, const void *item, struct cell *cell)
{
	int length = route_prefix_length(route_of(row));

	(void)item;
	if (length >= 0)
		cell_unsigned(cell, (uint64_t)length);
}

void route_get_genmask(const void *row, const void *item, struct cell *cell)
{
	const struct route *route = route_of(row);
	const union inet_addr mask = { .words = { route->mask } };

	(void)item;
	if (route->family == AF_INET)
		exact_address(cell, AF_INET, &mask);
}

bool route_is_inet_default(const struct route *route)
{
	return route->family == AF_INET && !route->cached && !route->mask &&
	       addr_is_any(&route->destination);
}

enum name_of_route route_destination_kind(const struct route *route)
{
	bool host = route->flags & ROUTE_HOST || route->destination.words[0] & ~route->mask;

	if (route->family == AF_INET6)
		return NAME_OF_IPV6;
	if (route->cached)
		return NAME_OF_IPV4;
	return host ? NAME_OF_HOST : NAME_OF_NETWORK;
}

void route_get_destination_name(const void *row, const void *item, struct cell *cell)
{
	const struct route *route = route_of(row);
	const struct names *names = ((const struct route_row *)row)->style->names;

	(void)item;
	if (route_is_inet_default(route))
		cell_text(cell, "default");
	else
		cell_text(cell,
			  names_route(names, route_destination_kind(route), &route->destination));
}

void route_get_gateway(const void *row, const void *item, struct cell *cell)
{
	const struct route *route = route_of(row);

	(void)item;
	some_address(cell, route->gateway_family, &route->gateway);
}

enum name_of_route route_gateway_kind(const struct route *route)
{
	if (route->gateway_family == AF_INET6)
		return NAME_OF_IPV6;
	return route->cached ? NAME_OF_IPV4 : NAME_OF_HOST;
}

void route_get_gateway_name(const void *row, const void *item, struct cell *cell)
{
	const struct route *route = route_of(row);
	const struct names *names = ((const struct route_row *)row)->style->names;

	(void)item;
	cell_text(cell, names_route(names, route_gateway_kind(route), &route->gateway));
}

void route_get_preferred_source(const void *row, const void *item, struct cell *cell)
{
	const struct route *route = route_of(row);

	(void)item;
	some_address(cell, route->family, &route->preferred_source);
}

void route_get_source(const void *row, const void *item, struct cell *cell)
{
	const struct route *route = route_of(row);

	(void)item;
	some_address(cell, route->family, &route->source);
}

void route_get_source_length(const void *row, const void *item, struct cell *cell)
{
	const struct route *route = route_of(row);

	(void)item;
	if (!addr_is_any(&route->source))
		cell_unsigned(cell, route->family == AF_INET6 ? route->source_length : 32);
}

/* ---- numbers ---- */

/* A number that is known if the route has something. */
static void number_if(struct cell *cell, const struct route *route, enum route_has what,
		      uint32_t number)
{
	if (route_has(route, what))
		cell_unsigned(cell, number);
}

void route_get_metric(const void *row, const void *item, struct cell *cell)
{
	(void)item;
	cell_unsigned(cell, route_of(row)->metric);
}

void route_get_ref(const void *row, const void *item, struct cell *cell)
{
	(void)item;
	number_if(cell, route_of(row), ROUTE_HAS_COUNTS, route_of(row)->ref);
}

void route_get_use(const void *row, const void *item, struct cell *cell)
{
	(void)item;
	number_if(cell, route_of(row), ROUTE_HAS_COUNTS, route_of(row)->use);
}

void route_get_mss(const void *row, const void *item, struct cell *cell)
{
	(void)item;
	number_if(cell, route_of(row), ROUTE_HAS_METRICS, route_of(row)->mss);
}

void route_get_window(const void *row, const void *item, struct cell *cell)
{
	(void)item;
	number_if(cell, route_of(row), ROUTE_HAS_METRICS, route_of(row)->window);
}

void route_get_irtt(const void *row, const void *item, struct cell *cell)
{
	(void)item;
	number_if(cell, route_of(row), ROUTE_HAS_METRICS, route_of(row)->irtt);
}

void route_get_tos(const void *row, const void *item, struct cell *cell)
{
	(void)item;
	number_if(cell, route_of(row), ROUTE_HAS_CACHE, route_of(row)->tos);
}

void route_get_expires(const void *row, const void *item, struct cell *cell)
{
	(void)item;
	if (route_of(row)->expires)
		cell_unsigned(cell, route_of(row)->expires);
}

void route_get_table(const void *row, const void *item, struct cell *cell)
{
	(void)item;
	number_if(cell, route_of(row), ROUTE_HAS_KIND, route_of(row)->table);
}

/* ---- words ---- */

void route_get_interface(const void *row, const void *item, struct cell *cell)
{
	const struct route *route = route_of(row);

	(void)item;
	if (*route->interface)
		cell_text(cell, route->interface);
}

/* One of the numbers that have words. */
static void word_if(struct cell *cell, const struct route *route, uint8_t number,
		    const char *(*word)(uint8_t number, char buffer[ROUTE_WORD]))
{
	if (route_has(route, ROUTE_HAS_KIND))
		cell_text(cell, word(number, cell->buffer));
}

void route_get_type(const void *row, const void *item, struct cell *cell)
{
	(void)item;
	word_if(cell, route_of(row), route_of(row)->type, route_type_word);
}

void route_get_protocol(const void *row, const void *item, struct cell *cell)
{
	(void)item;
	word_if(cell, route_of(row), route_of(row)->protocol, route_protocol_word);
}

void route_get_scope(const void *row, const void *item, struct cell *cell)
{
	(void)item;
	word_if(cell, route_of(row), route_of(row)->scope, route_scope_word);
}

/* ---- lists ---- */

static bool has_flags(const void *row)
{
	return route_has(route_of(row), ROUTE_HAS_FLAGS) &&
	       !route_has(route_of(row), ROUTE_HAS_CACHE); /* whose bits mean something else */
}

static const void *next_flag(const void *row, const void *item)
{
	return route_next_flag(route_of(row)->flags, item);
}

void route_get_flag(const void *row, const void *item, struct cell *cell)
{
	(void)row;
	if (item)
		cell_text(cell, ((const struct route_flag *)item)->word);
}

const struct column_group route_flags_group = {
	.key = "flags",
	.present = has_flags,
	.next = next_flag,
	.help = "the kernel's flags (RTF_ in linux/route.h), in words; null: not known (IPv6 over "
		"netlink)",
};

static bool has_hops(const void *row)
{
	return route_has(route_of(row), ROUTE_HAS_KIND);
}

static const void *next_hop(const void *row, const void *item)
{
	const struct route *route = route_of(row);
	const struct route_table *table = ((const struct route_row *)row)->style->table;
	const struct route_hop *hop = item ? (const struct route_hop *)item + 1
					   : table->hop + route->first_hop;

	if (!route->hops || hop == table->hop + route->first_hop + route->hops)
		return NULL;
	return hop;
}

void route_get_hop_gateway(const void *row, const void *item, struct cell *cell)
{
	const struct route_hop *hop = item;

	(void)row;
	if (hop)
		some_address(cell, hop->family, &hop->gateway);
}

void route_get_hop_interface(const void *row, const void *item, struct cell *cell)
{
	const struct route_hop *hop = item;

	(void)row;
	if (hop && *hop->interface)
		cell_text(cell, hop->interface);
}

void route_get_hop_weight(const void *row, const void *item, struct cell *cell)
{
	const struct route_hop *hop = item;

	(void)row;
	if (hop)
		cell_unsigned(cell, hop->weight);
}

const struct column_group route_hops_group = {
	.key = "nexthops",
	.present = has_hops,
	.next = next_hop,
	.help = "all ways of a route that has several, the first of which is in gateway and "
		"interface; "
		"empty: it has one; null: not known (from /proc)",
};
