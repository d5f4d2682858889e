#include "config.h"

#include "emulator.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static unsigned least(unsigned a, unsigned b)
{
	return a < b ? a : b;
}

static void blank(struct emulator *emulator, unsigned row, unsigned from, unsigned to)
{
	if (from < to)
		memset(emulator->cells[row] + from, ' ', to - from);
}

static void blank_rows(struct emulator *emulator, unsigned from, unsigned to)
{
	for (; from < to; from++)
		blank(emulator, from, 0, EMULATOR_COLUMNS);
}

void emulator_start(struct emulator *emulator, unsigned rows, unsigned columns)
{
	memset(emulator, 0, sizeof(*emulator));
	blank_rows(emulator, 0, EMULATOR_ROWS);
	emulator_resize(emulator, rows, columns);
}

void emulator_resize(struct emulator *emulator, unsigned rows, unsigned columns)
{
	emulator->rows = least(rows, EMULATOR_ROWS);
	emulator->columns = least(columns, EMULATOR_COLUMNS);
	emulator->top = 0;
	emulator->bottom = emulator->rows - 1;
	emulator->row = least(emulator->row, emulator->bottom);
	emulator->column = least(emulator->column, emulator->columns);
	for (unsigned row = 0; row < emulator->rows; row++)
		blank(emulator, row, emulator->columns, EMULATOR_COLUMNS);
}

/* Move the rows from `first` to the end of the scrolling ones: up, or down if `up` is false. */
static void scroll(struct emulator *emulator, unsigned first, bool up)
{
	unsigned last = emulator->bottom;
	size_t size = sizeof(emulator->cells[0]);

	if (first > last)
		return;
	memmove(emulator->cells[first + !up], emulator->cells[first + up], (last - first) * size);
	blank(emulator, up ? last : first, 0, EMULATOR_COLUMNS);
	if (up && first == 0)
		emulator->scrolled++;
}

static void line_feed(struct emulator *emulator)
{
	if (emulator->row == emulator->bottom)
		scroll(emulator, emulator->top, true);
	else if (emulator->row + 1 < emulator->rows)
		emulator->row++;
}

static void reverse_line_feed(struct emulator *emulator)
{
	if (emulator->row == emulator->top)
		scroll(emulator, emulator->top, false);
	else if (emulator->row)
		emulator->row--;
}

static void put(struct emulator *emulator, char c)
{
	/* A row that is exactly full wraps only when something follows, as on real terminals. */
	if (emulator->column == emulator->columns) {
		emulator->column = 0;
		line_feed(emulator);
	}
	emulator->cells[emulator->row][emulator->column++] = c;
}

static void move_to(struct emulator *emulator, unsigned row, unsigned column)
{
	emulator->row = least(row, emulator->rows - 1);
	emulator->column = least(column, emulator->columns - 1);
}

static void save_cursor(struct emulator *emulator)
{
	emulator->saved_row = emulator->row;
	emulator->saved_column = emulator->column;
}

static void erase_line(struct emulator *emulator, unsigned what)
{
	unsigned column = least(emulator->column, emulator->columns - 1);

	blank(emulator, emulator->row, what == 0 ? column : 0,
	      what == 1 ? column + 1 : emulator->columns);
}

static void erase_screen(struct emulator *emulator, unsigned what)
{
	if (what < 2)
		erase_line(emulator, what);
	blank_rows(emulator, what == 0 ? emulator->row + 1 : 0,
		   what == 1 ? emulator->row : emulator->rows);
}

/* Leaving the alternate screen moves the cursor in any case: to where it was saved, or home. */
static void set_mode(struct emulator *emulator, const char *parameters, bool on)
{
	if (!strcmp(parameters, "?25")) {
		emulator->cursor_hidden = !on;
	} else if (!strcmp(parameters, "?1049")) {
		emulator->alternate = on;
		if (on) {
			save_cursor(emulator);
			blank_rows(emulator, 0, emulator->rows);
		} else {
			move_to(emulator, emulator->saved_row, emulator->saved_column);
		}
	} else if (!strcmp(parameters, "?1047") || !strcmp(parameters, "?47")) {
		emulator->alternate = on;
	}
}

static void set_region(struct emulator *emulator, unsigned top, unsigned bottom)
{
	emulator->top = top ? top - 1 : 0;
	emulator->bottom = bottom && bottom <= emulator->rows ? bottom - 1 : emulator->rows - 1;
	move_to(emulator, 0, 0);
}

static void move_by(struct emulator *emulator, char final, unsigned count)
{
	unsigned row = emulator->row, column = emulator->column;

	count += !count;
	if (final == 'A')
		row -= least(row, count);
	else if (final == 'B')
		row += count;
	else if (final == 'C')
		column += count;
	else
		column -= least(column, count);
	move_to(emulator, row, column);
}

static void repeat_scroll(struct emulator *emulator, unsigned first, bool up, unsigned count)
{
	for (count += !count; count; count--)
		scroll(emulator, first, up);
}

/* The sequence ESC [ parameters final. */
static void control(struct emulator *emulator, char final)
{
	unsigned first = 0, second = 0;

	sscanf(emulator->sequence, "%u", &first);
	sscanf(emulator->sequence, "%*[0-9];%u", &second);
	switch (final) {
	case 'A':
	case 'B':
	case 'C':
	case 'D':
		move_by(emulator, final, first);
		break;
	case 'G':
		move_to(emulator, emulator->row, first - !!first);
		break;
	case 'd':
		move_to(emulator, first - !!first, emulator->column);
		break;
	case 'H':
	case 'f':
		move_to(emulator, first - !!first, second - !!second);
		break;
	case 'J':
		erase_screen(emulator, first);
		break;
	case 'K':
		erase_line(emulator, first);
		break;
	case 'L':
	case 'M':
		repeat_scroll(emulator, emulator->row, final == 'M', first);
		break;
	case 'S':
	case 'T':
		repeat_scroll(emulator, emulator->top, final == 'S', first);
		break;
	case 'r':
		set_region(emulator, first, second);
		break;
	case 'h':
	case 'l':
		set_mode(emulator, emulator->sequence, final == 'h');
		break;
	}
}

static void escape(struct emulator *emulator, char c)
{
	emulator->state = GROUND;
	switch (c) {
	case '[':
		emulator->state = CONTROL;
		emulator->length = 0;
		break;
	case ']':
		emulator->state = COMMAND;
		break;
	case '(':
	case ')':
		emulator->state = CHARSET;
		break;
	case 'M':
		reverse_line_feed(emulator);
		break;
	case '7':
		save_cursor(emulator);
		break;
	case '8':
		move_to(emulator, emulator->saved_row, emulator->saved_column);
		break;
	}
}

static void ground(struct emulator *emulator, char c)
{
	switch (c) {
	case '\033':
		emulator->state = ESCAPE;
		break;
	case '\n':
		line_feed(emulator);
		break;
	case '\r':
		emulator->column = 0;
		break;
	case '\b':
		emulator->column -= !!emulator->column;
		break;
	default:
		if ((unsigned char)c >= ' ')
			put(emulator, c);
	}
}

static void collect(struct emulator *emulator, char c)
{
	if (c >= 0x40) {
		emulator->sequence[emulator->length] = '\0';
		emulator->state = GROUND;
		control(emulator, c);
	} else if (emulator->length + 1 < sizeof(emulator->sequence)) {
		emulator->sequence[emulator->length++] = c;
	}
}

void emulator_feed(struct emulator *emulator, const char *bytes, size_t length)
{
	for (size_t i = 0; i < length; i++) {
		switch (emulator->state) {
		case GROUND:
			ground(emulator, bytes[i]);
			break;
		case ESCAPE:
			escape(emulator, bytes[i]);
			break;
		case CONTROL:
			collect(emulator, bytes[i]);
			break;
		case CHARSET:
			emulator->state = GROUND;
			break;
		case COMMAND:
			if (bytes[i] == '\a')
				emulator->state = GROUND;
			break;
		}
	}
}

void emulator_row(const struct emulator *emulator, unsigned row, char text[EMULATOR_COLUMNS + 1])
{
	size_t length = row < emulator->rows ? emulator->columns : 0;

	memcpy(text, emulator->cells[row < EMULATOR_ROWS ? row : 0], length);
	while (length && text[length - 1] == ' ')
		length--;
	text[length] = '\0';
}
