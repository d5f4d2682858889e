/* --record and --replay of a listing: the file, and what is said about it. */
#ifndef NETSTAT_VIEW_RECORDING_H
#define NETSTAT_VIEW_RECORDING_H

#include "view/listing.h"

/*
 * Open the source of the listing, and the file if the options name one. Returns STATUS_OK, or another
 * status with the reason told; recording_close() is needed in any case.
 */
int recording_open(struct listing *listing);

/* Whether the protocol can be listed at all: a recording has few. */
bool recording_lists(const struct listing *listing, enum proto proto);

/*
 * The sections have been read: finish the file that is written, and say what of the things that were
 * asked for by name is not in the recording. Returns an exit status.
 */
int recording_end(struct listing *listing);

void recording_close(struct listing *listing);

#endif
