/* SCTP endpoints and associations, from /proc/net/sctp. */
#ifndef NETSTAT_SOURCE_SCTP_H
#define NETSTAT_SOURCE_SCTP_H

#include "source/sink.h"
#include "source/source.h"

/*
 * Read the endpoints (request->endpoints), then the associations (request->associations). Returns
 * 0; -ENOENT when a file is missing or may not be read; else -errno with source->failed_path. A
 * line that cannot be read becomes a note.
 */
int sctp_read(struct source *source, const struct source_request *request, struct sink *sink);

/*
 * Turn one line of eps (endpoint) or assocs into a row; the addresses after the first go into the
 * arena. Returns 0, -EINVAL if the line is not of the format, or -ENOMEM.
 */
int sctp_parse(const char *line, bool endpoint, struct sock_entry *entry, struct arena *arena);

#endif
