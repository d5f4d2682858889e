#include "config.h"

#include "owner/wanted.h"

#include <errno.h>
#include <stdlib.h>

/* So many rows ahead a slot is fetched: in a large table each is a miss of the cache. */
enum { AHEAD = 16, FIRST_SLOTS = 64 };

/*
 * Sockets made one after the other have neighbouring inodes, and often neighbouring descriptors and
 * ports. So inodes that differ in their lowest bits only stay together, in two lines of the cache.
 */
enum { BLOCK_BITS = 3 };

static size_t home_of(const struct owners *owners, uint64_t inode)
{
	uint64_t block = (inode >> BLOCK_BITS) * 0x9e3779b97f4a7c15u >> 20;

	return (block << BLOCK_BITS | (inode & ((1u << BLOCK_BITS) - 1))) & (owners->slots - 1);
}

struct owner_slot *wanted_slot(const struct owners *owners, uint64_t inode)
{
	size_t at = home_of(owners, inode);

	while (owners->slot[at].inode && owners->slot[at].inode != inode)
		at = (at + 1) & (owners->slots - 1);
	return &owners->slot[at];
}

int wanted_reserve(struct owners *owners, size_t more)
{
	struct owners larger = *owners;

	larger.slots = owners->slots ? owners->slots : FIRST_SLOTS;
	while (larger.slots < (owners->wanted + more) * 2)
		larger.slots *= 2;
	if (larger.slots == owners->slots)
		return 0;
	larger.slot = calloc(larger.slots, sizeof(*larger.slot));
	if (!larger.slot)
		return -ENOMEM;
	for (size_t i = 0; i < owners->slots; i++)
		if (owners->slot[i].inode)
			wanted_slot(&larger, owners->slot[i].inode)->inode = owners->slot[i].inode;
	free(owners->slot);
	*owners = larger;
	return 0;
}

void wanted_add(struct owners *owners, const struct sock_table *table)
{
	for (size_t i = 0; i < table->count; i++) {
		uint64_t inode = table->rows[i].inode;
		struct owner_slot *slot;

		if (i + AHEAD < table->count)
			__builtin_prefetch(
				&owners->slot[home_of(owners, table->rows[i + AHEAD].inode)], 1);
		if (!inode)
			continue;
		slot = wanted_slot(owners, inode);
		if (!slot->inode) {
			slot->inode = inode;
			owners->wanted++;
		}
	}
}
