/* The pager for systems without one: keys, search, headings, sizes, and how it is left. */
#include "config.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>

#include "check.h"
#include "pty.h"
#include "sockets.h"

/* Ports 20001 to 20100; below two lines of headings 21 of them fit on 24 rows. */
enum { FIRST = 20001, LISTENERS = 100, LAST = FIRST + LISTENERS - 1, MANY = 10000 };

static const char *empty_path(void)
{
	static char path[512];

	snprintf(path, sizeof(path), "PATH=%s", scratch_directory("empty"));
	return path;
}

/* Whether this row becomes the one of the port. */
static bool row_has(struct pty *pty, int row, unsigned port)
{
	char text[64];

	snprintf(text, sizeof(text), "tcp        0      0 127.0.0.1:%u", port);
	return pty_row_begins(pty, row, text);
}

static bool prompts(struct pty *pty)
{
	return pty_row_begins(pty, -1, "space: on  b: back  /: search  q: leave");
}

static bool is_at_end(struct pty *pty)
{
	return pty_row_begins(pty, -1, "(end)");
}

static bool has_headings(struct pty *pty)
{
	return pty_row_begins(pty, 0, "Active Internet connections (only servers)") &&
	       pty_row_begins(pty, 1, "Proto Recv-Q Send-Q Local Address");
}

static void start_sized(struct pty *pty, const char *arguments, unsigned rows, unsigned columns)
{
	pty_start(pty, &(struct pty_command){ .arguments = arguments,
					      .environment = { empty_path() },
					      .rows = rows,
					      .columns = columns });
}

/* Started with the usual listing, and prompting. */
static bool start(struct pty *pty)
{
	start_sized(pty, "-tln", 24, 80);
	if (check(pty, prompts(pty) && row_has(pty, 2, FIRST), "the first screen is there"))
		return true;
	pty_finish(pty);
	return false;
}

static void leave(struct pty *pty)
{
	pty_type(pty, "q");
	check_end(pty, 0);
	pty_finish(pty);
}

struct step {
	const char *what, *keys;
	unsigned first; /* port on the first row below the headings */
};

/* After each step the page begins with a port, and the headings are where they were. */
static void walk(const struct step *steps, size_t count)
{
	struct pty pty;

	if (!start(&pty))
		return;
	for (size_t i = 0; i < count; i++) {
		pty_type(&pty, steps[i].keys);
		check(&pty, row_has(&pty, 2, steps[i].first), "%s: port %u comes first",
		      steps[i].what, steps[i].first);
		check(&pty, has_headings(&pty), "%s: the headings stay", steps[i].what);
	}
	leave(&pty);
}

/* ---- moving ---- */

static void first_screen(void)
{
	struct pty pty;

	if (!start(&pty))
		return;
	check(&pty, has_headings(&pty), "the headings are on top");
	check(&pty, row_has(&pty, -2, FIRST + 20), "the page reaches to the prompt");
	check(NULL, pty_is_raw(&pty), "it reads single keys");
	check(NULL, pty.screen.scrolled == 0, "nothing has scrolled off the screen");
	leave(&pty);
}

static void pages(void)
{
	static const struct step steps[] = {
		{ "space", " ", 20022 },           { "f", "f", 20043 },
		{ "page down", "\033[6~", 20064 }, { "b", "b", 20043 },
		{ "page up", "\033[5~", 20022 },   { "b again", "b", 20001 },
		{ "b at the top", "b ", 20022 },   { "several keys at once", "  b", 20043 },
	};

	walk(steps, COUNT(steps));
}

static void lines(void)
{
	static const struct step steps[] = {
		{ "enter", "\r", 20002 },
		{ "j", "j", 20003 },
		{ "down", "\033[B", 20004 },
		{ "down in application mode", "\033OB", 20005 },
		{ "k", "k", 20004 },
		{ "up", "\033[A", 20003 },
		{ "up in application mode", "\033OA", 20002 },
		{ "up", "k", 20001 },
		{ "up at the top", "kk\r", 20002 },
	};

	walk(steps, COUNT(steps));
}

static void ends(void)
{
	static const struct step steps[] = {
		{ "G", "G", 20080 },
		{ "space at the end", " b", 20059 },
		{ "g", "g", 20001 },
		{ "pages to the end", "         ", 20080 },
		{ "enter at the end", "\rk", 20079 },
	};
	struct pty pty;

	walk(steps, COUNT(steps));
	if (!start(&pty))
		return;
	pty_type(&pty, "G");
	check(&pty, is_at_end(&pty), "the prompt says that this is the end");
	check(&pty, row_has(&pty, -2, LAST), "the last line stands above it");
	pty_type(&pty, "k");
	check(&pty, prompts(&pty), "one line up it is not the end");
	pty_type(&pty, "\r");
	check(&pty, is_at_end(&pty), "one line down it is");
	leave(&pty);
}

static void unknown_keys(void)
{
	static const struct step steps[] = {
		{ "letters", "xyz\r", 20002 },
		{ "a sequence it does not know", "\033[15~\r", 20003 },
		{ "tab", "\t\r", 20004 },
	};

	walk(steps, COUNT(steps));
}

/* Rows of unix sockets below the headings of internet connections would be misread. */
static void headings_of_the_section(void)
{
	struct pty pty;

	start_sized(&pty, "-tlnx --color=never", 24, 80);
	check(&pty, prompts(&pty) && has_headings(&pty), "internet connections come first");
	pty_type(&pty, "G");
	check(&pty, is_at_end(&pty) && pty_row_begins(&pty, 2, "unix  "), "unix sockets last");
	check(&pty,
	      pty_row_begins(&pty, 0, "Active UNIX domain sockets (only servers)") &&
		      pty_row_begins(&pty, 1, "Proto RefCnt Flags"),
	      "then their headings are on top");
	pty_type(&pty, "g");
	check(&pty, row_has(&pty, 2, FIRST) && has_headings(&pty), "g: the first ones are back");
	leave(&pty);
}

/* ---- searching ---- */

static void search(void)
{
	static const struct step steps[] = {
		{ "a port", "/20050\r", 20050 },
		{ "the top again", "g", 20001 },
		{ "a part", "/:2005\r", 20050 },
		{ "next", "n", 20051 },
		{ "next again", "n", 20052 },
		{ "corrected", "g/:20039\b4\r", 20034 },
		{ "corrected with delete", "g/:20039\1774\r", 20034 },
		{ "left by deleting", "g/2\b\b\r", 20002 },
	};

	walk(steps, COUNT(steps));
}

static void search_shows_the_word(void)
{
	struct pty pty;

	if (!start(&pty))
		return;
	pty_type(&pty, "/200");
	check(&pty, pty_row_is(&pty, -1, "/200"), "the word is shown while it is typed");
	check(&pty, row_has(&pty, 2, FIRST), "the page stays");
	pty_type(&pty, "77\r");
	check(&pty, row_has(&pty, 2, 20077) && prompts(&pty), "then the prompt is back");
	pty_type(&pty, "n");
	check(&pty, pty_row_begins(&pty, -1, "not found"), "no further one: it says so");
	check(&pty, row_has(&pty, 2, 20077), "the page stays where it was");
	pty_type(&pty, "g/nowhere\r");
	check(&pty, pty_row_begins(&pty, -1, "not found"), "found nowhere: it says so");
	check(&pty, row_has(&pty, 2, FIRST), "and stays at the top");
	pty_type(&pty, "\r");
	check(&pty, prompts(&pty), "the message goes with the next key");
	leave(&pty);
}

/* A pause behind the escape, which also begins what other keys send. */
static void search_left_with_escape(void)
{
	struct pty pty;

	if (!start(&pty))
		return;
	pty_type(&pty, "/20050");
	check(&pty, pty_row_is(&pty, -1, "/20050"), "it asks");
	pty_type(&pty, "\033");
	check(&pty, prompts(&pty), "escape: it asks no longer");
	check(&pty, row_has(&pty, 2, FIRST), "and the page stays");
	leave(&pty);
}

/* What is on the last page cannot come first; it must be in sight all the same. */
static void search_near_the_end(void)
{
	struct pty pty;

	if (!start(&pty))
		return;
	pty_type(&pty, "/20095\r");
	check(&pty, pty_shows(&pty, "127.0.0.1:20095"), "what was found is shown");
	pty_type(&pty, "b");
	check(&pty, !pty_holds(&pty, "nowhere") && has_headings(&pty), "back works from there");
	leave(&pty);
}

/* ---- sizes ---- */

static void resized(void)
{
	struct pty pty;

	if (!start(&pty))
		return;
	pty_resize(&pty, 12, 100);
	check(&pty, prompts(&pty) && row_has(&pty, -2, FIRST + 8), "smaller: redrawn to 12 rows");
	check(&pty, has_headings(&pty), "smaller: the headings are on top");
	pty_type(&pty, " ");
	check(&pty, row_has(&pty, 2, FIRST + 9), "smaller: space goes on by the new page");
	pty_resize(&pty, 40, 80);
	check(&pty, prompts(&pty) && row_has(&pty, -2, FIRST + 9 + 36), "larger: redrawn to 40");
	check(&pty, has_headings(&pty), "larger: the headings are on top");
	leave(&pty);
}

/* At the end of the text there is nothing to fill a larger screen with from below. */
static void resized_at_the_end(void)
{
	struct pty pty;

	if (!start(&pty))
		return;
	pty_type(&pty, "G");
	check(&pty, is_at_end(&pty), "at the end");
	pty_resize(&pty, 40, 80);
	check(&pty, is_at_end(&pty), "still at the end");
	check(&pty, row_has(&pty, -2, LAST), "the larger screen is filled");
	leave(&pty);
}

static void narrow(void)
{
	struct pty pty;

	start_sized(&pty, "-tln", 24, 40);
	check(&pty, row_has(&pty, 2, FIRST) && row_has(&pty, 3, FIRST + 1), "one row each line");
	check(&pty, pty_row_is(&pty, 1, "Proto Recv-Q Send-Q Local Address"), "cut at column 40");
	pty_type(&pty, "\033[C");
	check(&pty, pty_row_begins(&pty, 1, "Local Address           Foreign Address"),
	      "right: half a screen further, the headings too");
	check(&pty, pty_row_begins(&pty, 2, "127.0.0.1:20001         0.0.0.0:*"), "the rows too");
	pty_type(&pty, "\033[C\033[C");
	check(&pty, pty_row_begins(&pty, 2, "        LISTEN"), "right twice: the state is seen");
	pty_type(&pty, " ");
	check(&pty, pty_row_begins(&pty, 2, "        LISTEN"), "it stays there on the next page");
	pty_type(&pty, "\033[D\033[D\033[D\033[D");
	check(&pty, row_has(&pty, 2, FIRST + 21), "left brings back the first column");
	leave(&pty);
}

/* Too few rows for headings and text. */
static void low(void)
{
	struct pty pty;

	start_sized(&pty, "-tln", 4, 80);
	check(&pty, prompts(&pty), "four rows: it prompts");
	pty_type(&pty, "     ");
	check(&pty, row_has(&pty, 0, 20014), "four rows: five pages of three lines further");
	pty_resize(&pty, 24, 80);
	check(&pty, prompts(&pty), "made larger: it prompts on the new last row");
	check(&pty, has_headings(&pty), "made larger: there is room for headings again");
	leave(&pty);
}

static void with_color(void)
{
	struct pty pty;

	start_sized(&pty, "-tln", 24, 40);
	check(&pty, pty_has_sent(&pty, "\033[1m", 1), "colours pass");
	check(&pty, pty_row_is(&pty, 1, "Proto Recv-Q Send-Q Local Address"),
	      "they take no room in a line");
	leave(&pty);
}

static void plain_text(void)
{
	struct pty pty;

	start_sized(&pty, "-tln --color=never", 24, 80);
	check(&pty, prompts(&pty), "it prompts");
	check(&pty, !strstr(pty.sent, "\033[1m") && !strstr(pty.sent, "\033[32m"),
	      "--color=never: no colour in the text");
	leave(&pty);
}

/* ---- leaving ---- */

static void left_by_key(void)
{
	static const struct {
		const char *what, *keys;
	} ways[] = { { "q", "q" }, { "Q", "Q" }, { "^C", "\003" }, { "^C in a search", "/x\003" } };

	for (size_t i = 0; i < COUNT(ways); i++) {
		struct pty pty;

		if (!start(&pty))
			return;
		pty_type(&pty, ways[i].keys);
		check_end(&pty, 0);
		check(&pty, pty.screen.row == 23, "%s: the shell will prompt on the last row",
		      ways[i].what);
		pty_finish(&pty);
	}
}

static void left_early(void)
{
	static const char *const arguments[] = { "-uan", "-uan --sort=none" };

	for (size_t i = 0; i < COUNT(arguments); i++) {
		struct pty pty;

		start_sized(&pty, arguments[i], 24, 80);
		check(&pty, prompts(&pty), "%s: it prompts", arguments[i]);
		leave(&pty);
	}
}

/* More than a pipe holds: it goes on to read while it shows. */
static void long_text(void)
{
	struct pty pty;

	start_sized(&pty, "-uan", 24, 80);
	check(&pty, prompts(&pty), "it prompts");
	pty_type(&pty, "G");
	check(&pty, is_at_end(&pty) && pty_shows(&pty, "127.0.0.1:39999"), "G shows the last");
	pty_type(&pty, "g/:35000\r");
	check(&pty, pty_row_begins(&pty, 2, "udp        0      0 127.0.0.1:35000 "), "found");
	leave(&pty);
}

/* Everything is given to the pager, or most of it is not yet. */
static const char *const lengths[] = { "-tln", "-uan" };

static void killed(void)
{
	for (size_t i = 0; i < COUNT(lengths); i++) {
		struct pty pty;

		start_sized(&pty, lengths[i], 24, 80);
		check(&pty, prompts(&pty), "%s: it prompts", lengths[i]);
		kill(pty_child_of(pty.program), SIGKILL);
		check(&pty, pty_wait(&pty) != -1, "the pager is killed: the program ends");
		check(NULL, pty_modes_kept(&pty), "the terminal's modes are as before");
		pty_finish(&pty);
	}
}

static void terminated(void)
{
	for (size_t i = 0; i < COUNT(lengths); i++) {
		struct pty pty;
		pid_t pager;
		int status;

		start_sized(&pty, lengths[i], 24, 80);
		check(&pty, prompts(&pty), "%s: it prompts", lengths[i]);
		pager = pty_child_of(pty.program);
		kill(pty.program, SIGTERM);
		status = pty_wait(&pty);
		check(&pty, status >= 0 && WIFSIGNALED(status) && WTERMSIG(status) == SIGTERM,
		      "SIGTERM ends it, and the status says so");
		check(NULL, pty_modes_kept(&pty), "the terminal's modes are as before");
		check(NULL, pty_gone(pager), "the pager has ended, too");
		pty_finish(&pty);
	}
}

static void stopped_and_continued(void)
{
	struct pty pty;

	if (!start(&pty))
		return;
	pty_type(&pty, "\032");
	check(NULL, pty_is_as_before(&pty), "^Z: the terminal's modes are as before");
	pty_take_over(&pty, "\033[2J\033[H$ fg\r\n");
	check(&pty, pty_row_is(&pty, 0, "$ fg"), "meanwhile the shell has the screen");
	kill(-pty.program, SIGCONT);
	check(NULL, pty_is_raw(&pty), "continued: the pager has the terminal again");
	check(&pty, has_headings(&pty) && row_has(&pty, 2, FIRST), "it draws the screen again");
	pty_type(&pty, " ");
	check(&pty, row_has(&pty, 2, FIRST + 21), "it goes on");
	leave(&pty);
}

int main(int argc, char **argv)
{
	static const struct test_case cases[] = {
		{ "first_screen", first_screen },
		{ "pages", pages },
		{ "lines", lines },
		{ "ends", ends },
		{ "unknown_keys", unknown_keys },
		{ "headings_of_the_section", headings_of_the_section },
		{ "search", search },
		{ "search_shows_the_word", search_shows_the_word },
		{ "search_left_with_escape", search_left_with_escape },
		{ "search_near_the_end", search_near_the_end },
		{ "resized", resized },
		{ "resized_at_the_end", resized_at_the_end },
		{ "narrow", narrow },
		{ "low", low },
		{ "with_color", with_color },
		{ "plain_text", plain_text },
		{ "left_by_key", left_by_key },
		{ "left_early", left_early },
		{ "long_text", long_text },
		{ "killed", killed },
		{ "terminated", terminated },
		{ "stopped_and_continued", stopped_and_continued },
	};

	sockets_alone();
	sockets_listen(FIRST, LISTENERS);
	for (unsigned i = 0; i < 40; i++) {
		char name[32];

		snprintf(name, sizeof(name), "/netstat-test/%u", i);
		sockets_unix(name);
	}
	sockets_udp(30000, MANY);
	return check_run(cases, COUNT(cases), argc, argv);
}
