/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The port is free, or listened on, and yet what is sent to it does not arrive as expected. */
#include "config.h"

#include "situations.h"
#include "tables.h"

#include <errno.h>
#include <sched.h>
#include <string.h>
#include <unistd.h>

enum { ANOTHER_PORT = 9090 };

static void nothing(void)
{
}

static const struct registration registrations[] = {
	{ 100000, 2, IPPROTO_TCP, 111 },
	{ 100000, 4, IPPROTO_TCP, 111 },
	{ 391002, 2, IPPROTO_TCP, PORT },
};

static void register_program(void)
{
	portmapper_start(registrations, sizeof(registrations) / sizeof(registrations[0]));
}

static void rpc_service(void)
{
	register_program();
	hold((struct plan){ 0 });
}

static void elsewhere_body(const void *argument)
{
	const struct plan plan = { 0 };

	(void)argument;
	must(unshare(CLONE_NEWNET), "unshare");
	socket_of(&plan);
}

static void listener_in_other_netns(void)
{
	start(elsewhere_body, NULL);
}

/* It listens, though not at the address that is asked about. */
static void free_at_other_address(void)
{
	hold((struct plan){ .address = "127.0.0.1" });
}

static void another_body(const void *argument)
{
	const struct plan plan = { .port = ANOTHER_PORT };

	(void)argument;
	socket_of(&plan);
}

static void nft_redirect(void)
{
	hold((struct plan){ 0 });
	start(another_body, NULL);
	rule_redirect(PORT, ANOTHER_PORT);
}

static void nft_drop(void)
{
	hold((struct plan){ 0 });
	rule_drop(PORT);
}

static void steer_body(const void *argument)
{
	const struct plan plan = { .address = "127.0.0.1", .port = ANOTHER_PORT };

	(void)argument;
	steer(PORT, socket_of(&plan));
}

static void sk_lookup_steers(void)
{
	hold((struct plan){ 0 });
	start(steer_body, NULL);
}

static void clients_body(const void *argument)
{
	const struct address to = address_of("127.0.0.1", PORT);

	(void)argument;
	for (int i = 0; i < 4; i++) {
		int fd = must(socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0),
			      "socket");

		if (connect(fd, &to.any, to.length) < 0 && errno != EINPROGRESS)
			die("connect: %s", strerror(errno));
	}
}

static void backlog_full(void)
{
	hold((struct plan){ .backlog = 1 });
	start(clients_body, NULL);
}

static void loopback_only_listener(void)
{
	hold((struct plan){ .address = "127.0.0.1" });
}

static void localhost_split(void)
{
	hold((struct plan){ .address = "127.0.0.1" });
	hold((struct plan){ .address = "::1" });
}

static void specific_beats_wildcard(void)
{
	hold((struct plan){ .reuseport = true });
	hold((struct plan){ .address = "127.0.0.1", .reuseport = true });
}

static const struct situation table[] = {
	{ "free", TCP_PORT, "free", "none", CAN_BE_USED, 0, ALL_FREE, 0, nothing, NULL },
	{ "free-udp", UDP_PORT, "free", "none", CAN_BE_USED, 0, ALL_FREE, 0, nothing, NULL },
	{ "free-at-other-address", "127.0.0.2:8080/tcp", "free", "none", CAN_BE_USED, 1,
	  V4_TAKEN " oooo", 0, free_at_other_address, NULL },
	{ "free-rpc-stale", TCP_PORT, "free", "none", CAN_BE_USED, 0, ALL_FREE, 0, register_program,
	  NULL },
	{ "rpc-service", TCP_PORT, "busy", "rpc-service", 0, 1, V4_TAKEN, 0, rpc_service, NULL },
	{ "listener-in-other-netns", TCP_PORT, "free", "other-netns", CAN_BE_USED, 0, ALL_FREE, 0,
	  listener_in_other_netns, NULL },
	{ "nft-redirect", TCP_PORT, "busy", "nat-redirect", 0, 1, V4_TAKEN, NEEDS_FIREWALL,
	  nft_redirect, NULL },
	{ "nft-drop", TCP_PORT, "busy", "firewall-drop", 0, 1, V4_TAKEN, NEEDS_FIREWALL, nft_drop,
	  NULL },
	{ "sk-lookup-steers", TCP_PORT, "busy", "sk-lookup-bpf", 0, 1, V4_TAKEN, 0,
	  sk_lookup_steers, NULL },
	{ "backlog-full", TCP_PORT, "busy", "backlog-full", 0, 1, V4_TAKEN, UNSEEN_FLAGS,
	  backlog_full, NULL },
	{ "loopback-only-listener", TCP_PORT, "busy", "loopback-only", 0, 1, V4_TAKEN, 0,
	  loopback_only_listener, NULL },
	{ "localhost-split", TCP_PORT, "busy", "split-localhost", 0, 2, ALL_TAKEN, 0,
	  localhost_split, NULL },
	{ "specific-beats-wildcard", TCP_PORT, "busy", "specific-beats-wildcard", 0, 2,
	  V4_WITH_REUSEPORT, 0, specific_beats_wildcard, NULL },
};

const struct theme theme_traffic = THEME(table);
