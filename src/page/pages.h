/* The lines of the built-in pager, read when they are needed, and how a part of them is drawn. */
#ifndef NETSTAT_PAGE_PAGES_H
#define NETSTAT_PAGE_PAGES_H

#include <stdbool.h>
#include <stddef.h>

struct pages {
	int fd;
	bool ended; /* nothing more comes */
	char *text;
	size_t used, size;
	size_t *starts; /* of each complete line in the text */
	size_t lines, starts_size;

	size_t wanted_heading; /* lines to keep on top where there is room */
	size_t heading;        /* lines kept on top */
	size_t top;            /* first line below the heading on the screen */
	size_t left;           /* columns scrolled out to the left */
	size_t rows, columns;  /* of the screen */
};

/* Read until there are so many lines, or no more come. Returns whether there are so many. */
bool pages_need(struct pages *pages, size_t lines);

/* Draw the screen, with a message or a prompt on the last row. */
void pages_draw(const struct pages *pages, int fd, const char *prompt);

/* The next line from `from` on that holds the word; SIZE_MAX: none. Reads on as needed. */
size_t pages_find(struct pages *pages, size_t from, const char *word);

/* The largest sensible .top, once everything has been read. */
size_t pages_last_top(const struct pages *pages);

void pages_free(struct pages *pages);

#endif
