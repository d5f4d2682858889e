/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A connection to somewhere else has the port at its near end. */
#include "config.h"

#include "situations.h"
#include "tables.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

enum { EXHAUSTED_FIRST = 40120, EXHAUSTED_LAST = 40129 };

/* Something to connect to, whose holder is not of interest. */
static void server_body(const void *argument)
{
	const struct plan *plan = argument;
	int fd = socket_of(plan);

	(void)fd;
}

static void server(unsigned int port)
{
	const struct plan plan = { .port = port, .backlog = 64 };

	start(server_body, &plan);
}

static void client_body(const void *argument)
{
	(void)argument;
	connected_from(EPHEMERAL, SOCK_STREAM, "127.0.0.1", FOREIGN);
}

static void ephemeral_took_port(void)
{
	server(FOREIGN);
	holds(start(client_body, NULL));
}

static void syn_body(const void *argument)
{
	(void)argument;
	connected_from(EPHEMERAL, SOCK_STREAM | SOCK_NONBLOCK, SILENT4, FOREIGN);
}

static void outgoing_syn_sent(void)
{
	network();
	/* Without it the kernel would soon know that there is no such host. */
	ip("neigh add " SILENT4 " lladdr 02:00:00:00:00:99 dev v0\n");
	holds(start(syn_body, NULL));
}

/* The client closes first. */
static void time_wait_client_body(const void *argument)
{
	const struct plan plan = { .port = FOREIGN };
	int listener = socket_of(&plan);
	int client = connected_from(EPHEMERAL, SOCK_STREAM, "127.0.0.1", FOREIGN);
	int accepted = must(accept4(listener, NULL, NULL, SOCK_CLOEXEC), "accept");

	(void)argument;
	close(client);
	close(accepted);
	wait_tcp(EPHEMERAL, TIME_WAIT);
}

static void time_wait_client(void)
{
	run(time_wait_client_body, NULL);
}

/* A client that chose its source port itself, and was refused. */
static void refused_body(const void *argument)
{
	const struct plan plan = { .address = "127.0.0.1", .bound_only = true };
	const struct address to = address_of("127.0.0.1", FOREIGN);

	(void)argument;
	if (connect(socket_of(&plan), &to.any, to.length) == 0 || errno != ECONNREFUSED)
		die("the connection is not refused");
}

static void connect_refused_keeps_port(void)
{
	holds(start(refused_body, NULL));
}

static void self_connect_body(const void *argument)
{
	(void)argument;
	connected_from(EPHEMERAL, SOCK_STREAM, "127.0.0.1", EPHEMERAL);
}

static void self_connect(void)
{
	holds(start(self_connect_body, NULL));
}

static void exhausted_body(const void *argument)
{
	const struct address to = address_of("127.0.0.1", FOREIGN);

	(void)argument;
	for (int i = EXHAUSTED_FIRST; i <= EXHAUSTED_LAST; i++) {
		int fd = must(socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0), "socket");

		must(connect(fd, &to.any, to.length), "connect");
	}
}

static void ephemeral_exhausted(void)
{
	char range[32];

	snprintf(range, sizeof(range), "%d %d", EXHAUSTED_FIRST, EXHAUSTED_LAST);
	server(FOREIGN);
	setting("net/ipv4/ip_local_port_range", range);
	holds(start(exhausted_body, NULL));
}

static void far_server_body(const void *argument)
{
	const struct plan plan = { .address = PEER4 };

	(void)argument;
	enter_network(network_peer());
	socket_of(&plan);
}

static void far_client_body(const void *argument)
{
	(void)argument;
	connected_from(EPHEMERAL, SOCK_STREAM, PEER4, PORT);
}

/* The port is that of a server elsewhere: it does not count here. */
static void free_client_remote_port(void)
{
	network();
	start(far_server_body, NULL);
	start(far_client_body, NULL);
}

static const struct situation table[] = {
	{ "ephemeral-took-port", EPHEMERAL_TCP, "busy", "ephemeral-source-port", 0, 1, V4_TAKEN, 0,
	  ephemeral_took_port, NULL },
	{ "outgoing-syn-sent", EPHEMERAL_TCP, "busy", "ephemeral-source-port", 0, 1,
	  V4_WILDCARDS_TAKEN, 0, outgoing_syn_sent, NULL },
	{ "time-wait-client", EPHEMERAL_TCP, "busy", "time-wait-client", 0, 0, V4_TAKEN,
	  UNSEEN_FLAGS, time_wait_client, NULL },
	{ "connect-refused-keeps-port", TCP_PORT, "busy", "failed-connect-keeps-port", 0, 1,
	  V4_TAKEN, 0, connect_refused_keeps_port, NULL },
	{ "self-connect", EPHEMERAL_TCP, "busy", "self-connect", 0, 1, V4_TAKEN, 0, self_connect,
	  NULL },
	{ "ephemeral-exhausted", EPHEMERAL_TCP, "busy", "ephemeral-exhausted", 0, 1, V4_TAKEN, 0,
	  ephemeral_exhausted, NULL },
	{ "free-client-remote-port", TCP_PORT, "free", "none", CAN_BE_USED, 0, ALL_FREE, 0,
	  free_client_remote_port, NULL },
};

const struct theme theme_outgoing = THEME(table);
