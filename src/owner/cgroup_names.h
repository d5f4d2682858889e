/* Paths, units and containers for the control group ids of a listing; each id is looked for once. */
#ifndef NETSTAT_OWNER_CGROUP_NAMES_H
#define NETSTAT_OWNER_CGROUP_NAMES_H

#include <stddef.h>
#include <stdint.h>

#include "entry.h"

/* Strings or NULL, owned by the list. */
struct cgroup_name {
	uint64_t id;
	char *path, *unit, *container;
};

struct cgroup_names {
	struct cgroup_name *name; /* ascending by id */
	size_t count, size;
};

/* Look up the ids in the details of a table, if it has any. Returns 0 or -ENOMEM. */
int cgroup_names_prepare(struct cgroup_names *names, const struct sock_table *table);

/* NULL: the id was not prepared. */
const struct cgroup_name *cgroup_names_find(const struct cgroup_names *names, uint64_t id);

void cgroup_names_free(struct cgroup_names *names);

#endif
