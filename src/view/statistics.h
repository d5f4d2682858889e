/* The view of statistics. */
#ifndef NETSTAT_VIEW_STATISTICS_H
#define NETSTAT_VIEW_STATISTICS_H

#include "view/round.h"

/* Print one round. Returns the exit status; messages have gone to standard error. */
int view_statistics(const struct round *round);

#endif
