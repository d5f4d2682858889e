/* For tests of what is written into a struct out: it goes to memory, where it can be looked at. */
#ifndef TESTS_UNIT_WRITTEN_H
#define TESTS_UNIT_WRITTEN_H

#include <criterion/criterion.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include "render/out.h"

#define COUNT(array) (sizeof(array) / sizeof(*(array)))

static struct out out; /* holds the buffer: too large for the stack */

static struct {
	char *text; /* NUL-terminated */
	size_t length;
} written;

static inline int written_take(void *arg, const char *bytes, size_t length)
{
	(void)arg;
	written.text = realloc(written.text, written.length + length + 1);
	cr_assert_not_null(written.text);
	memcpy(written.text + written.length, bytes, length);
	written.length += length;
	written.text[written.length] = '\0';
	return 0;
}

/* Forget what was written before. */
static inline void written_begin(void)
{
	free(written.text);
	written.text = calloc(1, 1);
	written.length = 0;
	cr_assert_not_null(written.text);
	out.fd = -1;
	out.used = 0;
	out.take = written_take;
}

/* All that was written since. */
static inline const char *written_end(void)
{
	out_flush(&out);
	return written.text;
}

/* What a test of escaping tries beside random bytes: the text, and what must become of it. */
struct escaping {
	const char *text, *expected;
};

/* Random bytes without NUL, NUL-terminated; now and then parts of characters, and U+FFFD. */
static inline size_t random_text(unsigned *seed, char *text, size_t size)
{
	static const char *const pieces[] = { "\xef\xbf\xbd", "\xef\xbf", "\xed\xa0\x80",
					      "\xe2\x82\xac", "\xc2\x9b", "\xf0\x9f\x98\x80",
					      "\\",           "\"",       ";/," };
	size_t length = 0, wanted;

	*seed = *seed * 1103515245 + 12345;
	wanted = (*seed >> 16) % (size - 4);
	while (length < wanted) {
		*seed = *seed * 1103515245 + 12345;
		if (*seed >> 30) {
			text[length++] = (char)((*seed >> 16) % 255 + 1);
		} else {
			const char *piece = pieces[(*seed >> 16) % COUNT(pieces)];

			strcpy(text + length, piece);
			length += strlen(piece);
		}
	}
	text[length] = '\0';
	return length;
}

#endif
