/* The sockets that have the port, over sock_diag or, where that is refused, from /proc/net. */
#ifndef NETSTAT_WHY_SOCKETS_H
#define NETSTAT_WHY_SOCKETS_H

#include "owner/scan.h"
#include "source/source.h"
#include "why/evidence.h"

/*
 * Fill in evidence->sockets with every socket whose local port is that of the query: all states,
 * those that are only bound too. Returns 0 or -ENOMEM; what could not be read becomes a note.
 */
int why_sockets_read(struct why_evidence *evidence, struct source *source);

/* How many sockets of this protocol have the local port, or the foreign port (`foreign`). */
size_t why_sockets_count(struct source *source, enum proto proto, uint16_t port, bool foreign);

/* How many TCP ports are used towards the foreign end of this socket. */
size_t why_sockets_towards(struct source *source, const struct why_socket *socket);

#endif
