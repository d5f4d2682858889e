/* The port in other network namespaces: where a server may listen that nobody here can reach. */
#ifndef NETSTAT_WHY_NETNS_SEEK_H
#define NETSTAT_WHY_NETNS_SEEK_H

#include "why/evidence.h"

/*
 * Look for listeners of the query's port and protocol in the network namespaces of all processes
 * that can be seen; bounded in time and number. Fills evidence->netns with one for each namespace.
 */
void why_netns_seek(struct why_evidence *evidence);

#endif
