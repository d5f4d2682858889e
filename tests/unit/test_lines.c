/* A file read line by line, and the numbers and words on a line. */
#include "config.h"

#include <criterion/criterion.h>
#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "source/lines.h"

#define COUNT(array) (sizeof(array) / sizeof(*(array)))

/* ---- lines ---- */

/* A file without a name that holds these bytes; it is opened by its descriptor. */
static FILE *file_of(const char *bytes, size_t length)
{
	FILE *file = tmpfile();

	cr_assert_not_null(file);
	cr_assert_eq(fwrite(bytes, 1, length, file), length);
	cr_assert_eq(fflush(file), 0);
	return file;
}

static void open_fd(struct lines *lines, int fd)
{
	char path[64];

	snprintf(path, sizeof(path), "/proc/self/fd/%d", fd);
	cr_assert_eq(lines_open(lines, path), 0);
}

static void expect_line(struct lines *lines, const char *expected, size_t expected_length)
{
	size_t length = SIZE_MAX;
	const char *line = lines_next(lines, &length);

	cr_assert_not_null(line, "a line of %zu is missing", expected_length);
	cr_assert_eq(length, expected_length, "%zu instead of %zu", length, expected_length);
	cr_assert_arr_eq(line, expected, length);
	cr_assert_eq(line[length], '\0');
}

static void expect_end(struct lines *lines)
{
	size_t length;

	/* Also when it is asked again. */
	for (int i = 0; i < 3; i++)
		cr_expect_null(lines_next(lines, &length));
	cr_expect_eq(lines->error, 0);
}

/* The lines of a text, found with nothing but memchr. */
static void expect_lines(struct lines *lines, const char *text, size_t length)
{
	const char *end = text + length;

	while (text < end) {
		const char *newline = memchr(text, '\n', (size_t)(end - text));
		const char *stop = newline ? newline : end;

		expect_line(lines, text, (size_t)(stop - text));
		text = newline ? newline + 1 : end;
	}
	expect_end(lines);
}

static void expect_lines_of_file(const char *text, size_t length)
{
	FILE *file = file_of(text, length);
	struct lines lines;

	open_fd(&lines, fileno(file));
	expect_lines(&lines, text, length);
	lines_close(&lines);
	fclose(file);
}

Test(lines, of_small_files_come_one_by_one)
{
	static const char *const texts[] = {
		"",      "one\n",     "one\ntwo\nthree\n", "one\ntwo without its newline",
		"\n",    "\n\n\n",    "one\n\ntwo\n",      "no newline",
		"\none", "one\n\n\n", " \t \r\n",
	};

	for (size_t i = 0; i < COUNT(texts); i++)
		expect_lines_of_file(texts[i], strlen(texts[i]));
}

Test(lines, may_hold_nul_bytes)
{
	static const char text[] = "a\0b\nc\n\0\nd\0";

	expect_lines_of_file(text, sizeof(text) - 1);
}

/* Around the size of the buffer and its multiples, where lines are moved and the buffer grows. */
Test(lines, may_be_longer_than_the_buffer)
{
	static const size_t sizes[] = { 65536, 131072, 262144 };
	static char text[300000];

	for (size_t i = 0; i < COUNT(sizes); i++) {
		for (size_t length = sizes[i] - 3; length <= sizes[i] + 3; length++) {
			memset(text, 'x', length);
			expect_lines_of_file(text, length);
			text[length - 1] = '\n';
			expect_lines_of_file(text, length);
			memcpy(text, "short\n", 6);
			memcpy(text + length, "short\n", 6);
			expect_lines_of_file(text, length + 6);
		}
	}
}

Test(lines, of_any_length_keep_their_bytes)
{
	enum { SIZE = 2000000 };
	char *text = malloc(SIZE);
	uint64_t state = 88172645463325252;

	cr_assert_not_null(text);
	for (size_t i = 0; i < SIZE; i++) {
		state ^= state << 13;
		state ^= state >> 7;
		state ^= state << 17;
		text[i] = (char)(state >> 32);
		/* Stretches of long and of short lines. */
		if (i / 200000 % 2 && text[i] == '\n')
			text[i] = '\r';
	}
	expect_lines_of_file(text, SIZE);
	free(text);
}

/* A pipe in packet mode gives a reader one packet at a time, however large its buffer. */
Test(lines, are_put_together_from_short_reads)
{
	static const char text[] = "one\ntwo and more\n\nthree\nlast";
	struct lines lines;
	int ends[2];

	cr_assert_eq(pipe2(ends, O_DIRECT | O_CLOEXEC), 0);
	for (size_t i = 0; i < sizeof(text) - 1; i += 3) {
		size_t left = sizeof(text) - 1 - i, part = left < 3 ? left : 3;

		cr_assert_eq(write(ends[1], text + i, part), (ssize_t)part);
	}
	open_fd(&lines, ends[0]);
	close(ends[1]);
	expect_lines(&lines, text, sizeof(text) - 1);
	lines_close(&lines);
	close(ends[0]);
}

Test(lines, of_a_missing_file_are_an_error)
{
	struct lines lines;

	cr_expect_eq(lines_open(&lines, "/nonexistent/file"), -ENOENT);
	cr_expect_eq(lines_open(&lines, "/dev/null/file"), -ENOTDIR);
}

Test(lines, that_cannot_be_read_are_an_error_not_an_end)
{
	struct lines lines;
	size_t length;

	cr_assert_eq(lines_open(&lines, "/"), 0);
	for (int i = 0; i < 3; i++)
		cr_expect_null(lines_next(&lines, &length));
	cr_expect_eq(lines.error, -EISDIR);
	lines_close(&lines);
}

/* ---- numbers and words ---- */

struct scanned {
	const char *text;
	bool found;
	uint64_t value;
	const char *rest;
};

typedef bool (*scan_fn)(const char **text, uint64_t *value);

static void expect_scanned(scan_fn scan, const struct scanned *samples, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		const char *text = samples[i].text;
		uint64_t value = 0;
		bool found = scan(&text, &value);

		cr_expect_eq(found, samples[i].found, "'%s'", samples[i].text);
		if (!samples[i].found)
			continue;
		cr_expect_eq(value, samples[i].value, "'%s': %llu", samples[i].text,
			     (unsigned long long)value);
		cr_expect_str_eq(text, samples[i].rest, "'%s' leaves '%s'", samples[i].text, text);
	}
}

Test(scan, reads_hexadecimal_numbers_of_either_case)
{
	static const struct scanned samples[] = {
		{ "0", true, 0, "" },
		{ "00000000:", true, 0, ":" },
		{ "1F90 x", true, 0x1f90, " x" },
		{ "deadBEEF", true, 0xdeadbeef, "" },
		{ "  \t0A", true, 10, "" },
		{ "12g", true, 0x12, "g" },
		{ "ffffffffffffffff", true, UINT64_MAX, "" },
		{ "0000000000000000ffffffffffffffff", true, UINT64_MAX, "" },
		{ "", false, 0, NULL },
		{ "  ", false, 0, NULL },
		{ "g", false, 0, NULL },
		{ ":", false, 0, NULL },
		{ "-1", false, 0, NULL },
	};

	expect_scanned(scan_hex, samples, COUNT(samples));
}

Test(scan, reads_decimal_numbers)
{
	static const struct scanned samples[] = {
		{ "0", true, 0, "" },
		{ "  114 1", true, 114, " 1" },
		{ "12a", true, 12, "a" },
		{ "18446744073709551615", true, UINT64_MAX, "" },
		{ "000000000000000000000000000007", true, 7, "" },
		{ "", false, 0, NULL },
		{ " a", false, 0, NULL },
		{ "-1", false, 0, NULL },
	};

	expect_scanned(scan_unsigned, samples, COUNT(samples));
}

Test(scan, stays_at_the_largest_number_where_there_are_more_digits)
{
	static const struct scanned decimal[] = {
		{ "18446744073709551616", true, UINT64_MAX, "" },
		{ "18446744073709551620", true, UINT64_MAX, "" },
		{ "99999999999999999999", true, UINT64_MAX, "" },
		{ "100000000000000000000", true, UINT64_MAX, "" },
		{ "1000000000000000000000 7", true, UINT64_MAX, " 7" },
	};
	static const struct scanned hexadecimal[] = {
		{ "10000000000000000", true, UINT64_MAX, "" },
		{ "fffffffffffffffff", true, UINT64_MAX, "" },
		{ "100000000000000000", true, UINT64_MAX, "" },
		{ "ffffffffffffffffffffffff:", true, UINT64_MAX, ":" },
	};

	expect_scanned(scan_unsigned, decimal, COUNT(decimal));
	expect_scanned(scan_hex, hexadecimal, COUNT(hexadecimal));
}

static bool scan_signed_bits(const char **text, uint64_t *value)
{
	int64_t number = 0;
	bool found = scan_signed(text, &number);

	*value = (uint64_t)number;
	return found;
}

Test(scan, reads_numbers_with_a_sign)
{
	static const struct scanned samples[] = {
		{ "0", true, 0, "" },
		{ " -1 0", true, (uint64_t)-1, " 0" },
		{ "- 1", false, 0, NULL },
		{ "-\t1", false, 0, NULL },
		{ "--1", false, 0, NULL },
		{ "-9223372036854775808", true, (uint64_t)INT64_MIN, "" },
		{ "-2147483648", true, (uint64_t)INT32_MIN, "" },
		{ "4294967295", true, UINT32_MAX, "" },
		{ "9223372036854775807", true, INT64_MAX, "" },
		{ "-9223372036854775807", true, (uint64_t)-INT64_MAX, "" },
		{ "", false, 0, NULL },
		{ "-", false, 0, NULL },
		{ "--1", false, 0, NULL },
		{ "x", false, 0, NULL },
	};

	expect_scanned(scan_signed_bits, samples, COUNT(samples));
}

Test(scan, stays_at_the_largest_number_with_a_sign)
{
	static const struct scanned samples[] = {
		{ "9223372036854775808", true, INT64_MAX, "" },
		{ "18446744073709551616", true, INT64_MAX, "" },
		{ "99999999999999999999 3", true, INT64_MAX, " 3" },
		{ "-99999999999999999999 3", true, (uint64_t)INT64_MIN, " 3" },
	};

	expect_scanned(scan_signed_bits, samples, COUNT(samples));
}

Test(scan, steps_over_one_character_only_if_it_is_the_wanted_one)
{
	const char *text = "::x";

	cr_expect(scan_char(&text, ':'));
	cr_expect(scan_char(&text, ':'));
	cr_expect_not(scan_char(&text, ':'));
	cr_expect_str_eq(text, "x");
	cr_expect(scan_char(&text, 'x'));
	cr_expect_not(scan_char(&text, 'x'));
	cr_expect_str_eq(text, "");
}

Test(scan, finds_the_words_between_blanks)
{
	static const char *const expected[] = { "one", "two", "<->", "*three" };
	const char *text = "  one two\t<->  *three ", *word;
	size_t length;

	for (size_t i = 0; i < COUNT(expected); i++) {
		cr_assert(scan_word(&text, &word, &length));
		cr_expect_eq(length, strlen(expected[i]));
		cr_expect_arr_eq(word, expected[i], length);
	}
	cr_expect_not(scan_word(&text, &word, &length));
}
