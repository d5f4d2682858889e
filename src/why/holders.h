/* The processes that hold the port's sockets, and all that is worth knowing of them. */
#ifndef NETSTAT_WHY_HOLDERS_H
#define NETSTAT_WHY_HOLDERS_H

#include "why/evidence.h"

/*
 * Find the holders of evidence->sockets: through /proc/PID/fd, and for sockets that are still
 * without one through threads, io_urings and descriptors in flight (why/deep.h). Fills
 * evidence->holders and the links to them. Returns 0 or -ENOMEM.
 */
int why_holders_read(struct why_evidence *evidence);

/*
 * The place of a process in evidence->holders, described when it is met first; -1: it has gone or
 * memory is short. Several ways of holding keep the first.
 */
long why_holder_place(struct why_evidence *evidence, pid_t pid, pid_t tid, enum why_hold how);

/* Note that a holder has this socket; fd -1: by no descriptor of its own. */
void why_holder_link(struct why_evidence *evidence, size_t holder, size_t socket, int fd);

/* Whether a socket can have a holder at all: orphans and mini sockets cannot. */
bool why_socket_ownable(const struct why_socket *socket);

#endif
