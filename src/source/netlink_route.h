/* Routes over rtnetlink. */
#ifndef NETSTAT_SOURCE_NETLINK_ROUTE_H
#define NETSTAT_SOURCE_NETLINK_ROUTE_H

#include <libmnl/libmnl.h>
#include <stdbool.h>
#include <stdint.h>

#include "route.h"

/*
 * Read the routes that /proc shows of AF_INET (those of the table main) or AF_INET6 (all tables) into
 * the table of the sink, which is emptied first. If the sink holds all of them, what changes meanwhile
 * is read anew. Returns 0, -errno or what the sink returned; of an error rows may be left in the
 * table. -EOPNOTSUPP: the kernel does not tell the hops of a route that has nexthop objects.
 */
int netlink_routes(uint8_t family, const struct route_sink *sink);

/* Whether the kernel tells the hops of all routes (net.ipv4.nexthop_compat_mode is not 0). */
bool netlink_routes_tell_hops(void);

/*
 * Read one message, all lengths checked. `interface` gives the name of an interface by its number, at
 * most 15 bytes, or NULL. Hops go into the table. Returns 1: *route is one to be shown, 0: it is not,
 * or -errno.
 */
int netlink_route_message(const struct nlmsghdr *header, uint8_t family, struct route_table *table,
			  const char *(*interface)(void *arg, uint32_t index), void *arg,
			  struct route *route);

#endif
