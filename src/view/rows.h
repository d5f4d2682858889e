/* Putting out the rows of a listing: in the order of the sort, or as they come; as text or for programs. */
#ifndef NETSTAT_VIEW_ROWS_H
#define NETSTAT_VIEW_ROWS_H

#include "view/listing.h"

/* Look up the names of what the rows show. Returns 0 or -ENOMEM. */
int rows_prepare(struct listing *listing, const struct sock_table *table);

/*
 * Put out the rows of a section whose table is complete; where events are told and there was a round
 * before, what is different. Returns 0 or -ENOMEM.
 */
int rows_print(struct listing *listing, struct section *section);

/* Read a section and put it out meanwhile; what went wrong stands in the section. */
void rows_stream(struct listing *listing, struct section *section);

#endif
