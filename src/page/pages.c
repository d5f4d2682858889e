#include "config.h"

#include "page/pages.h"

#include <errno.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { PIECE = 65536 };

static bool add_line(struct pages *pages, size_t start)
{
	if (pages->lines == pages->starts_size) {
		size_t size = pages->starts_size ? pages->starts_size * 2 : 1024;
		size_t *starts = reallocarray(pages->starts, size, sizeof(*starts));

		if (!starts)
			return false;
		pages->starts = starts;
		pages->starts_size = size;
	}
	pages->starts[pages->lines++] = start;
	return true;
}

/* Read a piece and note where its lines begin. */
static bool read_more(struct pages *pages)
{
	size_t begin = pages->used;
	ssize_t got;

	if (pages->size - pages->used < PIECE) {
		size_t size = pages->size ? pages->size * 2 : 4 * PIECE;
		char *text = realloc(pages->text, size);

		if (!text)
			return false;
		pages->text = text;
		pages->size = size;
	}
	do {
		got = read(pages->fd, pages->text + pages->used, PIECE);
	} while (got < 0 && errno == EINTR);
	if (got <= 0)
		return false;
	pages->used += (size_t)got;
	for (size_t i = begin; i < pages->used; i++)
		if ((i == 0 || pages->text[i - 1] == '\n') && !add_line(pages, i))
			return false;
	return true;
}

bool pages_need(struct pages *pages, size_t lines)
{
	/* One more than asked for, so that the last of them is known to be complete. */
	while (!pages->ended && pages->lines <= lines)
		pages->ended = !read_more(pages);
	return pages->lines >= lines;
}

static size_t line_length(const struct pages *pages, size_t line)
{
	size_t end = line + 1 < pages->lines ? pages->starts[line + 1] : pages->used;
	size_t length = end - pages->starts[line];

	return length && pages->text[end - 1] == '\n' ? length - 1 : length;
}

/* The columns of a line that are on the screen; colours are kept, they take no room. */
static void draw_line(const struct pages *pages, FILE *to, size_t line)
{
	const char *text = pages->text + pages->starts[line];
	size_t length = line_length(pages, line), column = 0;

	for (size_t i = 0; i < length; i++) {
		if (text[i] == '\033') {
			for (; i < length && text[i] != 'm'; i++)
				fputc(text[i], to);
			if (i < length)
				fputc('m', to);
			continue;
		}
		if (((unsigned char)text[i] & 0xc0) != 0x80)
			column++;
		if (column > pages->left && column <= pages->left + pages->columns)
			fputc(text[i], to);
	}
	fputs("\033[0m\033[K\r\n", to);
}

/* Where the section begins whose rows are at the top: its headings belong above them. */
static size_t section_start(const struct pages *pages)
{
	static const char title[] = "Active ";
	size_t line = pages->top < pages->lines ? pages->top : pages->lines;

	while (line-- > 0)
		if (line_length(pages, line) >= sizeof(title) - 1 &&
		    !memcmp(pages->text + pages->starts[line], title, sizeof(title) - 1) &&
		    line + pages->heading <= pages->top)
			return line;
	return 0;
}

void pages_draw(const struct pages *pages, int fd, const char *prompt)
{
	char *bytes = NULL;
	size_t length = 0, row = 0;
	FILE *to = open_memstream(&bytes, &length);

	if (!to)
		return;
	fputs("\033[H", to);
	for (size_t first = section_start(pages);
	     row < pages->heading && first + row < pages->lines && row + 1 < pages->rows; row++)
		draw_line(pages, to, first + row);
	for (size_t line = pages->top; row + 1 < pages->rows; row++, line++) {
		if (line < pages->lines)
			draw_line(pages, to, line);
		else
			fputs("\033[K\r\n", to);
	}
	fprintf(to, "\033[7m%.*s\033[0m\033[K", (int)pages->columns, prompt);
	fclose(to);
	for (size_t done = 0; bytes && done < length;) {
		ssize_t wrote = write(fd, bytes + done, length - done);

		if (wrote < 0 && errno != EINTR)
			break;
		done += wrote > 0 ? (size_t)wrote : 0;
	}
	free(bytes);
}

size_t pages_find(struct pages *pages, size_t from, const char *word)
{
	size_t wanted = strlen(word);

	for (size_t line = from; pages_need(pages, line + 1); line++)
		if (memmem(pages->text + pages->starts[line], line_length(pages, line), word,
			   wanted))
			return line;
	return SIZE_MAX;
}

size_t pages_last_top(const struct pages *pages)
{
	size_t room = pages->rows > pages->heading + 1 ? pages->rows - pages->heading - 1 : 1;
	size_t last = pages->lines > room ? pages->lines - room : 0;

	return last > pages->heading ? last : pages->heading;
}

void pages_free(struct pages *pages)
{
	free(pages->text);
	free(pages->starts);
}
