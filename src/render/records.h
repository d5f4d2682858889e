/*
 * Rows of any view for programs, by the columns of the view: as one JSON document, as a JSON object
 * a line, or as CSV (RFC 4180). Always valid, whatever bytes a value holds.
 */
#ifndef NETSTAT_RENDER_RECORDS_H
#define NETSTAT_RENDER_RECORDS_H

#include <stddef.h>

#include "notes.h"
#include "options.h"
#include "render/columns.h"
#include "render/json.h"
#include "render/out.h"

struct records {
	struct out *out;
	enum format format;
	const struct column *columns;
	size_t count;
	const char *schema; /* of the document, such as netstat-ng/sockets/1 */
	const char *list;   /* key of the list of rows in the document */
	const char *host;   /* name of this machine */
	const char *time;   /* of the listing, RFC 3339 */
	bool timed;         /* of JSON Lines each says when it was: there are several listings */
	struct json json;   /* private */
};

/* What comes before the rows: the document's head, or CSV's line of keys. */
void records_begin(struct records *records);

/* `event` (NULL: none) is a first key of its own in JSON Lines. */
void records_row(struct records *records, const void *row, const char *event);

/* What comes behind them; the notes go into the document. */
void records_end(struct records *records, const struct notes *notes);

#endif
