/* Ports of MPTCP endpoints: the kernel's path manager listens there itself. */
#ifndef NETSTAT_WHY_MPTCP_ENDPOINTS_H
#define NETSTAT_WHY_MPTCP_ENDPOINTS_H

#include "source/netlink.h"
#include "why/evidence.h"

/* Names the endpoints among the TCP listeners that nobody holds. */
void mptcp_endpoints_read(struct why_evidence *evidence);

struct mptcp_endpoint {
	uint8_t family, id;
	uint16_t port;
	union inet_addr addr;
};

/* Decode one message of a dump; false if it is cut short or names no port. */
bool mptcp_endpoint_decode(const struct nlmsghdr *header, struct mptcp_endpoint *endpoint);

#endif
