/* Sorting small fixed keys in place, in time linear in their number. */
#ifndef NETSTAT_RADIX_H
#define NETSTAT_RADIX_H

#include <stddef.h>
#include <stdint.h>

/* A key of 96 bits, the high ones first, and what it is the key of. */
struct radix_item {
	uint64_t high;
	uint32_t low;
	uint32_t row;
};

/* Ascending by key, then by row. No two items may have the same row. */
void radix_sort(struct radix_item *items, size_t count);

#endif
