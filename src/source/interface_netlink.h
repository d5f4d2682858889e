/* Interfaces and their addresses over rtnetlink. */
#ifndef NETSTAT_SOURCE_INTERFACE_NETLINK_H
#define NETSTAT_SOURCE_INTERFACE_NETLINK_H

#include <libmnl/libmnl.h>

#include "source/interface.h"

/*
 * Read all into an empty list, without its order; with `addresses` IPv6 addresses too. Returns 0 or
 * -errno; what came before an error stays in the list.
 */
int interface_netlink_read(struct interface_list *list, bool addresses);

/* Add what one message tells; its header has been checked, nothing else. Returns 0 or -errno. */
int interface_netlink_link(const struct nlmsghdr *header, struct interface_list *list);
int interface_netlink_address(const struct nlmsghdr *header, struct interface_list *list);

#endif
