/*
 * Writing a recording: the answers of the kernel, as they come, into a file (recording.h). A dump that
 * fails is taken out again, so that what stands in the file is whole.
 */
#ifndef NETSTAT_SOURCE_RECORD_H
#define NETSTAT_SOURCE_RECORD_H

#include "source/recording.h"

/* Bytes on their way. */
struct record_bytes {
	char *bytes;
	size_t used, size;
};

struct record {
	int fd;
	int error;    /* -errno of the first write that failed; nothing is written after it */
	bool helping; /* set by who asks: the next dump is no part of the listing */
	bool has[PROTO_COUNT]; /* protocols of which a dump stands in the file */

	/* Private: */
	struct record_bytes now;   /* in front of fd */
	struct record_bytes later; /* what must stand behind the TCP dump */
	uint64_t written;          /* bytes in the file */
	bool tcp_over;             /* the dump at the front has its end */
	struct record_bytes *to;   /* where the dump in hand goes */
	uint64_t start;            /* the place there where it began */
	const struct nlmsghdr *request;
	struct recording_request asked;
};

/*
 * Create the file, for its owner only, or empty it. What exists must be a regular file of this user
 * without a second name, and no symbolic link: a recording made by root in /tmp must not end up in
 * somebody else's file. Returns 0 or -errno (-EEXIST: something else has the name).
 */
int record_open(struct record *record, const char *path);

/*
 * One dump: its request, numbered and ready to be sent, which must live until the end; each message of the answer,
 * with its NLMSG_DONE; how it ended, 0 or -errno. `record` may be NULL.
 */
void record_begin(struct record *record, const struct nlmsghdr *request);
void record_message(struct record *record, const struct nlmsghdr *message);
void record_end(struct record *record, int result);

/*
 * Close the file. If the listing was not `complete` it gets no end, so that no reader takes it for a
 * whole one. Returns 0 or -errno of the first write that failed.
 */
int record_close(struct record *record, bool complete);

#endif
