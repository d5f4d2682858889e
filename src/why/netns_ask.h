/* One question to the kernel about another network namespace. */
#ifndef NETSTAT_WHY_NETNS_ASK_H
#define NETSTAT_WHY_NETNS_ASK_H

#include "why/evidence.h"

/* Whether a socket waits for whoever comes to the port of the query. */
bool netns_serves(const struct sock_entry *entry, const struct why_query *query);

/*
 * Look for such a socket over sock_diag in the namespace whose file is at `path`. Returns 1 with the
 * socket in `found`, 0 if there is none, or -errno: -EPERM without the right to enter it. A thread
 * of its own goes there; the caller stays where it is.
 */
int netns_ask(const char *path, const struct why_query *query, struct sock_entry *found);

#endif
