/* UDP ports on which the kernel unwraps other protocols: FOU and GUE. */
#ifndef NETSTAT_WHY_FOU_H
#define NETSTAT_WHY_FOU_H

#include "source/netlink.h"
#include "why/evidence.h"

/* Names them among the UDP sockets that nobody holds. */
void fou_read(struct why_evidence *evidence);

struct fou_port {
	uint16_t port;
	uint8_t family;
	bool gue;
};

/* Decode one message of a dump; false if it is cut short. */
bool fou_decode(const struct nlmsghdr *header, struct fou_port *fou);

#endif
