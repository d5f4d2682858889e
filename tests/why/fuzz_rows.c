/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The sockets of the port as the kernel lists them. */
#include "config.h"

#include "fuzz.h"

#include <arpa/inet.h>
#include <errno.h>
#include <linux/inet_diag.h>
#include <linux/sock_diag.h>
#include <netinet/in.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "source/inet_diag.h"
#include "source/netlink.h"

static struct nl_session session;

static int read_row(const struct nlmsghdr *header, void *arg)
{
	struct fuzz_world *world = arg;
	struct why_socket *row = &world->rows[world->row_count];

	if (world->row_count == FUZZ_ROWS)
		return -ENOBUFS;
	memset(row, 0, sizeof(*row));
	if (inet_diag_decode(header, world->proto, &row->entry, &row->timer, &row->detail))
		return -EBADMSG;
	/* The kernel's walk over what is only bound does not look at the port asked for. */
	if (row->entry.local_port != world->port)
		return 0;
	row->bound_only = world->proto == PROTO_TCP && row->entry.state == STATE_CLOSE;
	row->time_wait = world->proto == PROTO_TCP &&
			 (row->entry.state == STATE_TIME_WAIT || row->timer.kind == 3);
	world->row_count++;
	return 0;
}

/*
 * The older form of the request walks the sockets of both families as they stand in one chain; the
 * protocol it is for comes from the attribute.
 */
static int dump(struct fuzz_world *world)
{
	char buffer[256];
	struct nlmsghdr *header = mnl_nlmsg_put_header(buffer);
	struct inet_diag_req *body = mnl_nlmsg_put_extra_header(header, sizeof(*body));
	size_t seen;

	header->nlmsg_type = TCPDIAG_GETSOCK;
	body->idiag_states = UINT32_MAX;
	body->id.idiag_sport = htons(world->port);
	mnl_attr_put_u32(header, INET_DIAG_REQ_PROTOCOL,
			 world->proto == PROTO_UDP ? IPPROTO_UDP : IPPROTO_TCP);
	world->row_count = 0;
	return nl_dump(&session, header, read_row, world, &seen);
}

/*
 * A socket that was connected to itself leaves a TIME_WAIT with its cookie while it goes on; its
 * options may change, those of the TIME_WAIT do not.
 */
static void find_outlived(struct fuzz_world *world)
{
	for (size_t i = 0; i < world->row_count; i++)
		for (size_t j = 0; j < world->known_count && world->rows[i].time_wait; j++)
			if (world->known[j].cookie == world->rows[i].entry.cookie)
				world->known[j].outlived |= world->known[j].open;
}

void fuzz_rows_read(struct fuzz_world *world)
{
	int result;

	for (size_t i = 0; i < world->socket_count; i++)
		if (world->sockets[i].fd >= 0)
			fuzz_world_remember(world, world->sockets[i].fd);
	result = dump(world);
	if (result)
		fuzz_skip("the kernel does not list its sockets: %s", strerror(-result));
	find_outlived(world);
}

static bool same_row(const struct sock_entry *a, const struct sock_entry *b)
{
	return a->cookie == b->cookie && a->state == b->state && a->uid == b->uid &&
	       a->inode == b->inode && a->ifindex == b->ifindex &&
	       !memcmp(&a->local, &b->local, sizeof(a->local));
}

bool fuzz_rows_same(struct fuzz_world *world)
{
	static struct fuzz_world before;

	before = *world;
	fuzz_rows_read(world);
	if (before.row_count != world->row_count)
		return false;
	for (size_t i = 0; i < world->row_count; i++)
		if (!same_row(&before.rows[i].entry, &world->rows[i].entry))
			return false;
	return true;
}

/* Whether a socket that is only bound is listed: Linux 6.8 and later. */
static bool lists_bound(enum proto proto)
{
	static struct fuzz_world world;
	struct bind_request request = { .proto = proto, .family = AF_INET };
	int fd;

	fuzz_world_renew(&world);
	world.proto = proto;
	fd = fuzz_socket_open(&request);
	if (fuzz_socket_bind(fd, &request, world.port))
		abort();
	fuzz_rows_read(&world);
	close(fd);
	return world.row_count == 1 && world.rows[0].entry.inode;
}

void fuzz_rows_open(void)
{
	int result = nl_open(&session);

	if (result)
		fuzz_skip("no netlink: %s", strerror(-result));
	if (!lists_bound(PROTO_UDP) || !lists_bound(PROTO_TCP))
		fuzz_skip("the kernel does not list sockets that are only bound");
}

static bool is_known(const struct fuzz_known *known, const struct sock_entry *entry, bool accepted)
{
	if (accepted)
		return known->cookie && known->cookie == entry->cookie;
	return !known->cookie && known->foreign_port == entry->foreign_port && !entry->inode;
}

const struct fuzz_known *fuzz_known_of(const struct fuzz_world *world, const struct why_socket *row)
{
	for (int accepted = 1; accepted >= 0; accepted--)
		for (size_t i = 0; i < world->known_count; i++)
			if (is_known(&world->known[i], &row->entry, accepted))
				return row->time_wait && world->known[i].outlived
					       ? NULL
					       : &world->known[i];
	return NULL;
}
