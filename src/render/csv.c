#include "config.h"

#include "render/csv.h"

#include <stdio.h>
#include <string.h>

#include "render/text.h"

/* Whether the byte stands for itself; `;` and `/` have a meaning of their own in a list. */
static bool is_plain(char c, bool in_list)
{
	return (signed char)c >= ' ' && c != 0x7f && c != '"' && c != '\\' &&
	       !(in_list && (c == ';' || c == '/'));
}

/* One character that is not plain, or one byte that is none. Returns how much of the text it is. */
static size_t special(struct out *out, const char *text, bool in_list)
{
	char shown[TEXT_ESCAPED];
	size_t taken, length = text_escape_one(shown, text, &taken);

	if (*text == '"')
		out_char(out, '"');
	else if (!is_plain(*text, in_list) && length == 1)
		length = (size_t)snprintf(shown, sizeof(shown), "\\x%02x", (unsigned char)*text);
	out_bytes(out, shown, length);
	return taken;
}

/* Text that stands within quotes, or needs none. */
static void escaped(struct out *out, const char *text, bool in_list)
{
	while (*text) {
		size_t plain = 0;

		while (is_plain(text[plain], in_list))
			plain++;
		out_bytes(out, text, plain);
		text += plain;
		if (*text)
			text += special(out, text, in_list);
	}
}

/* A field, quoted if it must be; so is an empty text, which is not the same as null. */
static void field(struct out *out, const char *text)
{
	bool quotes = !*text || text[strcspn(text, ",\"")];

	if (quotes)
		out_char(out, '"');
	escaped(out, text, false);
	if (quotes)
		out_char(out, '"');
}

static void number(struct out *out, const struct cell *cell)
{
	char text[32];

	switch (cell->kind) {
	case CELL_UNSIGNED:
		out_left_number(out, cell->number, 0);
		return;
	case CELL_SIGNED:
		snprintf(text, sizeof(text), "%lld", (long long)cell->signed_number);
		break;
	case CELL_HUNDREDTHS:
		snprintf(text, sizeof(text), "%llu.%02u", (unsigned long long)cell->number / 100,
			 (unsigned)(cell->number % 100));
		break;
	case CELL_BOOL:
		snprintf(text, sizeof(text), "%s", cell->truth ? "true" : "false");
		break;
	default:
		return;
	}
	out_text(out, text);
}

static void scalar(struct out *out, const struct column *column, const void *row)
{
	struct cell cell;

	cell.kind = CELL_NULL;
	column->get(row, NULL, &cell);
	if (cell.kind == CELL_TEXT)
		field(out, cell.text);
	else
		number(out, &cell);
}

static void element(struct out *out, const struct column *columns, size_t size, const void *row,
		    const void *item)
{
	for (size_t j = 0; j < size; j++) {
		struct cell cell;

		cell.kind = CELL_NULL;
		columns[j].get(row, item, &cell);
		if (j)
			out_char(out, '/');
		if (cell.kind == CELL_TEXT)
			escaped(out, cell.text, true);
		else
			number(out, &cell);
	}
}

static void list(struct out *out, const struct column *columns, size_t size, const void *row)
{
	const struct column_group *group = columns->group;
	const void *item = NULL;
	bool more = false;

	out_char(out, '"');
	while ((item = group->next(row, item))) {
		if (more)
			out_char(out, ';');
		element(out, columns, size, row, item);
		more = true;
	}
	out_char(out, '"');
}

static size_t list_size(const struct column *columns, size_t count)
{
	size_t size = 1;

	while (size < count && columns[size].group == columns->group)
		size++;
	return size;
}

static bool is_list(const struct column *column)
{
	return column->group && column->group->next;
}

static bool is_null(const struct column *column, const void *row)
{
	return (column->applies && !column->applies(row)) ||
	       (column->group && !column->group->present(row));
}

void csv_head(struct out *out, const struct column *columns, size_t count)
{
	size_t size;

	for (size_t i = 0; i < count; i += size) {
		const struct column *column = &columns[i];

		size = is_list(column) ? list_size(column, count - i) : 1;
		if (i)
			out_char(out, ',');
		if (column->group)
			out_text(out, column->group->key);
		if (column->group && !column->group->next)
			out_char(out, '_');
		if (!is_list(column))
			out_text(out, column->key);
	}
	out_text(out, "\r\n");
}

void csv_row(struct out *out, const struct column *columns, size_t count, const void *row)
{
	size_t size;

	for (size_t i = 0; i < count; i += size) {
		const struct column *column = &columns[i];

		size = is_list(column) ? list_size(column, count - i) : 1;
		if (i)
			out_char(out, ',');
		if (is_null(column, row))
			continue;
		if (is_list(column))
			list(out, column, size, row);
		else
			scalar(out, column, row);
	}
	out_text(out, "\r\n");
}
