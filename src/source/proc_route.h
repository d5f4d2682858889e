/* Routes from /proc/net/route, ipv6_route and rt_cache. */
#ifndef NETSTAT_SOURCE_PROC_ROUTE_H
#define NETSTAT_SOURCE_PROC_ROUTE_H

#include <stdbool.h>

#include "route.h"
#include "source/lines.h"

/* The files, by what they hold. */
enum route_file {
	ROUTE_FILE_INET,
	ROUTE_FILE_INET_CACHE,
	ROUTE_FILE_INET6, /* routes and entries of the cache */
};

const char *proc_route_path(enum route_file file);

/* How the columns of a file with a line of titles stand on its lines. */
struct route_heading {
	uint8_t fields[64]; /* a field of `struct route` each; private */
	uint8_t count;
	const char
		*missing; /* the first title that a row needs and that is not there; NULL: none */
};

/* Whether the line of titles, which is changed, tells the columns of the file. */
bool proc_route_heading(struct route_heading *heading, enum route_file file, char *line);

/* Whether the titles are those of the kernels from 2.2 on; a bit for each that is (net-tools'). */
int proc_route_cache_format(const char *line);
enum { ROUTE_CACHE_FORMAT = 63 };

/*
 * A row of a file with a heading. `route` holds the row before: what is missing at a line's end
 * stays as it was, as in net-tools. False: there are too few columns, or no addresses.
 */
bool proc_route_inet(struct route *route, enum route_file file, const struct route_heading *heading,
		     const char *line);

/* A row of ipv6_route. False: it is none. */
bool proc_route_inet6(struct route *route, const char *line);

/*
 * Read the rows of a file, whose heading has been read if it has one, into the sink: those that
 * net-tools shows, which are routes, or with `cached` entries of the cache. Lines that are no rows
 * are left out. Returns 0 or -errno.
 */
int proc_route_rows(struct lines *lines, enum route_file file, const struct route_heading *heading,
		    bool cached, const struct route_sink *sink);

#endif
