/* The record of a route, from whichever source, and the table that holds many of them. */
#ifndef NETSTAT_ROUTE_H
#define NETSTAT_ROUTE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "entry.h"

/* Bits of route.flags, as /proc prints them (linux/route.h, linux/ipv6_route.h). */
#define ROUTE_UP 0x1u
#define ROUTE_GATEWAY 0x2u
#define ROUTE_HOST 0x4u
#define ROUTE_REINSTATE 0x8u
#define ROUTE_DYNAMIC 0x10u
#define ROUTE_MODIFIED 0x20u
#define ROUTE_MTU 0x40u
#define ROUTE_WINDOW 0x80u
#define ROUTE_IRTT 0x100u
#define ROUTE_REJECT 0x200u
#define ROUTE_NOTCACHED 0x400u
#define ROUTE_DEFAULT 0x10000u
#define ROUTE_ALLONLINK 0x20000u
#define ROUTE_ADDRCONF 0x40000u
#define ROUTE_ANYCAST 0x100000u
#define ROUTE_NONEXTHOP 0x200000u
#define ROUTE_EXPIRES 0x400000u
#define ROUTE_CACHE 0x1000000u
#define ROUTE_FLOW 0x2000000u
#define ROUTE_POLICY 0x4000000u
#define ROUTE_LOCAL 0x80000000u

enum { ROUTE_INTERFACE = 32 }; /* the kernel's names have at most 15 bytes */

/* One way of a route that has several. */
struct route_hop {
	union inet_addr gateway;
	uint8_t family; /* of the gateway; 0: it has none */
	uint32_t weight;
	char interface[ROUTE_INTERFACE];
};

/* What the numbers of a route stand in: a source sets the bit for what it can tell. */
enum route_has {
	ROUTE_HAS_FLAGS = 1,   /* all of .flags; without it only those that follow from the rest */
	ROUTE_HAS_COUNTS = 2,  /* .ref and .use */
	ROUTE_HAS_METRICS = 4, /* .mss, .window and .irtt */
	ROUTE_HAS_KIND = 8,    /* .type, .protocol, .scope and .table */
	ROUTE_HAS_CACHE =
		16, /* .tos, .hh_references and .hh_up_to_date; it is an entry of rt_cache */
};

/*
 * A route or an entry of the route cache. Numbers are the kernel's own 32 bits; net-tools prints
 * them as signed ones.
 */
struct route {
	union inet_addr destination;
	union inet_addr gateway;          /* zeros: none */
	union inet_addr source;           /* packets must come from there; zeros: from anywhere */
	union inet_addr preferred_source; /* zeros: none */
	uint32_t mask;                    /* IPv4, network byte order; it may have any bits */
	uint8_t family;                   /* AF_INET or AF_INET6 */
	uint8_t gateway_family; /* the same but where IPv4 goes by way of an IPv6 gateway */
	uint8_t prefix_length;  /* IPv6 */
	uint8_t source_length;  /* IPv6 */
	uint8_t has;            /* enum route_has */
	bool cached;            /* an entry of a cache, no route */
	uint32_t flags, metric, ref, use;
	uint32_t mss, window, irtt;    /* what /proc calls MTU, Window, IRTT; 0: not set */
	uint8_t type, protocol, scope; /* RTN_, RTPROT_, RT_SCOPE_ */
	uint32_t table;
	uint32_t expires; /* seconds; 0: never, or not known */
	uint32_t tos, hh_references, hh_up_to_date;
	uint32_t first_hop, hops; /* in route_table.hop; of a route with one way there are none */
	char interface[ROUTE_INTERFACE]; /* empty: none */
};

struct route_table {
	struct route *rows;
	size_t count, size;
	struct route_hop *hop;
	size_t hops, hops_size;
};

/* Where a source puts what it reads. */
struct route_sink {
	struct route_table *table;
	/* Called when the table holds `batch` rows; may empty it. Returns 0 or -errno. NULL: never. */
	int (*full)(void *arg);
	void *arg;
	size_t batch;
};

/* Put a row into the table. Returns 0 or -errno. */
int route_sink_put(const struct route_sink *sink, const struct route *route);

/* Room for one more hop, all zeros; NULL: out of memory. */
struct route_hop *route_table_add_hop(struct route_table *table);

void route_table_empty(struct route_table *table);
void route_table_free(struct route_table *table);

/* The length of the prefix, or -1: the mask is none. */
int route_prefix_length(const struct route *route);

static inline bool route_has(const struct route *route, enum route_has what)
{
	return route->has & what;
}

#endif
