/* A file of /proc as a whole, for what is parsed in place. */
#ifndef NETSTAT_SOURCE_WHOLE_FILE_H
#define NETSTAT_SOURCE_WHOLE_FILE_H

#include <stdbool.h>
#include <stddef.h>

enum { WHOLE_FILE_LIMIT = 16 << 20 }; /* bytes; far more than any of these files has */

/*
 * Read it into *text, which the caller frees: *length bytes and room for one more. Returns 0,
 * -ENOMEM, -EFBIG, or the -errno of opening it (*opened is false) or of reading; what came before an
 * error is in *text, which is NULL if that is nothing.
 */
int whole_file_read(const char *path, char **text, size_t *length, bool *opened);

#endif
