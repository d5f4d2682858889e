/* SPDX-License-Identifier: GPL-2.0-or-later */
/* One row of the measurements: the programs that do the same work, run in turn. */
#ifndef CONTEST_H
#define CONTEST_H

#include <stdbool.h>
#include <stddef.h>

#include "measure.h"

/* ITSELF is the program under test once more, with other arguments, as a yardstick. */
enum contestant { OURS, SS, NET_TOOLS, BARE, ITSELF, CONTESTANTS };

/* What shows how the cost grows with the number of sockets: rows of ours, and bare beside them. */
enum series { SERIES_SORTED, SERIES_STREAMED, SERIES_OWNERS, SERIES_BARE, SERIES };

struct contest {
	const char *name; /* of our command; the last row has none */
	/* Arguments, separated by blanks; NULL: does not take part. */
	const char *arguments[CONTESTANTS];
	enum series series; /* SERIES: in none */
	bool needs_sockets; /* makes no sense in an empty table */
};

/* Among sockets, and of the other tables. */
extern const struct contest socket_contests[], table_contests[];

enum { MOST_CONTESTS = 16 };

struct contest_rules {
	const char *programs[CONTESTANTS]; /* paths; NULL: absent */
	size_t runs;
	double limit; /* seconds; who takes longer is not run again */
};

struct score {
	enum { ABSENT, SCORED, FAILED, TOO_LONG } kind;
	size_t runs;
	double median; /* seconds; TOO_LONG: the limit */
	double spread; /* between the quartiles, as a part of the median */
	long peak_kib; /* the largest of all runs */
};

/*
 * After one warm-up each, all contestants are run in turn, A B C A B C ... The fewer, the longer
 * it takes: five times `runs` where one turn takes less than 0.1 s, at most three where it takes
 * more than ten seconds.
 */
void contest_run(const struct contest *contest, const struct contest_rules *rules,
		 struct score scores[CONTESTANTS]);

/* Runs one program alone, in the same way. */
struct score contest_single(const char *program, const char *arguments, size_t runs, double limit);

#endif
