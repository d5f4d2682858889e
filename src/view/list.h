/*
 * A view's rows on their way out: sorted by its columns if that is asked for, then as text or for
 * programs. For all views but the sockets, whose rows may be too many to hold.
 */
#ifndef NETSTAT_VIEW_LIST_H
#define NETSTAT_VIEW_LIST_H

#include "render/text_table.h"
#include "render/view_columns.h"
#include "view/document.h"
#include "view/round.h"

struct list {
	const struct round *round;
	const struct view_columns *view;
	struct document document; /* of the formats for programs */
};

/* What comes before the rows of a document; nothing of text. To be followed by list_end(). */
void list_begin(struct list *list, const struct round *round, const struct view_columns *view);

/* Whether the list is text: only then are there titles, headings and the like. */
static inline bool list_is_text(const struct list *list)
{
	return list->round->options->format == FORMAT_TABLE;
}

/* A line of text of its own, like a title; nothing in the formats for programs. */
void list_title(struct list *list, const char *title);

/* The titles of the columns; nothing in the formats for programs. */
void list_heading(struct list *list, const struct layout *layout);

/*
 * Rows, each of `size` bytes, as text by the layout or as records by the view's columns. To be
 * called for each table of the view. Returns 0 or -ENOMEM, of which nothing has been said.
 */
int list_rows(struct list *list, const struct layout *layout, const void *rows, size_t count,
	      size_t size);

/*
 * The same with a function that prints the text of a row: where it is more than a line of columns.
 */
int list_rows_by(struct list *list, void (*text)(struct list *list, const void *row),
		 const void *rows, size_t count, size_t size);

/* What comes behind the rows. Messages are no longer collected for the document. */
void list_end(struct list *list);

#endif
