/*
 * The socket tables of the system, over netlink sock_diag where the kernel answers there and from
 * /proc/net where it does not. Sources fill tables; they never print.
 */
#ifndef NETSTAT_SOURCE_SOURCE_H
#define NETSTAT_SOURCE_SOURCE_H

#include <stdbool.h>
#include <stdint.h>

#include "filter/filter.h"
#include "notes.h"
#include "options.h"
#include "page/progress.h"
#include "source/netlink.h"
#include "source/sink.h"

/* What a listing wants of one protocol. */
struct source_request {
	enum proto proto;
	bool v4, v6;      /* of internet protocols */
	uint32_t states;  /* of TCP: 1 << enum tcp_state; a hint: other states may come too */
	bool endpoints, associations; /* of SCTP */
	bool uids;        /* user ids are shown: they must be right */
	const struct filter_node *filter; /* a hint: rows that cannot match need not come; or NULL */
	/* Only the sockets that match this (ports): others are read elsewhere at once. Or NULL. */
	const struct filter_node *part;
	bool kernel_order; /* rows in the order of /proc/net, IPv4 before IPv6 */
};

/* The means to read, kept between requests because a used netlink socket answers faster. */
struct source {
	enum source_kind kind;
	struct nl_session netlink;
	int netlink_error; /* not 0: netlink cannot be opened, with this -errno */
	struct record *record; /* gets what the kernel answers; or NULL */
	struct notes *notes;
	struct progress *progress; /* told of each batch; or NULL */
	const char *failed_path; /* the file that the last error is about, or NULL: netlink */
	bool failed_open;        /* it does not even open */
};

void source_open(struct source *source, enum source_kind kind, struct notes *notes);
void source_close(struct source *source);

/* Have the answers recorded from now on; to be called before the first request. */
void source_record(struct source *source, struct record *record);

/* Instead of source_open(): answer from a recording, of the protocols that it has, and nothing else. */
void source_replay(struct source *source, const struct replay *replay, struct notes *notes);

/*
 * Read the sockets of one protocol into the sink. Returns 0; -ENOENT when the system does not
 * have the protocol (or hides it); or another -errno, with source->failed_path set.
 * Rows that came before an error are in the sink.
 */
int source_read(struct source *source, const struct source_request *request, struct sink *sink);

#endif
