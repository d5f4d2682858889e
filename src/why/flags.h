/* The options of held sockets that no listing shows: SO_REUSEADDR, SO_REUSEPORT, IPV6_V6ONLY. */
#ifndef NETSTAT_WHY_FLAGS_H
#define NETSTAT_WHY_FLAGS_H

#include "why/evidence.h"

/*
 * Ask each socket that has a holder, through a copy of the descriptor (pidfd_getfd(2), Linux 5.6),
 * closed at once. Takes the rights of the holder's user or root; where it fails the flags stay
 * TRI_UNKNOWN.
 */
void why_flags_read(struct why_evidence *evidence);

#endif
