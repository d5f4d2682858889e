/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A netstat that runs on and on, and the reader of its lines. Every wait has an end. */
#ifndef FOLLOWER_H
#define FOLLOWER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdnoreturn.h>
#include <sys/types.h>

#include "../why/json.h"

#define EXIT_SKIP 77

struct follower {
	pid_t pid;
	int out, err;
	char *line; /* what was read behind the last whole line */
	size_t length, size;
	char messages[4096]; /* on standard error, after follower_end() */
};

noreturn void die(const char *format, ...) __attribute__((format(printf, 1, 2)));
noreturn void skip(const char *format, ...) __attribute__((format(printf, 1, 2)));

/* Go into a new network namespace, as root or not, with loopback; or end the test with 77. */
void namespace_enter(void);

/* Words with blanks between them; `ignore_pipe`: the program inherits that SIGPIPE is ignored. */
void follower_start(struct follower *follower, const char *words, bool ignore_pipe);

/* The next line, an object, to be freed; NULL: none came within the time. */
struct json *follower_next(struct follower *follower, unsigned milliseconds);

/* Between these nothing that happens is seen in half. */
void follower_stop(const struct follower *follower);
void follower_go_on(const struct follower *follower);

/*
 * Read to the end; counts lines. Returns whether the last byte is that of a whole line; `lines` may
 * be NULL.
 */
bool follower_drain(struct follower *follower, size_t *lines);

/* Send the signal (0: none), wait, read the messages. Returns waitpid()'s status; -1: it had to be killed. */
int follower_end(struct follower *follower, int signal);

#endif
