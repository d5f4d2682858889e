/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What may happen to the sockets of a port besides bind() and listen(). */
#include "config.h"

#include "fuzz.h"

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <net/if.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "entry.h"

/* Where connections go to, on both loopback addresses. */
enum {
	SINK_PORT = 2000,   /* takes every connection */
	TRAP_PORT = 2001,   /* has a full queue: whoever connects stays in SYN_SENT */
	CLOSED_PORT = 2002, /* refuses */
	OTHER_UID = 65534,
};

static int sink = -1, trap = -1;

static struct sockaddr_in6 loopback(bool v4, uint16_t port)
{
	struct sockaddr_in6 to = { .sin6_family = AF_INET6, .sin6_port = htons(port) };

	inet_pton(AF_INET6, v4 ? "::ffff:127.0.0.1" : "::1", &to.sin6_addr);
	return to;
}

/* Connect, to a mapped address by IPv4 if that is what the socket speaks. */
static int connect_to(int fd, const struct sockaddr_in6 *to)
{
	struct sockaddr_in in = { .sin_family = AF_INET, .sin_port = to->sin6_port };
	int domain = 0;
	socklen_t length = sizeof(domain);

	getsockopt(fd, SOL_SOCKET, SO_DOMAIN, &domain, &length);
	if (domain == AF_INET6)
		return connect(fd, (const struct sockaddr *)to, sizeof(*to));
	memcpy(&in.sin_addr, &to->sin6_addr.s6_addr[12], sizeof(in.sin_addr));
	return connect(fd, (struct sockaddr *)&in, sizeof(in));
}

static int listener(uint16_t port, int backlog)
{
	struct bind_request request = { .proto = PROTO_TCP, .family = AF_INET6 };
	int fd = fuzz_socket_open(&request);

	if (fuzz_socket_bind(fd, &request, port) || listen(fd, backlog))
		abort();
	return fd;
}

/* A listener with a backlog of 0 has room for one connection; the next ones wait outside. */
static void open_targets(void)
{
	struct sockaddr_in6 to = loopback(true, TRAP_PORT);

	sink = listener(SINK_PORT, 4096);
	trap = listener(TRAP_PORT, 0);
	for (int i = 0; i < 2; i++) {
		int fd = socket(AF_INET6, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);

		connect_to(fd, &to); /* never closed: it fills the queue */
	}
}

static int tcp_state(int fd)
{
	struct tcp_info info = { 0 };
	socklen_t length = sizeof(info);

	if (fd < 0 || getsockopt(fd, IPPROTO_TCP, TCP_INFO, &info, &length))
		return 0;
	return info.tcpi_state;
}

static bool has_fd(const struct fuzz_socket *socket)
{
	return socket->fd >= 0;
}

static bool has_peer(const struct fuzz_socket *socket)
{
	return socket->peer >= 0;
}

static bool has_both(const struct fuzz_socket *socket)
{
	return socket->fd >= 0 && socket->peer >= 0;
}

static bool is_bound(const struct fuzz_socket *socket)
{
	return tcp_state(socket->fd) == STATE_CLOSE;
}

static bool is_listener(const struct fuzz_socket *socket)
{
	return tcp_state(socket->fd) == STATE_LISTEN;
}

static bool sends(const struct fuzz_socket *socket)
{
	int state = tcp_state(socket->fd);

	return socket->peer >= 0 && (state == STATE_ESTABLISHED || state == STATE_CLOSE_WAIT);
}

/* Any of the sockets that are fit for it, each with the same chance; or NULL. */
static struct fuzz_socket *pick(struct fuzz_world *world, bool (*fit)(const struct fuzz_socket *))
{
	size_t count = world->socket_count, start = count ? fuzz_below((uint32_t)count) : 0;

	for (size_t i = 0; i < count; i++) {
		struct fuzz_socket *socket = &world->sockets[(start + i) % count];

		if (fit(socket))
			return socket;
	}
	return NULL;
}

struct fuzz_socket *fuzz_pick_bound(struct fuzz_world *world)
{
	return pick(world, is_bound);
}

static struct fuzz_socket *pick_unconnected(struct fuzz_world *world)
{
	return pick(world, world->proto == PROTO_TCP ? is_bound : has_fd);
}

static void close_end(int *fd)
{
	if (*fd >= 0)
		close(*fd);
	*fd = -1;
}

static void close_own(struct fuzz_world *world, struct fuzz_socket *socket)
{
	fuzz_world_remember(world, socket->fd)->open = false;
	close_end(&socket->fd);
}

/*
 * The last connection that came to the sink, or -1. That connect() does not wait makes no
 * difference: over loopback everything has happened when it returns.
 */
static int take_peer(void)
{
	int peer = -1, next;

	while ((next = accept4(sink, NULL, NULL, SOCK_CLOEXEC | SOCK_NONBLOCK)) >= 0) {
		close_end(&peer);
		peer = next;
	}
	return peer;
}

/* ---- connecting ---- */

static bool connect_out(struct fuzz_world *world)
{
	struct fuzz_socket *socket = pick_unconnected(world);
	struct sockaddr_in6 to = loopback(fuzz_chance(50), SINK_PORT);

	if (!socket)
		return false;
	connect_to(socket->fd, &to);
	if (world->proto == PROTO_TCP && socket->peer < 0)
		socket->peer = take_peer();
	return true;
}

static bool connect_in_vain(struct fuzz_world *world)
{
	struct fuzz_socket *socket = pick_unconnected(world);
	struct sockaddr_in6 to =
		loopback(fuzz_chance(50), fuzz_chance(60) ? TRAP_PORT : CLOSED_PORT);

	if (socket)
		connect_to(socket->fd, &to);
	return socket;
}

static bool connect_self(struct fuzz_world *world)
{
	struct fuzz_socket *socket = pick_unconnected(world);
	struct sockaddr_storage own;
	socklen_t length = sizeof(own);

	if (!socket || getsockname(socket->fd, (struct sockaddr *)&own, &length))
		return false;
	connect(socket->fd, (struct sockaddr *)&own, length);
	return true;
}

static bool disconnect(struct fuzz_world *world)
{
	struct fuzz_socket *socket = pick(world, has_fd);
	struct sockaddr nobody = { .sa_family = AF_UNSPEC };

	if (!socket)
		return false;
	connect(socket->fd, &nobody, sizeof(nobody));
	return true;
}

static void set_port_range(unsigned first, unsigned last)
{
	int fd = open("/proc/sys/net/ipv4/ip_local_port_range", O_WRONLY | O_CLOEXEC);

	if (fd < 0)
		return;
	dprintf(fd, "%u %u", first, last);
	close(fd);
}

/* A client whose port the kernel chose, which has this one to choose from. */
static bool connect_autobound(struct fuzz_world *world)
{
	struct bind_request request = fuzz_request(world);
	struct sockaddr_in6 to = loopback(fuzz_chance(50), SINK_PORT);
	int fd = fuzz_socket_open(&request);

	set_port_range(world->port, world->port);
	connect_to(fd, &to);
	set_port_range(10000, 32000);
	fuzz_world_keep(world, fd, world->proto == PROTO_TCP ? take_peer() : -1);
	return true;
}

/* ---- accepting ---- */

/* The one listener there is; NULL: none or several. */
static struct fuzz_socket *only_listener(struct fuzz_world *world)
{
	struct fuzz_socket *only = NULL;

	for (size_t i = 0; i < world->socket_count; i++) {
		if (!is_listener(&world->sockets[i]))
			continue;
		if (only)
			return NULL;
		only = &world->sockets[i];
	}
	return only;
}

static int connect_client(const struct fuzz_world *world)
{
	struct sockaddr_in6 to = loopback(fuzz_chance(50), world->port);
	int client = socket(AF_INET6, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);

	if (!addr_is_mapped((union inet_addr *)&to.sin6_addr) && fuzz_chance(30))
		inet_pton(AF_INET6, "fd00::2", &to.sin6_addr);
	connect_to(client, &to);
	return client;
}

/* Accept what waits anywhere, as one user or the other: whose it is then. */
static int accept_any(const struct fuzz_world *world)
{
	int fd = -1;

	if (seteuid(fuzz_chance(world->other_uid) ? OTHER_UID : 0))
		abort();
	for (size_t i = 0; i < world->socket_count && fd < 0; i++)
		if (is_listener(&world->sockets[i]))
			fd = accept4(world->sockets[i].fd, NULL, NULL,
				     SOCK_CLOEXEC | SOCK_NONBLOCK);
	if (seteuid(0))
		abort();
	return fd;
}

static bool accept_one(struct fuzz_world *world)
{
	int client, fd;

	if (!pick(world, is_listener))
		return false;
	client = connect_client(world);
	fd = accept_any(world);
	/* Without one the client may be waiting: SYN_SENT there, perhaps SYN_RECV here. */
	fuzz_world_keep(world, fd, client);
	return true;
}

static uint16_t own_port(int fd)
{
	struct sockaddr_in6 own = { 0 };
	socklen_t length = sizeof(own);

	getsockname(fd, (struct sockaddr *)&own, &length);
	return ntohs(own.sin6_port);
}

/* A connection stays in the queue, with the options of the listener as they are now. */
static bool leave_unaccepted(struct fuzz_world *world)
{
	struct fuzz_socket *parent = only_listener(world);
	struct fuzz_known known;
	int client;

	if (!parent)
		return false;
	known = *fuzz_world_remember(world, parent->fd);
	client = connect_client(world);
	known.cookie = 0;
	known.open = false;
	known.foreign_port = own_port(client);
	fuzz_world_note(world, &known);
	fuzz_world_keep(world, -1, client);
	return true;
}

/*
 * A connection stays in SYN_RECV until its client speaks, also when the listener is closed. From
 * then on the port is no longer its.
 */
static bool defer_accept(struct fuzz_world *world)
{
	struct fuzz_socket *socket = pick(world, is_listener);
	int seconds = 60;

	if (!socket)
		return false;
	setsockopt(socket->fd, IPPROTO_TCP, TCP_DEFER_ACCEPT, &seconds, sizeof(seconds));
	fuzz_world_keep(world, -1, connect_client(world));
	if (fuzz_chance(70))
		close_own(world, socket);
	return true;
}

/* ---- ending ---- */

static bool close_any(struct fuzz_world *world)
{
	struct fuzz_socket *socket = pick(world, has_fd);

	if (socket)
		close_own(world, socket);
	return socket;
}

static bool close_listener(struct fuzz_world *world)
{
	struct fuzz_socket *socket = pick(world, is_listener);

	if (socket)
		close_own(world, socket);
	return socket;
}

/* The other end stays open: FIN_WAIT2 of nobody here. */
static bool close_own_end(struct fuzz_world *world)
{
	struct fuzz_socket *socket = pick(world, has_both);

	if (socket)
		close_own(world, socket);
	return socket;
}

/* This end first: TIME_WAIT here. */
static bool close_both(struct fuzz_world *world)
{
	struct fuzz_socket *socket = pick(world, has_both);

	if (!socket)
		return false;
	close_own(world, socket);
	close_end(&socket->peer);
	return true;
}

static bool close_peer(struct fuzz_world *world)
{
	struct fuzz_socket *socket = pick(world, has_peer);

	if (socket)
		close_end(&socket->peer);
	return socket;
}

static bool reset_peer(struct fuzz_world *world)
{
	struct fuzz_socket *socket = pick(world, has_peer);
	struct linger now = { .l_onoff = 1 };

	if (!socket)
		return false;
	setsockopt(socket->peer, SOL_SOCKET, SO_LINGER, &now, sizeof(now));
	close_end(&socket->peer);
	return true;
}

static bool shut_down(struct fuzz_world *world)
{
	struct fuzz_socket *socket = pick(world, has_fd);

	if (socket)
		shutdown(socket->fd, fuzz_chance(60) ? SHUT_WR : SHUT_RDWR);
	return socket;
}

static bool shut_down_peer(struct fuzz_world *world)
{
	struct fuzz_socket *socket = pick(world, has_peer);

	if (socket)
		shutdown(socket->peer, SHUT_WR);
	return socket;
}

/*
 * More is sent than the other end has room for. What ends then cannot say so: FIN_WAIT1, LAST_ACK
 * and CLOSING last.
 */
static bool fill(struct fuzz_world *world)
{
	struct fuzz_socket *socket = pick(world, sends);
	static const char bytes[65536];

	if (!socket)
		return false;
	while (send(socket->fd, bytes, sizeof(bytes), MSG_NOSIGNAL) > 0)
		continue;
	if (fuzz_chance(30))
		shutdown(socket->peer, SHUT_WR);
	if (fuzz_chance(70))
		close_own(world, socket);
	if (fuzz_chance(30))
		shutdown(socket->peer, SHUT_WR);
	return true;
}

/* ---- options ---- */

static void set_flag(int fd, int name, int value)
{
	setsockopt(fd, SOL_SOCKET, name, &value, sizeof(value));
}

/*
 * SO_REUSEADDR of TCP is only ever set: where all who were bound had it, the kernel no longer asks
 * whether they still have (fastreuse), and no tool can know.
 */
static bool alter_flags(struct fuzz_world *world)
{
	struct fuzz_socket *socket = pick(world, has_fd);

	if (!socket)
		return false;
	if (fuzz_chance(50))
		set_flag(socket->fd, SO_REUSEPORT, fuzz_chance(70));
	else
		set_flag(socket->fd, SO_REUSEADDR, world->proto == PROTO_TCP || fuzz_chance(70));
	return true;
}

static bool alter_device(struct fuzz_world *world)
{
	struct fuzz_socket *socket = pick(world, has_fd);
	int device = fuzz_chance(60) ? (int)if_nametoindex("lo") : 0;

	if (socket)
		setsockopt(socket->fd, SOL_SOCKET, SO_BINDTOIFINDEX, &device, sizeof(device));
	return socket;
}

static bool alter_owner(struct fuzz_world *world)
{
	struct fuzz_socket *socket = pick(world, has_fd);

	return socket && !fchown(socket->fd, fuzz_chance(50) ? OTHER_UID : 0, (gid_t)-1);
}

struct change {
	bool (*apply)(struct fuzz_world *world); /* false: there is no socket to do it to */
	unsigned share;                          /* how often, of the sum of all */
};

static const struct change tcp_changes[] = {
	{ accept_one, 7 },
	{ connect_out, 2 },
	{ connect_in_vain, 1 },
	{ connect_self, 1 },
	{ connect_autobound, 1 },
	{ leave_unaccepted, 2 },
	{ defer_accept, 1 },
	{ disconnect, 1 },
	{ close_any, 1 },
	{ close_listener, 3 },
	{ close_both, 3 },
	{ close_own_end, 2 },
	{ close_peer, 1 },
	{ reset_peer, 1 },
	{ shut_down, 1 },
	{ shut_down_peer, 1 },
	{ fill, 3 },
	{ alter_flags, 2 },
	{ alter_device, 1 },
	{ alter_owner, 1 },
};

static const struct change udp_changes[] = {
	{ connect_out, 2 },       { connect_in_vain, 1 }, { connect_self, 1 },
	{ connect_autobound, 1 }, { disconnect, 1 },      { close_any, 1 },
	{ alter_flags, 2 },       { alter_device, 1 },    { alter_owner, 1 },
};

static const struct change *choose(const struct change *changes, size_t count)
{
	unsigned sum = 0, at;

	for (size_t i = 0; i < count; i++)
		sum += changes[i].share;
	at = fuzz_below(sum);
	while (at >= changes->share)
		at -= changes++->share;
	return changes;
}

#define CHOOSE(changes) choose(changes, sizeof(changes) / sizeof(*(changes)))

enum { ATTEMPTS = 10 };

void fuzz_change(struct fuzz_world *world)
{
	if (sink < 0)
		open_targets();
	for (int i = 0; i < ATTEMPTS; i++) {
		const struct change *change = world->proto == PROTO_TCP ? CHOOSE(tcp_changes)
									: CHOOSE(udp_changes);

		if (change->apply(world))
			return;
	}
}
