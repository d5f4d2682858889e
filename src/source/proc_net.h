/* Internet sockets from /proc/net: tcp, udp, udplite, raw and their IPv6 forms share one format. */
#ifndef NETSTAT_SOURCE_PROC_NET_H
#define NETSTAT_SOURCE_PROC_NET_H

#include "source/sink.h"
#include "source/source.h"

/*
 * Read one protocol, IPv4 before IPv6. Returns 0; -ENOENT when the IPv4 file is missing or may
 * not be read (a missing IPv6 file is not an error: IPv6 is off); else -errno with
 * source->failed_path. A line that cannot be read becomes a note.
 */
int proc_net_read(struct source *source, const struct source_request *request, struct sink *sink);

/*
 * Turn one line into a row; `timer` may be NULL. Returns false if the line is not of the format
 * or has fewer than `min_fields` fields (as scanf counts them: net-tools accepts 11 for TCP and
 * 10 for the others, leaving the rest 0).
 */
bool proc_net_parse(const char *line, int min_fields, struct sock_entry *entry,
		    struct sock_timer *timer);

#endif
