/* Control groups of version 2 by their path. */
#ifndef NETSTAT_FILTER_CGROUP_PATH_H
#define NETSTAT_FILTER_CGROUP_PATH_H

#include <stdint.h>

/*
 * The kernel's id of a control group, which is the inode number of its directory. The path is
 * that of the directory or relative to the mount of the hierarchy. 0: there is none.
 */
uint64_t cgroup_path_id(const char *path);

#endif
