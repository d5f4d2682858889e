/* The interfaces of this network namespace, from where they can be had. */
#ifndef NETSTAT_SOURCE_INTERFACES_H
#define NETSTAT_SOURCE_INTERFACES_H

#include "options.h"
#include "source/interface.h"

/*
 * Read all into an empty list, in net-tools' order; with `details` what a table of counters does not
 * show. SOURCE_AUTO asks over netlink, and if that is refused reads /proc. Returns 0 or -errno. In
 * any case the caller frees the list.
 */
int interfaces_read(struct interface_list *list, enum source_kind source, bool details);

#endif
