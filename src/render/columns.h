/*
 * What the columns of a view are: one table for each view says the title in text, the key in machine
 * formats, the type and what it means. A column hands out the value of a row; it formats nothing.
 */
#ifndef NETSTAT_RENDER_COLUMNS_H
#define NETSTAT_RENDER_COLUMNS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum cell_kind {
	CELL_NULL, /* not known, or there is none */
	CELL_UNSIGNED,
	CELL_SIGNED,
	CELL_HUNDREDTHS, /* of .number: 150 is 1.50 */
	CELL_BOOL,
	CELL_TEXT,
};

enum { CELL_BUFFER = 64 };

/* The value of a column in a row. */
struct cell {
	enum cell_kind kind;
	union {
		uint64_t number;
		int64_t signed_number;
		bool truth;
		const char *text; /* any bytes, NUL-terminated; may point to .buffer */
	};
	char buffer[CELL_BUFFER];
};

/* Columns that belong together: an object, or a list of values or of objects. */
struct column_group {
	const char *key;
	bool (*present)(const void *row); /* false: null */
	/* Of a list: the item after this one, or with NULL the first; NULL: there is none. Else NULL. */
	const void *(*next)(const void *row, const void *item);
	const char *help;
};

/* How a column stands in a table of the text. */
struct column_head {
	const char *title; /* NULL: it is not in this table */
	uint8_t width;     /* of its cells; 0: as wide as what is in them */
};

enum { COLUMN_TABLES = 2 }; /* the most that the text of a view has */

struct column {
	const struct column_group *group; /* NULL: none; those of one group are neighbours */
	const char *key;  /* NULL: the only column of a list of plain values */
	const char *type; /* for people: integer, number, string, boolean */
	const char *help; /* one line for docs/JSON.md */
	/* `cell` comes as CELL_NULL; `item` is one of the list's, or NULL. */
	void (*get)(const void *row, const void *item, struct cell *cell);
	/* Whether rows like this one have the column at all; NULL: all have it. */
	bool (*applies)(const void *row);
	struct column_head head[COLUMN_TABLES]; /* by the table of the text */
	/* Which of two rows comes first, where the value as text does not tell; NULL: it does. */
	int (*compare)(const void *a, const void *b);
};

static inline void cell_unsigned(struct cell *cell, uint64_t number)
{
	cell->kind = CELL_UNSIGNED;
	cell->number = number;
}

static inline void cell_signed(struct cell *cell, int64_t number)
{
	cell->kind = CELL_SIGNED;
	cell->signed_number = number;
}

static inline void cell_bool(struct cell *cell, bool truth)
{
	cell->kind = CELL_BOOL;
	cell->truth = truth;
}

/* NULL: leaves the cell as it is. */
static inline void cell_text(struct cell *cell, const char *text)
{
	if (!text)
		return;
	cell->kind = CELL_TEXT;
	cell->text = text;
}

#endif
