/* The line that counts while something takes longer than a second. */
#include "config.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "check.h"
#include "page/progress.h"
#include "pty.h"

static void wait_ms(long ms)
{
	nanosleep(&(struct timespec){ .tv_sec = ms / 1000, .tv_nsec = ms % 1000 * 1000000 }, NULL);
}

/* ---- what runs on the terminal ---- */

static int quick(void)
{
	struct progress progress;

	progress_start(&progress, true);
	for (int i = 0; i < 1000; i++)
		progress_add(&progress, 1, 1);
	progress_end(&progress);
	return 0;
}

/* Counts, waits a second, counts once more, and waits for a byte before the end. */
static int slow_if(bool wanted)
{
	struct progress progress;
	char byte;

	progress_start(&progress, wanted);
	progress_add(&progress, 1000, 0);
	fputs("waiting", stderr);
	wait_ms(1050);
	fputs("\r\n", stderr);
	progress_add(&progress, 234, 56);
	if (read(STDIN_FILENO, &byte, 1) < 0)
		return 1;
	progress_end(&progress);
	fputs("after", stderr);
	return 0;
}

static int slow(void)
{
	return slow_if(true);
}

static int unwanted(void)
{
	return slow_if(false);
}

/* Another view's rows, of which no process is asked for. */
static int routes(void)
{
	struct progress progress;

	progress_start(&progress, true);
	progress.rows_word = "routes";
	wait_ms(1050);
	progress_add(&progress, 64, 0);
	fputs("\n", stderr);
	return 0;
}

/* Counts without a pause for longer than a second. */
static int busy(void)
{
	struct progress progress;
	time_t begin = time(NULL);

	progress_start(&progress, true);
	while (time(NULL) < begin + 3)
		progress_add(&progress, 1, 0);
	progress_end(&progress);
	return 0;
}

static int without(void)
{
	progress_add(NULL, 1, 1);
	return 0;
}

/* Nothing is counted any more when it has ended. */
static int ended(void)
{
	struct progress progress;

	progress_start(&progress, true);
	progress_end(&progress);
	wait_ms(1050);
	progress_add(&progress, 1, 1);
	progress_end(&progress);
	return 0;
}

/* ---- the cases ---- */

static void appears_and_goes(void)
{
	int pipe_fds[2];
	struct pty pty;

	/* Not from the terminal, whose echo would be on the screen. */
	if (pipe2(pipe_fds, O_CLOEXEC)) {
		check_skip("no pipe");
		return;
	}
	pty_start(&pty, &(struct pty_command){ .function = slow, .fd = { [0] = pipe_fds[0] } });
	check(&pty, pty_row_is(&pty, 0, "waiting"), "nothing within the first second");
	check(&pty, pty_row_is(&pty, 1, "netstat: 1234 sockets, 56 processes read ..."),
	      "after it the line, with all that was counted");
	check(&pty, pty.screen.row == 1, "no line is ended");
	check(NULL, write(pipe_fds[1], "", 1) == 1, "go on");
	check(&pty, pty_row_is(&pty, 1, "after"), "the line is erased when it ends");
	check_end(&pty, 0);
	pty_finish(&pty);
	close(pipe_fds[0]);
	close(pipe_fds[1]);
}

static void names_what_it_counts(void)
{
	struct pty pty;

	pty_start(&pty, &(struct pty_command){ .function = routes });
	check_end(&pty, 0);
	check(&pty, pty_row_is(&pty, 0, "netstat: 64 routes read ..."), "routes, no processes");
	pty_finish(&pty);
}

static void silent_when_quick(void)
{
	struct pty pty;

	pty_start(&pty, &(struct pty_command){ .function = quick });
	check_end(&pty, 0);
	check(&pty, pty.length == 0, "less than a second: not a byte");
	pty_finish(&pty);
}

static void silent_when_unwanted(void)
{
	struct pty pty;

	pty_start(&pty, &(struct pty_command){ .function = unwanted });
	pty_type(&pty, "\n");
	check_end(&pty, 0);
	check(&pty, !strstr(pty.sent, "netstat") && !strchr(pty.sent, '\033'),
	      "not wanted: no line, and nothing is erased");
	pty_finish(&pty);
}

static void silent_elsewhere(void)
{
	int null = open("/dev/null", O_RDONLY | O_CLOEXEC), pipe_fds[2];
	char text[1024];
	ssize_t got;
	struct pty pty;

	if (pipe2(pipe_fds, O_CLOEXEC)) {
		check_skip("no pipe");
		return;
	}
	pty_start(&pty, &(struct pty_command){ .function = slow,
					       .fd = { [0] = null, [2] = pipe_fds[1] } });
	close(pipe_fds[1]);
	check_end(&pty, 0);
	got = read(pipe_fds[0], text, sizeof(text) - 1);
	text[got > 0 ? got : 0] = '\0';
	check(NULL, !strcmp(text, "waiting\r\nafter"), "standard error is a pipe: no line");
	check(&pty, pty.length == 0, "nor on the terminal");
	pty_finish(&pty);
	close(pipe_fds[0]);
	close(null);
}

static void not_too_often(void)
{
	struct pty pty;
	size_t lines = 0;

	pty_start(&pty, &(struct pty_command){ .function = busy });
	check_end(&pty, 0);
	for (const char *at = pty.sent; at && (at = strstr(at, "netstat:")); at++)
		lines++;
	check(&pty, lines >= 2 && lines <= 11, "2 to 3 seconds: it is written %zu times", lines);
	check(&pty, pty_row_is(&pty, 0, ""), "and erased");
	check(&pty, pty.screen.row == 0 && pty.screen.column == 0, "the cursor is where it was");
	pty_finish(&pty);
}

static void may_be_missing(void)
{
	static const struct {
		const char *what;
		int (*function)(void);
	} cases[] = { { "nobody counts", without }, { "it has ended before", ended } };

	for (size_t i = 0; i < COUNT(cases); i++) {
		struct pty pty;

		pty_start(&pty, &(struct pty_command){ .function = cases[i].function });
		check_end(&pty, 0);
		check(&pty, pty.length == 0, "%s: not a byte", cases[i].what);
		pty_finish(&pty);
	}
}

/* A line that is folded could not be erased. */
static void narrow_terminal(void)
{
	struct pty pty;

	pty_start(&pty, &(struct pty_command){ .function = busy, .columns = 30 });
	check_end(&pty, 0);
	check(&pty, !pty_holds(&pty, "netstat") && !pty_holds(&pty, "read"),
	      "30 columns: nothing is left of the line");
	pty_finish(&pty);
}

int main(int argc, char **argv)
{
	static const struct test_case cases[] = {
		{ "appears_and_goes", appears_and_goes },
		{ "names_what_it_counts", names_what_it_counts },
		{ "silent_when_quick", silent_when_quick },
		{ "silent_when_unwanted", silent_when_unwanted },
		{ "silent_elsewhere", silent_elsewhere },
		{ "not_too_often", not_too_often },
		{ "may_be_missing", may_be_missing },
		{ "narrow_terminal", narrow_terminal },
	};

	return check_run(cases, COUNT(cases), argc, argv);
}
