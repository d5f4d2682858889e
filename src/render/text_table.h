/* Rows of any view as text, by the columns of the view: net-tools' columns, byte for byte. */
#ifndef NETSTAT_RENDER_TEXT_TABLE_H
#define NETSTAT_RENDER_TEXT_TABLE_H

#include "render/columns.h"
#include "render/out.h"

/* How a column stands in one table of the text. A value of null is shown as `-`. */
struct layout_cell {
	const struct column *column;
	const char *title;
	uint8_t width; /* at least as wide; 0: as its text */
	uint8_t cut;   /* at most as wide; 0: any width */
	uint8_t gap;   /* blanks before it */
	bool right;    /* aligned to the right */
	/* The value in the text, where it is another than in machine formats; NULL: the column's. */
	void (*get)(const void *row, const void *item, struct cell *cell);
};

struct layout {
	const struct layout_cell *cells;
	size_t count;
};

/*
 * The line of titles. A title that is wider than its column takes from the blanks behind it, since
 * each begins (or ends) where its column does.
 */
void text_table_heading(struct out *out, const struct layout *layout, bool bold);

/*
 * One row, as printf would pad it: what is too wide moves the rest. Text from outside is escaped
 * (text_escape()).
 */
void text_table_row(struct out *out, const struct layout *layout, const void *row);

/* A value as text_table_row() shows it, at most `size` bytes and no NUL. Returns its length. */
size_t text_table_value(char *to, size_t size, const struct cell *cell);

#endif
