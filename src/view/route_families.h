/* The routes of families other than IPv4 and IPv6, which no current kernel has. */
#ifndef NETSTAT_VIEW_ROUTE_FAMILIES_H
#define NETSTAT_VIEW_ROUTE_FAMILIES_H

#include "options.h"
#include "view/round.h"

/* Say that this family has no routes here. Returns the exit status. */
int route_families_missing(const struct round *round, enum family family);

#endif
