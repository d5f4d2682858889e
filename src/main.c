/* netstat: read the command line, show the view it asks for, once or again and again. */
#include "config.h"

#include <errno.h>
#include <locale.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "options.h"
#include "page/follow.h"
#include "page/pager.h"
#include "page/repaint.h"
#include "page/screen.h"
#include "render/out.h"
#include "view/groups.h"
#include "view/interfaces.h"
#include "view/masquerade.h"
#include "view/namespaces.h"
#include "view/routes.h"
#include "view/sockets.h"
#include "view/statistics.h"
#include "view/why_busy.h"

/* Where the text goes, beside plain standard output. */
struct output {
	struct out out;
	struct screen screen;
	struct pager pager;
	struct repaint repaint;
	struct follow follow;
	bool paging, repainting, following;
};

static int to_pager(void *arg, const char *bytes, size_t length)
{
	return pager_write(arg, bytes, length);
}

static int to_repaint(void *arg, const char *bytes, size_t length)
{
	return repaint_take(arg, bytes, length);
}

static int to_follower(void *arg, const char *bytes, size_t length)
{
	return follow_write(arg, bytes, length);
}

/* -s has no rounds: net-tools prints it once, -c or not. */
static bool has_rounds(const struct options *options)
{
	return options->continuous && options->mode != MODE_STATISTICS;
}

/* Rounds of lines for a program that reads along. */
static bool is_followed(const struct options *options)
{
	return has_rounds(options) && options->format == FORMAT_JSONL &&
	       options->mode != MODE_WHY_BUSY;
}

/* The lines at the top that are of all that follows: what stays there in a pager. */
static unsigned heading_lines(const struct options *options)
{
	switch (options->mode) {
	case MODE_STATISTICS:
		return 0; /* each protocol has one of its own */
	case MODE_INTERFACES:
		return options->extend ? 0 : 2;
	case MODE_ROUTES:
		return options->family_orders > 1 || (options->fib && options->cache) ? 0 : 2;
	default:
		return options_view(options) == &group_view_columns ? 3 : 2;
	}
}

static void output_start(struct output *output, const struct options *options)
{
	output->out.fd = STDOUT_FILENO;
	screen_read(&output->screen, options);
	output->repainting = output->screen.terminal && options->continuous &&
			     options->format == FORMAT_TABLE;
	output->paging = output->screen.terminal && output->screen.input && !options->continuous &&
			 options->format == FORMAT_TABLE && options->pager != WHEN_NEVER;
	if (output->repainting) {
		output->out.take = to_repaint;
		output->out.take_arg = &output->repaint;
	} else if (output->paging) {
		pager_start(&output->pager, &output->screen, options->pager == WHEN_ALWAYS,
			    heading_lines(options));
		output->out.take = to_pager;
		output->out.take_arg = &output->pager;
	} else if (is_followed(options)) {
		output->following = true;
		follow_start(&output->follow, output->out.fd);
		output->out.take = to_follower;
		output->out.take_arg = &output->follow;
	}
}

/* A round is complete. */
static void output_round(struct output *output, const struct options *options)
{
	out_flush(&output->out);
	if (output->following)
		follow_tell(&output->follow, &output->out.late);
	if (!output->repainting || output->out.error)
		return;
	screen_read(&output->screen, options);
	output->out.error = repaint_show(&output->repaint, &output->screen, &output->out.late);
	if (options->continuous)
		notes_free(&output->out.late);
}

/* Returns whether everything reached the reader or as much as the reader wanted. */
static bool output_finish(struct output *output)
{
	struct out *out = &output->out;

	if (output->paging) {
		int error = pager_finish(&output->pager);

		if (!out->error)
			out->error = error;
		if (output->pager.quit)
			out->error = 0;
	}
	repaint_free(&output->repaint);
	if (!output->following) /* told already */
		notes_print(&out->late);
	notes_free(&out->late);
	if (output->pager.ended_by)
		raise(output->pager.ended_by);
	if (!out->error)
		return true;
	if (out->error != EPIPE) /* the reader has seen enough */
		fprintf(stderr, "netstat: write error: %s\n", strerror(out->error));
	return false;
}

static int show_view(const struct options *options, struct rounds *rounds, struct output *output)
{
	struct round round = { options, &output->screen, &output->out, &rounds->names,
			       .first = !rounds->started || output->repainting };

	switch (options->mode) {
	case MODE_ROUTES:
		return view_routes(&round);
	case MODE_INTERFACES:
		return view_interfaces(&round);
	case MODE_STATISTICS:
		return view_statistics(&round);
	case MODE_MASQUERADE:
		return view_masquerade(&round);
	default:
		if (options_view(options)) /* -g without sockets */
			return view_groups(&round);
		return view_sockets(options, &output->screen, rounds, &output->out);
	}
}

static int show(const struct options *options, struct rounds *rounds, struct output *output)
{
	bool of_sockets = options->mode == MODE_SOCKETS && !options_view(options);

	/* Of --why-busy 1 would mean that the port is free. */
	if (options->netns && !of_sockets && !namespaces_enter_one(options, &output->out))
		return options->mode == MODE_WHY_BUSY ? STATUS_USAGE : STATUS_FAILED;
	if (options->mode == MODE_WHY_BUSY)
		return view_why_busy(options, &output->screen, &output->out);
	return show_view(options, rounds, output);
}

static void wait_interval(struct output *output, double seconds)
{
	struct timespec time = { .tv_sec = (time_t)seconds };

	time.tv_nsec = (long)((seconds - (double)time.tv_sec) * 1e9);
	if (output->following)
		output->out.error = follow_wait(&output->follow, &time);
	else
		nanosleep(&time, NULL);
}

static int run(const struct options *options)
{
	static struct output output; /* holds the text buffer: too large for the stack */
	struct rounds rounds = { 0 };
	int status;

	output_start(&output, options);
	for (;;) {
		status = show(options, &rounds, &output);
		rounds.started = true;
		output_round(&output, options);
		if (status || output.out.error || !has_rounds(options))
			break;
		wait_interval(&output, options->interval);
		if (output.out.error)
			break;
	}
	/* Of --why-busy 1 would mean that the port is free. */
	if (!output_finish(&output))
		status = options->mode == MODE_WHY_BUSY ? 2 : STATUS_FAILED;
	else if (output.pager.quit) /* the reader has seen enough */
		status = STATUS_OK;
	rounds_free(&rounds);
	return status;
}

int main(int argc, char **argv)
{
	struct options options;
	int status = options_parse(&options, argc, argv);

	if (status == OPTIONS_GO_ON) {
		if (options.timers) /* the decimal point of the times; loading a locale costs */
			setlocale(LC_NUMERIC, "");
		status = run(&options);
	} else if (fflush(stdout)) {
		fprintf(stderr, "netstat: write error: %s\n", strerror(errno));
		status = STATUS_FAILED;
	}
	options_free(&options);
	return status;
}
