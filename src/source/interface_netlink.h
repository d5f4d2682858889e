/* Interfaces and their addresses over rtnetlink. */
#ifndef NETSTAT_SOURCE_INTERFACE_NETLINK_H
#define NETSTAT_SOURCE_INTERFACE_NETLINK_H

#include <stdbool.h>

#include "source/interface.h"

/*
 * Read all into an empty list, without its order; with `addresses` IPv6 addresses too. Returns 0 or
 * -errno; what came before an error stays in the list.
 */
int interface_netlink_read(struct interface_list *list, bool addresses);

#endif
