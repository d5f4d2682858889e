/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The results as tables in Markdown, on standard output. Times are medians in milliseconds. */
#ifndef REPORT_H
#define REPORT_H

#include <stddef.h>

#include "contest.h"

/* What was measured at one size. A series that was not, or failed, has 0 seconds. */
struct report_point {
	size_t sockets;
	double seconds[SERIES];
};

/* `scores` has a row for each of the contests; a row that was left out is all ABSENT. */
void report_times(const struct contest *contests, const struct score (*scores)[CONTESTANTS]);
void report_memory(const struct contest *contests, const struct score (*scores)[CONTESTANTS]);
void report_against_itself(const struct contest *contests,
			   const struct score (*scores)[CONTESTANTS]);
void report_growth(const struct report_point *points, size_t count);

#endif
