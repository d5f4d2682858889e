/* JSON: commas, numbers, and strings that are valid and can be turned back, whatever bytes they hold. */
#include "config.h"

#include "written.h"

#include <stdint.h>
#include <stdio.h>

#include "render/json.h"
#include "render/text.h"

static const char *string_of(const char *text)
{
	struct json json = { .out = &out };

	written_begin();
	json_string(&json, text);
	return written_end();
}

/* ---- turning a string back, as docs/JSON.md tells ---- */

/* The next character of the string's inside, and how long it is there. */
static uint32_t next_character(const char *string, size_t *length)
{
	unsigned code;
	uint32_t character;

	if (*string != '\\') {
		*length = text_decode(string, &character);
		cr_assert(*length, "not UTF-8: %s", string);
		cr_assert_geq(character, 0x20, "a control character as it is");
		cr_assert_neq(character, '"', "a quote as it is");
		return character;
	}
	if (string[1] == 'u') {
		cr_assert_eq(sscanf(string + 2, "%4x", &code), 1, "%s", string);
		cr_assert(code < 0xd800 || code > 0xdfff, "a surrogate: %s", string);
		*length = 6;
		return code;
	}
	cr_assert(string[1] == '"' || string[1] == '\\', "an escape that we do not write: %s", string);
	*length = 2;
	return (unsigned char)string[1];
}

static size_t put_character(char *to, uint32_t code)
{
	if (code < 0x80) {
		to[0] = (char)code;
		return 1;
	}
	if (code < 0x800) {
		to[0] = (char)(0xc0 | code >> 6);
		to[1] = (char)(0x80 | (code & 0x3f));
		return 2;
	}
	if (code < 0x10000) {
		to[0] = (char)(0xe0 | code >> 12);
		to[1] = (char)(0x80 | (code >> 6 & 0x3f));
		to[2] = (char)(0x80 | (code & 0x3f));
		return 3;
	}
	to[0] = (char)(0xf0 | code >> 18);
	to[1] = (char)(0x80 | (code >> 12 & 0x3f));
	to[2] = (char)(0x80 | (code >> 6 & 0x3f));
	to[3] = (char)(0x80 | (code & 0x3f));
	return 4;
}

static void turn_back(const char *string, char *to)
{
	const char *end = string + strlen(string) - 1;
	size_t length;

	cr_assert(string[0] == '"' && end > string && *end == '"', "%s", string);
	for (string++; string < end; string += length) {
		uint32_t code = next_character(string, &length);

		if (code == 0xfffd) {
			string += length;
			cr_assert_lt(string, end, "U+FFFD at the end");
			code = next_character(string, &length);
			if (code != 0xfffd) {
				cr_assert(code >= 0x80 && code <= 0xff, "U+FFFD U+%04X", code);
				*to++ = (char)code;
				continue;
			}
		}
		to += put_character(to, code);
	}
	*to = '\0';
}

static void expect_back(const char *text)
{
	char found[4096];
	const char *string = string_of(text);

	turn_back(string, found);
	cr_expect_str_eq(found, text, "%s", string);
}

/* ---- strings ---- */

Test(json, escapes_what_a_reader_or_a_terminal_could_stumble_over)
{
	static const struct escaping samples[] = {
		{ "", "\"\"" },
		{ "plain", "\"plain\"" },
		{ "a\"b\\c/d", "\"a\\\"b\\\\c/d\"" },
		{ "\n\t\x01\x1f\x7f", "\"\\u000a\\u0009\\u0001\\u001f\\u007f\"" },
		{ "h\xc3\xb6her \xf0\x9f\x98\x80", "\"h\xc3\xb6her \xf0\x9f\x98\x80\"" },
		{ "\xff", "\"\\ufffd\\u00ff\"" },
		{ "a\xc3", "\"a\\ufffd\\u00c3\"" },
		{ "\xe2\x82", "\"\\ufffd\\u00e2\\ufffd\\u0082\"" },
		{ "\xf0\x9f\x98", "\"\\ufffd\\u00f0\\ufffd\\u009f\\ufffd\\u0098\"" },
		{ "\xed\xa0\x80", "\"\\ufffd\\u00ed\\ufffd\\u00a0\\ufffd\\u0080\"" },
		{ "\xc0\xaf", "\"\\ufffd\\u00c0\\ufffd\\u00af\"" },
		{ "\xef\xbf\xbd", "\"\xef\xbf\xbd\xef\xbf\xbd\"" },
		{ "\xef\xbf\xbd\xff", "\"\xef\xbf\xbd\xef\xbf\xbd\\ufffd\\u00ff\"" },
		{ "\xc2\x9b", "\"\\u009b\"" },
		{ "\xe2\x80\xa8\xe2\x80\xae\xe2\x81\xa6", "\"\\u2028\\u202e\\u2066\"" },
	};

	for (size_t i = 0; i < COUNT(samples); i++)
		cr_expect_str_eq(string_of(samples[i].text), samples[i].expected, "%zu", i);
	cr_expect_str_eq(string_of(NULL), "null");
}

Test(json, turns_back_to_the_same_bytes)
{
	char text[600];
	unsigned seed = 1;

	for (int a = 1; a < 256; a++) {
		for (int b = 0; b < 256; b++) {
			const char pair[] = { (char)a, (char)b, '\0' };

			expect_back(pair);
		}
	}
	for (int i = 0; i < 3000; i++) {
		random_text(&seed, text, sizeof(text));
		expect_back(text);
	}
}

/* Whatever a longer character begins with, and wherever it ends. */
Test(json, turns_back_what_was_cut)
{
	static const char *const characters[] = { "\xc3\xb6", "\xe2\x82\xac", "\xef\xbf\xbd",
						  "\xf0\x9f\x98\x80", "\xf4\x8f\xbf\xbf" };

	for (size_t i = 0; i < COUNT(characters); i++) {
		for (size_t length = 1; length <= strlen(characters[i]); length++) {
			char text[16];

			snprintf(text, sizeof(text), "a%.*s", (int)length, characters[i]);
			expect_back(text);
			snprintf(text, sizeof(text), "%.*sz", (int)length, characters[i]);
			expect_back(text);
			snprintf(text, sizeof(text), "%.*s\xef\xbf\xbd", (int)length,
				 characters[i]);
			expect_back(text);
		}
	}
}

/* ---- the rest ---- */

Test(json, puts_commas_where_they_belong)
{
	struct json json = { .out = &out };

	written_begin();
	json_open(&json, '{');
	json_key(&json, "a");
	json_open(&json, '[');
	json_close(&json, ']');
	json_key(&json, "b");
	json_open(&json, '[');
	json_unsigned(&json, 1);
	json_open(&json, '{');
	json_close(&json, '}');
	json_open(&json, '[');
	json_null(&json);
	json_bool(&json, true);
	json_close(&json, ']');
	json_string(&json, "x");
	json_close(&json, ']');
	json_key(&json, "c");
	json_bool(&json, false);
	json_close(&json, '}');
	cr_expect_str_eq(written_end(), "{\"a\":[],\"b\":[1,{},[null,true],\"x\"],\"c\":false}");
}

Test(json, writes_numbers)
{
	struct json json = { .out = &out };

	written_begin();
	json_open(&json, '[');
	json_unsigned(&json, UINT64_MAX);
	json_signed(&json, INT64_MIN);
	json_signed(&json, -1);
	json_signed(&json, 0);
	json_signed(&json, INT64_MAX);
	json_hundredths(&json, 0);
	json_hundredths(&json, 5);
	json_hundredths(&json, 150);
	json_hundredths(&json, 123456789);
	json_literal(&json, "1.25");
	json_close(&json, ']');
	cr_expect_str_eq(written_end(),
			 "[18446744073709551615,-9223372036854775808,-1,0,9223372036854775807,"
			 "0.00,0.05,1.50,1234567.89,1.25]");
}
