#include "config.h"

#include "source/interface_order.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

/* A name taken apart: prefix, digits, `:LABEL`. */
struct parts {
	const char *name, *label; /* label: behind the colon; NULL: there is none */
	size_t length, prefix;    /* of the name without the label; without the digits, too */
};

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static size_t without_digits(const char *text, size_t length)
{
	while (length && is_digit(text[length - 1]))
		length--;
	return length;
}

static struct parts take_apart(const char *name)
{
	struct parts parts = { .name = name, .length = strlen(name) };
	size_t colon = without_digits(name, parts.length);

	if (colon && colon < parts.length && name[colon - 1] == ':') {
		parts.label = name + colon;
		parts.length = colon - 1;
	}
	parts.prefix = without_digits(name, parts.length);
	return parts;
}

/* The digits as atoi() makes an int of them: of too large a number the lower 32 bits. */
static int32_t number(const char *digits, size_t length)
{
	int64_t value = 0;

	for (size_t i = 0; i < length; i++) {
		if (__builtin_mul_overflow(value, 10, &value) ||
		    __builtin_add_overflow(value, digits[i] - '0', &value)) {
			value = INT64_MAX;
			break;
		}
	}
	return (int32_t)(uint32_t)(uint64_t)value;
}

static int compare_numbers(int32_t a, int32_t b)
{
	return (a > b) - (a < b);
}

/* Like strcmp() of two texts with lengths. */
static int compare_texts(const char *a, size_t a_length, const char *b, size_t b_length)
{
	int order = memcmp(a, b, a_length < b_length ? a_length : b_length);

	return order ? order : (a_length > b_length) - (a_length < b_length);
}

static int32_t label_number(const struct parts *parts)
{
	return parts->label ? number(parts->label, strlen(parts->label)) : -1;
}

int interface_order(const char *a, const char *b)
{
	struct parts x = take_apart(a), y = take_apart(b);
	int order = compare_texts(a, x.prefix, b, y.prefix);

	if (!order)
		order = compare_numbers(number(a + x.prefix, x.length - x.prefix),
					number(b + y.prefix, y.length - y.prefix));
	if (!order)
		order = compare_texts(a, x.length, b, y.length);
	if (!order)
		order = compare_numbers(label_number(&x), label_number(&y));
	if (!order && x.label && y.label)
		order = strcmp(x.label, y.label);
	return order;
}
