/* The rules of nftables over netlink. */
#ifndef NETSTAT_WHY_NFT_READ_H
#define NETSTAT_WHY_NFT_READ_H

#include "why/evidence.h"
#include "why/firewall.h"

/*
 * The rules for packets that come in on the loopback device (`loopback`), or on any other. Fill in `firewall` (of zeros), which the caller frees in any case. Returns 0 or -errno: -EPERM
 * without the right to, -ETIME when there is too much to read; an empty firewall where the kernel
 * has no nftables.
 */
int nft_read(const struct why_query *query, bool loopback, struct firewall *firewall);

#endif
