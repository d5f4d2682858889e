/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the figures depend on: the machine, the peers that are installed, the sockets there are. */
#ifndef MACHINE_H
#define MACHINE_H

#include <stddef.h>

#include "contest.h"

enum { MACHINE_PATH = 256 };

struct machine {
	const char *programs[CONTESTANTS]; /* as in struct contest_rules; some point to `bare` */
	char versions[CONTESTANTS][128];   /* first line of their version, or empty */
	char bare[MACHINE_PATH];
};

/*
 * Find the peers, and ask all for their version. `netstat` is the path of the program under test,
 * and must live as long. bare stands beside the running program.
 */
void machine_look(struct machine *machine, const char *netstat);

/* Print all that as a list in Markdown. */
void machine_print(const struct machine *machine);

/* TCP sockets of this network namespace that are not in TIME_WAIT: IPv4, or IPv6. */
size_t machine_sockets(int family);

/*
 * TCP sockets of other network namespaces. The kernel has one table for all of them, so these make
 * every walk longer.
 */
size_t machine_sockets_elsewhere(void);

#endif
