#include "config.h"

#include "options_check.h"

#include <stdio.h>
#include <string.h>

#include "filter/match.h"
#include "source/netns_find.h"

/* What takes one network namespace, or none but ours. */
static int check_netns(const struct options *options)
{
	if (!options->netns)
		return OPTIONS_GO_ON;
	if ((options->mode != MODE_SOCKETS || options->groups) &&
	    netns_may_be_several(options->netns)) {
		fprintf(stderr,
			"netstat: --netns=%s: only sockets are listed of several network "
			"namespaces at once; for this table name one\n",
			options->netns);
		return STATUS_USAGE;
	}
	if (filter_has_field(options->filter, FIELD_INTERFACE)) {
		fputs("netstat: filter: `dev' means an interface of this network namespace; it "
		      "cannot be used with --netns\n",
		      stderr);
		return STATUS_USAGE;
	}
	return OPTIONS_GO_ON;
}

/* What a recording cannot be combined with, as it is written; NULL: nothing of it is there. */
static const char *not_with_recording(const struct options *options)
{
	if (options->record && options->replay)
		return "--replay";
	if (options->mode != MODE_SOCKETS || options->groups)
		return options->mode == MODE_WHY_BUSY
			       ? "--why-busy"
			       : "-r, -i, -g, -s, -M: a recording is of sockets";
	if (options->continuous)
		return "-c";
	if (options->replay ? options->source != SOURCE_AUTO : options->source == SOURCE_PROC)
		return "--source";
	if (options->netns && (options->replay || !strcmp(options->netns, "all")))
		return "--netns";
	return NULL;
}

static int check_recording(const struct options *options)
{
	const char *other = not_with_recording(options);

	if (!options->record && !options->replay)
		return OPTIONS_GO_ON;
	if (other) {
		fprintf(stderr, "netstat: %s does not go with %s\n",
			options->record ? "--record" : "--replay", other);
		return STATUS_USAGE;
	}
	if (options->replay && filter_is_local(options->filter)) {
		fputs("netstat: filter: a recording does not tell cgroup, autobound, or the names "
		      "of "
		      "dev\n",
		      stderr);
		return STATUS_USAGE;
	}
	return OPTIONS_GO_ON;
}

/* What some views have not. */
static int check_view(const struct options *options)
{
	bool is_sockets = options->mode == MODE_SOCKETS && !options_view(options);
	const char *fault = NULL;

	if (options->format != FORMAT_TABLE && is_sockets && options->groups)
		fault = "-g and sockets are two tables; in a format for programs ask for each";
	else if (options->continuous && options->format == FORMAT_CSV &&
		 options->mode != MODE_WHY_BUSY)
		fault = "-c has many rounds, and --format=csv is one table; "
			"--format=jsonl or json";
	else if (options->mode == MODE_WHY_BUSY && options->format == FORMAT_CSV)
		fault = "--why-busy is no table; --format=json or jsonl";
	else if (options->filter && options_view(options))
		fault = "--port and its like are for sockets; this table takes no filter";
	if (!fault)
		return OPTIONS_GO_ON;
	fprintf(stderr, "netstat: %s\n", fault);
	return STATUS_USAGE;
}

int options_check(const struct options *options)
{
	int status = check_view(options);

	if (status == OPTIONS_GO_ON)
		status = check_netns(options);
	return status == OPTIONS_GO_ON ? check_recording(options) : status;
}
