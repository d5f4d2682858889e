#include "config.h"

#include "owner/collect.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/types.h>

#include "grow.h"
#include "owner/wanted.h"

void collection_start(struct collection *collection, struct owners *owners, int proc_fd, bool all,
		      bool with_context)
{
	*collection = (struct collection){
		.owners = owners, .proc_fd = proc_fd, .all = all, .with_context = with_context
	};
	atomic_init(&collection->unowned, owners->wanted);
	atomic_init(&collection->any_socket, owners->any_socket);
}

void collection_restart(struct collection *collection)
{
	struct owners *owners = collection->owners;

	for (size_t i = 0; i < owners->slots; i++)
		atomic_store(&owners->slot[i].lowest, 0);
	owners->denied = false;
	atomic_store(&collection->unowned, owners->wanted);
	atomic_store(&collection->any_socket, owners->any_socket);
}

static void begin_process(struct collector *collector, int pid)
{
	collector->pid = pid;
	collector->asked = collector->named = false;
	collector->name_error = 0;
}

/* For the warning that nothing can be seen: a process without a name is not seen. */
static void note_socket(struct collector *collector)
{
	struct collection *collection = collector->collection;

	if (collector->asked || atomic_load(&collection->any_socket))
		return;
	collector->asked = true;
	if (process_has_name(collection->proc_fd, collector->pid))
		atomic_store(&collection->any_socket, true);
}

/* Whether the process is, for all that is known, one that is shown as the socket's owner. */
static bool counts(const struct collection *collection, struct owner_slot *slot, int pid)
{
	int32_t lowest = atomic_load(&slot->lowest);

	return slot->inode && (collection->all || !lowest || pid <= lowest);
}

static void claim(struct collection *collection, struct owner_slot *slot, int pid)
{
	int32_t lowest = atomic_load(&slot->lowest);

	while (!lowest || pid < lowest)
		if (atomic_compare_exchange_weak(&slot->lowest, &lowest, pid)) {
			if (!lowest)
				atomic_fetch_sub(&collection->unowned, 1);
			return;
		}
}

/* Read when the first wanted socket of a process is met. */
static int read_name(struct collector *collector)
{
	const struct collection *collection = collector->collection;
	struct process *list;
	int result;

	if (collector->named || collector->name_error)
		return collector->name_error;
	list = grow(collector->process, collector->processes, &collector->processes_size,
		    sizeof(*list));
	if (!list)
		return -ENOMEM;
	collector->process = list;
	result = process_read(&list[collector->processes], collection->proc_fd, collector->pid,
			      collection->with_context);
	collector->name_error = result;
	collector->named = !result;
	collector->processes += !result;
	return result;
}

int collect(struct collector *collector, int pid, int fd, uint64_t inode)
{
	struct collection *collection = collector->collection;
	struct owners *owners = collection->owners;
	struct owner_slot *slot;
	struct hit *list;
	int result;

	if (pid != collector->pid)
		begin_process(collector, pid);
	note_socket(collector);
	slot = wanted_slot(owners, inode);
	if (!counts(collection, slot, pid))
		return 0;
	result = read_name(collector);
	if (result)
		return result;
	list = grow(collector->hit, collector->hits, &collector->hits_size, sizeof(*list));
	if (!list)
		return -ENOMEM;
	collector->hit = list;
	list[collector->hits++] = (struct hit){ pid, fd, (uint32_t)(slot - owners->slot) };
	claim(collection, slot, pid);
	return 0;
}

/* The highest pid among those that are the lowest of a socket. From now on it can only sink. */
static int highest_owner(const struct owners *owners)
{
	int highest = 0;

	for (size_t i = 0; i < owners->slots; i++) {
		int lowest = atomic_load(&owners->slot[i].lowest);

		if (lowest > highest)
			highest = lowest;
	}
	return highest;
}

bool collector_done(struct collector *collector, int pid)
{
	const struct collection *collection = collector->collection;
	const struct owners *owners = collection->owners;

	if (!atomic_load(&collection->any_socket))
		return false;
	if (collection->all)
		return !owners->wanted;
	if (atomic_load(&collection->unowned))
		return false;
	if (!collector->complete)
		collector->highest = highest_owner(owners);
	collector->complete = true;
	return pid >= collector->highest;
}

/* All hits in one list, in order; its length is returned, or -ENOMEM. */
static ssize_t join_hits(struct collector *const *collectors, size_t count, struct hit **joined)
{
	struct hit *hits, *spare;
	size_t total = 0, at = 0;

	*joined = NULL;
	for (size_t i = 0; i < count; i++)
		total += collectors[i]->hits;
	if (!total)
		return 0;
	hits = malloc(total * sizeof(*hits));
	spare = malloc(total * sizeof(*spare));
	if (!hits || !spare || total >= UINT32_MAX) {
		free(hits);
		free(spare);
		return -ENOMEM;
	}
	for (size_t i = 0; i < count; i++) {
		if (collectors[i]->hits)
			memcpy(hits + at, collectors[i]->hit, collectors[i]->hits * sizeof(*hits));
		at += collectors[i]->hits;
	}
	*joined = order_hits(hits, spare, total);
	free(*joined == hits ? spare : hits);
	return (ssize_t)total;
}

static int compare_pids(const void *a, const void *b)
{
	const struct process *p = a, *q = b;

	return (p->pid > q->pid) - (p->pid < q->pid);
}

/* All processes, ascending. The collectors give theirs up. */
static int join_processes(struct owners *owners, struct collector *const *collectors, size_t count)
{
	size_t total = 0;

	for (size_t i = 0; i < count; i++)
		total += collectors[i]->processes;
	if (!total)
		return 0;
	owners->process = malloc(total * sizeof(*owners->process));
	if (!owners->process)
		return -ENOMEM;
	for (size_t i = 0; i < count; i++) {
		struct collector *collector = collectors[i];

		if (collector->processes)
			memcpy(owners->process + owners->processes, collector->process,
			       collector->processes * sizeof(*owners->process));
		owners->processes += collector->processes;
		collector->processes = 0;
	}
	qsort(owners->process, total, sizeof(*owners->process), compare_pids);
	return 0;
}

/* Without `all`, drop the hits that a lower pid or descriptor undercuts. Returns how many remain. */
static size_t keep_lowest(const struct owners *owners, struct hit *hits, size_t count)
{
	size_t kept = 0;

	for (size_t i = 0; i < count; i++) {
		struct owner_slot *slot = &owners->slot[hits[i].slot];

		if (slot->first)
			continue;
		slot->first = 1;
		hits[kept++] = hits[i];
	}
	for (size_t i = 0; i < kept; i++)
		owners->slot[hits[i].slot].first = 0;
	return kept;
}

/* From the last to the first, so that each socket's chain ascends. */
static void link_owners(struct owners *owners, const struct hit *hits, size_t count)
{
	for (size_t place = count; place; place--) {
		const struct hit *hit = &hits[place - 1];
		struct owner_slot *slot = &owners->slot[hit->slot];

		owners->owner[place].fd = hit->fd;
		owners->owner[place].next = slot->first;
		slot->first = (uint32_t)place;
	}
	owners->count = count;
}

/* Hits and processes ascend both. Processes that are double, or own nothing now, are dropped. */
static void place_processes(struct owners *owners, const struct hit *hits, size_t count)
{
	struct process *list = owners->process;
	size_t kept = 0, hit = 0;

	for (size_t i = 0; i < owners->processes; i++) {
		if (hit == count || list[i].pid != hits[hit].pid) {
			process_free(&list[i]);
			continue;
		}
		for (; hit < count && hits[hit].pid == list[i].pid; hit++)
			owners->owner[hit + 1].process = (uint32_t)kept;
		list[kept++] = list[i];
	}
	owners->processes = kept;
}

int collection_finish(struct collection *collection, struct collector *const *collectors,
		      size_t count)
{
	struct owners *owners = collection->owners;
	struct hit *hits;
	ssize_t total = join_hits(collectors, count, &hits);
	int result = total < 0 ? (int)total : join_processes(owners, collectors, count);

	owners->any_socket = atomic_load(&collection->any_socket);
	if (result || !total)
		goto out;
	count = collection->all ? (size_t)total : keep_lowest(owners, hits, (size_t)total);
	owners->owner = malloc((count + 1) * sizeof(*owners->owner));
	if (!owners->owner) {
		result = -ENOMEM;
		goto out;
	}
	link_owners(owners, hits, count);
	place_processes(owners, hits, count);
out:
	free(hits);
	return result;
}

void collector_free(struct collector *collector)
{
	for (size_t i = 0; i < collector->processes; i++)
		process_free(&collector->process[i]);
	free(collector->process);
	free(collector->hit);
	*collector = (struct collector){ 0 };
}
