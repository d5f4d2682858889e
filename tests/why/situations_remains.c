/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The server is gone; what is left of its connections keeps the port. */
#include "config.h"

#include "situations.h"
#include "tables.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

/* What a server that has gone left behind, and how its listener had been made. */
struct past {
	struct plan plan;
	const char *to; /* where its client had connected to */
};

static void leave(void (*body)(const void *), struct plan plan, const char *to)
{
	const struct past past = { plan, to };

	run(body, &past);
}

static struct pair past_connection(const void *argument)
{
	const struct past *past = argument;
	struct pair pair = connection(&past->plan, past->to);

	close(pair.listener);
	return pair;
}

/* The server closes first. */
static void time_wait_body(const void *argument)
{
	struct pair pair = past_connection(argument);

	close(pair.server);
	close(pair.client);
	wait_tcp(PORT, TIME_WAIT);
}

static void time_wait_noreuse(void)
{
	leave(time_wait_body, (struct plan){ 0 }, "127.0.0.1");
}

static void time_wait_reuse(void)
{
	leave(time_wait_body, (struct plan){ .reuseaddr = true }, "127.0.0.1");
}

static void time_wait_reuseport(void)
{
	leave(time_wait_body, (struct plan){ .reuseport = true }, "127.0.0.1");
}

static void time_wait_v6(void)
{
	leave(time_wait_body, (struct plan){ .address = "::1" }, "::1");
}

static void time_wait_many(void)
{
	for (int i = 0; i < 40; i++)
		leave(time_wait_body, (struct plan){ .reuseaddr = true }, "127.0.0.1");
}

/* The process that served the connection goes on with it. */
static void session_body(const void *argument)
{
	struct pair pair = past_connection(argument);

	keep_elsewhere(&pair.client);
}

static void survivor(struct plan plan, const char *to)
{
	const struct past past = { plan, to };

	holds(start(session_body, &past));
}

static void established_survives(void)
{
	survivor((struct plan){ .reuseaddr = true }, "127.0.0.1");
}

static void established_survives_noreuse(void)
{
	survivor((struct plan){ 0 }, "127.0.0.1");
}

static void v6_connection_blocks_v4(void)
{
	survivor((struct plan){ .address = "::" }, "::1");
}

static void leak_body(const void *argument)
{
	struct pair pair = past_connection(argument);

	close(pair.client);
	wait_tcp(PORT, CLOSE_WAIT);
}

static void close_wait_leak(void)
{
	const struct past past = { .to = "127.0.0.1" };

	holds(start(leak_body, &past));
}

/* The client does not close. */
static void fin_wait2_body(const void *argument)
{
	struct pair pair = past_connection(argument);

	keep_elsewhere(&pair.client);
	close(pair.server);
	wait_tcp(PORT, FIN_WAIT2);
}

static void fin_wait2_orphan(void)
{
	network();
	leave(fin_wait2_body, (struct plan){ .address = LOCAL4 }, LOCAL4);
}

/* ---- clients in another network that is cut off ---- */

/* What the client does before the line goes dead. */
enum client_end { CLIENT_STAYS, CLIENT_CLOSES };

struct client {
	int listener; /* not the client's to keep */
	enum client_end end;
};

static void client_body(const void *argument)
{
	const struct client *client = argument;
	const struct address address = address_of(LOCAL4, PORT);
	int fd;

	close(client->listener);
	enter_network(network_peer());
	fd = must(socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0), "socket");
	must(connect(fd, &address.any, address.length), "connect");
	if (client->end == CLIENT_CLOSES)
		close(fd);
}

static void cut_off(void)
{
	ip_of(network_peer(), "link set v1 down\n");
}

static void orphan_body(const void *argument)
{
	const struct plan plan = { .address = LOCAL4 };
	const enum client_end end = *(const enum client_end *)argument;
	const struct client client = { socket_of(&plan), end };
	int server;

	start(client_body, &client);
	server = must(accept4(client.listener, NULL, NULL, SOCK_CLOEXEC), "accept");
	close(client.listener);
	if (end == CLIENT_CLOSES)
		wait_tcp(PORT, CLOSE_WAIT);
	cut_off();
	close(server);
	wait_tcp(PORT, end == CLIENT_CLOSES ? LAST_ACK : FIN_WAIT1);
}

static void orphan(enum client_end end)
{
	network();
	run(orphan_body, &end);
}

static void fin_wait1_orphan(void)
{
	orphan(CLIENT_STAYS);
}

static void last_ack_orphan(void)
{
	orphan(CLIENT_CLOSES);
}

static const struct situation table[] = {
	{ "time-wait-noreuse", TCP_PORT, "busy", "time-wait", 0, 0, V4_TAKEN, UNSEEN_FLAGS,
	  time_wait_noreuse, NULL },
	{ "time-wait-reuse", TCP_PORT, "busy", "time-wait", 0, 0, V4_WITH_REUSEADDR, UNSEEN_FLAGS,
	  time_wait_reuse, NULL },
	{ "time-wait-reuseport", TCP_PORT, "busy", "time-wait", 0, 0, V4_WITH_REUSEPORT,
	  UNSEEN_FLAGS, time_wait_reuseport, NULL },
	{ "time-wait-v6", TCP_PORT, "busy", "time-wait", 0, 0, V6_TAKEN, UNSEEN_FLAGS, time_wait_v6,
	  NULL },
	{ "time-wait-many", TCP_PORT, "busy", "time-wait", 0, 0, V4_WITH_REUSEADDR, UNSEEN_FLAGS,
	  time_wait_many, NULL },
	{ "established-survives", TCP_PORT, "busy", "established-survivor", 0, 1, V4_WITH_REUSEADDR,
	  0, established_survives, NULL },
	{ "established-survives-noreuse", TCP_PORT, "busy", "established-survivor", 0, 1, V4_TAKEN,
	  0, established_survives_noreuse, NULL },
	{ "v6-connection-blocks-v4", TCP_PORT, "busy", "established-survivor", 0, 1,
	  "XXXX oooo XXXX XXXX XXXX", 0, v6_connection_blocks_v4, NULL },
	{ "close-wait-leak", TCP_PORT, "busy", "close-wait", 0, 1, V4_TAKEN, 0, close_wait_leak,
	  NULL },
	{ "fin-wait2-orphan", TCP_PORT, "busy", "orphan", 0, 0, V4_WILDCARDS_TAKEN, UNSEEN_FLAGS,
	  fin_wait2_orphan, NULL },
	{ "fin-wait1-orphan", TCP_PORT, "busy", "orphan", 0, 0, V4_WILDCARDS_TAKEN, UNSEEN_FLAGS,
	  fin_wait1_orphan, NULL },
	{ "last-ack-orphan", TCP_PORT, "busy", "orphan", 0, 0, V4_WILDCARDS_TAKEN, UNSEEN_FLAGS,
	  last_ack_orphan, NULL },
};

const struct theme theme_remains = THEME(table);
