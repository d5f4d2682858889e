/* UDP ports of network interfaces that are tunnels, and of FOU: their sockets are the kernel's. */
#ifndef NETSTAT_WHY_TUNNELS_H
#define NETSTAT_WHY_TUNNELS_H

#include <net/if.h>

#include "source/netlink.h"
#include "why/evidence.h"

/* Names the tunnels among the UDP sockets that nobody holds. */
void tunnels_read(struct why_evidence *evidence);

struct tunnel_kind;

struct tunnel {
	char name[IF_NAMESIZE];
	const struct tunnel_kind *kind;
	uint32_t ifindex;
	uint16_t port; /* 0: the message does not tell it */
	bool up;       /* a tunnel that is down holds no port, but for GTP */
};

/* Decode a message of an RTM_GETLINK dump; false if it is no such tunnel, or is cut short. */
bool tunnel_decode(const struct nlmsghdr *header, struct tunnel *tunnel);

/* What a person calls a tunnel's kind: "VXLAN". */
const char *tunnel_kind_name(const struct tunnel_kind *kind);

#endif
