/* The conversation with rpcbind. */
#ifndef NETSTAT_WHY_RPC_ASK_H
#define NETSTAT_WHY_RPC_ASK_H

#include "why/rpc.h"

/* A reply that is longer is not read. */
enum { RPC_MAX_REPLY = 1 << 18 };

/*
 * Ask for the list of all programs and hand the reply to rpc_parse(). `reply` has room for
 * RPC_MAX_REPLY bytes. Nothing is told of failures: most systems have no rpcbind.
 */
void rpc_ask(uint32_t xid, uint8_t *reply, struct why_evidence *evidence);

#endif
