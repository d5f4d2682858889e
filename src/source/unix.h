/*
 * Unix sockets, from /proc/net/unix: the reference count is nowhere else, nor are connections
 * that wait to be accepted.
 */
#ifndef NETSTAT_SOURCE_UNIX_H
#define NETSTAT_SOURCE_UNIX_H

#include "source/sink.h"
#include "source/source.h"

/*
 * Returns 0; -ENOENT when the file is missing or may not be read; else -errno with
 * source->failed_path. A line that cannot be read becomes a note.
 *
 * A path may hold a newline, and then what follows it could pass for a row. So, where netlink
 * answers, the names with a newline are asked for first and taken from the file as a whole.
 */
int unix_read(struct source *source, const struct source_request *request, struct sink *sink);

/*
 * Turn one line into a row, without its path: *path points to it in the line ("" without one).
 * Returns false if the line is not of the format.
 */
bool unix_parse(const char *line, struct sock_entry *entry, const char **path);

#endif
