/* Colour: where it is wanted and nowhere else, and never more than that. */
#include "config.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "check.h"
#include "pty.h"
#include "sockets.h"

static const char heading[] = "\033[1mProto Recv-Q Send-Q Local Address";

static char *on_terminal(struct pty_command command)
{
	size_t i = 0;
	int status;
	char *text;

	while (command.environment[i])
		i++;
	command.environment[i] = "PAGER=";
	text = pty_terminal_text(&command, &status);
	check(NULL, !status && strstr(text, "LISTEN"), "%s on a terminal", command.arguments);
	return text;
}

static char *in_pipe(struct pty_command command)
{
	int status;
	char *text = pty_pipe_text(&command, &status);

	check(NULL, !status && strstr(text, "LISTEN"), "%s in a pipe", command.arguments);
	return text;
}

/* Take the colours out. */
static void strip(char *text)
{
	char *to = text;

	for (const char *from = text; *from; from++) {
		if (from[0] == '\033' && from[1] == '[')
			from += 2 + strspn(from + 2, "0123456789;"); /* and the m */
		else
			*to++ = *from;
	}
	*to = '\0';
}

/* Whether every colour is switched off again in the line in which it was switched on. */
static bool colors_end_in_line(const char *text)
{
	bool on = false;

	for (; *text; text++) {
		if (*text == '\n' && on)
			return false;
		if (*text == '\033')
			on = strncmp(text, "\033[0m", 4) && strncmp(text, "\033[m", 3);
	}
	return !on;
}

/* Whether nothing but colours is between the escapes and what they end with. */
static bool only_colors(const char *text)
{
	while ((text = strchr(text, '\033'))) {
		if (text[1] != '[' || text[2 + strspn(text + 2, "0123456789;")] != 'm')
			return false;
		text++;
	}
	return true;
}

static void on_a_terminal(void)
{
	char *color = on_terminal((struct pty_command){ .arguments = "-tuxan" });
	char *plain = on_terminal((struct pty_command){ .arguments = "-tuxan --color=never" });

	check(NULL, strstr(color, heading) != NULL, "the headings are bold");
	check(NULL, strstr(color, "\033[32mLISTEN ") != NULL, "LISTEN has a colour");
	check(NULL, strstr(color, "mCLOSE_WAIT ") != NULL, "CLOSE_WAIT has a colour");
	check(NULL, strstr(color, " ESTABLISHED") != NULL, "ESTABLISHED has none");
	check(NULL, strstr(color, "\033[32mLISTENING ") != NULL, "unix: LISTENING has a colour");
	check(NULL, only_colors(color), "there are no other sequences");
	check(NULL, colors_end_in_line(color), "each colour ends in its line");
	check(NULL, !strchr(plain, '\033'), "--color=never: none");
	strip(color);
	check_same(color, plain, "without colours the text is the same");
	free(color);
	free(plain);
}

/* Padding and further columns must not be moved by what takes no room. */
static void with_more_columns(void)
{
	static const char *const arguments[] = { "-tuane", "-tuanp", "-tuaneo", "-tlnW", "-lxp" };

	for (size_t i = 0; i < COUNT(arguments); i++) {
		char *color = on_terminal((struct pty_command){ .arguments = arguments[i] });
		char *plain = on_terminal((struct pty_command){ .arguments = arguments[i],
								.environment = { "NO_COLOR=1" } });

		check(NULL, strchr(color, '\033') && colors_end_in_line(color), "%s: colour",
		      arguments[i]);
		strip(color);
		check_same(color, plain, "%s: without it the text is the same", arguments[i]);
		free(color);
		free(plain);
	}
}

struct setting {
	const char *arguments, *environment[2];
	bool color;
};

static void check_settings(const struct setting *settings, size_t count,
			   char *(*run)(struct pty_command))
{
	for (size_t i = 0; i < count; i++) {
		const char *const *variables = settings[i].environment;
		char *text = run((struct pty_command){
			.arguments = settings[i].arguments,
			.environment = { variables[0], variables[0] ? variables[1] : NULL } });

		check(NULL,
		      settings[i].color ? strstr(text, heading) != NULL : !strchr(text, '\033'),
		      "%s %s %s: %s", settings[i].arguments, variables[0] ? variables[0] : "",
		      variables[1] ? variables[1] : "", settings[i].color ? "colour" : "none");
		free(text);
	}
}

static void switched_on_terminals(void)
{
	static const struct setting settings[] = {
		{ "-tln", { NULL }, true },
		{ "-tln", { "NO_COLOR=1" }, false },
		{ "-tln", { "NO_COLOR=0" }, false },
		{ "-tln", { "NO_COLOR=" }, true }, /* no-color.org: when not an empty string */
		{ "-tln --color=never", { NULL }, false },
		{ "-tln --color=never", { "CLICOLOR_FORCE=1" }, false },
		{ "-tln --color=always", { "NO_COLOR=1" }, true },
		{ "-tln --color=auto", { "NO_COLOR=1" }, false },
		{ "-tln", { "NO_COLOR=1", "CLICOLOR_FORCE=1" }, false },
		{ "-tln", { "TERM=dumb" }, false },
		{ "-tln", { "TERM" }, false },
		{ "-tln --sort=none", { NULL }, true },
	};

	check_settings(settings, COUNT(settings), on_terminal);
}

static void switched_in_pipes(void)
{
	static const struct setting settings[] = {
		{ "-tln", { NULL }, false },
		{ "-tln --color=auto", { NULL }, false },
		{ "-tln --color=always", { NULL }, true },
		{ "-tln --color=always", { "TERM=dumb" }, true },
		{ "-tln --color=always", { "NO_COLOR=1" }, true },
		{ "-tln", { "CLICOLOR_FORCE=1" }, true },
		{ "-tln", { "CLICOLOR_FORCE=0" }, false },
		{ "-tln", { "CLICOLOR_FORCE=" }, false },
		{ "-tln --color=never", { "CLICOLOR_FORCE=1" }, false },
		{ "-tln", { "CLICOLOR_FORCE=1", "NO_COLOR=1" }, false },
		{ "-tln --sort=none", { NULL }, false },
	};

	check_settings(settings, COUNT(settings), in_pipe);
}

/* What a pipe gets with colour is what it gets without, and the colours. */
static void same_text_in_pipes(void)
{
	char *color = in_pipe((struct pty_command){ .arguments = "-tuxan --color=always" });
	char *plain = in_pipe((struct pty_command){ .arguments = "-tuxan" });

	check(NULL, colors_end_in_line(color) && only_colors(color), "colours end in their lines");
	strip(color);
	check_same(color, plain, "without colours the text is the same");
	free(color);
	free(plain);
}

int main(int argc, char **argv)
{
	static const struct test_case cases[] = {
		{ "on_a_terminal", on_a_terminal },
		{ "with_more_columns", with_more_columns },
		{ "switched_on_terminals", switched_on_terminals },
		{ "switched_in_pipes", switched_in_pipes },
		{ "same_text_in_pipes", same_text_in_pipes },
	};

	sockets_alone();
	sockets_listen(20001, 5);
	sockets_connect(21001, false);
	sockets_connect(21002, true);
	sockets_unix("/netstat-test");
	return check_run(cases, COUNT(cases), argc, argv);
}
