#include "config.h"

#include "render/csv.h"

#include <stdio.h>
#include <string.h>

/* A field, quoted if it must be; so is an empty text, which is not the same as null. */
static void field(struct out *out, const char *text)
{
	if (*text && !text[strcspn(text, ",\"\r\n")]) {
		out_text(out, text);
		return;
	}
	out_char(out, '"');
	for (; *text; text++) {
		if (*text == '"')
			out_char(out, '"');
		out_char(out, *text);
	}
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

/* A text within a list: what would end it is escaped, quotes are doubled as everywhere. */
static void element_text(struct out *out, const char *text)
{
	for (; *text; text++) {
		if (strchr(";/\\", *text)) {
			char shown[8];

			snprintf(shown, sizeof(shown), "\\x%02x", (unsigned char)*text);
			out_text(out, shown);
			continue;
		}
		if (*text == '"')
			out_char(out, '"');
		out_char(out, *text);
	}
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
			element_text(out, cell.text);
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
