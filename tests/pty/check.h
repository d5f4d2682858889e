/* What a test program says: a line for each check, and how many there were. */
#ifndef CHECK_H
#define CHECK_H

#include <stdbool.h>
#include <stddef.h>

#include "pty.h"

#define EXIT_SKIP 77
#define COUNT(array) (sizeof(array) / sizeof(*(array)))

struct test_case {
	const char *name;
	void (*run)(void);
};

/*
 * Run the cases, or only those whose names are given. Makes the scratch directory first and
 * removes it. Returns an exit status.
 */
int check_run(const struct test_case *cases, size_t count, int argc, char **argv);

/* One fact. If it is not so, the screen of `pty` (may be NULL) is printed, too. */
bool check(const struct pty *pty, bool fact, const char *format, ...)
	__attribute__((format(printf, 3, 4)));

/* Two texts are the same; if not, the first lines that differ are printed. */
void check_same(const char *text, const char *wanted, const char *format, ...)
	__attribute__((format(printf, 3, 4)));

/* The case cannot be run here. */
void check_skip(const char *format, ...) __attribute__((format(printf, 1, 2)));

/* The program ended by itself with this status and left the terminal as it was. */
void check_end(struct pty *pty, int status);

/* A path in the scratch directory; valid until sixteen more have been asked for. */
const char *scratch(const char *format, ...) __attribute__((format(printf, 1, 2)));

/* Make a directory there, if it is not there yet. */
const char *scratch_directory(const char *name);

/* Write a shell script there, in place of an older one. */
void scratch_script(const char *name, const char *format, ...)
	__attribute__((format(printf, 2, 3)));

/* The content of a file there, to be freed; NULL: there is none. */
char *scratch_read(const char *name);

#endif
