/* One rule of nftables, reduced to what it does with the first packet to the port. */
#ifndef NETSTAT_WHY_NFT_RULE_H
#define NETSTAT_WHY_NFT_RULE_H

#include "source/netlink.h"
#include "why/evidence.h"
#include "why/firewall.h"

struct nftnl_rule;

struct nft_context {
	const struct why_query *query;
	bool loopback; /* the packet comes in on the loopback device; else it does not */
	bool conntrack; /* it has been through connection tracking, as a new connection */
	bool untracked; /* set by rules that keep packets out of that */
	struct nl_session sets; /* to look into sets; may be closed */
	int64_t deadline;
};

/*
 * Fill in `to`, whose target the caller frees. Returns false if the rule is of no interest: no
 * packet to the port meets it, or nothing comes of it.
 */
bool nft_rule_reduce(struct nftnl_rule *rule, struct nft_context *context, struct fw_rule *to);

#endif
