/* SPDX-License-Identifier: GPL-2.0-or-later */
/* UDP has rules and habits of its own. */
#include "config.h"

#include "situations.h"
#include "tables.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

enum { MDNS = 5353, DNS = 53 };

static void udp_holder(void)
{
	hold((struct plan){ .type = SOCK_DGRAM });
}

static void udp_v6_dual(void)
{
	hold((struct plan){ .type = SOCK_DGRAM, .address = "::" });
}

static void udp_specific(void)
{
	hold((struct plan){ .type = SOCK_DGRAM, .address = "127.0.0.1" });
}

static void connected_body(const void *argument)
{
	(void)argument;
	connected_from(EPHEMERAL, SOCK_DGRAM, "127.0.0.1", DNS);
}

static void udp_connected_client(void)
{
	holds(start(connected_body, NULL));
}

static void udp_reuseaddr_steals(void)
{
	hold((struct plan){ .type = SOCK_DGRAM, .reuseaddr = true });
	hold((struct plan){ .type = SOCK_DGRAM, .reuseaddr = true });
}

static void member_body(const void *argument)
{
	const struct plan plan = { .type = SOCK_DGRAM, .port = MDNS, .reuseaddr = true };
	struct ip_mreqn group = { 0 };
	int fd = socket_of(&plan);

	(void)argument;
	group.imr_multiaddr = address_of("224.0.0.251", 0).in.sin_addr;
	group.imr_address = address_of(LOCAL4, 0).in.sin_addr;
	must(setsockopt(fd, SOL_IP, IP_ADD_MEMBERSHIP, &group, sizeof(group)), "membership");
}

static void udp_multicast_group(void)
{
	network();
	holds(start(member_body, NULL));
	holds(start(member_body, NULL));
}

static void udp_reuseport_group(void)
{
	hold((struct plan){ .type = SOCK_DGRAM, .reuseport = true });
	hold((struct plan){ .type = SOCK_DGRAM, .reuseport = true });
}

/* UDP is asked about, and TCP has nothing to do with it. */
static void free_udp_tcp_taken(void)
{
	const struct plan plan = { 0 };

	socket_of(&plan);
}

static void free_tcp_udp_taken(void)
{
	const struct plan plan = { .type = SOCK_DGRAM };

	socket_of(&plan);
}

static const struct situation table[] = {
	{ "udp-holder", UDP_PORT, "busy", "udp-holder", 0, 1, V4_TAKEN, 0, udp_holder, NULL },
	{ "udp-v6-dual", UDP_PORT, "busy", "udp-dual-stack", 0, 1, ALL_TAKEN, 0, udp_v6_dual,
	  NULL },
	{ "udp-specific", UDP_PORT, "busy", "udp-specific", 0, 1, V4_TAKEN, 0, udp_specific, NULL },
	{ "udp-connected-client", EPHEMERAL_UDP, "busy", "udp-connected", 0, 1, V4_TAKEN, 0,
	  udp_connected_client, NULL },
	{ "udp-reuseaddr-steals", UDP_PORT, "busy", "udp-shared", 0, 2, V4_WITH_REUSEADDR, 0,
	  udp_reuseaddr_steals, NULL },
	{ "udp-multicast-group", "5353/udp", "busy", "udp-multicast", 0, 2, V4_WITH_REUSEADDR, 0,
	  udp_multicast_group, NULL },
	{ "udp-reuseport-group", UDP_PORT, "busy", "udp-holder", 0, 2, V4_WITH_REUSEPORT, 0,
	  udp_reuseport_group, NULL },
	{ "free-tcp-udp-taken", TCP_PORT, "free", "none", CAN_BE_USED, 0, ALL_FREE, 0,
	  free_tcp_udp_taken, NULL },
	{ "free-udp-tcp-taken", UDP_PORT, "free", "none", CAN_BE_USED, 0, ALL_FREE, 0,
	  free_udp_tcp_taken, NULL },
};

const struct theme theme_udp = THEME(table);
