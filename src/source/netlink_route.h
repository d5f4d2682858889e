/* Routes over rtnetlink. */
#ifndef NETSTAT_SOURCE_NETLINK_ROUTE_H
#define NETSTAT_SOURCE_NETLINK_ROUTE_H

#include <libmnl/libmnl.h>
#include <stdint.h>

#include "page/progress.h"
#include "route.h"

/*
 * Read the routes that /proc shows of AF_INET (those of the table main) or AF_INET6 (all tables) into
 * the sink. Returns 0 or -errno; rows may have been put before an error.
 */
int netlink_routes(uint8_t family, struct progress *progress, const struct route_sink *sink);

/*
 * Read one message, all lengths checked. `interface` gives the name of an interface by its number, at
 * most 15 bytes, or NULL. Hops go into the table. Returns 1: *route is one to be shown, 0: it is not,
 * or -errno.
 */
int netlink_route_message(const struct nlmsghdr *header, uint8_t family, struct route_table *table,
			  const char *(*interface)(void *arg, uint32_t index), void *arg,
			  struct route *route);

#endif
