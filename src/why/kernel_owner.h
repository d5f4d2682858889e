/* What in the kernel itself holds sockets that no process has: tunnels, MPTCP, NFS. */
#ifndef NETSTAT_WHY_KERNEL_OWNER_H
#define NETSTAT_WHY_KERNEL_OWNER_H

#include "why/evidence.h"

/*
 * Fill in .kernel_owner, .kernel_kind and .kernel_remedy of those sockets for which the kernel names
 * an owner, and which have no holder or only one that is a guess (HOLD_IN_FLIGHT). To be called
 * after the holders are known, and after why_rpc_read(), whose answer is looked at.
 */
void why_kernel_owner_read(struct why_evidence *evidence);

/* ---- for the parts of it ---- */

/* Whether a socket of this protocol may be the kernel's own, and is not explained yet. */
bool kernel_may_hold(const struct why_evidence *evidence, const struct why_socket *socket,
		     enum proto proto);

/* Whether there is any such socket. */
bool kernel_may_hold_any(const struct why_evidence *evidence, enum proto proto);

/* Say so of all such sockets. The texts are copied; `remedy` may be NULL. */
void kernel_claim(struct why_evidence *evidence, enum proto proto, int kind, const char *owner,
		  const char *remedy);

#endif
