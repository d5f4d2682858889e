/* A socket listing in the making: what the parts of the view hand to each other. */
#ifndef NETSTAT_VIEW_LISTING_H
#define NETSTAT_VIEW_LISTING_H

#include "names.h"
#include "options.h"
#include "owner/scan.h"
#include "page/progress.h"
#include "page/screen.h"
#include "render/out.h"
#include "render/socket_columns.h"
#include "render/table.h"
#include "source/netns.h"
#include "source/record.h"
#include "source/replay.h"
#include "source/source.h"
#include "view/document.h"

/* One read of one protocol; SCTP takes two, since it has two files. */
struct section {
	struct source_request request;
	bool read; /* otherwise it is read while it is printed */
	int result; /* of source_read(); of several namespaces the worst, see gather.c */
	const char *failed_path;
	bool failed_open;
	struct sock_table table;
	uint32_t *order; /* in which the rows were shown, if they are kept for the next round */
	size_t shown;
	struct notes notes;
};

enum { MAX_SECTIONS = PROTO_COUNT + 1 };

struct listing {
	const struct options *options;
	const struct screen *screen;
	struct out *out;
	struct names *names;
	struct names interfaces; /* by network namespace and number */
	struct netns_list namespaces;
	struct progress progress;
	struct source source;
	size_t source_place; /* of the namespace that the source belongs to */
	struct record record; /* of --record, while .recording */
	bool recording;
	struct replay replay; /* of --replay */
	struct owners owners;
	bool with_owners;
	struct table_style style;
	struct section section[MAX_SECTIONS];
	int sections;
	bool events; /* the rows are kept, and a next round tells what is different */
	struct listing *last; /* the round before, or NULL: there was none, or no events are told */
	/* For programs: */
	struct document document;
	struct cgroup_names cgroups;
	size_t undecided; /* rows that the filter could not judge */
};

/*
 * Be in a network namespace of the list when something is read. Returns whether it is possible; if
 * not, that stands in the list.
 */
bool listing_enter(struct listing *listing, size_t place);

/* Whether interfaces get their names: those of a recording are another machine's. */
static inline bool listing_shows_interfaces(const struct listing *listing)
{
	return listing->options->format != FORMAT_TABLE && !listing->options->replay;
}

/* Decide what is to be read. */
void listing_plan(struct listing *listing);

/* Whether rows can be printed as they come, or must all be there first. */
bool listing_streams(const struct listing *listing);

/*
 * Read all sections and find the owners, if they are needed. Returns 0 or -ENOMEM; what went wrong
 * with a section stands in the section.
 */
int listing_gather(struct listing *listing);

/*
 * Read one section in the namespace where this thread is; `flush` (may be NULL) takes its rows away
 * in batches.
 */
void listing_read(struct listing *listing, struct section *section,
		  int (*flush)(struct sock_table *table, void *arg), void *flush_arg);

/* Drop the rows that do not pass the filter, now that all is known that will be. */
void listing_settle(struct listing *listing, struct sock_table *table);

#endif
