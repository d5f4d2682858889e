#include "config.h"

#include "view/document.h"

#include <stdio.h>
#include <time.h>
#include <unistd.h>

/* Rounds may follow each other within a second, so where they are told apart milliseconds count. */
static void set_time(struct document *document, bool exact)
{
	struct timespec now;
	struct tm parts;
	size_t length;

	clock_gettime(CLOCK_REALTIME, &now);
	length = strftime(document->time, sizeof(document->time), "%Y-%m-%dT%H:%M:%S",
			  gmtime_r(&now.tv_sec, &parts));
	if (exact)
		snprintf(document->time + length, sizeof(document->time) - length, ".%03dZ",
			 (int)(now.tv_nsec / 1000000));
	else
		snprintf(document->time + length, sizeof(document->time) - length, "Z");
}

void document_prepare(struct document *document, const struct options *options, struct out *out,
		      const struct view_columns *view)
{
	bool here = !options->replay; /* a recording tells neither host nor time */
	bool rounds = options->continuous && options->format == FORMAT_JSONL;

	if (gethostname(document->host, sizeof(document->host) - 1))
		document->host[0] = '\0';
	set_time(document, rounds);
	document->records = (struct records){
		.out = out,
		.format = options->format,
		.columns = view->columns,
		.count = view->count,
		.schema = view->schema,
		.list = view->list,
		.host = here ? document->host : NULL,
		.time = here ? document->time : NULL,
		.timed = rounds && !options_tell_events(options),
	};
	out->told = &document->told;
}

void document_end(struct document *document, struct out *out)
{
	records_end(&document->records, &document->told);
	out->told = NULL;
	notes_free(&document->told);
}
