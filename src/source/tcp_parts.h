/*
 * A large TCP table in several dumps at once, each of the sockets with other ports. The kernel
 * makes a dump in the system call that receives it, so this divides its work among processors.
 */
#ifndef NETSTAT_SOURCE_TCP_PARTS_H
#define NETSTAT_SOURCE_TCP_PARTS_H

#include "source/source.h"

/*
 * Into how many dumps the request is worth dividing; 1: it is not, because the table is small, the
 * order or the memory matters, or there is one processor.
 */
unsigned tcp_parts_count(const struct source_request *request, const struct sink *sink);

/*
 * Read in `parts` dumps. Returns 0 with the rows in the sink's table, or -errno with the table as
 * before: then the request is to be read in one, which may work or tell what is wrong. A socket that
 * changes while it is read may come twice, as in one dump; sort.h drops the second.
 */
int tcp_parts_read(struct source *source, const struct source_request *request, struct sink *sink,
		   unsigned parts);

/* The sockets of part `i` of `parts`: each port pair is in exactly one. NULL: out of memory. */
struct filter_node *tcp_part_filter(unsigned i, unsigned parts, uint16_t first, uint16_t last);

#endif
