/* Names for network namespaces. */
#ifndef NETSTAT_SOURCE_NETNS_NAMES_H
#define NETSTAT_SOURCE_NETNS_NAMES_H

#include "source/netns.h"

/*
 * Name those that have no name yet: ours is `self`; else the container of the process with the
 * lowest number in it, else PID/COMMAND of that process, else the path of a mount. Then make the
 * names different and sort the list: ours, then the others by name. Returns 0 or -ENOMEM.
 */
int netns_name(struct netns_list *list);

/*
 * Make names that look alike different: @INODE is appended to each of them, and to what ends like
 * that already. Returns 0 or -ENOMEM.
 */
int netns_make_unique(struct netns_list *list);

#endif
