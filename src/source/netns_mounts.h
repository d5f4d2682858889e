/* Network namespaces that a mount holds. */
#ifndef NETSTAT_SOURCE_NETNS_MOUNTS_H
#define NETSTAT_SOURCE_NETNS_MOUNTS_H

#include <stdbool.h>

#include "source/netns.h"

/* Add those that are mounted where we see it. Returns 0 or -ENOMEM; without /proc there are none. */
int netns_add_mounts(struct netns_list *list);

/*
 * The mount point in a line of /proc/PID/mountinfo (proc(5)), if it is one of a network namespace;
 * the caller frees it. NULL: it is not, or there is no memory.
 */
char *netns_mount_point(const char *line);

#endif
