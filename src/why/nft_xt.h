/* Matches and targets of iptables inside nftables, as iptables-nft makes them. */
#ifndef NETSTAT_WHY_NFT_XT_H
#define NETSTAT_WHY_NFT_XT_H

#include "why/evidence.h"
#include "why/firewall.h"

struct xt_extension {
	const char *name;
	uint32_t revision;
	const void *info; /* as long as `length` says, which is checked */
	size_t length;
};

/* Whether packets to the port meet a match. *names_port: it is about the port. */
enum fw_met xt_match_met(const struct xt_extension *match, const struct why_query *query,
			 bool *names_port);

/*
 * What a target does in a table of this family (AF_INET, AF_INET6). *target: where to, as of
 * redirect_verdict().
 */
enum fw_verdict xt_target_verdict(const struct xt_extension *extension, uint8_t family,
				  const struct why_query *query, char **target);

#endif
