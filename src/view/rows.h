/* Putting out the rows of a listing: in the order of the sort, or as they come; as text or for programs. */
#ifndef NETSTAT_VIEW_ROWS_H
#define NETSTAT_VIEW_ROWS_H

#include "view/listing.h"

/* Look up the names of what the rows show. Returns 0 or -ENOMEM. */
int rows_prepare(struct listing *listing, const struct sock_table *table);

/* Put out a table that is complete, of one section. Returns 0 or -ENOMEM. */
int rows_print(struct listing *listing, const struct sock_table *table);

/* Read a section and put it out meanwhile; what went wrong stands in the section. */
void rows_stream(struct listing *listing, struct section *section);

#endif
