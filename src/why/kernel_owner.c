#include "config.h"

#include "why/kernel_owner.h"

#include <stdlib.h>
#include <string.h>

#include "why/mptcp_endpoints.h"
#include "why/nfs.h"
#include "why/tunnels.h"

/* A holder that is only a guess counts less than what the kernel says of itself. */
static bool is_held(const struct why_evidence *evidence, const struct why_socket *socket)
{
	for (size_t i = 0; i < socket->holder_count; i++)
		if (evidence->holders[socket->holders[i].place].how != HOLD_IN_FLIGHT)
			return true;
	return false;
}

bool kernel_may_hold(const struct why_evidence *evidence, const struct why_socket *socket,
		     enum proto proto)
{
	const struct sock_entry *entry = &socket->entry;

	if (entry->proto != proto || socket->kernel_owner || is_held(evidence, socket))
		return false;
	/* The kernel's sockets have an inode like those of processes. */
	if (socket->time_wait || !entry->inode || entry->foreign_port)
		return false;
	return proto == PROTO_UDP || entry->state == STATE_LISTEN;
}

bool kernel_may_hold_any(const struct why_evidence *evidence, enum proto proto)
{
	for (size_t i = 0; i < evidence->socket_count; i++)
		if (kernel_may_hold(evidence, &evidence->sockets[i], proto))
			return true;
	return false;
}

void kernel_claim(struct why_evidence *evidence, enum proto proto, int kind, const char *owner,
		  const char *remedy)
{
	for (size_t i = 0; i < evidence->socket_count; i++) {
		struct why_socket *socket = &evidence->sockets[i];

		if (!kernel_may_hold(evidence, socket, proto))
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
