/* Sets and maps of nftables: is a value in one of them? */
#ifndef NETSTAT_WHY_NFT_SETS_H
#define NETSTAT_WHY_NFT_SETS_H

#include "source/netlink.h"
#include "why/firewall.h"

struct nft_lookup {
	uint8_t family; /* NFPROTO_* */
	const char *table, *set;
	const uint8_t *key;
	size_t length;
	int64_t deadline;
};

enum { NFT_NAME = 256, NFT_DATA = 16 }; /* of a chain, with its NUL; of a value */

/* What the key leads to: in a verdict map, in another map; in a set nothing. */
struct nft_element {
	enum fw_verdict verdict; /* FW_CONTINUE: no verdict map */
	char chain[NFT_NAME];
	uint8_t data[NFT_DATA];
	uint32_t length; /* of the data; 0: none */
};

/*
 * FW_ALWAYS: the set has the key, and `element` is filled in; FW_NEVER: it has not; FW_PARTLY: that
 * could not be found out. The session is of NETLINK_NETFILTER; a broken one is closed.
 */
enum fw_met nft_set_find(struct nl_session *session, const struct nft_lookup *lookup,
			 struct nft_element *element);

/* The verdict that nftables' code for it means: NF_ACCEPT, NFT_JUMP ... */
enum fw_verdict nft_verdict(uint32_t code);

#endif
