/* Rules of the packet filter that send the port's traffic elsewhere or drop it. */
#ifndef NETSTAT_WHY_RULES_H
#define NETSTAT_WHY_RULES_H

#include "why/evidence.h"

/* Whether this program was built with libnftnl, without which rules cannot be read. */
bool why_rules_supported(void);

/*
 * Add to evidence->rules what nftables' tables of the families ip, ip6 and inet (also those that
 * iptables-nft made) surely do to the first packet to the port: one from another machine, or, if
 * the address that is asked about or all sockets of the port are on loopback, one from this. To be
 * called after the sockets are known. Bounded in time. Takes CAP_NET_ADMIN; without it a note says
 * so. Without libnftnl: nothing.
 */
void why_rules_read(struct why_evidence *evidence);

#endif
