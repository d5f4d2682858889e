/* Where a packet filter sends packets to instead. */
#ifndef NETSTAT_WHY_REDIRECT_H
#define NETSTAT_WHY_REDIRECT_H

#include "why/evidence.h"
#include "why/firewall.h"

struct redirect {
	uint8_t family; /* of the new address; AF_UNSPEC: one of this machine */
	union inet_addr addr;
	uint16_t port;  /* 0: as it was */
	bool unknown;   /* where to cannot be told */
};

/*
 * FW_REDIRECT, with the words for it in *target (`to port 8080`, `to 10.0.0.2:80`, `elsewhere`),
 * which the caller frees; NULL when memory is short. FW_ACCEPT if it is the same port of this
 * machine.
 */
enum fw_verdict redirect_verdict(const struct redirect *redirect, const struct why_query *query,
				 char **target);

#endif
