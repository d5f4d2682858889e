#include "config.h"

#include "options_operands.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "filter/match.h"
#include "options_new.h"

/* A number of seconds, as -c takes it; fractions are allowed. */
static bool parse_interval(const char *text, double *interval)
{
	char *end;

	if (text[strspn(text, "0123456789.")] || !*text)
		return false;
	*interval = strtod(text, &end);
	return !*end && *interval > 0 && *interval < 1e6;
}

static void take_interval(struct options *options)
{
	int last = options->operand_count - 1;

	if (!options->continuous || last < 0)
		return;
	if (parse_interval(options->operands[0], &options->interval))
		options->operands++;
	else if (options->mode != MODE_INTERFACES ||
		 !parse_interval(options->operands[last], &options->interval))
		return;
	options->operand_count--;
}

/* All operands together are one expression. */
static int add_expression(struct options *options)
{
	size_t length = 1;
	char *text;
	int status;

	for (int i = 0; i < options->operand_count; i++)
		length += strlen(options->operands[i]) + 1;
	text = malloc(length);
	if (!text) {
		fputs("netstat: out of memory\n", stderr);
		return STATUS_FAILED;
	}
	length = 0;
	for (int i = 0; i < options->operand_count; i++)
		length += (size_t)sprintf(text + length, i ? " %s" : "%s", options->operands[i]);
	status = options_add_filter(options, text);
	free(text);
	return status;
}

static int refuse(const struct options *options)
{
	if (options->mode == MODE_WHY_BUSY)
		fprintf(stderr, "netstat: --why-busy takes one list of ports, not `%s' too\n",
			options->operands[0]);
	else
		fprintf(stderr, "netstat: `%s': a filter is for sockets; this table takes none\n",
			options->operands[0]);
	return STATUS_USAGE;
}

int options_read_operands(struct options *options)
{
	int status = OPTIONS_GO_ON;

	take_interval(options);
	if (options->operand_count && options->mode != MODE_INTERFACES) {
		if (options->mode == MODE_WHY_BUSY || options_view(options))
			return refuse(options);
		status = add_expression(options);
	}
	/* Who names states wants to see them, whatever -a and -l would list by default. */
	if (filter_has(options->filter, FILTER_STATE) && !options->listening)
		options->all = true;
	return status;
}
