/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "contest.h"

#include <err.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MOST_RUNS = 500, MOST_WORDS = 24, MOST_TEXT = 256, MANY = 5, FEW = 3 };
static const double short_turn = 0.1, long_turn = 10;

struct command {
	char program[MOST_TEXT], text[MOST_TEXT];
	char *argv[MOST_WORDS];
};

/* One contestant: what to run, and what came of it. */
struct entrant {
	struct command command;
	struct score *score;
	double seconds[MOST_RUNS];
};

static void make_command(struct command *command, const char *program, const char *arguments)
{
	char *rest = command->text;
	size_t words = 0;

	if (strlen(program) >= MOST_TEXT || strlen(arguments) >= MOST_TEXT)
		errx(1, "%s %s: too long", program, arguments);
	strcpy(command->program, program);
	strcpy(command->text, arguments);
	command->argv[words++] = command->program;
	while (words < MOST_WORDS - 1 && (command->argv[words] = strtok_r(rest, " ", &rest)))
		words++;
	command->argv[words] = NULL;
}

/* Returns whether the run counts; otherwise the entrant is out. */
static bool run_once(struct entrant *entrant, double limit, struct run *run)
{
	struct score *score = entrant->score;

	*run = measure(entrant->command.argv, limit);
	if (run->end == RUN_DONE)
		return true;
	score->kind = run->end == RUN_FAILED ? FAILED : TOO_LONG;
	score->median = limit;
	if (run->peak_kib > score->peak_kib)
		score->peak_kib = run->peak_kib;
	return false;
}

static void run_measured(struct entrant *entrant, double limit)
{
	struct score *score = entrant->score;
	struct run run;

	if (score->kind != SCORED || !run_once(entrant, limit, &run))
		return;
	entrant->seconds[score->runs++] = run.seconds;
	if (run.peak_kib > score->peak_kib)
		score->peak_kib = run.peak_kib;
}

static int compare(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return (x > y) - (x < y);
}

static double quantile(const double *sorted, size_t count, double part)
{
	double place = part * (double)(count - 1);
	size_t below = (size_t)place, above = below + 1 < count ? below + 1 : below;

	return sorted[below] + (place - (double)below) * (sorted[above] - sorted[below]);
}

static void settle(struct entrant *entrant)
{
	struct score *score = entrant->score;
	double *seconds = entrant->seconds;

	if (score->kind != SCORED)
		return;
	qsort(seconds, score->runs, sizeof(*seconds), compare);
	score->median = quantile(seconds, score->runs, 0.5);
	score->spread =
		(quantile(seconds, score->runs, 0.75) - quantile(seconds, score->runs, 0.25)) /
		score->median;
}

static size_t turns(double turn, size_t runs)
{
	if (turn < short_turn)
		runs *= MANY;
	if (turn > long_turn && runs > FEW)
		runs = FEW;
	return runs < MOST_RUNS ? runs : MOST_RUNS;
}

/* The scores are of the kind SCORED already, and become something else for who drops out. */
static void run_all(struct entrant *entrants, size_t count, size_t runs, double limit)
{
	double turn = 0;
	struct run run;

	for (size_t i = 0; i < count; i++)
		if (run_once(&entrants[i], limit, &run))
			turn += run.seconds;
	runs = turns(turn, runs);
	for (size_t done = 0; done < runs; done++)
		for (size_t i = 0; i < count; i++)
			run_measured(&entrants[i], limit);
	for (size_t i = 0; i < count; i++)
		settle(&entrants[i]);
}

void contest_run(const struct contest *contest, const struct contest_rules *rules,
		 struct score scores[CONTESTANTS])
{
	struct entrant *entrants = calloc(CONTESTANTS, sizeof(*entrants));
	size_t count = 0;

	if (!entrants)
		err(1, NULL);
	memset(scores, 0, CONTESTANTS * sizeof(*scores));
	for (size_t i = 0; i < CONTESTANTS; i++) {
		if (!contest->arguments[i] || !rules->programs[i])
			continue;
		make_command(&entrants[count].command, rules->programs[i], contest->arguments[i]);
		entrants[count].score = &scores[i];
		entrants[count++].score->kind = SCORED;
	}
	run_all(entrants, count, rules->runs, rules->limit);
	free(entrants);
}

struct score contest_single(const char *program, const char *arguments, size_t runs, double limit)
{
	const struct contest contest = { .arguments = { arguments } };
	const struct contest_rules rules = { .programs = { program },
					     .runs = runs,
					     .limit = limit };
	struct score scores[CONTESTANTS];

	contest_run(&contest, &rules, scores);
	return scores[OURS];
}
