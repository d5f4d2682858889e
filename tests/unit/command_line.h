/*
 * For the tests of the command line: parse a line, with what is printed going to files so that any
 * number of lines can be parsed in one test, and put the options into words.
 */
#ifndef TESTS_UNIT_COMMAND_LINE_H
#define TESTS_UNIT_COMMAND_LINE_H

#include <criterion/criterion.h>
#include <getopt.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "help.h"
#include "options.h"

#define COUNT(array) (sizeof(array) / sizeof(*(array)))

enum { WORDS = 64, LINE = 512, TEXT = 16384 };

/* What became of one command line. */
struct parsed {
	char line[LINE];
	char *argv[WORDS];
	struct options options;
	int status;
	char out[TEXT], err[TEXT]; /* what was printed */
};

/* ---- what is printed ---- */

struct capture {
	FILE *file;
	FILE *stream;
	int saved;
};

static inline void capture_start(struct capture *capture, FILE *stream)
{
	fflush(stream);
	capture->stream = stream;
	capture->file = tmpfile();
	capture->saved = dup(fileno(stream));
	cr_assert(capture->file && capture->saved >= 0);
	cr_assert_geq(dup2(fileno(capture->file), fileno(stream)), 0);
}

static inline void capture_end(struct capture *capture, char text[TEXT])
{
	size_t length;

	fflush(capture->stream);
	dup2(capture->saved, fileno(capture->stream));
	close(capture->saved);
	rewind(capture->file);
	length = fread(text, 1, TEXT - 1, capture->file);
	text[length] = '\0';
	fclose(capture->file);
}

/* ---- parsing ---- */

/* Divide at single blanks; a word of two quotes is the empty word. */
static inline int split(struct parsed *parsed, const char *program, const char *line)
{
	int count = 0;

	cr_assert_lt(strlen(line), sizeof(parsed->line));
	strcpy(parsed->line, line);
	parsed->argv[count++] = strdup(program);
	for (char *word = strtok(parsed->line, " "); word; word = strtok(NULL, " ")) {
		cr_assert_lt(count, WORDS - 1);
		parsed->argv[count++] = strcmp(word, "''") ? word : word + 2;
	}
	parsed->argv[count] = NULL;
	return count;
}

/* A program parses once; a test many times, and glibc remembers where in a word an error was. */
static inline void reset_getopt(void)
{
	char name[] = "reset", *argv[] = { name, NULL };

	optind = 0;
	cr_assert_eq(getopt(1, argv, ""), -1);
}

static inline void parse_as(struct parsed *parsed, const char *program, const char *line)
{
	int count = split(parsed, program, line);
	struct capture out, err;

	reset_getopt();
	capture_start(&out, stdout);
	capture_start(&err, stderr);
	parsed->status = options_parse(&parsed->options, count, parsed->argv);
	capture_end(&err, parsed->err);
	capture_end(&out, parsed->out);
}

static inline void parse(struct parsed *parsed, const char *line)
{
	parse_as(parsed, "netstat", line);
}

static inline void release(struct parsed *parsed)
{
	options_free(&parsed->options);
	free(parsed->argv[0]);
}

/* ---- the options as words ---- */

static const struct {
	const char *word;
	size_t field;
} fields[] = {
	{ "unix", offsetof(struct options, family[FAMILY_UNIX]) },
	{ "inet", offsetof(struct options, family[FAMILY_INET]) },
	{ "inet6", offsetof(struct options, family[FAMILY_INET6]) },
	{ "ax25", offsetof(struct options, family[FAMILY_AX25]) },
	{ "ipx", offsetof(struct options, family[FAMILY_IPX]) },
	{ "x25", offsetof(struct options, family[FAMILY_X25]) },
	{ "netrom", offsetof(struct options, family[FAMILY_NETROM]) },
	{ "rose", offsetof(struct options, family[FAMILY_ROSE]) },
	{ "ddp", offsetof(struct options, family[FAMILY_DDP]) },
	{ "econet", offsetof(struct options, family[FAMILY_ECONET]) },
	{ "ash", offsetof(struct options, family[FAMILY_ASH]) },
	{ "bluetooth", offsetof(struct options, family[FAMILY_BLUETOOTH]) },
	{ "tcp", offsetof(struct options, proto[PROTO_TCP]) },
	{ "sctp", offsetof(struct options, proto[PROTO_SCTP]) },
	{ "udp", offsetof(struct options, proto[PROTO_UDP]) },
	{ "udplite", offsetof(struct options, proto[PROTO_UDPLITE]) },
	{ "raw", offsetof(struct options, proto[PROTO_RAW]) },
	{ "groups", offsetof(struct options, groups) },
	{ "l2cap", offsetof(struct options, l2cap) },
	{ "rfcomm", offsetof(struct options, rfcomm) },
	{ "explicit", offsetof(struct options, explicit_choice) },
	{ "quiet", offsetof(struct options, quiet_missing) },
	{ "all", offsetof(struct options, all) },
	{ "listening", offsetof(struct options, listening) },
	{ "hosts", offsetof(struct options, numeric_hosts) },
	{ "ports", offsetof(struct options, numeric_ports) },
	{ "users", offsetof(struct options, numeric_users) },
	{ "symbolic", offsetof(struct options, symbolic) },
	{ "wide", offsetof(struct options, wide) },
	{ "programs", offsetof(struct options, programs) },
	{ "timers", offsetof(struct options, timers) },
	{ "context", offsetof(struct options, context) },
	{ "continuous", offsetof(struct options, continuous) },
	{ "verbose", offsetof(struct options, verbose) },
	{ "fib", offsetof(struct options, fib) },
	{ "cache", offsetof(struct options, cache) },
};

static inline void add_word(char text[LINE], const char *before, const char *word)
{
	size_t length = strlen(text);

	snprintf(text + length, LINE - length, "%s%s%s", length ? " " : "", before, word);
}

static const char *const modes[] = {
	[MODE_SOCKETS] = "",
	[MODE_WHY_BUSY] = "why",
	[MODE_ROUTES] = "routes",
	[MODE_INTERFACES] = "interfaces",
	[MODE_STATISTICS] = "statistics",
	[MODE_MASQUERADE] = "masquerade",
};

static const char *const sources[] = {
	[SOURCE_AUTO] = "",
	[SOURCE_NETLINK] = "netlink",
	[SOURCE_PROC] = "proc",
};

static const char *const sort_words[] = {
	[SORT_LOCAL] = "local",     [SORT_NONE] = "none",   [SORT_PORT] = "port",
	[SORT_REMOTE] = "remote",   [SORT_STATE] = "state", [SORT_RECVQ] = "recvq",
	[SORT_SENDQ] = "sendq",     [SORT_USER] = "user",   [SORT_PID] = "pid",
	[SORT_PROGRAM] = "program", [SORT_INODE] = "inode",
	[SORT_NETNS] = "netns",
};

static const char *const whens[] = {
	[WHEN_AUTO] = "auto",
	[WHEN_ALWAYS] = "always",
	[WHEN_NEVER] = "never",
};

static const char *const formats[] = {
	[FORMAT_TABLE] = "table",
	[FORMAT_JSON] = "json",
	[FORMAT_JSONL] = "jsonl",
	[FORMAT_CSV] = "csv",
};

/* Everything that is not as it is without options. */
static inline void describe(const struct options *options, char text[LINE])
{
	char interval[32];

	*text = '\0';
	if (options->mode != MODE_SOCKETS)
		add_word(text, "", modes[options->mode]);
	for (size_t i = 0; i < COUNT(fields); i++)
		if (*(const bool *)((const char *)options + fields[i].field))
			add_word(text, "", fields[i].word);
	for (int i = 0; i < options->extend; i++)
		add_word(text, "", "extend");
	if (options->source != SOURCE_AUTO)
		add_word(text, "source=", sources[options->source]);
	if (options->sort_text && options_view(options))
		add_word(text, "sort=", options->sort_text);
	for (int i = 0; i < options->sort.count; i++)
		add_word(text, options->sort.keys[i].reverse ? "sort=-" : "sort=",
			 sort_words[options->sort.keys[i].key]);
	if (options->pager)
		add_word(text, "pager=", whens[options->pager]);
	if (options->color)
		add_word(text, "color=", whens[options->color]);
	if (options->format)
		add_word(text, "format=", formats[options->format]);
	if (options->interval < 1 || options->interval > 1) {
		snprintf(interval, sizeof(interval), "%g", options->interval);
		add_word(text, "interval=", interval);
	}
	if (options->netns)
		add_word(text, "netns=", options->netns);
	if (options->filter)
		add_word(text, "", "filter");
	/* Of a listing of sockets they are the filter. */
	for (int i = 0; options->mode != MODE_SOCKETS && i < options->operand_count; i++)
		add_word(text, ":", options->operands[i]);
}

/* Parse a line that holds no error. */
static inline void parse_good(const char *line, char described[LINE])
{
	struct parsed parsed;

	parse(&parsed, line);
	cr_expect_eq(parsed.status, OPTIONS_GO_ON, "%s: exit status %d", line, parsed.status);
	cr_expect_str_empty(parsed.out, "%s: printed %s", line, parsed.out);
	cr_expect_str_empty(parsed.err, "%s: printed %s", line, parsed.err);
	describe(&parsed.options, described);
	release(&parsed);
}

struct sample {
	const char *line, *expected;
};

static inline void expect_options(const struct sample *samples, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		char described[LINE];

		parse_good(samples[i].line, described);
		cr_expect_str_eq(described, samples[i].expected, "%s: '%s' instead of '%s'",
				 samples[i].line, described, samples[i].expected);
	}
}

/* Two ways to write the same. */
static inline void expect_equal(const struct sample *samples, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		char described[LINE], expected[LINE];

		parse_good(samples[i].line, described);
		parse_good(samples[i].expected, expected);
		cr_expect_str_eq(described, expected, "%s: '%s', but %s: '%s'", samples[i].line,
				 described, samples[i].expected, expected);
	}
}

/* ---- errors ---- */

static inline void usage(char text[TEXT])
{
	FILE *file = tmpfile();
	size_t length;

	cr_assert_not_null(file);
	help_usage(file);
	rewind(file);
	length = fread(text, 1, TEXT - 1, file);
	text[length] = '\0';
	fclose(file);
}

/* Exactly the message, the usage behind it (or not), and nothing on standard output. */
static inline void expect_error(const char *line, const char *message, bool with_usage, int status)
{
	char expected[2 * TEXT], text[TEXT] = "";
	struct parsed parsed;

	if (with_usage)
		usage(text);
	snprintf(expected, sizeof(expected), "%s%s", message, text);
	parse(&parsed, line);
	cr_expect_eq(parsed.status, status, "%s: exit status %d", line, parsed.status);
	cr_expect_str_empty(parsed.out, "%s: on standard output: %s", line, parsed.out);
	cr_expect_str_eq(parsed.err, expected, "%s: says '%.*s' instead of '%.*s'", line,
			 (int)strcspn(parsed.err, "\n"), parsed.err, (int)strcspn(expected, "\n"),
			 expected);
	release(&parsed);
}

#endif
