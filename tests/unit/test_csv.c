/* CSV: quoting, null beside empty texts, lists, and escapes that can be turned back. */
#include "config.h"

#include "written.h"

#include <stdint.h>
#include <stdio.h>

#include "render/csv.h"
#include "render/text.h"

/* The row of these tests: two texts, a number, and a list of texts. */
struct sample {
	const char *first, *second;
	uint64_t number;
	const char *const *items; /* NULL-terminated; NULL: there is no list */
};

static void get_first(const void *row, const void *item, struct cell *cell)
{
	(void)item;
	cell_text(cell, ((const struct sample *)row)->first);
}

static void get_second(const void *row, const void *item, struct cell *cell)
{
	(void)item;
	cell_text(cell, ((const struct sample *)row)->second);
}

static void get_number(const void *row, const void *item, struct cell *cell)
{
	(void)item;
	cell_unsigned(cell, ((const struct sample *)row)->number);
}

static bool has_items(const void *row)
{
	return ((const struct sample *)row)->items;
}

static const void *next_item(const void *row, const void *item)
{
	const char *const *next = item ? (const char *const *)item + 1
				       : ((const struct sample *)row)->items;

	return *next ? next : NULL;
}

static void get_item(const void *row, const void *item, struct cell *cell)
{
	(void)row;
	cell_text(cell, *(const char *const *)item);
}

static void get_length(const void *row, const void *item, struct cell *cell)
{
	(void)row;
	if (**(const char *const *)item)
		cell_unsigned(cell, strlen(*(const char *const *)item));
}

static const struct column_group pairs = { .key = "pairs",
					   .present = has_items,
					   .next = next_item };
static const struct column columns[] = {
	{ .key = "first", .get = get_first },
	{ .key = "second", .get = get_second },
	{ .key = "number", .get = get_number },
	{ .group = &pairs, .key = "length", .get = get_length },
	{ .group = &pairs, .key = "text", .get = get_item },
};

static const char *row_of(const struct sample *sample)
{
	written_begin();
	csv_row(&out, columns, COUNT(columns), sample);
	return written_end();
}

static void expect_row(struct sample sample, const char *expected)
{
	cr_expect_str_eq(row_of(&sample), expected);
}

Test(csv, begins_with_the_keys_a_list_being_one)
{
	written_begin();
	csv_head(&out, columns, COUNT(columns));
	cr_expect_str_eq(written_end(), "first,second,number,pairs\r\n");
}

Test(csv, tells_null_from_empty)
{
	static const char *const none[] = { NULL };

	expect_row((struct sample){ NULL, "", 0, NULL }, ",\"\",0,\r\n");
	expect_row((struct sample){ "", NULL, 0, none }, "\"\",,0,\"\"\r\n");
}

Test(csv, quotes_what_holds_a_comma_or_a_quote)
{
	expect_row((struct sample){ "a b", "a,b", UINT64_MAX, NULL },
		   "a b,\"a,b\",18446744073709551615,\r\n");
	expect_row((struct sample){ "\"", "a\"b\"", 1, NULL }, "\"\"\"\",\"a\"\"b\"\"\",1,\r\n");
	expect_row((struct sample){ " x ", "a;b/c", 1, NULL }, " x ,a;b/c,1,\r\n");
}

Test(csv, keeps_a_row_on_a_line_of_utf8)
{
	expect_row((struct sample){ "a\nb\r", "\\x41", 1, NULL }, "a\\x0ab\\x0d,\\x5cx41,1,\r\n");
	expect_row((struct sample){ "\xff,", "\xc3\xb6\xc3", 1, NULL },
		   "\"\\xff,\",\xc3\xb6\\xc3,1,\r\n");
	expect_row((struct sample){ "\xc2\x9b", "\xed\xa0\x80", 1, NULL },
		   "\\xc2\\x9b,\\xed\\xa0\\x80,1,\r\n");
}

Test(csv, separates_elements_and_their_members)
{
	static const char *const one[] = { "x", NULL };
	static const char *const more[] = { "a", "", "c;d/e", "\"q\"", "f\\", ",", NULL };

	expect_row((struct sample){ "", "", 1, one }, "\"\",\"\",1,\"1/x\"\r\n");
	expect_row((struct sample){ "", "", 1, more },
		   "\"\",\"\",1,\"1/a;/;5/c\\x3bd\\x2fe;3/\"\"q\"\";2/f\\x5c;1/,\"\r\n");
}

/* ---- turning texts back ---- */

/* The field that begins here, its quotes and escapes undone; returns what follows it. */
static const char *read_field(const char *at, char *to)
{
	bool quoted = *at == '"';
	uint32_t character;
	unsigned byte;

	at += quoted;
	while (quoted ? at[0] != '"' || at[1] == '"' : *at != ',' && *at != '\r') {
		size_t length = text_decode(at, &character);

		cr_assert(length && character >= 0x20, "%s", at);
		if (*at == '"') {
			cr_assert(quoted, "a quote outside of quotes");
			at++;
		} else if (*at == '\\') {
			cr_assert_eq(sscanf(at, "\\x%2x", &byte), 1, "%s", at);
			*to++ = (char)byte;
			at += 4;
			continue;
		}
		memcpy(to, at, length);
		to += length;
		at += length;
	}
	*to = '\0';
	return at + quoted;
}

Test(csv, turns_back_to_the_same_bytes)
{
	char first[300], second[300], found[300];
	unsigned seed = 2;

	for (int i = 0; i < 3000; i++) {
		const struct sample sample = { first, second, 7, NULL };
		const char *at;

		random_text(&seed, first, sizeof(first));
		random_text(&seed, second, sizeof(second));
		at = read_field(row_of(&sample), found);
		cr_expect_str_eq(found, first);
		cr_assert_eq(*at, ',');
		at = read_field(at + 1, found);
		cr_expect_str_eq(found, second);
		cr_expect_str_eq(at, ",7,\r\n");
	}
}

/* What separates is nowhere but between. */
Test(csv, turns_lists_back)
{
	char texts[3][100], found[1000];
	const char *const items[] = { texts[0], texts[1], texts[2], NULL };
	const struct sample sample = { "", "", 1, items };
	unsigned seed = 3;

	for (int i = 0; i < 2000; i++) {
		const char *at, *field;
		size_t separators = 0;

		for (int j = 0; j < 3; j++)
			random_text(&seed, texts[j], sizeof(texts[j]));
		field = strstr(row_of(&sample), ",1,\"") + 3;
		for (at = field; *at != '\r'; at++)
			separators += *at == ';' || *at == '/';
		cr_expect_eq(separators, 2 + 3, "%s", field);
		read_field(field, found);
		for (int j = 0; j < 3; j++)
			cr_expect_not_null(strstr(found, texts[j]));
	}
}
