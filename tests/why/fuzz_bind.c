/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * fuzz_bind [--seed N] [--binds N]
 *
 * Whether bind_conflict() says what the kernel does: random sockets of one port, random binds, each
 * foretold before it is made. As root; in a network namespace of its own; 77 where that cannot be.
 *
 * It must never promise what the kernel refuses. It may say that a bind fails which succeeds for
 * one reason only: of TCP the kernel remembers that earlier binds with SO_REUSEPORT were fine
 * (sk_reuseport_match() in net/ipv4/inet_connection_sock.c) and does not look again.
 */
#include "config.h"

#include "fuzz.h"

#include <arpa/inet.h>
#include <errno.h>
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

/* How much the rules are told. */
enum mode {
	KNOWN,  /* everything */
	SEEN,   /* what a tool sees: sock_diag, and the options where there is a descriptor */
	RANDOM, /* some of it */
	LISTEN, /* everything, for the listen() after a good bind() */
	MODES,
};

enum {
	DEFAULT_BINDS = 20000,
	MAX_TOLD = 5,
	STATES = 16,
	CROWDED = 11, /* so many UDP sockets are looked for in other chains */
	CROWD = 16,
};

enum verdict { RIGHT, UNDECIDED, CACHE, TOO_STRICT, TOO_LAX, VERDICTS };

static const char *const mode_names[] = { "all known", "as seen", "at random", "listen()" };
static const char *const verdict_names[] = { "right", "unknown", "too strict (cache)", "too strict",
					     "too lax" };

struct tally {
	unsigned long counts[2][MODES][VERDICTS]; /* of TCP, of UDP */
	unsigned long binds, refused, moved, other, strangers;
	unsigned long states[STATES]; /* what the binds were made beside; 0: mini sockets */
	unsigned needless;            /* not known although everything was told */
	unsigned told;                /* wrong predictions that were shown in full */
};

/* ---- what the rules are told ---- */

static enum tri veil(bool value, enum mode mode, bool open)
{
	bool hidden = mode == SEEN ? !open : mode == RANDOM && fuzz_chance(30);

	return hidden ? TRI_UNKNOWN : value ? TRI_YES : TRI_NO;
}

static void tell_flags(struct why_socket *row, const struct fuzz_known *known, enum mode mode)
{
	row->v6only = veil(known->v6only, mode, known->open);
	row->reuseaddr = veil(known->reuseaddr, mode, known->open);
	row->reuseport = veil(known->reuseport, mode, known->open);
	if (row->entry.family == AF_INET)
		row->v6only = TRI_NO;
	else if (row->detail.known & DETAIL_V6ONLY && mode != RANDOM)
		row->v6only = row->detail.v6only ? TRI_YES : TRI_NO;
}

/* The rows of a family (AF_UNSPEC: of both) with their options, without the one that asks. */
static size_t tell(const struct fuzz_world *world, enum mode mode, uint8_t family, uint64_t without,
		   struct why_socket *to)
{
	static const struct fuzz_known nothing;
	size_t count = 0;

	for (size_t i = 0; i < world->row_count; i++) {
		const struct sock_entry *entry = &world->rows[i].entry;
		const struct fuzz_known *known = fuzz_known_of(world, &world->rows[i]);

		/* What it left in TIME_WAIT has its cookie and is in its way all the same. */
		if ((entry->cookie == without && !world->rows[i].time_wait) ||
		    (family && entry->family != family))
			continue;
		to[count] = world->rows[i];
		tell_flags(&to[count], known ? known : &nothing, known ? mode : SEEN);
		count++;
	}
	return count;
}

static enum bind_result foretell(const struct fuzz_world *world, const struct bind_request *request,
				 enum mode mode, uint64_t without)
{
	static struct why_socket told[FUZZ_ROWS];
	struct bind_request asked = *request;
	size_t count;

	asked.one_chain = mode == KNOWN || mode == LISTEN || (mode == RANDOM && fuzz_chance(50));
	if (asked.one_chain) {
		count = tell(world, mode, AF_UNSPEC, without, told);
	} else {
		count = tell(world, mode, AF_INET, without, told);
		count += tell(world, mode, AF_INET6, without, told + count);
	}
	return bind_conflict(&asked, told, count);
}

/* ---- judging ---- */

static enum verdict judge(enum bind_result foretold, int error, bool cached)
{
	if (foretold == BIND_UNKNOWN)
		return UNDECIDED;
	if ((foretold == BIND_OK) == !error)
		return RIGHT;
	if (error)
		return TOO_LAX;
	return cached ? CACHE : TOO_STRICT;
}

/*
 * Make the kernel forget what it remembers of earlier binds: one without options, to an address
 * that no other socket has. Not possible beside wildcards of both families.
 */
static bool forget(const struct fuzz_world *world)
{
	static const char *const unused[] = { "127.7.7.7", "fd00::7" };
	bool done = false;

	for (int i = 0; i < 2 && !done; i++) {
		struct bind_request request = { .proto = PROTO_TCP,
						.family = i ? AF_INET6 : AF_INET };
		int fd = fuzz_socket_open(&request);

		inet_pton(request.family, unused[i], &request.addr);
		done = !fuzz_socket_bind(fd, &request, world->port);
		close(fd);
	}
	return done;
}

/* Whether a bind that succeeded, against the rules, did so by what the kernel remembered. */
static bool was_cached(const struct fuzz_world *world, const struct bind_request *request)
{
	int fd, error;

	if (request->proto != PROTO_TCP || !request->reuseport)
		return false;
	if (!forget(world))
		return true;
	fd = fuzz_socket_open(request);
	error = fuzz_socket_bind(fd, request, world->port);
	close(fd);
	return error == EADDRINUSE;
}

static const char *address_text(uint8_t family, const union inet_addr *addr)
{
	static char text[INET6_ADDRSTRLEN];

	return inet_ntop(family, addr, text, sizeof(text));
}

static void show_row(const struct fuzz_world *world, const struct why_socket *row)
{
	const struct fuzz_known *known = fuzz_known_of(world, row);
	const struct sock_entry *entry = &row->entry;

	printf("  %s%s", address_text(entry->family, &entry->local),
	       entry->family == AF_INET ? "" : " (IPv6)");
	printf(" state %u uid %u device %u inode %ju to %u", entry->state, entry->uid,
	       entry->ifindex, (uintmax_t)entry->inode, entry->foreign_port);
	if (known)
		printf(" V6ONLY %d REUSEADDR %d REUSEPORT %d %s\n", known->v6only, known->reuseaddr,
		       known->reuseport, known->open ? "" : "(closed)");
	else
		printf(" options not known\n");
}

static void show(const struct fuzz_world *world, const struct bind_request *request, enum mode mode,
		 enum verdict verdict)
{
	printf("%s (%s): %s %s%s V6ONLY %d REUSEADDR %d REUSEPORT %d uid %u device %u, beside\n",
	       verdict_names[verdict], mode_names[mode],
	       request->proto == PROTO_TCP ? "TCP" : "UDP",
	       address_text(request->family, &request->addr),
	       request->family == AF_INET ? "" : " (IPv6)", request->v6only, request->reuseaddr,
	       request->reuseport, request->uid, request->ifindex);
	for (size_t i = 0; i < world->row_count; i++)
		show_row(world, &world->rows[i]);
}

static void count_strangers(struct tally *tally, const struct fuzz_world *world)
{
	for (size_t i = 0; i < world->row_count; i++)
		tally->strangers += !fuzz_known_of(world, &world->rows[i]) &&
				    world->rows[i].entry.state != STATE_SYN_RECV;
}

/* Rules that do not know although they were told everything are no rules. */
static void count_needless(struct tally *tally, const struct fuzz_world *world,
			   const struct bind_request *request)
{
	for (size_t i = 0; i < world->row_count; i++)
		if (!fuzz_known_of(world, &world->rows[i]))
			return;
	if (world->proto == PROTO_UDP && world->row_count >= CROWDED)
		return;
	if (tally->needless++ < MAX_TOLD)
		show(world, request, KNOWN, UNDECIDED);
}

static void count_bind(struct tally *tally, const struct fuzz_world *world,
		       const struct bind_request *request, const enum bind_result foretold[],
		       int error, bool cached)
{
	bool told = false;

	tally->binds++;
	tally->refused += error != 0;
	for (enum mode mode = 0; mode < LISTEN; mode++) {
		enum verdict verdict = judge(foretold[mode], error, cached);

		tally->counts[request->proto == PROTO_UDP][mode][verdict]++;
		if (verdict < TOO_STRICT || told || tally->told == MAX_TOLD)
			continue;
		show(world, request, mode, verdict);
		tally->told++;
		told = true;
	}
	if (foretold[KNOWN] == BIND_UNKNOWN)
		count_needless(tally, world, request);
	for (size_t i = 0; i < world->row_count; i++)
		tally->states[world->rows[i].time_wait ? 0 : world->rows[i].entry.state % STATES]++;
}

/* One bind, foretold and made. Returns its descriptor, or -1. */
static int try_bind(struct fuzz_world *world, const struct bind_request *request,
		    struct tally *tally)
{
	enum bind_result foretold[LISTEN];
	bool strict = false, cached = false;
	int fd, error;

	for (enum mode mode = 0; mode < LISTEN; mode++) {
		foretold[mode] = foretell(world, request, mode, 0);
		strict |= foretold[mode] == BIND_EADDRINUSE;
	}
	fd = fuzz_socket_open(request);
	error = fuzz_socket_bind(fd, request, world->port);
	if (error || strict)
		close(fd);
	if (error && error != EADDRINUSE) {
		tally->other++;
		return -1;
	}
	/* A wrong one counts only if no connection moved on between the listing and the bind. */
	if ((error || strict) && judge(foretold[KNOWN], error, false) > UNDECIDED &&
	    !fuzz_rows_same(world)) {
		tally->moved++;
		return -1;
	}
	if (!error && strict)
		cached = was_cached(world, request);
	count_bind(tally, world, request, foretold, error, cached);
	return error || strict ? -1 : fd;
}

/*
 * The kernel asks the same once more when a socket begins to listen: then others with SO_REUSEADDR
 * may have come, of whom one listens already.
 */
static void try_listen(struct fuzz_world *world, int fd, const struct bind_request *request,
		       struct tally *tally)
{
	uint64_t cookie = 0;
	socklen_t length = sizeof(cookie);
	enum bind_result foretold;
	int error;

	getsockopt(fd, SOL_SOCKET, SO_COOKIE, &cookie, &length);
	foretold = foretell(world, request, KNOWN, cookie);
	error = listen(fd, 8) ? errno : 0;
	/* After a connection that failed the answer is EINVAL. */
	if (!error || error == EADDRINUSE)
		tally->counts[0][LISTEN][judge(foretold, error, request->reuseport)]++;
}

static bool flag(int fd, int level, int name)
{
	int value = 0;
	socklen_t length = sizeof(value);

	return !getsockopt(fd, level, name, &value, &length) && value;
}

/* The request that the socket is the answer to, with the options it has now. */
static struct bind_request request_of(const struct fuzz_world *world, int fd)
{
	struct bind_request request = { .proto = world->proto };
	uint64_t cookie = 0;
	socklen_t length = sizeof(cookie);

	getsockopt(fd, SOL_SOCKET, SO_COOKIE, &cookie, &length);
	for (size_t i = 0; i < world->row_count; i++) {
		const struct sock_entry *entry = &world->rows[i].entry;

		if (entry->cookie != cookie)
			continue;
		request.family = entry->family;
		request.addr = entry->local;
		request.uid = entry->uid;
		request.ifindex = entry->ifindex;
	}
	request.v6only = flag(fd, IPPROTO_IPV6, IPV6_V6ONLY);
	request.reuseaddr = flag(fd, SOL_SOCKET, SO_REUSEADDR);
	request.reuseport = flag(fd, SOL_SOCKET, SO_REUSEPORT);
	return request;
}

static void listen_somewhere(struct fuzz_world *world, struct tally *tally)
{
	struct fuzz_socket *socket = fuzz_pick_bound(world);
	struct bind_request request;

	if (!socket)
		return;
	request = request_of(world, socket->fd);
	if (request.family)
		try_listen(world, socket->fd, &request, tally);
}

/* ---- one world ---- */

static void bind_and_keep(struct fuzz_world *world, struct tally *tally)
{
	struct bind_request request = fuzz_request(world);
	int fd = try_bind(world, &request, tally);

	if (fd >= 0)
		fuzz_world_keep(world, fd, -1);
}

static void bind_and_close(struct fuzz_world *world, struct tally *tally)
{
	struct bind_request request = fuzz_request(world);
	int fd = try_bind(world, &request, tally);

	if (fd < 0)
		return;
	if (world->proto == PROTO_TCP && fuzz_chance(50))
		try_listen(world, fd, &request, tally);
	close(fd);
}

static void alter(struct fuzz_world *world, struct tally *tally)
{
	unsigned way = fuzz_below(10);

	if (way < 3 || !world->socket_count)
		bind_and_keep(world, tally);
	else if (way < 5 && world->proto == PROTO_TCP)
		listen_somewhere(world, tally);
	else
		fuzz_change(world);
	fuzz_rows_read(world);
	count_strangers(tally, world);
}

/* A chain of more than ten sockets makes the kernel look into another one first. */
static void crowd(struct fuzz_world *world, struct tally *tally)
{
	world->reuseaddr = 90;
	for (int i = 0; i < CROWD; i++) {
		bind_and_keep(world, tally);
		fuzz_rows_read(world);
	}
	world->reuseaddr = 40;
}

static void live(struct fuzz_world *world, struct tally *tally)
{
	fuzz_world_renew(world);
	fuzz_rows_read(world);
	if (world->proto == PROTO_UDP && fuzz_chance(20))
		crowd(world, tally);
	for (uint32_t change = 6 + fuzz_below(16); change; change--) {
		alter(world, tally);
		for (uint32_t bind = fuzz_below(4); bind; bind--)
			bind_and_close(world, tally);
	}
}

/* ---- the result ---- */

static void report_line(const char *proto, enum mode mode, const unsigned long counts[VERDICTS])
{
	printf("%s %-10s", proto, mode_names[mode]);
	for (enum verdict verdict = 0; verdict < VERDICTS; verdict++)
		printf(" %6lu %s%s", counts[verdict], verdict_names[verdict],
		       verdict + 1 < VERDICTS ? "," : "\n");
}

static unsigned long sum(const struct tally *tally, bool udp, enum verdict verdict)
{
	return tally->counts[udp][KNOWN][verdict] + tally->counts[udp][SEEN][verdict] +
	       tally->counts[udp][RANDOM][verdict];
}

/* A test that never met a state says nothing of it. */
static void report_states(const struct tally *tally)
{
	static const char *const names[STATES] = {
		"mini sockets", "ESTABLISHED", "SYN_SENT",   "SYN_RECV", "FIN_WAIT1", "FIN_WAIT2",
		"TIME_WAIT",    "bound",       "CLOSE_WAIT", "LAST_ACK", "LISTEN",    "CLOSING",
	};

	const char *before = "beside";

	for (size_t i = 0; i < STATES; i++) {
		if (!tally->states[i])
			continue;
		printf("%s %lu %s", before, tally->states[i], names[i] ? names[i] : "others");
		before = ",";
	}
	putchar('\n');
}

static int report(const struct tally *tally)
{
	unsigned long wrong = tally->needless;

	for (int udp = 0; udp < 2; udp++)
		for (enum mode mode = 0; mode < (udp ? LISTEN : MODES); mode++)
			report_line(udp ? "UDP" : "TCP", mode, tally->counts[udp][mode]);
	report_states(tally);
	printf("%lu binds, %lu refused; left out: %lu beside connections that moved on, %lu "
	       "refused "
	       "for another reason; %lu rows whose options are not known\n",
	       tally->binds, tally->refused, tally->moved, tally->other, tally->strangers);
	for (int udp = 0; udp < 2; udp++)
		wrong += sum(tally, udp, TOO_STRICT) + sum(tally, udp, TOO_LAX);
	return wrong ? EXIT_FAILURE : EXIT_SUCCESS;
}

static unsigned long long number(const char *text)
{
	char *end;
	unsigned long long value = strtoull(text, &end, 0);

	if (!*text || *end) {
		fprintf(stderr, "fuzz_bind: not a number: %s\n", text);
		exit(2);
	}
	return value;
}

int main(int argc, char **argv)
{
	static const struct option options[] = { { "seed", required_argument, NULL, 's' },
						 { "binds", required_argument, NULL, 'b' },
						 { 0 } };
	unsigned long long seed = (unsigned long long)time(NULL), binds = DEFAULT_BINDS;
	static struct fuzz_world world;
	static struct tally tally;
	int option;

	while ((option = getopt_long(argc, argv, "", options, NULL)) != -1) {
		if (option == 's')
			seed = number(optarg);
		else if (option == 'b')
			binds = number(optarg);
		else
			return 2;
	}
	printf("fuzz_bind --seed %llu --binds %llu\n", seed, binds);
	fuzz_seed(seed);
	fuzz_enter();
	fuzz_rows_open();
	while (tally.binds < binds)
		live(&world, &tally);
	return report(&tally);
}
