/* The view of routes. */
#ifndef NETSTAT_VIEW_ROUTES_H
#define NETSTAT_VIEW_ROUTES_H

#include "view/round.h"

/* Print one round. Returns the exit status; messages have gone to standard error. */
int view_routes(const struct round *round);

#endif
