/* IPv6 addresses from /proc/net/if_inet6. */
#ifndef NETSTAT_SOURCE_INTERFACE_INET6_H
#define NETSTAT_SOURCE_INTERFACE_INET6_H

#include "source/interface.h"

/* Add all to the list; a line that cannot be understood is left out. Returns 0 or -errno. */
int interface_inet6_read(struct interface_list *list);

/* One line. False: it cannot be understood. */
bool interface_inet6_parse(const char *line, struct interface_inet6 *inet6);

/* The scope that the kernel writes there for an address (net/ipv6/addrconf_core.c). */
uint8_t interface_inet6_scope(const uint8_t address[16]);

#endif
