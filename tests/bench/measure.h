/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Run a command and measure it: wall time, and the most memory it had. */
#ifndef MEASURE_H
#define MEASURE_H

#include <stddef.h>

enum run_end {
	RUN_DONE,
	RUN_FAILED,   /* could not be started, ended by a signal, or with a status that is not 0 */
	RUN_TOO_LONG, /* was killed at the limit */
};

struct run {
	enum run_end end;
	double seconds;
	/*
	 * Peak resident memory. A process inherits this mark from the one that started it
	 * (fs/exec.c, exec_mmap), so nothing below our own can be seen; `true` shows how much.
	 */
	long peak_kib;
};

/* Must be called once before measure(): children are waited for with their signal blocked. */
void measure_begin(void);

/* The command reads, and writes to, /dev/null. `limit` is in seconds. */
struct run measure(char *const argv[], double limit);

/*
 * The first line that a command writes within a second, without the newline; empty if there is
 * none, or if it cannot be started.
 */
void measure_first_line(char *const argv[], char *line, size_t size);

#endif
