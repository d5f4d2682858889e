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

int repaint_show(struct repaint *repaint, const struct screen *screen,
		 const struct notes *messages)
{
	size_t taken = 2 + messages->count, shown = 0, below = 0;
	size_t room = screen->rows > taken ? screen->rows - taken : 1;

	fputs(repaint->painted ? "\033[H" : "\033[2J\033[H", stdout);
	for (size_t at = 0; at < repaint->used;) {
		const char *line = repaint->text + at;
		const char *end = memchr(line, '\n', repaint->used - at);
		size_t length = end ? (size_t)(end - line) : repaint->used - at;

		at += length + 1;
		if (shown < room) {
			draw_line(line, length, screen->columns);
			shown++;
		} else {
			below++;
		}
	}
	fputs("\033[J", stdout);
	if (below)
		printf("(%zu more rows below)\r\n", below);
	for (size_t i = 0; i < messages->count; i++)
		draw_line(messages->text[i], strcspn(messages->text[i], "\n"), screen->columns);
	repaint->painted = true;
	repaint->used = 0;
	return fflush(stdout) ? errno : 0;
}

void repaint_free(struct repaint *repaint)
{
	free(repaint->text);
	*repaint = (struct repaint){ 0 };
}
