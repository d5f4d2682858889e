#include "config.h"

#include "render/records.h"

#include <string.h>

#include "render/csv.h"

/* How many columns from this one on are of its group. */
static size_t group_size(const struct records *records, size_t at)
{
	size_t size = 1;

	while (records->columns[at].group && at + size < records->count &&
	       records->columns[at + size].group == records->columns[at].group)
		size++;
	return size;
}

static void json_cell(struct json *json, const struct cell *cell)
{
	switch (cell->kind) {
	case CELL_UNSIGNED:
		json_unsigned(json, cell->number);
		break;
	case CELL_SIGNED:
		json_signed(json, cell->signed_number);
		break;
	case CELL_HUNDREDTHS:
		json_hundredths(json, cell->number);
		break;
	case CELL_BOOL:
		json_bool(json, cell->truth);
		break;
	case CELL_TEXT:
		json_string(json, cell->text);
		break;
	default:
		json_null(json);
		break;
	}
}

static void json_column(struct json *json, const struct column *column, const void *row,
			const void *item)
{
	struct cell cell;

	cell.kind = CELL_NULL;
	column->get(row, item, &cell);
	json_cell(json, &cell);
}

/* An object of the columns of a group. */
static void json_members(struct json *json, const struct column *columns, size_t count,
			 const void *row, const void *item)
{
	json_open(json, '{');
	for (size_t j = 0; j < count; j++) {
		json_key(json, columns[j].key);
		json_column(json, &columns[j], row, item);
	}
	json_close(json, '}');
}

static void json_group(struct json *json, const struct column *columns, size_t size,
		       const void *row)
{
	const struct column_group *group = columns->group;
	const void *item = NULL;

	if (!group->present(row)) {
		json_null(json);
		return;
	}
	if (!group->next) {
		json_members(json, columns, size, row, NULL);
		return;
	}
	json_open(json, '[');
	while ((item = group->next(row, item))) {
		if (columns->key)
			json_members(json, columns, size, row, item);
		else
			json_column(json, columns, row, item);
	}
	json_close(json, ']');
}

static void json_row(struct records *records, const void *row, const char *event)
{
	struct json *json = &records->json;
	size_t size;

	json_open(json, '{');
	if (event) {
		json_key(json, "event");
		json_string(json, event);
	}
	if (event || records->timed) {
		json_key(json, "time");
		json_string(json, records->time);
	}
	if (records->format == FORMAT_JSONL) {
		json_key(json, "host");
		json_string(json, records->host);
	}
	for (size_t i = 0; i < records->count; i += size) {
		const struct column *column = &records->columns[i];

		size = group_size(records, i);
		if (column->applies && !column->applies(row))
			continue;
		json_key(json, column->group ? column->group->key : column->key);
		if (column->group)
			json_group(json, column, size, row);
		else
			json_column(json, column, row, NULL);
	}
	json_close(json, '}');
}

void records_begin(struct records *records)
{
	struct json *json = &records->json;

	*json = (struct json){ .out = records->out };
	if (records->format == FORMAT_CSV) {
		csv_head(records->out, records->columns, records->count);
		return;
	}
	if (records->format != FORMAT_JSON)
		return;
	json_open(json, '{');
	json_key(json, "schema");
	json_string(json, records->schema);
	json_key(json, "host");
	json_string(json, records->host);
	json_key(json, "time");
	json_string(json, records->time);
	json_key(json, records->list);
	json_open(json, '[');
}

void records_row(struct records *records, const void *row, const char *event)
{
	if (records->format == FORMAT_CSV) {
		csv_row(records->out, records->columns, records->count, row);
		return;
	}
	json_row(records, row, event);
	if (records->format == FORMAT_JSONL) {
		out_char(records->out, '\n');
		records->json.some[0] = false;
	}
}

void records_end(struct records *records, const struct notes *notes)
{
	struct json *json = &records->json;

	if (records->format != FORMAT_JSON)
		return;
	json_close(json, ']');
	json_key(json, "notes");
	json_open(json, '[');
	for (size_t i = 0; i < notes->count; i++)
		json_string(json, notes->text[i]);
	json_close(json, ']');
	json_close(json, '}');
	out_char(records->out, '\n');
}
