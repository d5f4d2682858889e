#include "config.h"

#include "source/source.h"

#include <errno.h>

#include "source/inet_diag.h"
#include "source/proc_net.h"
#include "source/sctp.h"
#include "source/tcp_parts.h"
#include "source/unix.h"

void source_open(struct source *source, enum source_kind kind, struct notes *notes)
{
	*source = (struct source){ .kind = kind, .notes = notes };
	source->netlink_error = kind == SOURCE_PROC ? -EOPNOTSUPP : nl_open(&source->netlink);
}

void source_record(struct source *source, struct record *record)
{
	source->record = record;
	source->netlink.sequence = RECORDING_SEQUENCE;
}

void source_replay(struct source *source, const struct replay *replay, struct notes *notes)
{
	*source = (struct source){ .kind = SOURCE_NETLINK, .notes = notes };
	source->netlink.replay = replay;
}

void source_close(struct source *source)
{
	nl_close(&source->netlink);
}

/* Broken off in the middle: what is still queued in the socket must not be taken for an answer. */
static void reopen(struct source *source)
{
	nl_close(&source->netlink);
	source->netlink_error = nl_open(&source->netlink);
}

/* Whether the table has been read in parts; after a failure it is read in one. */
static bool read_in_parts(struct source *source, const struct source_request *request,
			  struct sink *sink)
{
	/* A recording holds one dump after the other, and not what a part left out. */
	bool whole = source->netlink_error || source->record || source->netlink.replay;
	unsigned parts = whole ? 1 : tcp_parts_count(request, sink);

	return parts > 1 && !tcp_parts_read(source, request, sink, parts);
}

static int read_one(struct source *source, const struct source_request *request,
		    struct sink *sink)
{
	size_t before = sink->table->count, arena = sink->table->arena.used, seen = 0;
	int result = source->netlink_error;

	source->failed_path = NULL;
	if (source->kind == SOURCE_PROC)
		return proc_net_read(source, request, sink);
	if (read_in_parts(source, request, sink))
		return 0;
	if (!result)
		result = inet_diag_read(&source->netlink, request, sink, &seen);
	if (!result || result == -ENOMEM || source->kind == SOURCE_NETLINK)
		return result;
	if (seen) {
		/* Failed in the middle. What was streamed is gone; else start anew from /proc. */
		if (sink->flush)
			return result;
		sink->table->count = before;
		sink->table->arena.used = arena;
		reopen(source);
	}
	return proc_net_read(source, request, sink);
}

/* The kernel may answer for one family and not for the other: only that one comes from /proc. */
static int read_inet(struct source *source, const struct source_request *request,
		     struct sink *sink)
{
	struct source_request v4 = *request, v6 = *request;
	int result4, result6;

	if (!request->v4 || !request->v6 ||
	    (request->proto == PROTO_TCP && !request->kernel_order))
		return read_one(source, request, sink);
	v4.v6 = v6.v4 = false;
	result4 = read_one(source, &v4, sink);
	if (result4 && result4 != -ENOENT)
		return result4;
	result6 = read_one(source, &v6, sink);
	return result6 && result6 != -ENOENT ? result6 : result4;
}

int source_read(struct source *source, const struct source_request *request, struct sink *sink)
{
	int result, ended;

	source->netlink.progress = source->progress;
	switch (request->proto) {
	case PROTO_UNIX:
		source->netlink.record = NULL; /* the dump of names is no listing */
		result = unix_read(source, request, sink);
		break;
	case PROTO_SCTP:
		result = sctp_read(source, request, sink);
		break;
	default:
		source->netlink.record = source->record;
		result = read_inet(source, request, sink);
		break;
	}
	if (result && result != -ENOENT)
		return result;
	ended = sink_end(sink);
	return ended ? ended : result;
}
