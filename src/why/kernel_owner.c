#include "config.h"

#include "why/kernel_owner.h"

#include <stdlib.h>
#include <string.h>

#include "why/mptcp_endpoints.h"
#include "why/nfs.h"
#include "why/tunnels.h"

bool kernel_may_hold(const struct why_socket *socket, enum proto proto)
{
	const struct sock_entry *entry = &socket->entry;

	if (entry->proto != proto || socket->holder_count || socket->kernel_owner)
		return false;
	/* The kernel's sockets have an inode like those of processes. */
	if (socket->time_wait || !entry->inode || entry->foreign_port)
		return false;
	return proto == PROTO_UDP || entry->state == STATE_LISTEN;
}

bool kernel_may_hold_any(const struct why_evidence *evidence, enum proto proto)
{
	for (size_t i = 0; i < evidence->socket_count; i++)
		if (kernel_may_hold(&evidence->sockets[i], proto))
			return true;
	return false;
}

void kernel_claim(struct why_evidence *evidence, enum proto proto, int kind, const char *owner,
		  const char *remedy)
{
	for (size_t i = 0; i < evidence->socket_count; i++) {
		struct why_socket *socket = &evidence->sockets[i];

		if (!kernel_may_hold(socket, proto))
			continue;
		socket->kernel_owner = strdup(owner);
		if (!socket->kernel_owner)
			return;
		socket->kernel_kind = kind;
		socket->kernel_remedy = remedy ? strdup(remedy) : NULL;
	}
}

void why_kernel_owner_read(struct why_evidence *evidence)
{
	if (kernel_may_hold_any(evidence, PROTO_UDP))
		tunnels_read(evidence);
	if (kernel_may_hold_any(evidence, PROTO_TCP))
		mptcp_endpoints_read(evidence);
	if (kernel_may_hold_any(evidence, PROTO_TCP) || kernel_may_hold_any(evidence, PROTO_UDP))
		nfs_read(evidence);
}
