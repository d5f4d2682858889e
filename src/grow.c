#include "config.h"

#include "grow.h"

#include <stdlib.h>

enum { FIRST_SIZE = 64 };

void *grow(void *list, size_t count, size_t *size, size_t item)
{
	size_t larger = *size ? *size * 2 : FIRST_SIZE;

	if (count < *size)
		return list;
	list = reallocarray(list, larger, item);
	if (list)
		*size = larger;
	return list;
}
