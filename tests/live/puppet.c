/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Connections to peers that do not exist. TCP_REPAIR makes them with sequence numbers of our
 * choice, hence the peer's segments can be written by hand and every state of TCP can be reached
 * and held: nobody answers what the kernel sends.
 */
#include "config.h"

#include "menagerie.h"
#include "segment.h"

#include <linux/tcp.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#define OUR_SEQUENCE 1000000u
#define PEER_SEQUENCE 2000000u
#define WINDOW 60000

enum { TIME_WAIT_MAX = 16, MANY_V4 = 250, MANY_V6 = 100 };

struct puppet {
	int fd;
	struct endpoint local;
	struct endpoint peer;
	uint32_t sent; /* the next sequence number of ours */
	uint32_t received;
};

/*
 * A part is a sequence of:
 *   d  we send data that is never acknowledged     z  the peer's window is zero from the start
 *   k  keepalive probes begin after a second       s  shutdown(): our FIN, the descriptor stays
 *   x  close(): our FIN, no process has the socket  a  the peer acknowledges our FIN
 *   f  the peer's FIN, which does not acknowledge ours          F  one that does
 *   D  the peer sends data that we do not read     o  the user nobody owns the socket
 */
struct part {
	unsigned int port;
	const char *acts;
};

static const struct part parts[] = {
	{ 21001, "" },    /* ESTABLISHED, no timer */
	{ 21002, "d" },   /* unacknowledged data, retransmitted */
	{ 21003, "zd" },  /* data that waits for the window, probed */
	{ 21004, "k" },   /* keepalive, unanswered */
	{ 21005, "D" },   /* data to read */
	{ 21006, "s" },   /* FIN_WAIT1 */
	{ 21007, "x" },   /* FIN_WAIT1, orphaned */
	{ 21008, "zds" }, /* FIN_WAIT1, the FIN waits behind the data */
	{ 21009, "sa" },  /* FIN_WAIT2 */
	{ 21010, "xa" },  /* FIN_WAIT2, orphaned: as small as TIME_WAIT */
	{ 21011, "f" },   /* CLOSE_WAIT */
	{ 21012, "Df" },  /* CLOSE_WAIT with data to read */
	{ 21013, "fs" },  /* LAST_ACK */
	{ 21014, "fx" },  /* LAST_ACK, orphaned */
	{ 21015, "sf" },  /* CLOSING */
	{ 21016, "xf" },  /* CLOSING, orphaned */
	{ 21017, "xF" },  /* TIME_WAIT */
	{ 21018, "o" },   /* as above, with another owner */
	{ 21019, "ox" },  { 21020, "ofx" }, { 21021, "oxa" }, { 21022, "oxF" },
};

static struct puppet time_waits[TIME_WAIT_MAX];
static size_t time_wait_count;

static void set_sequence(int fd, int queue, uint32_t sequence)
{
	set_option(fd, IPPROTO_TCP, TCP_REPAIR_QUEUE, queue);
	set_option(fd, IPPROTO_TCP, TCP_QUEUE_SEQ, (int)sequence);
}

static void set_window(int fd, uint32_t window)
{
	struct tcp_repair_window repair = { 0 };
	socklen_t length = sizeof(repair);

	must(getsockopt(fd, IPPROTO_TCP, TCP_REPAIR_WINDOW, &repair, &length), "get window");
	repair.snd_wnd = window;
	repair.max_window = WINDOW;
	must(setsockopt(fd, IPPROTO_TCP, TCP_REPAIR_WINDOW, &repair, length), "set window");
}

static struct puppet puppet_made(struct endpoint local, struct endpoint peer, uint32_t window)
{
	struct puppet puppet = {
		.local = local,
		.peer = peer,
		.sent = OUR_SEQUENCE,
		.received = PEER_SEQUENCE,
	};
	int fd = must(socket(local.any.sa_family, SOCK_STREAM | SOCK_CLOEXEC, 0), "socket");

	puppet.fd = fd;
	set_option(fd, IPPROTO_TCP, TCP_REPAIR, TCP_REPAIR_ON);
	set_sequence(fd, TCP_SEND_QUEUE, puppet.sent);
	set_sequence(fd, TCP_RECV_QUEUE, puppet.received);
	bind_freely(fd, &local);
	must(connect(fd, &peer.any, peer.length), "connect a puppet");
	set_window(fd, window);
	/* TCP_REPAIR_OFF would ask the peer for its window. */
	set_option(fd, IPPROTO_TCP, TCP_REPAIR, TCP_REPAIR_OFF_NO_WP);
	return puppet;
}

static void peer_sends(struct puppet *puppet, uint8_t flags, const char *payload)
{
	const struct segment segment = {
		.from = puppet->peer,
		.to = puppet->local,
		.sequence = puppet->received,
		.acknowledged = puppet->sent,
		.window = WINDOW,
		.flags = flags | SEGMENT_ACK,
		.payload = payload,
	};

	segment_inject(&segment);
	puppet->received += flags & SEGMENT_FIN ? 1 : 0;
	puppet->received += payload ? (uint32_t)strlen(payload) : 0;
}

static void probe_soon(int fd)
{
	set_option(fd, IPPROTO_TCP, TCP_KEEPIDLE, 1);
	set_option(fd, IPPROTO_TCP, TCP_KEEPINTVL, 30000);
	set_option(fd, IPPROTO_TCP, TCP_KEEPCNT, 100);
	set_option(fd, SOL_SOCKET, SO_KEEPALIVE, 1);
}

static void puppet_act(struct puppet *puppet, char act)
{
	switch (act) {
	case 'd':
		must(send(puppet->fd, "unacknowledged", 14, 0), "send");
		break;
	case 'D':
		peer_sends(puppet, 0, "unread");
		break;
	case 'k':
		probe_soon(puppet->fd);
		break;
	case 'o':
		must(fchown(puppet->fd, UID_NOBODY, (gid_t)-1), "fchown");
		break;
	case 's':
		must(shutdown(puppet->fd, SHUT_WR), "shutdown");
		break;
	case 'x':
		close(puppet->fd);
		break;
	case 'a':
	case 'F':
		puppet->sent++;
		peer_sends(puppet, act == 'F' ? SEGMENT_FIN : 0, NULL);
		break;
	case 'f':
		peer_sends(puppet, SEGMENT_FIN, NULL);
		break;
	}
}

static void play(const struct part *part, const char *local, const char *peer)
{
	struct puppet puppet = puppet_made(endpoint_of(local, part->port), endpoint_of(peer, 443),
					   part->acts[0] == 'z' ? 0 : WINDOW);

	for (const char *act = part->acts; *act; act++) {
		puppet_act(&puppet, *act);
		if (*act == 'F' && time_wait_count < TIME_WAIT_MAX)
			time_waits[time_wait_count++] = puppet;
	}
}

bool make_puppets(void)
{
	for (size_t i = 0; i < sizeof(parts) / sizeof(parts[0]); i++) {
		play(&parts[i], NET4_LOCAL, "192.0.2.10");
		play(&parts[i], NET6_LOCAL, "2001:db8::10");
	}
	return true;
}

/* An old acknowledgement: the kernel answers it and lets the minute begin again. */
void puppets_refresh(void)
{
	for (size_t i = 0; i < time_wait_count; i++) {
		struct puppet old = time_waits[i];

		old.received -= 1000;
		peer_sends(&old, 0, NULL);
	}
}

/* Both ends get texts of every length, with ports of every length. */
bool make_long(void)
{
	static const unsigned int ports[] = { 7, 77, 777, 7777, 57777 };
	char local[INET6_ADDRSTRLEN], peer[INET6_ADDRSTRLEN];

	for (unsigned int length = 20; length <= 39; length++) {
		address_of_length(length, local);
		address_of_length(59 - length, peer);
		for (unsigned int i = 0; i < 5; i++) {
			puppet_made(endpoint_of(local, ports[i]),
				    endpoint_of(peer, ports[(i + length) % 5]), WINDOW);
			bound_socket(SOCK_DGRAM, 0, local, ports[i]);
		}
	}
	return true;
}

/* More than one message of a netlink dump holds, all at one local address: the foreign end sorts. */
bool make_many(void)
{
	char peer[INET6_ADDRSTRLEN];

	for (unsigned int i = 0; i < MANY_V4; i++) {
		snprintf(peer, sizeof(peer), "198.51.100.%u", 1 + i * 7 % 250);
		puppet_made(endpoint_of(NET4_LOCAL, 443), endpoint_of(peer, 40000 + i % 40 * 100),
			    WINDOW);
	}
	for (unsigned int i = 0; i < MANY_V6; i++) {
		snprintf(peer, sizeof(peer), "2001:db8::%x", 0x1000 + i * 7);
		puppet_made(endpoint_of(NET6_LOCAL, 443), endpoint_of(peer, 40000 + i), WINDOW);
	}
	return true;
}
