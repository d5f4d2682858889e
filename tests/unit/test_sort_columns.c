/* The order of rows by the columns of any view. */
#include "config.h"

#include <criterion/criterion.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "sort_columns.h"

#define COUNT(array) (sizeof(array) / sizeof(*(array)))

struct sample {
	const char *name; /* NULL: none */
	int64_t balance;
	uint64_t size;
	const char *version; /* digits of one letter before a dot and more behind it */
};

static const struct sample *sample_of(const void *row)
{
	return row;
}

static void get_name(const void *row, const void *item, struct cell *cell)
{
	(void)item;
	cell_text(cell, sample_of(row)->name);
}

static void get_balance(const void *row, const void *item, struct cell *cell)
{
	(void)item;
	cell_signed(cell, sample_of(row)->balance);
}

static void get_size(const void *row, const void *item, struct cell *cell)
{
	(void)item;
	cell_unsigned(cell, sample_of(row)->size);
}

static void get_version(const void *row, const void *item, struct cell *cell)
{
	(void)item;
	cell_text(cell, sample_of(row)->version);
}

static int compare_versions(const void *a, const void *b)
{
	int x = atoi(sample_of(a)->version), y = atoi(sample_of(b)->version);

	return (x > y) - (x < y);
}

static bool has_box(const void *row)
{
	return sample_of(row)->size;
}

static const void *next_of(const void *row, const void *item)
{
	return item ? NULL : row;
}

static const struct column_group box = { .key = "box", .present = has_box };
static const struct column_group list = { .key = "list", .present = has_box, .next = next_of };

static const struct column columns[] = {
	{ NULL, "name", .get = get_name },
	{ NULL, "balance", .get = get_balance },
	{ &box, "size", .get = get_size },
	{ &list, NULL, .get = get_size },
	{ NULL, "version", .get = get_version, .compare = compare_versions },
};

static const struct sample samples[] = {
	{ "b", -1, UINT64_MAX, "10" },
	{ "a", 5, 0, "9" },
	{ NULL, INT64_MIN, 1, "9" },
	{ "a", INT64_MAX, 2, "100" },
};

static void expect_order(const char *sort_text, const char *expected)
{
	char text[COUNT(samples) + 1] = "";
	struct column_sort sort;
	uint32_t *order;

	cr_assert(sort_columns_parse(&sort, columns, COUNT(columns), sort_text), "%s", sort_text);
	order = sort_columns(&sort, columns, samples, COUNT(samples), sizeof(*samples));
	cr_assert_not_null(order);
	for (size_t i = 0; i < COUNT(samples); i++)
		text[i] = (char)('0' + order[i]);
	cr_expect_str_eq(text, expected, "%s: %s instead of %s", sort_text, text, expected);
	free(order);
}

Test(sort_columns, rows_stay_where_nothing_orders_them)
{
	expect_order("none", "0123");
}

Test(sort_columns, numbers_compare_with_their_sign_and_in_64_bits)
{
	expect_order("balance", "2013");
	expect_order("-balance", "3102");
	expect_order("box_size", "2301");
}

Test(sort_columns, null_comes_last_whichever_way_and_equal_rows_stay)
{
	expect_order("name", "1302");
	expect_order("-name", "0132");
	expect_order("-box_size", "0321");
}

Test(sort_columns, a_column_may_know_better_than_its_text)
{
	expect_order("version", "1203");
	expect_order("-version", "3012");
	expect_order("version,-balance", "1203");
	expect_order("version,balance", "2103");
}

Test(sort_columns, only_keys_that_are_there_can_be_sorted_by)
{
	static const char *const bad[] = { "",
					   "foo",
					   "name,",
					   ",name",
					   "list",
					   "list_",
					   "--name",
					   "size",
					   "name,none,foo",
					   "Name",
					   "-",
					   "none,name",
					   "name,name,name,name,name,name,name,name,name" };
	struct column_sort sort;

	for (size_t i = 0; i < COUNT(bad); i++)
		cr_expect_not(sort_columns_parse(&sort, columns, COUNT(columns), bad[i]), "%s",
			      bad[i]);
}

Test(sort_columns, the_keys_can_be_told)
{
	static const char *const keys[] = { "name", "balance", "box_size", "version" };
	size_t column = 0, count = 0;
	char key[64];

	while (sort_columns_key(columns, COUNT(columns), &column, key, sizeof(key))) {
		cr_assert_lt(count, COUNT(keys));
		cr_expect_str_eq(key, keys[count++]);
	}
	cr_expect_eq(count, COUNT(keys));
}
