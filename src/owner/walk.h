/*
 * The walk over /proc/PID/fd. One thread begins; others help as soon as there is enough to do.
 * Whole processes are handed out in ascending order of pid. A directory that is large is read by
 * all threads that have nothing else to do.
 */
#ifndef NETSTAT_OWNER_WALK_H
#define NETSTAT_OWNER_WALK_H

#include "owner/collect.h"

enum { WALK_MAX_THREADS = 8 };

/* As many threads as this process may use processors, at most WALK_MAX_THREADS. */
unsigned walk_threads(void);

/*
 * Read all that can change the result, and finish the collection. owners->denied is set if a
 * process's directory may not be opened; each is tried. With `threads` 1 none is started. Returns 0
 * or -ENOMEM. `progress` may be NULL.
 */
int walk_proc(struct collection *collection, unsigned threads, struct progress *progress);

#endif
