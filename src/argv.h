/*
 * How options that net-tools does not have pass through getopt: each becomes the argument, NAME or
 * NAME=VALUE, of one short option that nobody types. So an abbreviation never finds a new option,
 * and the lists of ambiguous names in getopt's messages stay those of net-tools.
 */
#ifndef NETSTAT_ARGV_H
#define NETSTAT_ARGV_H

#include <stdbool.h>
#include <stddef.h>

/* The letter of that option. */
#define ARGV_NEW_OPTION "\001"

/* Whether a long option of this name is a new one; then *takes_value is set. */
typedef bool (*argv_is_new_fn)(const char *name, size_t length, bool *takes_value);

/*
 * A copy of argv (NULL-terminated, *count words) with the new options renamed. The caller frees
 * the one block it is in. NULL: out of memory.
 */
char **argv_rewrite(int argc, char **argv, argv_is_new_fn is_new, int *count);

#endif
