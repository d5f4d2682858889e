/*
 * What happened to the sockets between two rounds of a listing. Pure: two tables in, a function is
 * called for each difference. Time and memory grow with the rows, not with their product.
 */
#ifndef NETSTAT_VIEW_EVENTS_H
#define NETSTAT_VIEW_EVENTS_H

#include <stddef.h>
#include <stdint.h>

#include "entry.h"

enum event {
	EVENT_CLOSED,  /* in the round before only */
	EVENT_CHANGED, /* another state, or other ends */
	EVENT_OPENED,  /* in this round only */
};

/* The rows of a protocol that were shown in a round, in the order in which they were. */
struct events_round {
	const struct sock_table *table;
	const uint32_t *order; /* row numbers */
	size_t count;          /* of them */
};

/* `row` is of the round before for EVENT_CLOSED, else of this one. */
typedef void (*events_take)(void *arg, enum event event, uint32_t row);

/* As programs read it: closed, changed, opened. */
const char *event_word(enum event event);

/*
 * First those that have gone, in the order of the round before, then what changed and what is new,
 * in the order of this round: so an address is free before somebody else has it. A socket that is
 * twice in a round (the same cookie) counts once. Returns 0 or -ENOMEM (then nothing was called).
 */
int events_compare(const struct events_round *before, const struct events_round *now,
		   events_take take, void *arg);

#endif
