/*
 * Start the program on a terminal of its own, type at it, and look at what it shows.
 *
 * Between the test and the program stands a process that plays the shell: it leads the session,
 * puts the program in the foreground and outlives it, so that the modes of the terminal can be
 * looked at when the program has ended.
 */
#ifndef PTY_H
#define PTY_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>
#include <termios.h>

#include "emulator.h"

struct pty_command {
	const char *arguments;       /* separated by blanks */
	const char *environment[12]; /* NAME=VALUE sets, NAME alone removes */
	unsigned rows, columns;      /* 0: 24, 80 */
	int fd[3];                   /* to be standard input, output and error; 0: the terminal */
	uid_t uid;                   /* to run as; 0: as the test does */
	int (*function)(void);       /* to call instead of the program */
};

struct pty {
	int master, slave;
	int leash;  /* a pipe to the shell: it ends when this is closed */
	int report; /* a pipe from it: the program's id, later its status */
	pid_t shell, program;
	bool ended;
	int status; /* as waitpid() tells it; -1: it had to be killed */
	struct termios before;
	struct emulator screen;
	char *sent; /* everything that came, with a NUL behind it */
	size_t length, size;
};

/* Never fails: without a terminal the test program ends. */
void pty_start(struct pty *pty, const struct pty_command *command);

void pty_type(struct pty *pty, const char *keys);
void pty_resize(struct pty *pty, unsigned rows, unsigned columns);

/* The shell takes a stopped program's terminal: restores the modes and writes something. */
void pty_take_over(struct pty *pty, const char *text);

/*
 * Wait until something is so, but not longer than ten seconds and not once the program has ended.
 * Return whether it is. Rows count from 0; from the bottom they are -1, -2 ...
 */
bool pty_row_begins(struct pty *pty, int row, const char *text);
bool pty_row_is(struct pty *pty, int row, const char *text);
bool pty_shows(struct pty *pty, const char *text);
bool pty_has_sent(struct pty *pty, const char *bytes, unsigned times);
bool pty_is_raw(struct pty *pty);       /* its program reads single keys */
bool pty_is_as_before(struct pty *pty); /* its modes are what they were at first */

/* Press keys again and again until the text is shown: less may forget them when interrupted. */
bool pty_press(struct pty *pty, const char *keys, const char *text);

/* What the screen holds now, without waiting. */
bool pty_holds(const struct pty *pty, const char *text);

/* Wait for the end and for all that was written until then; after ten seconds kill. */
int pty_wait(struct pty *pty);

/* What pty_is_as_before() says, without waiting. */
bool pty_modes_kept(const struct pty *pty);

/* Take everything down. */
void pty_finish(struct pty *pty);

/* All that the program writes to standard output, a terminal or a pipe. To be freed. */
char *pty_terminal_text(const struct pty_command *command, int *status);
char *pty_pipe_text(const struct pty_command *command, int *status);

/* A child of the process `parent`, or 0. Waits for one, at most ten seconds. */
pid_t pty_child_of(pid_t parent);

/* Wait until the process waits for something, or is no more; false after ten seconds. */
bool pty_sleeps(pid_t pid);
bool pty_gone(pid_t pid);

#endif
