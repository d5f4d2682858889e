/* The view of interfaces. */
#ifndef NETSTAT_VIEW_INTERFACES_H
#define NETSTAT_VIEW_INTERFACES_H

#include "view/round.h"

/* Print one round. Returns the exit status; messages have gone to standard error. */
int view_interfaces(const struct round *round);

#endif
