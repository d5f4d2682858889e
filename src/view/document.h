/* A listing for programs: whose it is, when it was made, and the messages that belong into it. */
#ifndef NETSTAT_VIEW_DOCUMENT_H
#define NETSTAT_VIEW_DOCUMENT_H

#include "notes.h"
#include "options.h"
#include "render/out.h"
#include "render/records.h"
#include "render/view_columns.h"

struct document {
	struct records records;
	struct notes told; /* the messages of this listing */
	char host[256], time[32];
};

/*
 * Find out host and time, and have `out` collect its messages. The document must stay where it is
 * until document_end().
 */
void document_prepare(struct document *document, const struct options *options, struct out *out,
		      const struct view_columns *view);

/* Write the end, with the messages, and stop to collect them. */
void document_end(struct document *document, struct out *out);

#endif
