#include "config.h"

#include "sort_columns.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void key_of(const struct column *column, char *key, size_t size)
{
	if (column->group)
		snprintf(key, size, "%s_%s", column->group->key, column->key);
	else
		snprintf(key, size, "%s", column->key);
}

/* A list has no one value to compare. */
static bool can_sort(const struct column *column)
{
	return !(column->group && column->group->next);
}

bool sort_columns_key(const struct column *columns, size_t count, size_t *column, char *key,
		      size_t size)
{
	while (*column < count && !can_sort(&columns[*column]))
		++*column;
	if (*column == count)
		return false;
	key_of(&columns[(*column)++], key, size);
	return true;
}

static bool parse_key(struct column_sort *sort, const struct column *columns, size_t count,
		      const char *text, size_t length)
{
	bool reverse = length && *text == '-';
	char key[64];

	text += reverse;
	length -= reverse;
	if (sort->count == SORT_COLUMNS_MAX)
		return false;
	for (size_t column = 0; sort_columns_key(columns, count, &column, key, sizeof(key));) {
		if (strlen(key) != length || memcmp(key, text, length))
			continue;
		sort->keys[sort->count].column = (uint8_t)(column - 1);
		sort->keys[sort->count++].reverse = reverse;
		return true;
	}
	return false;
}

bool sort_columns_parse(struct column_sort *sort, const struct column *columns, size_t count,
			const char *text)
{
	*sort = (struct column_sort){ 0 };
	if (!strcmp(text, "none"))
		return true;
	for (;;) {
		size_t length = strcspn(text, ",");

		if (!parse_key(sort, columns, count, text, length))
			return false;
		if (!text[length])
			return true;
		text += length + 1;
	}
}

struct sorting {
	const struct column_sort *sort;
	const struct column *columns;
	const char *rows;
	size_t size;
};

static int compare_signed(int64_t a, int64_t b)
{
	return (a > b) - (a < b);
}

/* Values of one column are all of one kind, or null. */
static int compare_cells(const struct cell *a, const struct cell *b)
{
	switch (a->kind) {
	case CELL_UNSIGNED:
	case CELL_HUNDREDTHS:
		return (a->number > b->number) - (a->number < b->number);
	case CELL_SIGNED:
		return compare_signed(a->signed_number, b->signed_number);
	case CELL_BOOL:
		return a->truth - b->truth;
	case CELL_TEXT:
		return strcmp(a->text, b->text);
	default:
		return 0;
	}
}

static void value(const struct column *column, const void *row, struct cell *cell)
{
	cell->kind = CELL_NULL;
	if ((!column->applies || column->applies(row)) &&
	    (!column->group || column->group->present(row)))
		column->get(row, NULL, cell);
}

static int compare_column(const struct column *column, const void *a, const void *b, bool reverse)
{
	struct cell cell_a, cell_b;
	int order;

	value(column, a, &cell_a);
	value(column, b, &cell_b);
	if (cell_a.kind == CELL_NULL || cell_b.kind == CELL_NULL)
		return (cell_a.kind == CELL_NULL) - (cell_b.kind == CELL_NULL);
	order = column->compare ? column->compare(a, b) : compare_cells(&cell_a, &cell_b);
	return reverse ? -order : order;
}

static int compare_rows(const void *a, const void *b, void *arg)
{
	const struct sorting *sorting = arg;
	uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;

	for (int i = 0; i < sorting->sort->count; i++) {
		const struct column *column = &sorting->columns[sorting->sort->keys[i].column];
		int order = compare_column(column, sorting->rows + x * sorting->size,
					   sorting->rows + y * sorting->size,
					   sorting->sort->keys[i].reverse);

		if (order)
			return order;
	}
	return (x > y) - (x < y);
}

uint32_t *sort_columns(const struct column_sort *sort, const struct column *columns,
		       const void *rows, size_t count, size_t size)
{
	struct sorting sorting = { sort, columns, rows, size };
	uint32_t *order = malloc((count + 1) * sizeof(*order));

	if (!order)
		return NULL;
	for (size_t i = 0; i < count; i++)
		order[i] = (uint32_t)i;
	if (sort->count)
		qsort_r(order, count, sizeof(*order), compare_rows, &sorting);
	return order;
}
