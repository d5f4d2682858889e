/* Network namespaces that processes are in. */
#ifndef NETSTAT_SOURCE_NETNS_PROCESSES_H
#define NETSTAT_SOURCE_NETNS_PROCESSES_H

#include "source/netns.h"

/*
 * Add the namespaces of all processes in /proc. Where a process may not be looked at, its namespace
 * is told from others by netns_key(), and has the error -EACCES. Returns 0 or -ENOMEM.
 */
int netns_add_processes(struct netns_list *list);

#endif
