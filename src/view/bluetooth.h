/* Bluetooth sockets: -2, -f. */
#ifndef NETSTAT_VIEW_BLUETOOTH_H
#define NETSTAT_VIEW_BLUETOOTH_H

#include "view/round.h"

/* List what the options ask for, or say why not. Returns the exit status. */
int view_bluetooth(const struct round *round);

#endif
