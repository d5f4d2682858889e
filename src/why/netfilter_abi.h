/*
 * Numbers and layouts of the kernel's packet filter that are needed here. Its own headers for these
 * (linux/netfilter.h and what includes it) cannot be used beside <netinet/in.h> with every libc.
 */
#ifndef NETSTAT_WHY_NETFILTER_ABI_H
#define NETSTAT_WHY_NETFILTER_ABI_H

#include <stdint.h>

/* Verdicts, and address families of tables. */
enum { NF_DROP, NF_ACCEPT };
enum { NFPROTO_UNSPEC, NFPROTO_INET, NFPROTO_IPV4, NFPROTO_IPV6 = 10 };

/* Where a chain is hooked in, and the priority of connection tracking there. */
enum { NF_INET_PRE_ROUTING = 0, NF_INET_LOCAL_IN = 1, NF_INET_LOCAL_OUT = 3 };
enum { NF_IP_PRI_CONNTRACK = -200 };

/* A conntrack state is a bit; this is that of a connection's first packet (IP_CT_NEW). */
enum { NF_STATE_NEW = 8 };

/* iptables' match "conntrack", revision 3, and the flags of what it compares. */
enum { XT_CONNTRACK_STATE = 1, XT_CONNTRACK_STATE_ALIAS = 1 << 13 };

struct xt_conntrack_mtinfo3 {
	uint32_t addresses[8][4];
	uint32_t expires[2];
	uint16_t l4proto, ports[4];
	uint16_t match_flags, invert_flags;
	uint16_t state_mask, status_mask;
	uint16_t ports_high[4];
};

/* Its match "state". */
struct xt_state_info {
	unsigned int statemask;
};

/* Its targets DNAT and REDIRECT: for both families, and for IPv4 in revision 0. */
enum { NF_NAT_RANGE_MAP_IPS = 1, NF_NAT_RANGE_PROTO_SPECIFIED = 2 };

struct nf_nat_range {
	uint32_t flags;
	uint32_t min_addr[4], max_addr[4];
	uint16_t min_port, max_port; /* in network byte order */
};

struct nf_nat_ipv4_range {
	uint32_t count; /* 1 */
	uint32_t flags;
	uint32_t min_ip, max_ip;
	uint16_t min_port, max_port; /* in network byte order */
};

#endif
