/*
 * The numbered entries of a directory of /proc: processes, descriptors. getdents64() straight into
 * a large buffer: each call gives a chunk, and threads that share the descriptor get different ones.
 */
#ifndef NETSTAT_OWNER_NUMBERS_H
#define NETSTAT_OWNER_NUMBERS_H

#include <stdalign.h>
#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

enum { NUMBERS_BUFFER = 32768, BYTES_OF_NUMBER = 24 /* in it, mostly */ };

struct numbers {
	size_t at, end; /* what is not handed out yet */
	alignas(8) char buffer[NUMBERS_BUFFER];
};

/* Read the next chunk. Returns 1, 0 at the end of the directory, or -errno. */
int numbers_read(struct numbers *numbers, int dir_fd);

/* Whether the chunk filled the buffer, so that another one is likely. */
bool numbers_full(const struct numbers *numbers);

/*
 * The next number of the chunk, and the name that it stands for (good until the next chunk); -1 if
 * there is none. Other names are passed over.
 */
int numbers_next(struct numbers *numbers, const char **name);

/* The number that a name consists of, or -1. */
int numbers_parse(const char *name);

/* All numbers of a directory, ascending, in *list (to be freed). Returns how many, or -ENOMEM. */
ssize_t numbers_list(int dir_fd, int **list);

#endif
