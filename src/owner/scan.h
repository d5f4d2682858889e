/*
 * Which processes have which sockets open, for the sockets of a listing only. Linear in the
 * sockets and the descriptors.
 */
#ifndef NETSTAT_OWNER_SCAN_H
#define NETSTAT_OWNER_SCAN_H

#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "entry.h"
#include "owner/process.h"
#include "page/progress.h"

/* One descriptor of one process; several may lead to the same socket. */
struct owner {
	uint32_t process; /* place in owners.process */
	int fd;
	uint32_t next; /* place in owners.owner of the same socket's next owner; 0: none */
};

struct owner_slot {
	uint64_t inode;         /* 0: empty */
	_Atomic int32_t lowest; /* during a scan: the lowest pid found so far; 0: none */
	uint32_t first;         /* after it: place in owners.owner; 0: no owner found */
};

struct owners {
	struct owner_slot *slot; /* hash table of the wanted inodes */
	size_t slots;            /* a power of two, or 0 */
	size_t wanted;

	struct owner *owner; /* from place 1, ascending by pid and descriptor */
	size_t count;
	struct process *process; /* those that own something, in ascending order of pid */
	size_t processes;

	bool proc_only; /* to be set by the caller: read /proc, also where BPF is faster */

	bool any_socket; /* some process's sockets could be read at all */
	bool denied;     /* some process may not be looked into (EACCES) */
	bool no_proc;    /* /proc itself cannot be read */
};

/* So many sockets will be asked for: spares making room again and again. Returns 0 or -ENOMEM. */
int owners_expect(struct owners *owners, size_t sockets);

/* Ask for the owners of the sockets of a table. Returns 0 or -ENOMEM. */
int owners_want(struct owners *owners, const struct sock_table *table);

/*
 * Look through /proc, once; or, where that gives the same faster, read the descriptors with a BPF
 * iterator (task_files.h). With `all` every owner of every wanted socket is found; else only the
 * one with the lowest pid, and in it the lowest descriptor; then descriptors are read no longer
 * than until no owner found can be undercut. Large systems are divided among threads; what is
 * found does not depend on their number. Returns 0 or -ENOMEM; processes that cannot be read are
 * skipped. `progress` may be NULL.
 */
int owners_scan(struct owners *owners, bool all, bool with_context, struct progress *progress);

/* The owner with the lowest pid, or NULL. */
const struct owner *owners_first(const struct owners *owners, uint64_t inode);

/* The next owner of the same socket, ascending by pid and descriptor, or NULL. */
const struct owner *owners_next(const struct owners *owners, const struct owner *owner);

void owners_free(struct owners *owners);

/* The inode in the text of a link in /proc/PID/fd (`socket:[N]` or `[0000]:N`), or 0. */
uint64_t owners_parse_link(const char *text);

#endif
