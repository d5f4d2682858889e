/*
 * What a reader of descriptors finds. It hands (pid, fd, inode) records to a collector, in whatever
 * order; each thread has a collector of its own. In the end they are put in order and together.
 */
#ifndef NETSTAT_OWNER_COLLECT_H
#define NETSTAT_OWNER_COLLECT_H

#include <stdatomic.h>

#include "owner/order.h"
#include "owner/scan.h"

/* One scan: what all its collectors share. */
struct collection {
	struct owners *owners; /* the wanted inodes, and where the result goes */
	int proc_fd;
	bool all, with_context;
	atomic_size_t unowned;  /* wanted inodes for which nobody was found yet */
	atomic_bool any_socket; /* see struct owners */
};

struct collector {
	struct collection *collection;
	struct hit *hit;
	size_t hits, hits_size;
	struct process *process; /* of the hits; one process may be there several times */
	size_t processes, processes_size;

	/* The process of the last record. */
	int pid;
	bool asked;     /* whether it has a name, without reading it */
	bool named;     /* it is the last in the list */
	int name_error; /* -errno: it cannot be named */

	bool complete; /* each wanted inode has an owner */
	int highest;   /* of these owners' pids */
};

void collection_start(struct collection *collection, struct owners *owners, int proc_fd, bool all,
		      bool with_context);

/*
 * A descriptor of a process that is a socket. Returns 0, -ENOMEM, or another -errno if the process
 * cannot be named: then it owns nothing, and the rest of it is not worth looking at.
 */
int collect(struct collector *collector, int pid, int fd, uint64_t inode);

/*
 * Whether what has not been read yet of this process and of those with higher pids can change
 * nothing. A process is read from the lowest descriptor to the highest.
 */
bool collector_done(struct collector *collector, int pid);

/*
 * Put together what was found, into collection->owners, in ascending order of pid and descriptor.
 * Returns 0 or -ENOMEM.
 */
int collection_finish(struct collection *collection, struct collector *const *collectors,
		      size_t count);

/* Start again, as if nothing had been found. */
void collection_restart(struct collection *collection);

void collector_free(struct collector *collector);

#endif
