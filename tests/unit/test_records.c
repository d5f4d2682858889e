/* Rows as a document, as lines and as CSV, by a small table of columns with groups of every kind. */
#include "config.h"

#include "written.h"

#include <stdint.h>
#include <stdio.h>

#include "render/records.h"

struct part {
	const char *name; /* NULL: the list ends here */
	uint64_t size;
};

struct sample {
	const char *name;
	int64_t balance;
	bool old;
	uint64_t price;      /* hundredths */
	const uint64_t *box; /* width and height, or NULL */
	const struct part *parts, *tags;
	bool tagged; /* has the column of tags at all */
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

static void get_old(const void *row, const void *item, struct cell *cell)
{
	(void)item;
	cell_bool(cell, sample_of(row)->old);
}

static void get_price(const void *row, const void *item, struct cell *cell)
{
	(void)item;
	cell->kind = CELL_HUNDREDTHS;
	cell->number = sample_of(row)->price;
}

static bool has_box(const void *row)
{
	return sample_of(row)->box;
}

static void get_width(const void *row, const void *item, struct cell *cell)
{
	(void)item;
	cell_unsigned(cell, sample_of(row)->box[0]);
}

static void get_height(const void *row, const void *item, struct cell *cell)
{
	(void)item;
	if (sample_of(row)->box[1])
		cell_unsigned(cell, sample_of(row)->box[1]);
}

static const void *next_of(const struct part *list, const struct part *before)
{
	const struct part *next = before ? before + 1 : list;

	return next->name ? next : NULL;
}

static bool has_parts(const void *row)
{
	return sample_of(row)->parts;
}

static const void *next_part(const void *row, const void *item)
{
	return next_of(sample_of(row)->parts, item);
}

static bool has_tags(const void *row)
{
	return sample_of(row)->tags;
}

static const void *next_tag(const void *row, const void *item)
{
	return next_of(sample_of(row)->tags, item);
}

static bool is_tagged(const void *row)
{
	return sample_of(row)->tagged;
}

static void get_part_name(const void *row, const void *item, struct cell *cell)
{
	(void)row;
	cell_text(cell, ((const struct part *)item)->name);
}

static void get_part_size(const void *row, const void *item, struct cell *cell)
{
	(void)row;
	cell_unsigned(cell, ((const struct part *)item)->size);
}

static const struct column_group box = { .key = "box", .present = has_box };
static const struct column_group part = { .key = "parts", .present = has_parts, .next = next_part };
static const struct column_group tag = { .key = "tags", .present = has_tags, .next = next_tag };
static const struct column columns[] = {
	{ .key = "name", .get = get_name },
	{ .key = "balance", .get = get_balance },
	{ .key = "old", .get = get_old },
	{ .key = "price", .get = get_price },
	{ .group = &box, .key = "width", .get = get_width },
	{ .group = &box, .key = "height", .get = get_height },
	{ .group = &part, .key = "name", .get = get_part_name },
	{ .group = &part, .key = "size", .get = get_part_size },
	{ .group = &tag, .get = get_part_name, .applies = is_tagged },
};

static const uint64_t box_full[] = { 3, 4 }, box_half[] = { 3, 0 };
static const struct part none[] = { { .name = NULL } };
static const struct part two[] = { { "a\"", 1 }, { "b", 2 }, { .name = NULL } };
static const struct sample samples[] = {
	{ "all", -5, true, 1205, box_full, two, two, true },
	{ NULL, 0, false, 0, NULL, NULL, NULL, true },
	{ "\xff", 1, false, 7, box_half, none, none, true },
	{ "untagged", 1, false, 7, NULL, none, NULL, false },
};

/* The samples with a note; `event` stands before the second one. */
static const char *write_all(enum format format, size_t rows, const char *event)
{
	struct notes notes = { 0 };
	struct records records = {
		.out = &out,
		.format = format,
		.columns = columns,
		.count = COUNT(columns),
		.schema = "test/1",
		.list = "rows",
		.host = "h\"1",
		.time = "2026-01-02T03:04:05Z",
	};

	notes_add(&notes, "first \xff");
	notes_add(&notes, "second");
	written_begin();
	records_begin(&records);
	for (size_t i = 0; i < rows; i++)
		records_row(&records, &samples[i], i == 1 ? event : NULL);
	records_end(&records, &notes);
	notes_free(&notes);
	return written_end();
}

#define ALL                                                                        \
	"\"name\":\"all\",\"balance\":-5,\"old\":true,\"price\":12.05,"            \
	"\"box\":{\"width\":3,\"height\":4},"                                      \
	"\"parts\":[{\"name\":\"a\\\"\",\"size\":1},{\"name\":\"b\",\"size\":2}]," \
	"\"tags\":[\"a\\\"\",\"b\"]}"
#define NULLS                                                       \
	"\"name\":null,\"balance\":0,\"old\":false,\"price\":0.00," \
	"\"box\":null,\"parts\":null,\"tags\":null}"
#define HALF                                                                      \
	"\"name\":\"\\ufffd\\u00ff\",\"balance\":1,\"old\":false,\"price\":0.07," \
	"\"box\":{\"width\":3,\"height\":null},\"parts\":[],\"tags\":[]}"
#define UNTAGGED                                                            \
	"\"name\":\"untagged\",\"balance\":1,\"old\":false,\"price\":0.07," \
	"\"box\":null,\"parts\":[]}"

#define HEAD \
	"{\"schema\":\"test/1\",\"host\":\"h\\\"1\",\"time\":\"2026-01-02T03:04:05Z\",\"rows\":["
#define NOTES "],\"notes\":[\"first \\ufffd\\u00ff\",\"second\"]}\n"

Test(records, are_a_document)
{
	cr_expect_str_eq(write_all(FORMAT_JSON, 0, NULL), HEAD NOTES);
	cr_expect_str_eq(write_all(FORMAT_JSON, 1, NULL), HEAD "{" ALL NOTES);
	cr_expect_str_eq(write_all(FORMAT_JSON, 4, NULL),
			 HEAD "{" ALL ",{" NULLS ",{" HALF ",{" UNTAGGED NOTES);
}

Test(records, are_lines_with_the_host)
{
	static const char host[] = "{\"host\":\"h\\\"1\",";
	char expected[2000];

	cr_expect_str_empty(write_all(FORMAT_JSONL, 0, NULL));
	snprintf(expected, sizeof(expected), "%s" ALL "\n%s" NULLS "\n%s" HALF "\n%s" UNTAGGED "\n",
		 host, host, host, host);
	cr_expect_str_eq(write_all(FORMAT_JSONL, 4, NULL), expected);
}

Test(records, begin_with_an_event_and_its_time)
{
	static const char second[] = "\n{\"event\":\"opened\",\"time\":\"2026-01-02T03:04:05Z\","
				     "\"host\":\"h\\\"1\"," NULLS "\n";
	const char *text = write_all(FORMAT_JSONL, 2, "opened");

	cr_expect_not_null(strstr(text, second), "%s", text);
}

Test(records, are_rows_with_a_field_for_each_member_and_one_for_a_list)
{
	cr_expect_str_eq(write_all(FORMAT_CSV, 4, NULL),
			 "name,balance,old,price,box_width,box_height,parts,tags\r\n"
			 "all,-5,true,12.05,3,4,\"a\"\"/1;b/2\",\"a\"\";b\"\r\n"
			 ",0,false,0.00,,,,\r\n"
			 "\\xff,1,false,0.07,3,,\"\",\"\"\r\n"
			 "untagged,1,false,0.07,,,\"\",\r\n");
	cr_expect_str_eq(write_all(FORMAT_CSV, 0, NULL),
			 "name,balance,old,price,box_width,box_height,parts,tags\r\n");
}
