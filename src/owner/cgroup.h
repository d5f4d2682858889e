/* Control groups as names that people know: systemd units and containers. */
#ifndef NETSTAT_OWNER_CGROUP_H
#define NETSTAT_OWNER_CGROUP_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

/* Each returns a string that the caller frees, or NULL where there is none. */

/* The path of a process's control group; with version 1 the systemd hierarchy's. */
char *cgroup_of_pid(int proc_fd, pid_t pid);

/* The path, in the version 2 hierarchy, of the control group with this id. */
char *cgroup_of_id(uint64_t id);

/* The systemd unit that a path belongs to: the innermost .service, .socket or .scope. */
char *cgroup_unit(const char *path);

/* The id (12 digits) or name of the container that a path belongs to. */
char *cgroup_container(const char *path);

/* Whether the control group of this path is frozen. */
bool cgroup_is_frozen(const char *path);

#endif
