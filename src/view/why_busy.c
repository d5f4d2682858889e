#include "config.h"

#include "view/why_busy.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "source/source.h"
#include "why/explain.h"
#include "why/gather.h"
#include "why/json.h"
#include "why/query.h"
#include "why/verdict.h"

/* Unknown holders weigh most: more can be found out with more rights; then busy, then free. */
static int worse(int a, int b)
{
	static const int weight[] = { [0] = 1, [1] = 0, [2] = 2 };

	return weight[a] >= weight[b] ? a : b;
}

/* Whether a query is about the port of the one before it, of the other protocol. */
static bool are_pair(const struct why_query *queries, size_t i)
{
	return i && queries[i].port == queries[i - 1].port &&
	       queries[i].proto != queries[i - 1].proto;
}

static int judge(const struct options *options, const struct why_query *queries, size_t count,
		 struct why_evidence *evidence, struct why_report *reports)
{
	struct notes notes = { 0 };
	struct source source;
	int status = 1;

	source_open(&source, options->source, &notes);
	for (size_t i = 0; i < count; i++) {
		why_gather(&evidence[i], &queries[i], &source, !options->no_probe,
			   are_pair(queries, i) ? &evidence[i - 1] : NULL);
		why_verdict(&evidence[i], &reports[i]);
		status = worse(status, why_report_status(&reports[i]));
	}
	source_close(&source);
	notes_free(&notes);
	return status;
}

/* The ports that are in trouble come first. */
static void explain_all(struct out *out, const struct why_report *reports, size_t count,
			bool color)
{
	bool some = false;

	for (int verdict = VERDICT_BUSY; verdict <= VERDICT_FREE; verdict++) {
		for (size_t i = 0; i < count; i++) {
			if (reports[i].verdict != (enum why_verdict)verdict)
				continue;
			if (some && verdict != VERDICT_FREE)
				out_char(out, '\n');
			why_explain(out, &reports[i], color);
			some = true;
		}
	}
}

static void answer(const struct options *options, const struct screen *screen, struct out *out,
		   const struct why_report *reports, size_t count)
{
	char host[256] = "";

	if (options->format == FORMAT_TABLE) {
		explain_all(out, reports, count, screen->color);
		return;
	}
	if (gethostname(host, sizeof(host) - 1))
		*host = '\0';
	why_json(out, host, reports, count);
}

int view_why_busy(const struct options *options, const struct screen *screen, struct out *out)
{
	static const char usage[] = "netstat: --why-busy: %s\n";
	struct why_query *queries = calloc(WHY_MAX_QUERIES, sizeof(*queries));
	struct why_evidence *evidence = NULL;
	struct why_report *reports = NULL;
	char message[512] = "out of memory";
	int count = queries ? why_query_parse(options->why, queries, message, sizeof(message)) : -1;
	int status = STATUS_USAGE;

	if (count > 0) {
		evidence = calloc((size_t)count, sizeof(*evidence));
		reports = calloc((size_t)count, sizeof(*reports));
	}
	if (!evidence || !reports) {
		fprintf(stderr, usage, message);
	} else {
		status = judge(options, queries, (size_t)count, evidence, reports);
		answer(options, screen, out, reports, (size_t)count);
	}
	for (int i = 0; evidence && reports && i < count; i++) {
		why_report_free(&reports[i]);
		why_evidence_free(&evidence[i]);
	}
	free(reports);
	free(evidence);
	free(queries);
	return status;
}
