/* What --why-busy is asked about. */
#ifndef NETSTAT_WHY_QUERY_H
#define NETSTAT_WHY_QUERY_H

#include <net/if.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "entry.h"

/* One port of one protocol, at one address or at any. */
struct why_query {
	uint16_t port;
	enum proto proto; /* PROTO_TCP or PROTO_UDP */
	uint8_t family;   /* AF_UNSPEC: no address was given */
	union inet_addr addr;
	char device[IF_NAMESIZE]; /* the scope behind the %; "" without one */
	uint32_t ifindex;         /* of the device; 0 without one, or if there is none of this name */
};

enum { WHY_MAX_QUERIES = 256 };

/*
 * Read `PORT[/PROTO]`, `ADDRESS:PORT[/PROTO]`, `[ADDRESS]:PORT[/PROTO]` in a list with commas. A
 * port without a protocol becomes two queries, TCP and UDP. Returns their number, or -1 with the
 * reason in `message`.
 */
int why_query_parse(const char *text, struct why_query queries[WHY_MAX_QUERIES], char *message,
		    size_t size);

#endif
