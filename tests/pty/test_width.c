/* The address columns: as wide as they need to be where there is room, else as in net-tools. */
#include "config.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "check.h"
#include "pty.h"
#include "sockets.h"

static const char longest[] = "2001:db8:1111:2222:3333:4444:5555:6666";
enum { LONGEST = sizeof(longest) - 1, WIDE = 33 + 2 * (LONGEST + 6) };

/* The listing on a terminal of that width, without colour; to be freed. */
static char *on_terminal(const char *arguments, unsigned columns)
{
	struct pty_command command = { .arguments = arguments,
				       .environment = { "NO_COLOR=1", "PAGER=" },
				       .columns = columns };
	int status;
	char *text = pty_terminal_text(&command, &status);

	check(NULL, !status, "%s on %u columns: status 0", arguments, columns);
	return text;
}

static char *in_pipe(const char *arguments)
{
	struct pty_command command = { .arguments = arguments };
	int status;
	char *text = pty_pipe_text(&command, &status);

	check(NULL, !status, "%s in a pipe: status 0", arguments);
	return text;
}

/* The line that follows the first newline; NULL after the last one. */
static const char *next_line(const char *line)
{
	const char *end = strchr(line, '\n');

	return end && end[1] ? end + 1 : NULL;
}

static size_t line_length(const char *line)
{
	return strcspn(line, "\n");
}

static size_t longest_line(const char *text)
{
	size_t length = 0;

	for (const char *line = text; line; line = next_line(line))
		if (line_length(line) > length)
			length = line_length(line);
	return length;
}

/* Where a heading begins in the second line; 0: it is not there. */
static size_t column_of(const char *text, const char *heading)
{
	const char *line = next_line(text), *found = line ? strstr(line, heading) : NULL;

	return found && found < line + line_length(line) ? (size_t)(found - line) : 0;
}

/* Whether something begins in this column in each row, behind a blank. */
static bool begins_everywhere(const char *text, size_t column)
{
	const char *line = next_line(next_line(text));

	for (; line; line = next_line(line))
		if (line_length(line) <= column || line[column - 1] != ' ' || line[column] == ' ')
			return false;
	return true;
}

static bool has_line(const char *text, const char *begin)
{
	for (const char *line = text; line; line = next_line(line))
		if (!strncmp(line, begin, strlen(begin)))
			return true;
	return false;
}

static void check_aligned(const char *text, const char *what)
{
	static const char *const headings[] = { "Local Address", "Foreign Address" };

	for (size_t i = 0; i < COUNT(headings); i++) {
		size_t column = column_of(text, headings[i]);

		check(NULL, column && begins_everywhere(text, column), "%s: %s is aligned", what,
		      headings[i]);
	}
}

static void narrow(void)
{
	char *terminal = on_terminal("-tuan", 80), *pipe = in_pipe("-tuan");

	check(NULL,
	      has_line(terminal, "udp6       0      0 2001:db8:1111:222:12345 "
				 "2001:db8:1111:222:12345 ESTABLISHED"),
	      "80 columns: long addresses are cut, ports are not");
	check(NULL, has_line(terminal, "tcp        0      0 127.0.0.1:20001         0.0.0.0:*"),
	      "80 columns: the columns are 23 wide");
	check_same(terminal, pipe, "80 columns: all is as in a pipe");
	free(terminal);
	free(pipe);
}

static void wide(void)
{
	char *terminal = on_terminal("-tuan", 200), *pipe = in_pipe("-tuanW");
	char line[256];

	snprintf(line, sizeof(line), "udp6       0      0 %s:12345 %s:12345 ESTABLISHED", longest,
		 longest);
	check(NULL, has_line(terminal, line), "200 columns: nothing is cut");
	check_aligned(terminal, "200 columns");
	check(NULL, column_of(terminal, "State") == WIDE - 11, "the state follows the addresses");
	check(NULL, longest_line(terminal) <= 200, "no line is longer than the terminal is wide");
	check(NULL, has_line(pipe, line), "a pipe gets the same addresses with -W");
	check(NULL, has_line(pipe, "tcp        0      0 127.0.0.1:20001         0.0.0.0:*  "),
	      "but columns of 23");
	free(terminal);
	free(pipe);
}

/* Each column is as wide as its own longest address, and no wider. */
static void only_what_is_needed(void)
{
	char *text = on_terminal("-tln", 200), *pipe = in_pipe("-tln");

	check_same(text, pipe, "short addresses need no more than 23 columns");
	free(text);
	free(pipe);
	text = on_terminal("-ulan --port=12346", 200);
	check(NULL, column_of(text, "Foreign Address") == 20 + LONGEST + 7,
	      "the local column is widened");
	check(NULL, column_of(text, "State") == 20 + LONGEST + 7 + 24, "the foreign one is not");
	free(text);
}

static void exactly(void)
{
	char *fits = on_terminal("-tuan", WIDE), *cut = on_terminal("-tuan", WIDE - 1);

	check(NULL, strstr(fits, longest) != NULL, "%u columns are just enough", WIDE);
	check(NULL, longest_line(fits) == WIDE, "and the rows fill them");
	check(NULL, !strstr(cut, longest), "%u are not", WIDE - 1);
	free(fits);
	free(cut);
}

static void wide_option(void)
{
	char *text = on_terminal("-tuanW", 80), *pipe = in_pipe("-tuanW");

	check(NULL, strstr(text, longest) != NULL, "-W on 80 columns: nothing is cut");
	check_aligned(text, "-W on 80 columns");
	check(NULL,
	      has_line(pipe, "udp6       0      0 2001:db8:1111:2222:3333:4444:5555:6666:12345 "
			     "2001:db8:1111:2222:3333:4444:5555:6666:12345 ESTABLISHED"),
	      "-W in a pipe: nothing is cut");
	free(text);
	free(pipe);
}

static void streamed(void)
{
	char *terminal = on_terminal("-tuan --sort=none", 200);
	char *pipe = in_pipe("-tuan --sort=none");

	check_same(terminal, pipe, "--sort=none: 200 columns make no difference");
	check(NULL, has_line(terminal, "udp6       0      0 2001:db8:1111:222:12345 "),
	      "--sort=none: cut as in net-tools");
	free(terminal);
	free(pipe);
}

/*
 * Whatever the width and the columns: either nothing is cut and no line is longer than the
 * terminal, or everything is as in a pipe.
 */
static void any_width(void)
{
	static const char *const arguments[] = { "-tuan", "-tuane", "-tuaneo", "-tuanep" };

	for (size_t i = 0; i < COUNT(arguments); i++) {
		char *pipe = in_pipe(arguments[i]);
		unsigned wrong = 0, whole = 0;

		for (unsigned columns = 80; columns <= 200; columns += 7) {
			struct pty_command command = { .arguments = arguments[i],
						       .environment = { "NO_COLOR=1", "PAGER=" },
						       .columns = columns };
			int status;
			char *text = pty_terminal_text(&command, &status);
			bool cut = !strstr(text, longest);

			whole += !cut;
			if (cut ? strcmp(text, pipe) : longest_line(text) > columns) {
				printf("# %s on %u columns: %s, the longest line is %zu\n",
				       arguments[i], columns, cut ? "cut" : "not cut",
				       longest_line(text));
				wrong++;
			}
			free(text);
		}
		check(NULL, !wrong && whole, "%s: right on 18 widths (%u of them without a cut)",
		      arguments[i], whole);
		free(pipe);
	}
}

/* Sockets of other kinds have columns of their own. */
static void other_kinds(void)
{
	char *terminal = on_terminal("-tuxan", 200), *pipe = in_pipe("-tuxan");
	const char *unix_part = strstr(terminal, "Active UNIX"),
		   *piped_part = strstr(pipe, "Active UNIX");

	if (check(NULL, unix_part && piped_part, "unix sockets are listed"))
		check_same(unix_part, piped_part, "they are listed as in a pipe");
	free(terminal);
	free(pipe);
}

int main(int argc, char **argv)
{
	static const struct test_case cases[] = {
		{ "narrow", narrow },
		{ "wide", wide },
		{ "only_what_is_needed", only_what_is_needed },
		{ "exactly", exactly },
		{ "wide_option", wide_option },
		{ "streamed", streamed },
		{ "any_width", any_width },
		{ "other_kinds", other_kinds },
	};

	sockets_alone();
	sockets_listen(20001, 5);
	sockets_connect(21001, false);
	if (!sockets_udp6(longest, 12345, true) || !sockets_udp6(longest, 12346, false)) {
		puts("skipped: no IPv6");
		return EXIT_SKIP;
	}
	return check_run(cases, COUNT(cases), argc, argv);
}
