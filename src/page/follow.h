/*
 * Standard output for a program that follows a listing which goes on and on: a signal ends it at the
 * end of a line, and when the reader goes that is noticed although there is nothing to write.
 */
#ifndef NETSTAT_PAGE_FOLLOW_H
#define NETSTAT_PAGE_FOLLOW_H

#include <signal.h>
#include <stdbool.h>
#include <stddef.h>
#include <time.h>

#include "notes.h"

struct follow {
	int fd;
	sigset_t signals; /* those that would end us: HUP, INT, TERM, if not ignored or blocked */
	bool inside;      /* a line is written in part, and the signals are blocked */
	size_t told;      /* notes that were printed already */
};

void follow_start(struct follow *follow, int fd);

/*
 * Write lines; the last one may go on in the next call. A signal that comes meanwhile ends the
 * program when the line is complete, or after a second in which the reader takes nothing. Returns 0
 * or an errno.
 */
int follow_write(struct follow *follow, const char *bytes, size_t length);

/* Print those notes on standard error that have come since: each is told once, not each round. */
void follow_tell(struct follow *follow, const struct notes *notes);

/* Wait for that long, or until the reader is gone. Returns 0 or EPIPE, as a write would. */
int follow_wait(struct follow *follow, const struct timespec *time);

#endif
