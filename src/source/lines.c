#include "config.h"

#include "source/lines.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { FIRST_SIZE = 65536 };

int lines_open(struct lines *lines, const char *path)
{
	*lines = (struct lines){ .fd = open(path, O_RDONLY | O_CLOEXEC) };
	if (lines->fd < 0)
		return -errno;
	lines->size = FIRST_SIZE;
	lines->buffer = malloc(lines->size + 1);
	if (!lines->buffer) {
		close(lines->fd);
		return -ENOMEM;
	}
	return 0;
}

void lines_close(struct lines *lines)
{
	close(lines->fd);
	free(lines->buffer);
}

/* Make room behind what is buffered: move it to the front, or enlarge for a very long line. */
static bool make_room(struct lines *lines)
{
	memmove(lines->buffer, lines->buffer + lines->start, lines->end - lines->start);
	lines->end -= lines->start;
	lines->start = 0;
	if (lines->end == lines->size) {
		char *larger = realloc(lines->buffer, lines->size * 2 + 1);

		if (!larger)
			return false;
		lines->buffer = larger;
		lines->size *= 2;
	}
	return true;
}

static void fill(struct lines *lines)
{
	ssize_t got;

	if (!make_room(lines)) {
		lines->error = -ENOMEM;
		lines->ended = true;
		return;
	}
	do {
		got = read(lines->fd, lines->buffer + lines->end, lines->size - lines->end);
	} while (got < 0 && errno == EINTR);
	if (got < 0)
		lines->error = -errno;
	if (got <= 0)
		lines->ended = true;
	else
		lines->end += (size_t)got;
}

char *lines_next(struct lines *lines, size_t *length)
{
	size_t looked = 0;
	char *line, *newline;

	for (;;) {
		line = lines->buffer + lines->start;
		newline = memchr(line + looked, '\n', lines->end - lines->start - looked);
		if (newline || lines->ended)
			break;
		looked = lines->end - lines->start;
		fill(lines);
	}
	if (lines->error)
		return NULL;
	*length = newline ? (size_t)(newline - line) : lines->end - lines->start;
	if (!newline && !*length)
		return NULL;
	line[*length] = '\0';
	lines->start += *length + (newline != NULL);
	return line;
}

static void skip_blanks(const char **text)
{
	while (**text == ' ' || **text == '\t')
		++*text;
}

static int digit_value(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	if (c >= 'A' && c <= 'F')
		return c - 'A' + 10;
	if (c >= 'a' && c <= 'f')
		return c - 'a' + 10;
	return 16;
}

static bool scan_digits(const char **text, unsigned base, uint64_t *value)
{
	bool overflow = false;
	const char *start;
	int digit;

	skip_blanks(text);
	start = *text;
	*value = 0;
	for (; (digit = digit_value(**text)) < (int)base; ++*text)
		overflow |= __builtin_mul_overflow(*value, base, value) ||
			    __builtin_add_overflow(*value, (unsigned)digit, value);
	if (overflow)
		*value = UINT64_MAX;
	return *text != start;
}

bool scan_hex(const char **text, uint64_t *value)
{
	return scan_digits(text, 16, value);
}

bool scan_unsigned(const char **text, uint64_t *value)
{
	return scan_digits(text, 10, value);
}

bool scan_signed(const char **text, int64_t *value)
{
	uint64_t magnitude;
	bool minus;

	skip_blanks(text);
	minus = **text == '-';
	*text += minus;
	/* A sign alone is no number, and must not take the one behind the blanks. */
	if (digit_value(**text) >= 10 || !scan_digits(text, 10, &magnitude))
		return false;
	if (magnitude > INT64_MAX)
		*value = minus ? INT64_MIN : INT64_MAX;
	else
		*value = minus ? -(int64_t)magnitude : (int64_t)magnitude;
	return true;
}

bool scan_char(const char **text, char wanted)
{
	if (**text != wanted)
		return false;
	++*text;
	return true;
}

bool scan_word(const char **text, const char **word, size_t *length)
{
	skip_blanks(text);
	*word = *text;
	*length = strcspn(*text, " \t");
	*text += *length;
	return *length;
}
