/* Output through one buffer. */
#include "config.h"

#include <criterion/criterion.h>
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "render/out.h"

#define COUNT(array) (sizeof(array) / sizeof(*(array)))

static struct out out; /* holds the buffer: too large for the stack */

/* What a taker was given. */
struct taken {
	char *bytes;
	size_t length;
	int calls, error;
};

static int take(void *arg, const char *bytes, size_t length)
{
	struct taken *taken = arg;

	taken->calls++;
	taken->bytes = realloc(taken->bytes, taken->length + length);
	cr_assert_not_null(taken->bytes);
	memcpy(taken->bytes + taken->length, bytes, length);
	taken->length += length;
	return taken->error;
}

static void open_taken(struct taken *taken)
{
	*taken = (struct taken){ .bytes = NULL };
	out.fd = -1;
	out.take = take;
	out.take_arg = taken;
}

static void expect_taken(struct taken *taken, const char *expected)
{
	out_flush(&out);
	cr_expect_eq(taken->length, strlen(expected), "%zu instead of %zu bytes", taken->length,
		     strlen(expected));
	if (taken->length == strlen(expected))
		cr_expect_arr_eq(taken->bytes, expected, taken->length, "%.*s", (int)taken->length,
				 taken->bytes);
	free(taken->bytes);
}

/* ---- columns ---- */

Test(out, pads_text_and_numbers_as_printf_does)
{
	static const uint64_t numbers[] = { 0, 7, 123456, 1234567, UINT64_MAX };
	static const int widths[] = { 0, 1, 6, 7, 20, 25, 100 };
	static char expected[65536];
	struct taken taken;
	size_t length = 0;

	open_taken(&taken);
	for (size_t i = 0; i < COUNT(numbers); i++) {
		for (size_t j = 0; j < COUNT(widths); j++) {
			out_right_number(&out, numbers[i], (size_t)widths[j]);
			out_char(&out, '|');
			out_left_number(&out, numbers[i], (size_t)widths[j]);
			out_text(&out, "|");
			out_left(&out, "text and more", 4, (size_t)widths[j]);
			out_bytes(&out, "|\n", 2);
			length += (size_t)snprintf(expected + length, sizeof(expected) - length,
						   "%*" PRIu64 "|%-*" PRIu64 "|%-*s|\n", widths[j],
						   numbers[i], widths[j], numbers[i], widths[j],
						   "text");
		}
	}
	expect_taken(&taken, expected);
}

Test(out, writes_any_number_of_blanks)
{
	static char expected[20000];
	struct taken taken;
	size_t length = 0;

	open_taken(&taken);
	for (size_t count = 0; count < 180; count++) {
		out_spaces(&out, count);
		out_char(&out, '|');
		length += (size_t)snprintf(expected + length, sizeof(expected) - length, "%*s|",
					   (int)count, "");
	}
	expect_taken(&taken, expected);
}

/* ---- the buffer ---- */

Test(out, keeps_its_bytes_until_it_is_full_or_flushed)
{
	struct taken taken;

	open_taken(&taken);
	for (size_t i = 0; i < OUT_SIZE; i++)
		out_char(&out, 'x');
	cr_expect_eq(taken.calls, 0);
	out_char(&out, 'y');
	cr_expect_eq(taken.calls, 1);
	cr_expect_eq(taken.length, OUT_SIZE);
	out_flush(&out);
	cr_expect_eq(taken.calls, 2);
	cr_expect_eq(taken.length, OUT_SIZE + 1);
	/* Nothing is left to hand on. */
	out_flush(&out);
	cr_expect_eq(taken.calls, 2);
	free(taken.bytes);
}

Test(out, keeps_the_order_of_pieces_of_every_size)
{
	enum { SIZE = 5 * OUT_SIZE };
	static char expected[SIZE + 1];
	struct taken taken;
	size_t done = 0;

	for (size_t i = 0; i < SIZE; i++)
		expected[i] = (char)('a' + i * 7 % 26);
	open_taken(&taken);
	for (size_t piece = 1; done < SIZE; piece = piece * 3 % 200003) {
		size_t part = piece < SIZE - done ? piece : SIZE - done;

		out_bytes(&out, expected + done, part);
		done += part;
	}
	expect_taken(&taken, expected);
}

/* ---- errors ---- */

Test(out, remembers_the_first_error_of_its_taker_and_hands_on_no_more)
{
	struct taken taken;

	open_taken(&taken);
	taken.error = EPIPE;
	out_text(&out, "first");
	out_flush(&out);
	cr_expect_eq(out.error, EPIPE);
	taken.error = ENOSPC;
	for (int i = 0; i < 3 * OUT_SIZE; i++)
		out_char(&out, 'x');
	out_flush(&out);
	cr_expect_eq(out.error, EPIPE);
	cr_expect_eq(taken.calls, 1);
	free(taken.bytes);
}

Test(out, remembers_the_first_error_of_its_file)
{
	out = (struct out){ .fd = open("/dev/full", O_WRONLY | O_CLOEXEC) };
	if (out.fd < 0)
		cr_skip_test("there is no /dev/full");
	out_text(&out, "x");
	cr_expect_eq(out.error, 0);
	out_flush(&out);
	cr_expect_eq(out.error, ENOSPC);
	close(out.fd);
	out.fd = -1;
	out_text(&out, "y");
	out_flush(&out);
	cr_expect_eq(out.error, ENOSPC);
}

Test(out, writes_all_to_a_pipe_that_takes_little_at_a_time)
{
	enum { SIZE = 4 * OUT_SIZE + 1 };
	size_t got = 0;
	char bytes[1000];
	ssize_t part;
	int ends[2];

	cr_assert_eq(pipe(ends), 0);
	if (!fork()) {
		close(ends[0]);
		out = (struct out){ .fd = ends[1] };
		for (int i = 0; i < SIZE; i++)
			out_char(&out, 'x');
		out_flush(&out);
		_exit(out.error);
	}
	close(ends[1]);
	while ((part = read(ends[0], bytes, sizeof(bytes))) > 0)
		got += (size_t)part;
	cr_expect_eq(got, SIZE, "%zu", got);
	close(ends[0]);
}
