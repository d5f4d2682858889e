/* The answer about one port: the verdict, its causes, what binds would do. Made by verdict.h. */
#ifndef NETSTAT_WHY_REPORT_H
#define NETSTAT_WHY_REPORT_H

#include <stdbool.h>
#include <stddef.h>

#include "why/evidence.h"

enum why_verdict {
	VERDICT_BUSY,   /* something holds the port */
	VERDICT_DENIED, /* nothing holds it, but a bind is refused */
	VERDICT_FREE,
};

/* A list of strings that the report owns. */
struct why_lines {
	char **line;
	size_t count;
};

struct why_cause {
	const char *id; /* of the vocabulary that --json documents */
	char *summary;  /* a sentence */
	struct why_lines evidence; /* the facts it rests on */
	struct why_lines remedies; /* commands, or sentences where there is no command */
};

struct why_report {
	const struct why_evidence *evidence;
	enum why_verdict verdict;
	bool holder_unknown; /* held, but by whom could not be determined */
	char *summary;
	struct why_cause *causes; /* the most specific first */
	size_t cause_count;
	struct why_bind binds[WHY_MAX_BINDS];
	size_t bind_count;
};

/* Exit status for a report: 0 explained, 1 free, 2 the holder is not known. */
int why_report_status(const struct why_report *report);

/*
 * Add a cause with its summary; it is the newest one until the next. When memory is short the
 * text is lost, not the cause.
 */
void why_cause(struct why_report *report, const char *id, const char *format, ...)
	__attribute__((format(printf, 3, 4)));

/* Add a fact or a remedy to the newest cause. */
void why_fact(struct why_report *report, const char *format, ...)
	__attribute__((format(printf, 2, 3)));
void why_remedy(struct why_report *report, const char *format, ...)
	__attribute__((format(printf, 2, 3)));

/* Whether any cause so far has a remedy: a general one would only contradict it. */
bool why_has_remedy(const struct why_report *report);

/* Whether the report has a cause of this id. */
bool why_has_cause(const struct why_report *report, const char *id);

void why_report_free(struct why_report *report);

#endif
