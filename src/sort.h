/* The order of the rows within a section. */
#ifndef NETSTAT_SORT_H
#define NETSTAT_SORT_H

#include <stdbool.h>
#include <stdint.h>

#include "entry.h"
#include "owner/scan.h"

enum sort_key {
	SORT_LOCAL,  /* address, then port, as numbers; of unix sockets the path */
	SORT_NONE,   /* as the kernel lists them */
	SORT_PORT,   /* local port */
	SORT_REMOTE, /* foreign address, then port */
	SORT_STATE,
	SORT_RECVQ,
	SORT_SENDQ,
	SORT_USER, /* by number */
	SORT_PID,
	SORT_PROGRAM,
	SORT_INODE,
	SORT_NETNS, /* network namespace: ours, then by name */
	SORT_KEYS,
};

/* Keys in order of weight. All zeros: the default order. */
struct sort_spec {
	uint8_t count; /* 0: SORT_LOCAL alone */
	struct {
		uint8_t key; /* enum sort_key */
		bool reverse;
	} keys[SORT_KEYS];
};

/* Read the value of --sort: KEY,... each with a `-` before it to reverse. False: no such key. */
bool sort_parse(struct sort_spec *spec, const char *text);

/* The keys that sort_parse() knows, for a message. */
extern const char sort_keys[];

/* Whether the rows stay as they come. */
bool sort_is_none(const struct sort_spec *spec);

/* Whether the owners must be known to sort. */
bool sort_needs_owners(const struct sort_spec *spec);

/* Whether the key is among those of the order. */
bool sort_has(const struct sort_spec *spec, enum sort_key key);

/*
 * The order in which to show the rows of a table: an array of *count row numbers that the caller
 * frees. NULL: out of memory. Rows that the keys find equal come in the default order, reversed or
 * not: by the local end, then the foreign end. A socket that is in the table twice (neighbours with
 * the same cookie) is shown once, so *count may be less than table->count; never with SORT_NONE.
 */
uint32_t *sort_rows(const struct sock_table *table, const struct sort_spec *spec,
		    const struct owners *owners, size_t *count);

#endif
