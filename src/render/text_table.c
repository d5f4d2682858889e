#include "config.h"

#include "render/text_table.h"

#include <string.h>

#include "render/text.h"

void text_table_heading(struct out *out, const struct layout *layout, bool bold)
{
	size_t at = 0, begin = 0; /* where the text is, and where a column begins */

	if (bold)
		out_text(out, "\033[1m");
	for (size_t i = 0; i < layout->count; i++) {
		const struct layout_cell *cell = &layout->cells[i];
		size_t length = strlen(cell->title), start;

		begin += cell->gap;
		start = begin;
		if (cell->right && length < cell->width)
			start += cell->width - length;
		if (start > at)
			out_spaces(out, start - at);
		else
			start = at;
		out_text(out, cell->title);
		at = start + length;
		begin += cell->width ? cell->width : length;
	}
	out_text(out, bold ? "\033[0m\n" : "\n");
}

/* A number with its sign, if it has one. */
static size_t signed_number(char *to, int64_t number)
{
	if (number >= 0)
		return text_number(to, (uint64_t)number);
	*to = '-';
	return 1 + text_number(to + 1, -(uint64_t)number);
}

static size_t hundredths(char *to, uint64_t number)
{
	size_t length = text_number(to, number / 100);

	to[length++] = '.';
	to[length++] = (char)('0' + number / 10 % 10);
	to[length++] = (char)('0' + number % 10);
	return length;
}

static size_t copy(char *to, size_t size, const char *from, size_t length)
{
	if (length > size)
		length = size;
	memcpy(to, from, length);
	return length;
}

size_t text_table_value(char *to, size_t size, const struct cell *cell)
{
	char number[TEXT_NUMBER + 4];

	switch (cell->kind) {
	case CELL_UNSIGNED:
		return copy(to, size, number, text_number(number, cell->number));
	case CELL_SIGNED:
		return copy(to, size, number, signed_number(number, cell->signed_number));
	case CELL_HUNDREDTHS:
		return copy(to, size, number, hundredths(number, cell->number));
	case CELL_BOOL:
		return cell->truth ? copy(to, size, "yes", 3) : copy(to, size, "no", 2);
	case CELL_TEXT:
		return text_escape(to, size, cell->text);
	default:
		return copy(to, size, "-", 1);
	}
}

enum { VALUE_SIZE = 4200 }; /* a host name whose bytes are all escaped fits */

static void row_cell(struct out *out, const struct layout_cell *at, const void *row)
{
	char text[VALUE_SIZE];
	struct cell cell;
	size_t length;

	cell.kind = CELL_NULL;
	if (at->get)
		at->get(row, NULL, &cell);
	else
		at->column->get(row, NULL, &cell);
	length = text_table_value(text, at->cut ? at->cut : sizeof(text), &cell);
	if (at->right && length < at->width)
		out_spaces(out, at->width - length);
	out_left(out, text, length, at->right ? 0 : at->width);
}

void text_table_row(struct out *out, const struct layout *layout, const void *row)
{
	for (size_t i = 0; i < layout->count; i++) {
		out_spaces(out, layout->cells[i].gap);
		row_cell(out, &layout->cells[i], row);
	}
	out_char(out, '\n');
}
