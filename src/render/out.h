/* The listing's text through one large buffer to standard output or a pager; an error is remembered and told once, at the end. */
#ifndef NETSTAT_RENDER_OUT_H
#define NETSTAT_RENDER_OUT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "notes.h"

enum { OUT_SIZE = 65536 };

struct out {
	int fd;
	/* NULL: write to fd. Otherwise takes what is flushed; returns 0 or an errno. */
	int (*take)(void *arg, const char *bytes, size_t length);
	void *take_arg;
	int error; /* errno of the first write that failed; nothing is written after it */
	struct notes *told; /* gets every message, too; NULL: does not */
	struct notes late; /* messages for when the pager has been left */
	size_t used;
	char buffer[OUT_SIZE];
};

void out_bytes(struct out *out, const char *bytes, size_t length);
void out_text(struct out *out, const char *text);
void out_spaces(struct out *out, size_t count);

/* The bytes, and blanks up to `width`: printf's %-*s. */
void out_left(struct out *out, const char *bytes, size_t length, size_t width);

/* The number right-aligned or left-aligned in `width`: %*lu and %-*lu. */
void out_right_number(struct out *out, uint64_t number, size_t width);
void out_left_number(struct out *out, uint64_t number, size_t width);

/* Write what is buffered. */
void out_flush(struct out *out);

/*
 * A line on standard error about the listing. On a terminal what was printed before it comes
 * first; in a pipe, as in net-tools, nothing waits for the order. While the text goes to a pager
 * the line is kept for the end.
 */
void out_message(struct out *out, const char *format, ...) __attribute__((format(printf, 2, 3)));

static inline void out_char(struct out *out, char c)
{
	if (out->used == OUT_SIZE)
		out_flush(out);
	out->buffer[out->used++] = c;
}

#endif
