/* A message of rtnetlink about a route. */
#include "config.h"

#include "source/netlink_route.h"

#include <arpa/inet.h>
#include <errno.h>
#include <linux/rtnetlink.h>
#include <string.h>
#include <unistd.h>

#include "source/attributes.h"
#include "source/netlink.h"

/* ---- attributes ---- */

/* RTA_NH_ID, which headers from before Linux 5.3 lack. */
enum { NEXTHOP_ID = 30, LAST_TYPE = RTA_MAX > NEXTHOP_ID ? RTA_MAX : NEXTHOP_ID };

/* The attributes of a route by type; NULL: it has none. */
struct attributes {
	const struct nlattr *by_type[LAST_TYPE + 1];
};

static void collect(struct attributes *found, const void *at, const void *end)
{
	const struct nlattr *attribute;

	*found = (struct attributes){ 0 };
	while ((attribute = nl_attribute(at, end))) {
		uint16_t type = mnl_attr_get_type(attribute);

		if (type <= LAST_TYPE)
			found->by_type[type] = attribute;
		at = mnl_attr_next(attribute);
	}
}

static void number(const struct attributes *found, int type, uint32_t *value)
{
	attribute_read(found->by_type[type], value, sizeof(*value));
}

static size_t address_size(uint8_t family)
{
	return family == AF_INET ? 4 : 16;
}

static void address(const struct attributes *found, int type, uint8_t family, union inet_addr *addr)
{
	attribute_read(found->by_type[type], addr, address_size(family));
}

/* A gateway of another family than the route's comes as RTA_VIA. Returns its family. */
static uint8_t gateway(const struct attributes *found, uint8_t family, union inet_addr *addr)
{
	const struct nlattr *attribute = found->by_type[RTA_VIA];
	const struct rtvia *via;

	address(found, RTA_GATEWAY, family, addr);
	if (!attribute || mnl_attr_get_payload_len(attribute) < sizeof(*via) + 4)
		return family;
	via = mnl_attr_get_payload(attribute);
	if (via->rtvia_family != AF_INET && via->rtvia_family != AF_INET6)
		return family;
	if (mnl_attr_get_payload_len(attribute) <
	    sizeof(*via) + address_size((uint8_t)via->rtvia_family))
		return family;
	memcpy(addr, via->rtvia_addr, address_size((uint8_t)via->rtvia_family));
	return (uint8_t)via->rtvia_family;
}

/* As fib_route_seq_show() in the kernel prints them. */
static void metrics(const struct attributes *found, struct route *route)
{
	const struct nlattr *nest = found->by_type[RTA_METRICS];
	uint32_t segment = 0, time = 0;

	attribute_read(attribute_inside(nest, RTAX_ADVMSS), &segment, sizeof(segment));
	attribute_read(attribute_inside(nest, RTAX_WINDOW), &route->window, sizeof(route->window));
	attribute_read(attribute_inside(nest, RTAX_RTT), &time, sizeof(time));
	route->mss = segment ? segment + 40 : 0;
	route->irtt = time >> 3;
}

/* ---- hops ---- */

struct naming {
	const char *(*name)(void *arg, uint32_t index);
	void *arg;
};

static void set_interface(char to[ROUTE_INTERFACE], const struct naming *naming, uint32_t index)
{
	const char *name = index ? naming->name(naming->arg, index) : NULL;

	to[0] = '\0';
	if (name)
		strncat(to, name, ROUTE_INTERFACE - 1);
}

static int add_hop(const struct rtnexthop *next, const struct naming *naming,
		   struct route_table *table, struct route *route)
{
	struct route_hop *hop = route_table_add_hop(table);
	struct attributes found;

	if (!hop)
		return -ENOMEM;
	collect(&found, RTNH_DATA(next), (const char *)next + next->rtnh_len);
	hop->family = gateway(&found, route->family, &hop->gateway);
	hop->weight = (uint32_t)next->rtnh_hops + 1;
	set_interface(hop->interface, naming, (uint32_t)next->rtnh_ifindex);
	route->hops++;
	return 0;
}

static int read_hops(const struct nlattr *attribute, const struct naming *naming,
		     struct route_table *table, struct route *route)
{
	const char *at = mnl_attr_get_payload(attribute);
	size_t left = mnl_attr_get_payload_len(attribute);

	route->first_hop = (uint32_t)table->hops;
	while (left >= sizeof(struct rtnexthop)) {
		const struct rtnexthop *next = (const void *)at;
		size_t step = RTNH_ALIGN(next->rtnh_len);
		int result;

		if (next->rtnh_len < sizeof(*next) || next->rtnh_len > left)
			return -EBADMSG;
		result = add_hop(next, naming, table, route);
		if (result)
			return result;
		if (step >= left)
			break;
		at += step;
		left -= step;
	}
	return 0;
}

/* The first of several is what /proc shows of an IPv4 route. */
static void take_first_hop(const struct route_table *table, struct route *route)
{
	const struct route_hop *hop = &table->hop[route->first_hop];

	route->gateway = hop->gateway;
	route->gateway_family = hop->family;
	memcpy(route->interface, hop->interface, sizeof(route->interface));
}

/*
 * Whether its ways are known only by the number of a nexthop object: so are all those that have one
 * where net.ipv4.nexthop_compat_mode is 0. A blackhole has none.
 */
static bool has_hidden_hops(const struct attributes *found, const struct route *route)
{
	return found->by_type[NEXTHOP_ID] && route->type != RTN_BLACKHOLE &&
	       !found->by_type[RTA_OIF] && !found->by_type[RTA_MULTIPATH];
}

/* ---- routes ---- */

static bool rejects(uint8_t type)
{
	return type == RTN_UNREACHABLE || type == RTN_PROHIBIT;
}

/* As fib_flag_trans() in the kernel makes them. */
static uint32_t inet_flags(const struct route *route)
{
	return ROUTE_UP | (rejects(route->type) ? ROUTE_REJECT : 0) |
	       (addr_is_any(&route->gateway) ? 0 : ROUTE_GATEWAY) |
	       (route->mask == 0xffffffff ? ROUTE_HOST : 0);
}

/* Those that follow from the rest; ip6_route_info_create() and addrconf_f6i_alloc() set them. */
static uint32_t inet6_flags(const struct route *route)
{
	uint32_t flags = ROUTE_UP;

	if (rejects(route->type) || route->type == RTN_BLACKHOLE || route->type == RTN_THROW)
		return ROUTE_REJECT | ROUTE_NONEXTHOP;
	if (!addr_is_any(&route->gateway))
		flags |= ROUTE_GATEWAY;
	if (route->type == RTN_LOCAL)
		flags |= ROUTE_LOCAL | ROUTE_NONEXTHOP;
	if (route->type == RTN_ANYCAST)
		flags |= ROUTE_ANYCAST;
	return flags | (route->expires ? ROUTE_EXPIRES : 0);
}

static uint32_t mask_of(unsigned length)
{
	return htonl(length ? ~(uint32_t)0 << (32 - length) : 0);
}

static void read_expires(const struct attributes *found, struct route *route)
{
	struct rta_cacheinfo info;
	long ticks;

	if (!attribute_read(found->by_type[RTA_CACHEINFO], &info, sizeof(info)))
		return;
	ticks = sysconf(_SC_CLK_TCK);
	if (ticks > 0 && info.rta_expires > 0)
		route->expires = (uint32_t)(((long)info.rta_expires + ticks - 1) / ticks);
}

static void read_fields(const struct rtmsg *message, const struct attributes *found,
			const struct naming *naming, struct route *route)
{
	uint32_t index = 0;

	*route = (struct route){ .family = message->rtm_family,
				 .has = ROUTE_HAS_KIND,
				 .type = message->rtm_type,
				 .protocol = message->rtm_protocol,
				 .scope = message->rtm_scope,
				 .table = message->rtm_table,
				 .prefix_length = message->rtm_dst_len,
				 .source_length = message->rtm_src_len };
	if (route->family == AF_INET) {
		route->has |= ROUTE_HAS_FLAGS | ROUTE_HAS_METRICS;
		route->mask = mask_of(message->rtm_dst_len);
	}
	number(found, RTA_TABLE, &route->table);
	number(found, RTA_PRIORITY, &route->metric);
	number(found, RTA_OIF, &index);
	address(found, RTA_DST, route->family, &route->destination);
	address(found, RTA_SRC, route->family, &route->source);
	address(found, RTA_PREFSRC, route->family, &route->preferred_source);
	route->gateway_family = gateway(found, route->family, &route->gateway);
	set_interface(route->interface, naming, index);
	metrics(found, route);
	read_expires(found, route);
}

/* /proc shows of IPv4 the table main, but no broadcast and multicast addresses. */
static bool is_listed(const struct route *route, const struct rtmsg *message)
{
	if (message->rtm_flags & RTM_F_CLONED)
		return false;
	return route->family == AF_INET6 ||
	       (route->table == RT_TABLE_MAIN && route->type != RTN_BROADCAST &&
		route->type != RTN_MULTICAST);
}

int netlink_route_message(const struct nlmsghdr *header, uint8_t family, struct route_table *table,
			  const char *(*interface)(void *arg, uint32_t index), void *arg,
			  struct route *route)
{
	const struct naming naming = { interface, arg };
	const struct rtmsg *message = mnl_nlmsg_get_payload(header);
	struct attributes found;

	if (header->nlmsg_type != RTM_NEWROUTE)
		return 0;
	if (mnl_nlmsg_get_payload_len(header) < sizeof(*message))
		return -EBADMSG;
	if (message->rtm_family != family)
		return 0;
	if (message->rtm_dst_len > 8 * address_size(family) ||
	    message->rtm_src_len > 8 * address_size(family))
		return -EBADMSG;
	collect(&found, message + 1, (const char *)header + header->nlmsg_len);
	read_fields(message, &found, &naming, route);
	if (!is_listed(route, message))
		return 0;
	if (has_hidden_hops(&found, route))
		return -EOPNOTSUPP;
	if (found.by_type[RTA_MULTIPATH]) {
		int result = read_hops(found.by_type[RTA_MULTIPATH], &naming, table, route);

		if (result)
			return result;
		if (route->hops)
			take_first_hop(table, route);
	}
	route->flags = family == AF_INET ? inet_flags(route) : inet6_flags(route);
	return 1;
}
