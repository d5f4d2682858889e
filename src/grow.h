/* Room in a list for one element more. */
#ifndef NETSTAT_GROW_H
#define NETSTAT_GROW_H

#include <stddef.h>

/*
 * A list with room for more than `count` elements of `item` bytes: the same one, or where *size, for
 * how many it has room, was not more than that, one of twice the size with the same elements. The new
 * ones are not set. NULL: out of memory, and the list is as it was.
 */
void *grow(void *list, size_t count, size_t *size, size_t item);

#endif
