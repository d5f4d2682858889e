/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Processes that share, double and hide sockets in every way, and what is true of them. */
#ifndef TASK_FILES_WORLD_H
#define TASK_FILES_WORLD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

/* The process (or thread, if a case says so) has that many descriptors of this inode. */
struct fact {
	pid_t pid;
	uint64_t inode;
	int descriptors;
};

struct world {
	pid_t *makers; /* all others die with them */
	size_t maker_count;
	const char **names; /* of the cases, one for each fact */
	struct fact *facts;
	size_t fact_count, size;
};

/* Start all processes and learn the facts. Ends the program if that fails. */
void world_start(struct world *world);

void world_end(struct world *world);

/* Say whether something is so; the program's status remembers it. */
void check(bool fact, const char *what);

/* Check in which places task_files_equal_proc() holds. */
void check_answers(void);

#endif
