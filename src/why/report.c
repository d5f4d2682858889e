#include "config.h"

#include "why/report.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

int why_report_status(const struct why_report *report)
{
	if (report->verdict == VERDICT_FREE)
		return 1;
	return report->holder_unknown ? 2 : 0;
}

static void add_line(struct why_lines *lines, const char *format, va_list args)
{
	char **list = reallocarray(lines->line, lines->count + 1, sizeof(*list)), *line;

	if (!list)
		return;
	lines->line = list;
	if (vasprintf(&line, format, args) < 0)
		return;
	for (size_t i = 0; i < lines->count; i++) {
		if (!strcmp(list[i], line)) {
			free(line);
			return;
		}
	}
	list[lines->count++] = line;
}

void why_cause(struct why_report *report, const char *id, const char *format, ...)
{
	struct why_cause *list = reallocarray(report->causes, report->cause_count + 1,
					      sizeof(*list));
	struct why_cause *cause;
	va_list args;

	if (!list)
		return;
	report->causes = list;
	cause = &list[report->cause_count++];
	*cause = (struct why_cause){ .id = id };
	va_start(args, format);
	if (vasprintf(&cause->summary, format, args) < 0)
		cause->summary = NULL;
	va_end(args);
}

void why_fact(struct why_report *report, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	if (report->cause_count)
		add_line(&report->causes[report->cause_count - 1].evidence, format, args);
	va_end(args);
}

void why_remedy(struct why_report *report, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	if (report->cause_count)
		add_line(&report->causes[report->cause_count - 1].remedies, format, args);
	va_end(args);
}

bool why_has_remedy(const struct why_report *report)
{
	for (size_t i = 0; i < report->cause_count; i++)
		if (report->causes[i].remedies.count)
			return true;
	return false;
}

bool why_has_cause(const struct why_report *report, const char *id)
{
	for (size_t i = 0; i < report->cause_count; i++)
		if (!strcmp(report->causes[i].id, id))
			return true;
	return false;
}

static void free_lines(struct why_lines *lines)
{
	for (size_t i = 0; i < lines->count; i++)
		free(lines->line[i]);
	free(lines->line);
}

void why_report_free(struct why_report *report)
{
	for (size_t i = 0; i < report->cause_count; i++) {
		free(report->causes[i].summary);
		free_lines(&report->causes[i].evidence);
		free_lines(&report->causes[i].remedies);
	}
	free(report->causes);
	free(report->summary);
	*report = (struct why_report){ 0 };
}
