#include "config.h"

#include "owner/scan.h"

#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "owner/collect.h"
#include "owner/task_file_scan.h"
#include "owner/walk.h"
#include "owner/wanted.h"
#include "source/lines.h"

int owners_expect(struct owners *owners, size_t sockets)
{
	return wanted_reserve(owners, sockets);
}

int owners_want(struct owners *owners, const struct sock_table *table)
{
	int result = wanted_reserve(owners, table->count);

	if (!result)
		wanted_add(owners, table);
	return result;
}

uint64_t owners_parse_link(const char *text)
{
	uint64_t inode;

	if (!strncmp(text, "socket:[", 8))
		text += 8;
	else if (!strncmp(text, "[0000]:", 7))
		text += 7;
	else
		return 0;
	return scan_unsigned(&text, &inode) ? inode : 0;
}

int owners_scan(struct owners *owners, bool all, bool with_context, struct progress *progress)
{
	struct collection collection;
	int proc_fd = open("/proc", O_RDONLY | O_DIRECTORY | O_CLOEXEC), result;

	if (proc_fd < 0) {
		owners->no_proc = true;
		return 0;
	}
	result = wanted_reserve(owners, 1); /* so that a lookup ends, even in an empty table */
	if (!result) {
		collection_start(&collection, owners, proc_fd, all, with_context);
		if (owners->proc_only || !task_file_scan(&collection, progress, &result))
			result = walk_proc(&collection, walk_threads(), progress);
	}
	close(proc_fd);
	return result;
}

const struct owner *owners_first(const struct owners *owners, uint64_t inode)
{
	const struct owner_slot *slot;

	if (!inode || !owners->slots)
		return NULL;
	slot = wanted_slot(owners, inode);
	return slot->first ? &owners->owner[slot->first] : NULL;
}

const struct owner *owners_next(const struct owners *owners, const struct owner *owner)
{
	return owner->next ? &owners->owner[owner->next] : NULL;
}

void owners_free(struct owners *owners)
{
	for (size_t i = 0; i < owners->processes; i++)
		process_free(&owners->process[i]);
	free(owners->process);
	free(owners->owner);
	free(owners->slot);
	*owners = (struct owners){ 0 };
}
