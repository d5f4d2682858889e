/* What sock_diag knows of unix sockets and /proc/net/unix does not tell, or not safely. */
#ifndef NETSTAT_SOURCE_UNIX_NAMES_H
#define NETSTAT_SOURCE_UNIX_NAMES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "source/netlink.h"

struct unix_name {
	uint64_t inode;
	size_t length;
	char *text; /* as /proc/net/unix prints it: NUL bytes as @; NUL-terminated */
};

/* What is known of a socket beside its name. */
struct unix_more {
	uint64_t inode;
	uint32_t uid;
	uint32_t peer_inode; /* 0: none */
	bool has_uid;
};

struct unix_names {
	struct unix_name *name; /* those that hold a newline */
	size_t count, size;
	struct unix_more *more; /* of every socket, if asked for; by inode */
	size_t mores, mores_size;
};

/* Collect them. Returns 0 or -errno; on an error what was found remains. */
int unix_names_read(struct nl_session *session, struct unix_names *names, bool with_more);

/* The user and the peer of a socket. NULL: it is not known. */
const struct unix_more *unix_names_more(const struct unix_names *names, uint64_t inode);

/*
 * The name of the socket with this inode whose first line is `first`; an inode of 0, which
 * connections not yet accepted have, matches any. NULL if there is none.
 */
const struct unix_name *unix_names_find(const struct unix_names *names, uint64_t inode,
					const char *first);

void unix_names_free(struct unix_names *names);

#endif
