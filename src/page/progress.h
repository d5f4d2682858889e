/*
 * One line on a terminal that counts while something takes longer than a second, and is erased
 * when it is done. Nothing at all elsewhere.
 */
#ifndef NETSTAT_PAGE_PROGRESS_H
#define NETSTAT_PAGE_PROGRESS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct progress {
	bool enabled;
	bool shown;
	int64_t next; /* when to show the line again, ms of CLOCK_MONOTONIC */
	size_t rows, processes;
	const char *rows_word; /* what the rows are in the line; NULL: sockets, and there are processes */
};

/* Start counting; `wanted` is false where no line may be shown. */
void progress_start(struct progress *progress, bool wanted);

/* So many more have been read. Cheap: may be called for each batch. `progress` may be NULL. */
void progress_add(struct progress *progress, size_t rows, size_t processes);

/* Erase the line. */
void progress_end(struct progress *progress);

#endif
