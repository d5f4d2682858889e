#include "config.h"

#include "owner/numbers.h"

#include <errno.h>
#include <limits.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

/* As getdents64(2) has it: u64 inode, s64 offset, u16 length, u8 type, name. */
enum { LENGTH_AT = 16, NAME_AT = 19, LONGEST_NUMBER = NAME_AT + 10 + 1 };

int numbers_read(struct numbers *numbers, int dir_fd)
{
	/* By number, because the C library has it since glibc 2.30 only. */
	long got = syscall(SYS_getdents64, dir_fd, numbers->buffer, sizeof(numbers->buffer));

	numbers->at = 0;
	numbers->end = got > 0 ? (size_t)got : 0;
	if (got < 0)
		return -errno;
	return got > 0;
}

bool numbers_full(const struct numbers *numbers)
{
	return numbers->end + LONGEST_NUMBER > sizeof(numbers->buffer);
}

int numbers_parse(const char *name)
{
	int number = 0;

	if (!*name)
		return -1;
	for (; *name; name++) {
		if (*name < '0' || *name > '9' || number > (INT_MAX - 9) / 10)
			return -1;
		number = number * 10 + (*name - '0');
	}
	return number;
}

int numbers_next(struct numbers *numbers, const char **name)
{
	while (numbers->end - numbers->at > NAME_AT) {
		const char *record = numbers->buffer + numbers->at;
		uint16_t length;
		int number;

		memcpy(&length, record + LENGTH_AT, sizeof(length));
		if (length <= NAME_AT || length > numbers->end - numbers->at)
			break;
		numbers->at += length;
		*name = record + NAME_AT;
		number = memchr(*name, '\0', length - NAME_AT) ? numbers_parse(*name) : -1;
		if (number >= 0)
			return number;
	}
	numbers->at = numbers->end;
	return -1;
}

static int compare(const void *a, const void *b)
{
	int x = *(const int *)a, y = *(const int *)b;

	return (x > y) - (x < y);
}

/* Add those of a chunk. Returns 0 or -ENOMEM. */
static int add_all(struct numbers *numbers, int **list, size_t *count, size_t *size)
{
	const char *name;
	int number;

	while ((number = numbers_next(numbers, &name)) >= 0) {
		if (*count == *size) {
			size_t larger = *size ? *size * 2 : 256;
			int *moved = reallocarray(*list, larger, sizeof(*moved));

			if (!moved)
				return -ENOMEM;
			*list = moved;
			*size = larger;
		}
		(*list)[(*count)++] = number;
	}
	return 0;
}

ssize_t numbers_list(int dir_fd, int **list)
{
	struct numbers numbers;
	size_t count = 0, size = 0;

	*list = NULL;
	while (numbers_read(&numbers, dir_fd) > 0)
		if (add_all(&numbers, list, &count, &size)) {
			free(*list);
			*list = NULL;
			return -ENOMEM;
		}
	if (count)
		qsort(*list, count, sizeof(**list), compare);
	return (ssize_t)count;
}
