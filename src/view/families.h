/*
 * Sockets of the families that few kernels have: AX.25, X.25, IPX, NET/ROM, ROSE and Bluetooth.
 * They are shown as text only.
 */
#ifndef NETSTAT_VIEW_FAMILIES_H
#define NETSTAT_VIEW_FAMILIES_H

#include "view/round.h"

/*
 * List those that the options ask for (or, where they ask for nothing, those of the default
 * listing), and say on standard error which of them this system does not have. Returns the exit
 * status: STATUS_FAILED only for what was asked for by name.
 */
int view_families(const struct round *round);

#endif
