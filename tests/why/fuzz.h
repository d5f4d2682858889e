/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Random sockets of one port, made by real calls in a network namespace of their own, and what the
 * test itself knows of them.
 */
#ifndef TESTS_WHY_FUZZ_H
#define TESTS_WHY_FUZZ_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdnoreturn.h>

#include "why/bind_rules.h"

enum { FUZZ_SKIP = 77, FUZZ_SOCKETS = 64, FUZZ_KNOWN = 512, FUZZ_ROWS = 256 };

/* A socket of the port, and the other end of its connection; -1: closed, or there is none. */
struct fuzz_socket {
	int fd, peer;
};

/* The options of a socket, which outlive its descriptor. */
struct fuzz_known {
	uint64_t cookie; /* 0: a connection that nobody has accepted, known by its client: */
	uint16_t foreign_port;
	bool v6only, reuseaddr, reuseport;
	bool open;     /* a process could still be asked for the options */
	bool outlived; /* by its TIME_WAIT while open, which kept the options it had */
};

struct fuzz_world {
	enum proto proto;
	uint16_t port;
	unsigned reuseaddr, reuseport, other_uid, device; /* how often a bind has it, in percent */
	struct fuzz_socket sockets[FUZZ_SOCKETS];
	size_t socket_count;
	struct fuzz_known known[FUZZ_KNOWN];
	size_t known_count;
	struct why_socket rows[FUZZ_ROWS]; /* what the kernel lists, in its order */
	size_t row_count;
};

/* fuzz_world.c: chance; below() gives 0 to limit - 1. */
void fuzz_seed(uint64_t seed);
uint32_t fuzz_below(uint32_t limit);
bool fuzz_chance(unsigned percent);

/* Each ends the program with a reason when the machine does not allow it. */
noreturn void fuzz_skip(const char *format, ...) __attribute__((format(printf, 1, 2)));
void fuzz_enter(void);

/* An empty world with the next port; what is left of the one before ends. */
void fuzz_world_renew(struct fuzz_world *world);

/* A bind of any kind that may succeed in an empty world. */
struct bind_request fuzz_request(const struct fuzz_world *world);

/* A socket with the options of the request, not bound; then its bind: 0 or the errno. */
int fuzz_socket_open(const struct bind_request *request);
int fuzz_socket_bind(int fd, const struct bind_request *request, uint16_t port);

/* Keep a socket in the world; when there is no room it is closed. */
void fuzz_world_keep(struct fuzz_world *world, int fd, int peer);

/* Note the options of a socket as they are now; or what is known of it from elsewhere. */
struct fuzz_known *fuzz_world_remember(struct fuzz_world *world, int fd);
struct fuzz_known *fuzz_world_note(struct fuzz_world *world, const struct fuzz_known *known);

/* fuzz_rows.c: ask the kernel for the sockets of the port; whether nothing moved since. */
void fuzz_rows_open(void);
void fuzz_rows_read(struct fuzz_world *world);
bool fuzz_rows_same(struct fuzz_world *world);

/* What the test knows of a row, or NULL. */
const struct fuzz_known *fuzz_known_of(const struct fuzz_world *world,
				       const struct why_socket *row);

/* fuzz_change.c: one random change, other than bind() and listen(), to the sockets of the world. */
void fuzz_change(struct fuzz_world *world);

/* A socket that is bound and not connected, or NULL. */
struct fuzz_socket *fuzz_pick_bound(struct fuzz_world *world);

#endif
