/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * bench [OPTION]... SOCKETS...: measure the program under test and its peers among so many sockets,
 * and print tables in Markdown. docs/BENCHMARKS.md tells what they mean.
 *
 *     --runs=N         how often each command is run (7); see contest.h
 *     --limit=SECONDS  who takes longer is killed, and not run again (60)
 *     --netstat=PATH   the program under test ($NETSTAT, or ./netstat)
 *     --pids=WHOSE     own or machine: see docs/BENCHMARKS.md (own)
 *     --routes=N --links=N  the other tables with so many routes and interfaces, too
 */
#include "config.h"

#include "apart.h"
#include "contest.h"
#include "farm_sockets.h"
#include "machine.h"
#include "report.h"
#include "tables.h"

#include <err.h>
#include <fcntl.h>
#include <getopt.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

enum { MOST_SIZES = 16, MANY_SOCKETS = 10000, EXIT_USAGE = 3 };

struct settings {
	const char *netstat;
	struct contest_rules rules;
	size_t sizes[MOST_SIZES], count;
	bool same_pids; /* in the machine's process namespace, where BPF may be used */
	size_t routes, links;
};

static void print_sockets(size_t sockets, const struct farm *farm)
{
	printf("## %zu sockets\n\n%zu of IPv4, %zu of IPv6, in %zu processes.\n\n", sockets,
	       machine_sockets(AF_INET), machine_sockets(AF_INET6), farm->processes);
}

/* What a listing takes beyond what any run of the program takes. */
static void print_bytes_a_socket(const struct settings *settings, const struct score *sorted)
{
	const struct score least = contest_single(settings->netstat, "--version", 3, 10);
	size_t sockets = machine_sockets(AF_INET) + machine_sockets(AF_INET6);

	if (sockets < MANY_SOCKETS || sorted->kind != SCORED || least.kind != SCORED)
		return;
	printf("A sorted listing takes %.1f bytes a socket: its peak less that of --version "
	       "(%.2f MiB).\n\n",
	       (double)(sorted->peak_kib - least.peak_kib) * 1024 / (double)sockets,
	       (double)least.peak_kib / 1024);
}

static void print_floor(const struct settings *settings)
{
	const struct score least = contest_single("/bin/true", "", settings->rules.runs, 10);

	if (least.kind == SCORED)
		printf("The least there can be, seen with `true`: %.2f ms, %.2f MiB.\n\n",
		       least.median * 1e3, (double)least.peak_kib / 1024);
}

static void note_series(const struct contest *contest, const struct score *scores,
			struct report_point *point)
{
	if (contest->series == SERIES)
		return;
	if (scores[OURS].kind == SCORED)
		point->seconds[contest->series] = scores[OURS].median;
	if (contest->series == SERIES_SORTED && scores[BARE].kind == SCORED)
		point->seconds[SERIES_BARE] = scores[BARE].median;
}

static void run_contests(size_t sockets, const struct settings *settings,
			 struct score (*scores)[CONTESTANTS], struct report_point *point)
{
	for (size_t i = 0; socket_contests[i].name; i++) {
		if (i >= MOST_CONTESTS)
			errx(1, "too many rows");
		if (socket_contests[i].needs_sockets && !sockets)
			continue;
		fprintf(stderr, "bench: %zu sockets: %s\n", sockets, socket_contests[i].name);
		contest_run(&socket_contests[i], &settings->rules, scores[i]);
		note_series(&socket_contests[i], scores[i], point);
	}
}

/* Everything at one size, in a process of its own, the first of its namespaces. */
static void measure_size(size_t sockets, const struct settings *settings, int report)
{
	static struct score scores[MOST_CONTESTS][CONTESTANTS];
	static struct farm farm;
	struct report_point point = { .sockets = sockets };
	size_t elsewhere;

	fprintf(stderr, "bench: %zu sockets: making them\n", sockets);
	farm_open(&farm, sockets, 0);
	measure_begin();
	elsewhere = machine_sockets_elsewhere();
	print_sockets(sockets, &farm);
	print_floor(settings);
	run_contests(sockets, settings, scores, &point);
	report_times(socket_contests, scores);
	report_memory(socket_contests, scores);
	print_bytes_a_socket(settings, &scores[0][OURS]);
	report_against_itself(socket_contests, scores);
	printf("Elsewhere on the machine were %zu TCP sockets before, %zu after.\n\n", elsewhere,
	       machine_sockets_elsewhere());
	farm_close(&farm);
	if (fflush(stdout) || write(report, &point, sizeof(point)) != sizeof(point))
		err(1, "report");
}

/* Returns whether the size was measured. */
static bool fork_size(size_t sockets, const struct settings *settings, struct report_point *point)
{
	ssize_t length;
	int fds[2];
	pid_t pid;

	if (fflush(stdout) || pipe2(fds, O_CLOEXEC))
		err(1, "pipe");
	pid = apart_fork(!settings->same_pids);
	if (!pid) {
		measure_size(sockets, settings, fds[1]);
		_exit(0);
	}
	close(fds[1]);
	length = read(fds[0], point, sizeof(*point));
	close(fds[0]);
	return !apart_wait(pid) && length == sizeof(*point);
}

static double positive(const char *text)
{
	char *end;
	double value = strtod(text, &end);

	if (end == text || *end || !(value >= 1) || value > 1e9)
		errx(EXIT_USAGE, "%s: not a number from 1 on", text);
	return value;
}

static size_t whole(const char *text)
{
	return strcmp(text, "0") ? (size_t)positive(text) : 0;
}

static void read_sizes(struct settings *settings, char **words)
{
	for (; *words; words++) {
		if (settings->count == MOST_SIZES)
			errx(EXIT_USAGE, "at most %d sizes", MOST_SIZES);
		settings->sizes[settings->count++] = whole(*words);
	}
	if (!settings->count && !settings->routes && !settings->links)
		errx(EXIT_USAGE, "usage: bench [--runs=N] [--limit=SECONDS] [--netstat=PATH] "
				 "[--pids=own|machine] "
				 "[--routes=N] [--links=N] SOCKETS...");
}

static void read_settings(struct settings *settings, int argc, char **argv)
{
	static const struct option options[] = { { "runs", required_argument, NULL, 'r' },
						 { "limit", required_argument, NULL, 'l' },
						 { "netstat", required_argument, NULL, 'n' },
						 { "pids", required_argument, NULL, 'p' },
						 { "routes", required_argument, NULL, 'R' },
						 { "links", required_argument, NULL, 'L' },
						 { 0 } };
	int option;

	settings->netstat = getenv("NETSTAT") ? getenv("NETSTAT") : "./netstat";
	settings->rules.runs = 7;
	settings->rules.limit = 60;
	while ((option = getopt_long(argc, argv, "", options, NULL)) != -1) {
		if (option == 'r')
			settings->rules.runs = (size_t)positive(optarg);
		else if (option == 'l')
			settings->rules.limit = positive(optarg);
		else if (option == 'n')
			settings->netstat = optarg;
		else if (option == 'p' && (!strcmp(optarg, "own") || !strcmp(optarg, "machine")))
			settings->same_pids = !strcmp(optarg, "machine");
		else if (option == 'R')
			settings->routes = whole(optarg);
		else if (option == 'L')
			settings->links = whole(optarg);
		else
			exit(EXIT_USAGE);
	}
	read_sizes(settings, argv + optind);
}

static int measure_all(const struct settings *settings)
{
	struct report_point points[MOST_SIZES];
	int status = EXIT_SUCCESS;
	size_t done = 0;

	for (size_t i = 0; i < settings->count; i++) {
		if (fork_size(settings->sizes[i], settings, &points[done])) {
			done++;
		} else {
			warnx("%zu sockets could not be measured", settings->sizes[i]);
			status = EXIT_FAILURE;
		}
	}
	if ((settings->routes || settings->links) &&
	    tables_measure(settings->routes, settings->links, &settings->rules))
		status = EXIT_FAILURE;
	if (done)
		report_growth(points, done);
	return fflush(stdout) ? EXIT_FAILURE : status;
}

int main(int argc, char **argv)
{
	static struct machine machine;
	struct settings settings = { 0 };

	read_settings(&settings, argc, argv);
	if (geteuid())
		errx(1, "this needs root, for a network namespace of its own");
	if (access(settings.netstat, X_OK))
		err(1, "%s", settings.netstat);
	setenv("LC_ALL", "C", 1);
	machine_look(&machine, settings.netstat);
	memcpy(settings.rules.programs, machine.programs, sizeof(machine.programs));
	printf("# make bench\n\n");
	machine_print(&machine);
	putchar('\n');
	return measure_all(&settings);
}
