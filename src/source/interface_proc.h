/* Interfaces as net-tools reads them: from /proc/net/dev, and by an ioctl for each fact. */
#ifndef NETSTAT_SOURCE_INTERFACE_PROC_H
#define NETSTAT_SOURCE_INTERFACE_PROC_H

#include "source/interface.h"

/*
 * Read all into an empty list and finish it; with `details` what a table of counters does not show.
 * Returns 0 or -errno. What net-tools goes on without is in list->open_error and its neighbours.
 */
int interface_proc_read(struct interface_list *list, bool details);

/* What the second line of /proc/net/dev tells of the columns. */
enum dev_columns {
	DEV_PACKETS,    /* Linux 2.0: packets alone */
	DEV_BYTES,      /* and bytes */
	DEV_COMPRESSED, /* and the counters of compressed packets and multicast: since 2.2 */
};

enum dev_columns interface_proc_columns(const char *heading);

/* A line of /proc/net/dev: the name, and as many counters as there are numbers; the rest stay. */
void interface_proc_parse(const char *line, enum dev_columns columns, struct interface *row);

#endif
