/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Any number of TCP sockets in a network namespace of their own: loopback connections, both ends
 * of which are held by a few processes. Each process has one listener, with an address and a port
 * of its own, and connections to it. Every fourth process uses IPv6.
 */
#ifndef FARM_SOCKETS_H
#define FARM_SOCKETS_H

#include <stddef.h>
#include <sys/types.h>

/* The port of the first listener, which is IPv4; the next process has the next port. */
enum { FARM_FIRST_PORT = 2000, FARM_MOST_PROCESSES = 1000 };

struct farm {
	size_t processes;
	pid_t holders[FARM_MOST_PROCESSES];
};

/*
 * Move the calling process into the namespace and make the sockets. There are `sockets` of them,
 * and one listener for each process; none at all if `sockets` is 0. `processes` of 0 takes as many
 * as the limit of open files demands, and not less than 16. Needs root. Ends the program with a
 * reason if this cannot be done; the holders end with the process that called this.
 */
void farm_open(struct farm *farm, size_t sockets, size_t processes);

/* End the holders, and with them the sockets. The calling process stays in the namespace. */
void farm_close(struct farm *farm);

#endif
