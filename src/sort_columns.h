/* The order of rows by the columns of their view: for all views but the sockets, which have sort.h. */
#ifndef NETSTAT_SORT_COLUMNS_H
#define NETSTAT_SORT_COLUMNS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "render/columns.h"

enum { SORT_COLUMNS_MAX = 8 };

/* Columns in order of weight. All zeros: the rows stay as they come. */
struct column_sort {
	uint8_t count;
	struct {
		uint8_t column; /* its place in the view's table */
		bool reverse;
	} keys[SORT_COLUMNS_MAX];
};

/*
 * Read the value of --sort: KEY,... where a key is that of a column as CSV calls it, each with a `-`
 * before it to reverse; or `none`. False: there is no such column, it is a list, or there are more
 * than SORT_COLUMNS_MAX.
 */
bool sort_columns_parse(struct column_sort *sort, const struct column *columns, size_t count,
			const char *text);

/* The next key that sort_columns_parse() knows into `key`, from *column on; false: there is none. */
bool sort_columns_key(const struct column *columns, size_t count, size_t *column, char *key,
		      size_t size);

/*
 * The order in which to show the rows, each of `size` bytes: an array of row numbers that the caller
 * frees; NULL: out of memory. Numbers compare as numbers, text as bytes, by column->compare where
 * that is neither; null comes last. Rows that the keys find equal stay as they come.
 */
uint32_t *sort_columns(const struct column_sort *sort, const struct column *columns,
		       const void *rows, size_t count, size_t size);

#endif
