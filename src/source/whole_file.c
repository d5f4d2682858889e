#include "config.h"

#include "source/whole_file.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

enum { FIRST_SIZE = 16384 };

static int enlarge(char **text, size_t *size)
{
	size_t larger = *size ? *size * 2 : FIRST_SIZE;
	char *moved;

	if (larger > WHOLE_FILE_LIMIT)
		return -EFBIG;
	moved = realloc(*text, larger + 1);
	if (!moved)
		return -ENOMEM;
	*text = moved;
	*size = larger;
	return 0;
}

static int read_all(int fd, char **text, size_t *length)
{
	size_t size = 0;
	ssize_t got;

	for (;;) {
		int error = *length == size ? enlarge(text, &size) : 0;

		if (error)
			return error;
		got = read(fd, *text + *length, size - *length);
		if (got < 0 && errno == EINTR)
			continue;
		if (got <= 0)
			return got ? -errno : 0;
		*length += (size_t)got;
	}
}

int whole_file_read(const char *path, char **text, size_t *length, bool *opened)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	int result;

	*text = NULL;
	*length = 0;
	*opened = fd >= 0;
	if (fd < 0)
		return -errno;
	result = read_all(fd, text, length);
	close(fd);
	return result;
}
