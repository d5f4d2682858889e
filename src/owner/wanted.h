/* The hash of the inodes whose owners are wanted: filled before the scan, only read during it. */
#ifndef NETSTAT_OWNER_WANTED_H
#define NETSTAT_OWNER_WANTED_H

#include <stddef.h>
#include <stdint.h>

#include "owner/scan.h"

/* Make room for `more` inodes, so that at most half of the slots are used. Returns 0 or -ENOMEM. */
int wanted_reserve(struct owners *owners, size_t more);

/* Add those of a table; there must be room for all its rows. */
void wanted_add(struct owners *owners, const struct sock_table *table);

/* The slot of an inode, or the empty one (inode 0) where it would be. There must be slots. */
struct owner_slot *wanted_slot(const struct owners *owners, uint64_t inode);

#endif
