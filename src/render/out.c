#include "config.h"

#include "render/out.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "render/text.h"

void out_flush(struct out *out)
{
	size_t done = 0;

	if (out->take && !out->error && out->used)
		out->error = out->take(out->take_arg, out->buffer, out->used);
	while (!out->take && !out->error && done < out->used) {
		ssize_t wrote = write(out->fd, out->buffer + done, out->used - done);

		if (wrote >= 0)
			done += (size_t)wrote;
		else if (errno != EINTR)
			out->error = errno;
	}
	out->used = 0;
}

void out_message(struct out *out, const char *format, ...)
{
	va_list args;

	if (out->told) {
		va_start(args, format);
		notes_add_once(out->told, format, args);
		va_end(args);
	}
	va_start(args, format);
	if (out->take) {
		notes_add_once(&out->late, format, args);
	} else {
		if (isatty(out->fd))
			out_flush(out);
		vfprintf(stderr, format, args);
		fputc('\n', stderr);
	}
	va_end(args);
}

void out_bytes(struct out *out, const char *bytes, size_t length)
{
	while (length > OUT_SIZE - out->used) {
		size_t part = OUT_SIZE - out->used;

		memcpy(out->buffer + out->used, bytes, part);
		out->used += part;
		bytes += part;
		length -= part;
		out_flush(out);
	}
	memcpy(out->buffer + out->used, bytes, length);
	out->used += length;
}

void out_text(struct out *out, const char *text)
{
	out_bytes(out, text, strlen(text));
}

void out_spaces(struct out *out, size_t count)
{
	static const char blanks[] = "                                                                ";

	for (; count > sizeof(blanks) - 1; count -= sizeof(blanks) - 1)
		out_bytes(out, blanks, sizeof(blanks) - 1);
	out_bytes(out, blanks, count);
}

void out_left(struct out *out, const char *bytes, size_t length, size_t width)
{
	out_bytes(out, bytes, length);
	if (length < width)
		out_spaces(out, width - length);
}

void out_right_number(struct out *out, uint64_t number, size_t width)
{
	char text[TEXT_NUMBER];
	size_t length = text_number(text, number);

	if (length < width)
		out_spaces(out, width - length);
	out_bytes(out, text, length);
}

void out_left_number(struct out *out, uint64_t number, size_t width)
{
	char text[TEXT_NUMBER];

	out_left(out, text, text_number(text, number), width);
}
