/* The view of masqueraded connections. */
#ifndef NETSTAT_VIEW_MASQUERADE_H
#define NETSTAT_VIEW_MASQUERADE_H

#include "view/round.h"

/* Print one round. Returns the exit status; messages have gone to standard error. */
int view_masquerade(const struct round *round);

#endif
