/* What rpcbind, the list of RPC programs, says about the port. */
#ifndef NETSTAT_WHY_RPC_H
#define NETSTAT_WHY_RPC_H

#include "why/evidence.h"

/*
 * Ask rpcbind over its socket, or at 127.0.0.1:111, and wait no longer than a fraction of a second.
 * Fills evidence->rpc with the programs registered at the port and protocol of the query, once
 * each version; registrations may be older than the sockets. Without rpcbind: nothing.
 */
void why_rpc_read(struct why_evidence *evidence);

/* ---- the reply, pure ---- */

enum rpc_parsed { RPC_MORE, RPC_DONE, RPC_BAD };

/*
 * Read what has come of a reply to PMAPPROC_DUMP (record-marked, RFC 5531 and 1833) to the call
 * `xid`. RPC_MORE: it goes on; nothing is added then. RPC_DONE: what it lists for the port of the
 * query is added to evidence->rpc. RPC_BAD: it is no such reply, or a refusal.
 */
enum rpc_parsed rpc_parse(const uint8_t *bytes, size_t length, uint32_t xid,
			  struct why_evidence *evidence);

#endif
