#include "config.h"

#include "owner/cgroup_names.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "grow.h"
#include "owner/cgroup.h"

/* The place of the id, or where it would stand. */
static size_t place_of(const struct cgroup_names *names, uint64_t id)
{
	size_t low = 0, high = names->count;

	while (low < high) {
		size_t middle = (low + high) / 2;

		if (names->name[middle].id < id)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

static int add(struct cgroup_names *names, size_t place, uint64_t id)
{
	struct cgroup_name *list = grow(names->name, names->count, &names->size, sizeof(*list));
	struct cgroup_name *name;

	if (!list)
		return -ENOMEM;
	names->name = list;
	name = &list[place];
	memmove(name + 1, name, (names->count++ - place) * sizeof(*name));
	*name = (struct cgroup_name){ .id = id, .path = cgroup_of_id(id) };
	name->unit = cgroup_unit(name->path);
	name->container = cgroup_container(name->path);
	return 0;
}

int cgroup_names_prepare(struct cgroup_names *names, const struct sock_table *table)
{
	uint64_t before = 0; /* most neighbours are of one group */
	int result = 0;

	for (size_t i = 0; table->details && i < table->count && !result; i++) {
		const struct sock_detail *detail = &table->details[i];
		size_t place;

		if (!(detail->known & DETAIL_CGROUP) || !detail->cgroup || detail->cgroup == before)
			continue;
		before = detail->cgroup;
		place = place_of(names, before);
		if (place == names->count || names->name[place].id != before)
			result = add(names, place, before);
	}
	return result;
}

const struct cgroup_name *cgroup_names_find(const struct cgroup_names *names, uint64_t id)
{
	size_t place = place_of(names, id);

	return id && place < names->count && names->name[place].id == id ? &names->name[place] :
									   NULL;
}

void cgroup_names_free(struct cgroup_names *names)
{
	for (size_t i = 0; i < names->count; i++) {
		free(names->name[i].path);
		free(names->name[i].unit);
		free(names->name[i].container);
	}
	free(names->name);
	*names = (struct cgroup_names){ 0 };
}
