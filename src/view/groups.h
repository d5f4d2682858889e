/* The view of groups. */
#ifndef NETSTAT_VIEW_GROUPS_H
#define NETSTAT_VIEW_GROUPS_H

#include "view/round.h"

/* Print one round. Returns the exit status; messages have gone to standard error. */
int view_groups(const struct round *round);

#endif
