#include "config.h"

#include "render/route_columns.h"

#include <string.h>

#include "render/route_values.h"

static const struct route *route_of(const void *row)
{
	return ((const struct route_row *)row)->route;
}

/* ---- the order ---- */

static int compare_addresses(uint8_t family_a, const union inet_addr *a, uint8_t family_b,
			     const union inet_addr *b)
{
	if (family_a != family_b)
		return family_a == AF_INET ? -1 : 1;
	return memcmp(a, b, sizeof(*a));
}

static int compare_destinations(const void *a, const void *b)
{
	const struct route *x = route_of(a), *y = route_of(b);
	int order = compare_addresses(x->family, &x->destination, y->family, &y->destination);

	return order ? order : route_prefix_length(x) - route_prefix_length(y);
}

static int compare_gateways(const void *a, const void *b)
{
	const struct route *x = route_of(a), *y = route_of(b);

	return compare_addresses(x->gateway_family, &x->gateway, y->gateway_family, &y->gateway);
}

static int compare_sources(const void *a, const void *b)
{
	const struct route *x = route_of(a), *y = route_of(b);

	return compare_addresses(x->family, &x->source, y->family, &y->source);
}

static int compare_preferred_sources(const void *a, const void *b)
{
	const struct route *x = route_of(a), *y = route_of(b);

	return compare_addresses(x->family, &x->preferred_source, y->family, &y->preferred_source);
}

static int compare_masks(const void *a, const void *b)
{
	return memcmp(&route_of(a)->mask, &route_of(b)->mask, sizeof(uint32_t));
}

/* ---- the table ---- */

const struct column route_columns[ROUTE_COLUMNS] = {
	[ROUTE_FAMILY] = { .key = "family",
			   .type = "string",
			   .get = route_get_family,
			   .help = "inet or inet6" },
	[ROUTE_CACHED] = { .key = "cached",
			   .type = "boolean",
			   .get = route_get_cached,
			   .help = "whether it is an entry of the route cache (-C), no route" },
	[ROUTE_DESTINATION] = { .key = "destination",
				.type = "string",
				.get = route_get_destination,
				.compare = compare_destinations,
				.help = "address of the network or host" },
	[ROUTE_PREFIX_LENGTH] = { .key = "prefix_length",
				  .type = "integer",
				  .get = route_get_prefix_length,
				  .help = "leading bits of the address that count; null: the mask "
					  "is no prefix" },
	[ROUTE_GENMASK] = { .key = "genmask",
			    .type = "string",
			    .get = route_get_genmask,
			    .compare = compare_masks,
			    .help = "the mask, of IPv4; null: IPv6" },
	[ROUTE_DESTINATION_NAME] = { .key = "destination_name",
				     .type = "string",
				     .get = route_get_destination_name,
				     .applies = route_has_names,
				     .help = "name of the network or host, or default; null: it "
					     "has none" },
	[ROUTE_GATEWAY_ADDRESS] = { .key = "gateway",
				    .type = "string",
				    .get = route_get_gateway,
				    .compare = compare_gateways,
				    .help = "address of the next hop; null: none, it is on the "
					    "link" },
	[ROUTE_GATEWAY_NAME] = { .key = "gateway_name",
				 .type = "string",
				 .get = route_get_gateway_name,
				 .applies = route_has_names,
				 .help = "name of the next hop; null: it has none" },
	[ROUTE_FLAGS] = { .group = &route_flags_group,
			  .type = "string",
			  .get = route_get_flag,
			  .help = "a flag" },
	[ROUTE_METRIC] = { .key = "metric",
			   .type = "integer",
			   .get = route_get_metric,
			   .help = "of routes to the same destination the lowest is taken" },
	[ROUTE_REF] = { .key = "ref",
			.type = "integer",
			.get = route_get_ref,
			.help = "references within the kernel; null: not known (over netlink)" },
	[ROUTE_USE] = { .key = "use",
			.type = "integer",
			.get = route_get_use,
			.help = "how often it was looked up, which newer kernels give as 0; "
				"null: not known (over netlink)" },
	[ROUTE_MSS] = { .key = "mss",
			.type = "integer",
			.get = route_get_mss,
			.help = "the MSS column: advertised segment size and 40 bytes of headers; "
				"0: not set; null: IPv6" },
	[ROUTE_WINDOW_SIZE] = { .key = "window",
				.type = "integer",
				.get = route_get_window,
				.help = "largest TCP window to advertise, bytes; 0: not set; null: "
					"IPv6" },
	[ROUTE_IRTT_TIME] = { .key = "irtt",
			      .type = "integer",
			      .get = route_get_irtt,
			      .help = "first guess of the round trip time, ms; 0: not set; null: "
				      "IPv6" },
	[ROUTE_INTERFACE_NAME] = { .key = "interface",
				   .type = "string",
				   .get = route_get_interface,
				   .help = "name of the interface; null: none" },
	[ROUTE_TYPE] = { .key = "type",
			 .type = "string",
			 .get = route_get_type,
			 .help = "unicast, local, blackhole, unreachable, prohibit, throw ..., "
				 "as ip route has it; null: not known (from /proc)" },
	[ROUTE_PROTOCOL] = { .key = "protocol",
			     .type = "string",
			     .get = route_get_protocol,
			     .help = "who made it: kernel, boot, static, ra, dhcp, bgp ... or a "
				     "number; "
				     "null: not known (from /proc)" },
	[ROUTE_SCOPE] = { .key = "scope",
			  .type = "string",
			  .get = route_get_scope,
			  .help = "global, site, link, host, nowhere or a number; "
				  "null: not known (from /proc)" },
	[ROUTE_TABLE] = { .key = "table",
			  .type = "integer",
			  .get = route_get_table,
			  .help = "number of the routing table (254: main, 255: local); "
				  "null: not known (from /proc)" },
	[ROUTE_PREFERRED_SOURCE] = { .key = "preferred_source",
				     .type = "string",
				     .get = route_get_preferred_source,
				     .compare = compare_preferred_sources,
				     .help = "address that packets are sent from; null: none, or "
					     "not "
					     "known (from /proc)" },
	[ROUTE_SOURCE] = { .key = "source",
			   .type = "string",
			   .get = route_get_source,
			   .compare = compare_sources,
			   .help = "only for packets from this network or host; null: for all" },
	[ROUTE_SOURCE_PREFIX_LENGTH] = { .key = "source_prefix_length",
					 .type = "integer",
					 .get = route_get_source_length,
					 .help = "leading bits of source that count; null: no "
						 "source" },
	[ROUTE_TOS] = { .key = "tos",
			.type = "integer",
			.get = route_get_tos,
			.help = "type of service of an entry of the IPv4 cache; null: it is none" },
	[ROUTE_EXPIRES_IN] = { .key = "expires",
			       .type = "integer",
			       .get = route_get_expires,
			       .help = "seconds until it goes; null: it stays, or not known (from "
				       "/proc)" },
	[ROUTE_HOP_GATEWAY] = { .group = &route_hops_group,
				.key = "gateway",
				.type = "string",
				.get = route_get_hop_gateway,
				.help = "address of the next hop; null: none, it is on the link" },
	[ROUTE_HOP_INTERFACE] = { .group = &route_hops_group,
				  .key = "interface",
				  .type = "string",
				  .get = route_get_hop_interface,
				  .help = "name of the interface; null: none" },
	[ROUTE_HOP_WEIGHT] = { .group = &route_hops_group,
			       .key = "weight",
			       .type = "integer",
			       .get = route_get_hop_weight,
			       .help = "share of the traffic, relative to the others'" },
};

const struct view_columns route_view_columns = {
	.columns = route_columns,
	.count = ROUTE_COLUMNS,
	.schema = "netstat-ng/routes/1",
	.list = "routes",
};
