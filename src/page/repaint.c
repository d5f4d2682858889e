#include "config.h"

#include "page/repaint.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

int repaint_take(struct repaint *repaint, const char *bytes, size_t length)
{
	if (repaint->used + length > repaint->size) {
		size_t size = (repaint->used + length) * 2;
		char *text = realloc(repaint->text, size);

		if (!text)
			return ENOMEM;
		repaint->text = text;
		repaint->size = size;
	}
	memcpy(repaint->text + repaint->used, bytes, length);
	repaint->used += length;
	return 0;
}

/* A line, no further than the screen reaches; escape sequences take no room. */
static void draw_line(const char *line, size_t length, unsigned columns)
{
	size_t column = 0;

	for (size_t i = 0; i < length; i++) {
		if (line[i] == '\033') {
			for (; i < length && line[i] != 'm'; i++)
				putchar(line[i]);
			if (i < length)
				putchar('m');
			continue;
		}
		if (((unsigned char)line[i] & 0xc0) != 0x80)
			column++;
		if (column <= columns)
			putchar(line[i]);
	}
	fputs("\033[K\r\n", stdout);
}

static size_t count_lines(const char *text, size_t length)
{
	size_t lines = 0;

	for (size_t i = 0; i < length; i++)
		lines += text[i] == '\n';
	return lines;
}

static void draw_messages(const struct notes *messages, unsigned columns)
{
	for (size_t i = 0; i < messages->count; i++) {
		for (const char *line = messages->text[i]; *line;) {
			size_t length = strcspn(line, "\n");

			draw_line(line, length, columns);
			line += length + (line[length] == '\n');
		}
	}
}

/* Draw as many lines as there is room for. */
static void draw_lines(const struct repaint *repaint, size_t room, unsigned columns)
{
	for (size_t at = 0; at < repaint->used && room; room--) {
		const char *line = repaint->text + at;
		const char *end = memchr(line, '\n', repaint->used - at);
		size_t length = end ? (size_t)(end - line) : repaint->used - at;

		draw_line(line, length, columns);
		at += length + 1;
	}
}

int repaint_show(struct repaint *repaint, const struct screen *screen,
		 const struct notes *messages)
{
	size_t lines = count_lines(repaint->text, repaint->used);
	size_t taken = 1, room; /* the cursor stays on the last row */

	for (size_t i = 0; i < messages->count; i++)
		taken += 1 + count_lines(messages->text[i], strlen(messages->text[i]));
	room = screen->rows > taken + 1 ? screen->rows - taken : 1;
	if (lines > room && room > 1)
		room--; /* for the line that says so */
	fputs(repaint->painted ? "\033[H" : "\033[2J\033[H", stdout);
	draw_lines(repaint, room, screen->columns);
	if (lines > room)
		printf("(%zu more rows below)\033[K\r\n", lines - room);
	draw_messages(messages, screen->columns);
	fputs("\033[J", stdout);
	repaint->painted = true;
	repaint->used = 0;
	return fflush(stdout) ? errno : 0;
}

void repaint_free(struct repaint *repaint)
{
	free(repaint->text);
	*repaint = (struct repaint){ 0 };
}
