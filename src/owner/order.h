/* The order of what was found: by pid, then by descriptor. */
#ifndef NETSTAT_OWNER_ORDER_H
#define NETSTAT_OWNER_ORDER_H

#include <stddef.h>
#include <stdint.h>

/* A descriptor that is a wanted socket. */
struct hit {
	int pid, fd;
	uint32_t slot; /* place in owners.slot */
};

/*
 * Sort stably. Takes time in proportion to the logarithm of the number of ascending runs, which are
 * few: a thread's finds have hardly more than one. `spare` has room for as many; returns `hits` or
 * `spare`, whichever has the result.
 */
struct hit *order_hits(struct hit *hits, struct hit *spare, size_t count);

#endif
