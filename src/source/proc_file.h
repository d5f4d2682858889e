/* Small files of /proc: settings and lists. */
#ifndef NETSTAT_SOURCE_PROC_FILE_H
#define NETSTAT_SOURCE_PROC_FILE_H

#include <stdbool.h>
#include <stddef.h>

/*
 * Read the start of a file, NUL-terminated. Returns its length, or -errno with an empty text. What
 * does not fit is left out.
 */
long proc_file_read(const char *path, char *text, size_t size);

/* The number a file starts with; false (and *value as it was) if there is none. */
bool proc_file_number(const char *path, long *value);

/*
 * What stands behind `key` (with its colon) at the start of a line of `text`, blanks skipped, or
 * NULL. It goes on to the end of the text.
 */
const char *proc_file_field(const char *text, const char *key);

#endif
