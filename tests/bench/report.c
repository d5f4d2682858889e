/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "report.h"

#include <stdio.h>

enum { CELL = 32 };

struct head {
	const char *text;
	int width; /* at most 16 */
};

static bool is_about_peers(const struct contest *contest)
{
	return !contest->arguments[ITSELF];
}

/* A number with as many digits as say something. */
static void number_cell(char cell[CELL], const char *sign, double value)
{
	int digits = value < 0.01 ? 4 : value < 0.1 ? 3 : value < 10 ? 2 : value < 100 ? 1 : 0;

	snprintf(cell, CELL, "%s%.*f", sign, digits, value);
}

static void time_cell(char cell[CELL], const struct score *score)
{
	static const char *const words[] = { [ABSENT] = "-", [FAILED] = "not available" };

	if (score->kind == SCORED)
		number_cell(cell, "", score->median * 1e3);
	else if (score->kind == TOO_LONG)
		snprintf(cell, CELL, "> %g s", score->median);
	else
		snprintf(cell, CELL, "%s", words[score->kind]);
}

/* Ours divided by theirs; of a peer that was killed only a bound is known. */
static void ratio_cell(char cell[CELL], const struct score *ours, const struct score *theirs)
{
	if (ours->kind == SCORED && theirs->kind == SCORED)
		number_cell(cell, "", ours->median / theirs->median);
	else if (ours->kind == SCORED && theirs->kind == TOO_LONG)
		number_cell(cell, "< ", ours->median / theirs->median);
	else
		snprintf(cell, CELL, "-");
}

static void spread_cell(char cell[CELL], const struct score *score)
{
	if (score->kind == SCORED)
		snprintf(cell, CELL, "%.0f %%", score->spread * 100);
	else
		snprintf(cell, CELL, "-");
}

static void memory_cell(char cell[CELL], const struct score *score)
{
	if (score->kind == SCORED)
		number_cell(cell, "", (double)score->peak_kib / 1024);
	else if (score->kind == TOO_LONG)
		number_cell(cell, "> ", (double)score->peak_kib / 1024);
	else
		snprintf(cell, CELL, "-");
}

static void print_cells(const char *first, const struct head *heads, char (*cells)[CELL],
			size_t count)
{
	printf("| %-16s |", first);
	for (size_t i = 0; i < count; i++)
		printf(" %*s |", heads[i].width, cells[i]);
	putchar('\n');
}

static void print_heads(const char *first, const struct head *heads, size_t count)
{
	static const char dashes[] = "----------------";

	printf("| %-16s |", first);
	for (size_t i = 0; i < count; i++)
		printf(" %*s |", heads[i].width, heads[i].text);
	printf("\n|-%s-|", dashes);
	for (size_t i = 0; i < count; i++)
		printf("-%.*s:|", heads[i].width, dashes);
	putchar('\n');
}

static const struct head time_heads[] = {
	{ "runs", 4 }, { "ours", 13 },        { "ss", 8 },     { "net-tools", 9 }, { "bare", 8 },
	{ "/ ss", 7 }, { "/ net-tools", 11 }, { "/ bare", 7 }, { "spread", 6 },
};

static void print_times(const char *name, const struct score *scores)
{
	char cells[sizeof(time_heads) / sizeof(*time_heads)][CELL];
	size_t count = 0;

	snprintf(cells[count++], CELL, "%zu", scores[OURS].runs);
	for (size_t i = OURS; i <= BARE; i++)
		time_cell(cells[count++], &scores[i]);
	for (size_t i = SS; i <= BARE; i++)
		ratio_cell(cells[count++], &scores[OURS], &scores[i]);
	spread_cell(cells[count++], &scores[OURS]);
	print_cells(name, time_heads, cells, count);
}

void report_times(const struct contest *contests, const struct score (*scores)[CONTESTANTS])
{
	print_heads("ms, ratios", time_heads, sizeof(time_heads) / sizeof(*time_heads));
	for (size_t i = 0; contests[i].name; i++)
		if (is_about_peers(&contests[i]) && scores[i][OURS].kind != ABSENT)
			print_times(contests[i].name, scores[i]);
	putchar('\n');
}

void report_memory(const struct contest *contests, const struct score (*scores)[CONTESTANTS])
{
	static const struct head heads[] = {
		{ "ours", 8 }, { "ss", 8 }, { "net-tools", 9 }, { "bare", 8 }
	};

	print_heads("peak MiB", heads, sizeof(heads) / sizeof(*heads));
	for (size_t i = 0; contests[i].name; i++) {
		char cells[BARE + 1][CELL];

		if (scores[i][OURS].kind == ABSENT)
			continue;
		for (size_t j = OURS; j <= BARE; j++)
			memory_cell(cells[j], &scores[i][j]);
		print_cells(contests[i].name, heads, cells, BARE + 1);
	}
	putchar('\n');
}

void report_against_itself(const struct contest *contests,
			   const struct score (*scores)[CONTESTANTS])
{
	static const struct head heads[] = { { "runs", 4 }, { "ms", 13 },   { "against", 8 },
					     { "ms", 8 },   { "ratio", 7 }, { "spread", 6 } };

	print_heads("ours", heads, sizeof(heads) / sizeof(*heads));
	for (size_t i = 0; contests[i].name; i++) {
		const struct score *ours = &scores[i][OURS], *other = &scores[i][ITSELF];
		char cells[6][CELL];

		if (is_about_peers(&contests[i]) || ours->kind == ABSENT)
			continue;
		snprintf(cells[0], CELL, "%zu", ours->runs);
		time_cell(cells[1], ours);
		snprintf(cells[2], CELL, "%s", contests[i].arguments[ITSELF]);
		time_cell(cells[3], other);
		ratio_cell(cells[4], ours, other);
		spread_cell(cells[5], ours);
		print_cells(contests[i].name, heads, cells, 6);
	}
	putchar('\n');
}

void report_growth(const struct report_point *points, size_t count)
{
	static const struct head heads[] = { [SERIES_SORTED] = { "-tan", 8 },
					     [SERIES_STREAMED] = { "--sort=none", 11 },
					     [SERIES_OWNERS] = { "-tanp", 8 },
					     [SERIES_BARE] = { "bare", 8 } };

	printf("## Growth\n\nNanoseconds a socket: the median divided by the sockets. All of ours, "
	       "and bare.\n\n");
	print_heads("sockets", heads, sizeof(heads) / sizeof(*heads));
	for (size_t i = 0; i < count; i++) {
		char cells[SERIES][CELL], name[CELL];

		if (!points[i].sockets)
			continue;
		snprintf(name, sizeof(name), "%zu", points[i].sockets);
		for (size_t j = 0; j < SERIES; j++) {
			if (points[i].seconds[j] > 0)
				number_cell(cells[j], "",
					    points[i].seconds[j] * 1e9 / (double)points[i].sockets);
			else
				snprintf(cells[j], CELL, "-");
		}
		print_cells(name, heads, cells, SERIES);
	}
}
