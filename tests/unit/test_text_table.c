/* Lines of columns: what printf would print, and titles that stand where their columns do. */
#include "config.h"

#include "written.h"

#include <stdint.h>
#include <stdio.h>

#include "render/text_table.h"

struct sample {
	const char *name;
	int64_t number;
};

static void get_name(const void *row, const void *item, struct cell *cell)
{
	(void)item;
	cell_text(cell, ((const struct sample *)row)->name);
}

static void get_number(const void *row, const void *item, struct cell *cell)
{
	(void)item;
	cell_signed(cell, ((const struct sample *)row)->number);
}

static void get_half(const void *row, const void *item, struct cell *cell)
{
	(void)item;
	cell->kind = CELL_HUNDREDTHS;
	cell->number = (uint64_t)((const struct sample *)row)->number * 50;
}

static void get_sign(const void *row, const void *item, struct cell *cell)
{
	(void)item;
	cell_bool(cell, ((const struct sample *)row)->number < 0);
}

static const struct column name = { .key = "name", .get = get_name };
static const struct column number = { .key = "number", .get = get_number };

static const struct layout_cell cells[] = {
	{ &name, "Name", .width = 8, .cut = 8 },
	{ &number, "Numbers", .width = 4, .gap = 1 },
	{ &number, "No", .width = 5, .gap = 1, .right = true },
	{ &number, "Half", .gap = 3, .get = get_half },
	{ &number, "Neg", .gap = 1, .get = get_sign },
};

static const struct layout layout = { cells, COUNT(cells) };

static const char *row_of(const char *text, int64_t value)
{
	struct sample sample = { text, value };

	written_begin();
	text_table_row(&out, &layout, &sample);
	return written_end();
}

Test(text_table, a_wide_title_takes_the_blanks_behind_it_and_a_right_one_ends_with_its_column)
{
	written_begin();
	text_table_heading(&out, &layout, false);
	cr_expect_str_eq(written_end(), "Name     Numbers No   Half Neg\n");
	written_begin();
	text_table_heading(&out, &layout, true);
	cr_expect_str_eq(written_end(), "\033[1mName     Numbers No   Half Neg\033[0m\n");
}

Test(text_table, titles_that_do_not_fit_move_the_next_one_and_not_the_one_after_it)
{
	static const struct layout_cell wide[] = {
		{ &number, "ABCDEF", .width = 2 },
		{ &number, "G", .width = 2, .gap = 1 },
		{ &number, "H", .width = 2, .gap = 6 },
	};
	static const struct layout of = { wide, COUNT(wide) };

	written_begin();
	text_table_heading(&out, &of, false);
	cr_expect_str_eq(written_end(), "ABCDEFG    H\n");
}

Test(text_table, a_row_is_padded_and_cut_as_printf_does_it)
{
	cr_expect_str_eq(row_of("eth0", 2), "eth0     2        2   1.00 no\n");
	cr_expect_str_eq(row_of("averylongname", 123456), "averylon 123456 123456   61728.00 no\n");
	cr_expect_str_eq(row_of("", INT64_MIN), "         -9223372036854775808 "
						"-9223372036854775808   0.00 yes\n");
}

Test(text_table, what_is_not_known_is_a_dash)
{
	cr_expect_str_eq(row_of(NULL, 1), "-        1        1   0.50 no\n");
}

Test(text_table, what_a_terminal_could_obey_is_escaped_and_no_escape_is_cut)
{
	cr_expect_str_eq(row_of("a\033[2Jb", 1), "a\\x1b[2J 1        1   0.50 no\n");
	cr_expect_str_eq(row_of("abcdef\n", 1), "abcdef   1        1   0.50 no\n");
	cr_expect_str_eq(row_of("abcdefg\xc3\xa4", 1), "abcdefg  1        1   0.50 no\n");
}
