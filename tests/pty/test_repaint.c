/* -c: on a terminal each round is drawn over the one before, elsewhere it follows it. */
#include "config.h"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "check.h"
#include "pty.h"
#include "sockets.h"

enum { FIRST = 20001, LISTENERS = 100, LINES = LISTENERS + 2, NOBODY = 65534 };

/* What begins a round on a terminal. */
static const char home[] = "\033[H";

static double seconds(void)
{
	struct timespec time;

	clock_gettime(CLOCK_MONOTONIC, &time);
	return (double)time.tv_sec + (double)time.tv_nsec / 1e9;
}

static bool row_has(struct pty *pty, int row, unsigned port)
{
	char text[64];

	snprintf(text, sizeof(text), "tcp        0      0 127.0.0.1:%u", port);
	return pty_row_begins(pty, row, text);
}

/* The last row that is used tells how many lines are not shown. */
static bool tells_rest(struct pty *pty, int row, unsigned lines)
{
	char text[64];

	snprintf(text, sizeof(text), "(%u more rows below)", lines);
	return pty_row_is(pty, row, text);
}

static void interrupt(struct pty *pty)
{
	double begin = seconds();
	int status;

	pty_type(pty, "\003");
	status = pty_wait(pty);
	check(pty, status >= 0 && WIFSIGNALED(status) && WTERMSIG(status) == SIGINT, "^C ends it");
	check(NULL, seconds() - begin < 2, "it does so quickly");
	check(NULL, pty_modes_kept(pty), "the terminal's modes are as before");
	check(NULL, !pty->screen.cursor_hidden && !pty->screen.alternate,
	      "the cursor and the usual screen are there");
	pty_finish(pty);
}

/* A round on 24 rows: 22 lines and how many are left. */
static bool has_round(struct pty *pty)
{
	return pty_row_begins(pty, 0, "Active Internet connections (only servers)") &&
	       pty_row_begins(pty, 1, "Proto Recv-Q Send-Q Local Address") &&
	       row_has(pty, 2, FIRST) && row_has(pty, 21, FIRST + 19) &&
	       tells_rest(pty, 22, LINES - 22);
}

static void drawn_over(void)
{
	struct pty pty;

	pty_start(&pty, &(struct pty_command){ .arguments = "-c 0.2 -tln" });
	check(&pty, has_round(&pty), "the first round, and how many rows are below");
	check(&pty, pty_has_sent(&pty, home, 4), "each round begins at the top");
	check(&pty, has_round(&pty), "the fourth looks like the first");
	check(&pty, pty.screen.scrolled == 0, "nothing has scrolled off the screen");
	interrupt(&pty);
}

static void keeps_the_interval(void)
{
	struct pty pty;
	double begin;

	pty_start(&pty, &(struct pty_command){ .arguments = "-c 0.3 -tln" });
	pty_has_sent(&pty, home, 1);
	begin = seconds();
	check(&pty, pty_has_sent(&pty, home, 6), "five more rounds");
	check(NULL, seconds() - begin > 1.4 && seconds() - begin < 4,
	      "-c 0.3: they took about 1.5 seconds (%.2f)", seconds() - begin);
	interrupt(&pty);
}

static void one_second(void)
{
	struct pty pty;
	double begin;

	pty_start(&pty, &(struct pty_command){ .arguments = "-c -tln" });
	pty_has_sent(&pty, home, 1);
	begin = seconds();
	check(&pty, pty_has_sent(&pty, home, 3), "two more rounds");
	check(NULL, seconds() - begin > 1.9 && seconds() - begin < 4,
	      "-c alone: they took about 2 seconds (%.2f)", seconds() - begin);
	interrupt(&pty);
}

static void cut_to_columns(void)
{
	struct pty pty;

	pty_start(&pty, &(struct pty_command){ .arguments = "-c 0.2 -tln", .columns = 37 });
	check(&pty, pty_has_sent(&pty, home, 2), "two rounds");
	check(&pty, pty_row_is(&pty, 1, "Proto Recv-Q Send-Q Local Address"), "headings are cut");
	check(&pty, pty_row_is(&pty, 2, "tcp        0      0 127.0.0.1:20001"), "rows are cut");
	check(&pty, row_has(&pty, 3, FIRST + 1), "each line takes one row");
	check(&pty, tells_rest(&pty, 22, LINES - 22), "it counts the same rows");
	check(&pty, pty.screen.scrolled == 0, "nothing has scrolled off the screen");
	interrupt(&pty);
}

static void resized(void)
{
	struct pty pty;

	pty_start(&pty, &(struct pty_command){ .arguments = "-c 0.2 -tln" });
	check(&pty, has_round(&pty), "24 rows");
	pty_resize(&pty, 12, 60);
	check(&pty, tells_rest(&pty, 10, LINES - 10) && row_has(&pty, 9, FIRST + 7),
	      "smaller: the next round fits");
	check(&pty, pty_row_is(&pty, 11, "") && pty_row_begins(&pty, 0, "Active"),
	      "smaller: nothing is left of the round before");
	pty.screen.scrolled = 0; /* the line below may have had to go while it was smaller */
	pty_resize(&pty, 40, 100);
	check(&pty, tells_rest(&pty, 38, LINES - 38) && row_has(&pty, 37, FIRST + 35),
	      "larger: the next round uses the rows");
	check(&pty, pty_row_is(&pty, 39, "") && pty_row_begins(&pty, 0, "Active"),
	      "larger: nothing is left of the round before");
	check(&pty, row_has(&pty, 10, FIRST + 8), "nor of how many rows were below");
	check(&pty, pty.screen.scrolled == 0, "nothing has scrolled off the screen");
	interrupt(&pty);
}

/* Whether all rows of the screen from `row` on are empty, not at once but soon. */
static bool empty_from(struct pty *pty, int row)
{
	for (; row < (int)pty->screen.rows; row++)
		if (!pty_row_is(pty, row, ""))
			return false;
	return true;
}

static void all_of_it(void)
{
	struct pty pty;

	pty_start(&pty, &(struct pty_command){ .arguments = "-c 0.2 -tln --port=20001-20010" });
	check(&pty, row_has(&pty, 11, FIRST + 9) && pty_has_sent(&pty, home, 2), "what fits");
	check(&pty, empty_from(&pty, 12), "nothing is said about rows below");
	interrupt(&pty);
}

/* net-tools prints the title of interfaces once; here that would move all up by a line. */
static void interfaces(void)
{
	struct pty pty;

	pty_start(&pty, &(struct pty_command){ .arguments = "-c 0.2 -ia lo" });
	check(&pty, pty_has_sent(&pty, home, 3), "-i: three rounds");
	check(&pty,
	      pty_row_is(&pty, 0, "Kernel Interface table") && pty_row_begins(&pty, 1, "Iface") &&
		      pty_row_begins(&pty, 2, "lo "),
	      "-i: the title stays");
	interrupt(&pty);
}

/* As many lines as there may be without a word about others. */
static void just_fits(void)
{
	static const struct {
		unsigned rows;
		bool all;
	} cases[] = { { 14, true }, { 13, true }, { 12, false } };

	for (size_t i = 0; i < COUNT(cases); i++) {
		struct pty pty;

		pty_start(&pty,
			  &(struct pty_command){ .arguments = "-c 0.2 -tln --port=20001-20010",
						 .rows = cases[i].rows });
		check(&pty, pty_has_sent(&pty, home, 3), "%u rows: three rounds", cases[i].rows);
		if (cases[i].all)
			check(&pty, row_has(&pty, 11, FIRST + 9) && !pty_holds(&pty, "more row"),
			      "twelve lines fit on %u rows", cases[i].rows);
		else
			check(&pty, pty_holds(&pty, "2 more rows below"),
			      "of twelve lines ten fit on %u rows", cases[i].rows);
		check(&pty, pty_row_begins(&pty, 0, "Active") && !pty.screen.scrolled,
		      "nothing has scrolled off the screen");
		interrupt(&pty);
	}
}

static void becomes_shorter(void)
{
	struct pty pty;

	sockets_listen(20201, 10);
	pty_start(&pty, &(struct pty_command){ .arguments = "-c 0.2 -tln --port=20201-20210" });
	check(&pty, row_has(&pty, 11, 20210), "ten rows");
	sockets_unlisten(6);
	check(&pty, empty_from(&pty, 6) && row_has(&pty, 5, 20204), "six of them vanish");
	sockets_unlisten(4);
	check(&pty, empty_from(&pty, 2), "all of them vanish");
	check(&pty, pty_row_begins(&pty, 1, "Proto"), "the headings stay");
	interrupt(&pty);
}

/* Colour must not run from a line that is cut into the next. */
static void color_is_cut_off(void)
{
	struct pty pty;

	/* The state is in columns 68 to 73: half of it is seen. */
	pty_start(&pty, &(struct pty_command){ .arguments = "-c 0.2 -tln", .columns = 71 });
	check(&pty, pty_has_sent(&pty, home, 2), "two rounds");
	check(&pty, strstr(pty.sent, "\033[32mLIS\033[0m") != NULL,
	      "the colour ends with the text that is cut");
	interrupt(&pty);
}

/* ---- where the screen is not drawn ---- */

static void dumb_terminal(void)
{
	struct pty pty;

	pty_start(&pty, &(struct pty_command){ .arguments = "-c 0.2 -tln --port=20001-20003",
					       .environment = { "TERM=dumb" } });
	check(&pty, pty_has_sent(&pty, "Active Internet", 3), "TERM=dumb: three rounds");
	check(&pty, !strchr(pty.sent, '\033'), "TERM=dumb: no sequences");
	interrupt(&pty);
}

/* Read from the pipe until the text has come so often. */
static size_t read_rounds(int fd, char *text, size_t size, const char *mark, int times)
{
	size_t used = 0;
	int seen = 0;

	while (seen < times && used + 1 < size &&
	       poll(&(struct pollfd){ fd, POLLIN, 0 }, 1, 10000) > 0) {
		ssize_t got = read(fd, text + used, size - used - 1);

		if (got <= 0)
			break;
		used += (size_t)got;
		text[used] = '\0';
		seen = 0;
		for (char *at = text; (at = strstr(at, mark)); at++)
			seen++;
	}
	text[used] = '\0';
	return used;
}

static void in_a_pipe(void)
{
	static char text[65536];
	struct pty_command once = { .arguments = "-tln --port=20001-20003" };
	int pipe_fds[2], status;
	char *round = pty_pipe_text(&once, &status);
	struct pty pty;

	if (pipe2(pipe_fds, O_CLOEXEC)) {
		check_skip("no pipe");
		return;
	}
	pty_start(&pty, &(struct pty_command){ .arguments = "-c 0.2 -tln --port=20001-20003",
					       .fd = { [1] = pipe_fds[1] } });
	close(pipe_fds[1]);
	read_rounds(pipe_fds[0], text, sizeof(text), "127.0.0.1:20003", 2);
	check(NULL, !strchr(text, '\033'), "a pipe gets no sequences");
	check(NULL, !strncmp(text, round, strlen(round)), "the first round is the plain listing");
	check(NULL, strlen(text) > strlen(round) && !strcmp(text + strlen(round), round),
	      "the second follows, and is the same");
	check(&pty, pty.length == 0, "nothing on the terminal");
	interrupt(&pty);
	close(pipe_fds[0]);
	free(round);
}

/* ---- messages ---- */

/* The program may lie where nobody may read. */
static bool can_be_run_by_nobody(void)
{
	const char *program = getenv("NETSTAT");
	pid_t child = fork();
	int status;

	if (!child)
		_exit(setgid(NOBODY) || setuid(NOBODY) ||
		      access(program ? program : "./netstat", X_OK));
	return child > 0 && waitpid(child, &status, 0) == child && !status;
}

static void warning_once(void)
{
	struct pty pty;

	if (!can_be_run_by_nobody()) {
		check_skip("the program cannot be run as another user");
		return;
	}
	pty_start(&pty, &(struct pty_command){ .arguments = "-c 0.2 -tlnp --port=20001-20003",
					       .uid = NOBODY });
	check(&pty, pty_has_sent(&pty, home, 4), "four rounds without privileges");
	check(&pty, pty_row_begins(&pty, 0, "Active") && row_has(&pty, 4, FIRST + 2),
	      "the listing is where it belongs");
	check(&pty, pty_row_begins(&pty, 5, "(No"), "the warning stands below the listing");
	check(&pty, empty_from(&pty, 7), "once: nothing is below it");
	interrupt(&pty);
}

/* The same once, without -c: there it is seen. */
static void warning_without_rounds(void)
{
	struct pty pty;

	if (!can_be_run_by_nobody()) {
		check_skip("the program cannot be run as another user");
		return;
	}
	pty_start(&pty,
		  &(struct pty_command){ .arguments = "-tlnp --port=20001-20003", .uid = NOBODY });
	check(&pty, pty_shows(&pty, "(No"), "the warning is on the screen");
	check(&pty, pty_holds(&pty, "127.0.0.1:20003"), "and the listing, too");
	check_end(&pty, 0);
	pty_finish(&pty);
}

int main(int argc, char **argv)
{
	static const struct test_case cases[] = {
		{ "drawn_over", drawn_over },
		{ "keeps_the_interval", keeps_the_interval },
		{ "one_second", one_second },
		{ "cut_to_columns", cut_to_columns },
		{ "resized", resized },
		{ "all_of_it", all_of_it },
		{ "interfaces", interfaces },
		{ "just_fits", just_fits },
		{ "becomes_shorter", becomes_shorter },
		{ "color_is_cut_off", color_is_cut_off },
		{ "dumb_terminal", dumb_terminal },
		{ "in_a_pipe", in_a_pipe },
		{ "warning_once", warning_once },
		{ "warning_without_rounds", warning_without_rounds },
	};

	sockets_alone();
	sockets_listen(FIRST, LISTENERS);
	return check_run(cases, COUNT(cases), argc, argv);
}
