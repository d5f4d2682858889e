/*
 * As much of a terminal as is needed to ask what a user would see: cells, a cursor, and the
 * sequences that pagers send. Colours are swallowed.
 */
#ifndef EMULATOR_H
#define EMULATOR_H

#include <stdbool.h>
#include <stddef.h>

enum { EMULATOR_ROWS = 64, EMULATOR_COLUMNS = 256 };

struct emulator {
	unsigned rows, columns;
	unsigned row, column; /* of the cursor; column == columns: the next character wraps */
	unsigned top, bottom; /* the rows that scroll */
	unsigned saved_row, saved_column;
	size_t scrolled; /* lines that have left the screen at its top */
	bool alternate, cursor_hidden;
	enum { GROUND, ESCAPE, CHARSET, CONTROL, COMMAND } state;
	char sequence[32]; /* parameters of a control sequence */
	size_t length;
	char cells[EMULATOR_ROWS][EMULATOR_COLUMNS];
};

void emulator_start(struct emulator *emulator, unsigned rows, unsigned columns);

/* The window has another size; what was on it may be anywhere, as with real terminals. */
void emulator_resize(struct emulator *emulator, unsigned rows, unsigned columns);

void emulator_feed(struct emulator *emulator, const char *bytes, size_t length);

/* The text of a row without the blanks at its end. */
void emulator_row(const struct emulator *emulator, unsigned row, char text[EMULATOR_COLUMNS + 1]);

#endif
