/*
 * Holders that /proc/PID/fd does not show: a thread with descriptors of its own (or whose process's
 * main thread has exited), an io_uring with registered files, a message in flight.
 */
#ifndef NETSTAT_WHY_DEEP_H
#define NETSTAT_WHY_DEEP_H

#include "why/evidence.h"

/* Look for holders of the sockets that have none; bounded in time. A note says if time ran out. */
void why_deep_scan(struct why_evidence *evidence);

#endif
