#include "config.h"

#include "source/proc_file.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

long proc_file_read(const char *path, char *text, size_t size)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
	size_t length = 0;
	ssize_t got = 0;

	text[0] = '\0';
	if (fd < 0)
		return -errno;
	/* Long lists come in pieces of a page. */
	while (length < size - 1) {
		got = read(fd, text + length, size - 1 - length);
		if (got < 0 && errno == EINTR)
			continue;
		if (got <= 0)
			break;
		length += (size_t)got;
	}
	if (got < 0 && !length)
		got = -errno;
	close(fd);
	text[length] = '\0';
	return got < 0 && !length ? got : (long)length;
}

bool proc_file_number(const char *path, long *value)
{
	char text[32], *end;
	long number;

	if (proc_file_read(path, text, sizeof(text)) <= 0)
		return false;
	number = strtol(text, &end, 10);
	if (end == text)
		return false;
	*value = number;
	return true;
}

const char *proc_file_field(const char *text, const char *key)
{
	size_t length = strlen(key);

	while (*text) {
		if (!strncmp(text, key, length))
			return text + length + strspn(text + length, " \t");
		text += strcspn(text, "\n");
		text += *text == '\n';
	}
	return NULL;
}
