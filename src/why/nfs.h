/* Ports of the kernel's NFS server, its lock manager and its client's callbacks. */
#ifndef NETSTAT_WHY_NFS_H
#define NETSTAT_WHY_NFS_H

#include "why/evidence.h"

/* Names them among the sockets that nobody holds. Looks at evidence->rpc. */
void nfs_read(struct why_evidence *evidence);

/*
 * Whether the text of /proc/fs/nfsd/portlist has a line for this port: `tcp 2049`, or with the
 * address family before and the address between.
 */
bool nfs_portlist_has(const char *text, enum proto proto, uint16_t port);

#endif
