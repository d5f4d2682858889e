#include "config.h"

#include "render/json.h"

#include <stdio.h>

#include "render/text.h"

/* What must stand before a value. */
static void before_value(struct json *json)
{
	if (json->keyed) {
		json->keyed = false;
		return;
	}
	if (json->some[json->depth])
		out_char(json->out, ',');
	json->some[json->depth] = true;
}

void json_open(struct json *json, char bracket)
{
	before_value(json);
	out_char(json->out, bracket);
	if (json->depth < JSON_DEPTH - 1)
		json->depth++;
	json->some[json->depth] = false;
}

void json_close(struct json *json, char bracket)
{
	if (json->depth)
		json->depth--;
	out_char(json->out, bracket);
}

/* A character of up to 16 bits: all that needs this has no more. */
static void escape(struct out *out, uint32_t character)
{
	char text[8];

	out_bytes(out, text, (size_t)snprintf(text, sizeof(text), "\\u%04x", character & 0xffff));
}

/* How many bytes from here on need no second look: most texts are nothing else. */
static size_t plain_length(const char *text)
{
	size_t length = 0;

	while ((signed char)text[length] >= ' ' && text[length] != '"' && text[length] != '\\' &&
	       text[length] != 0x7f)
		length++;
	return length;
}

enum { REPLACEMENT = 0xfffd };

/* What is not plain: one character, or one byte that is none. Returns how much of the text it is. */
static size_t special(struct out *out, const char *text)
{
	uint32_t character;
	size_t length = text_decode(text, &character);

	if (!length) {
		escape(out, REPLACEMENT);
		escape(out, (unsigned char)*text);
		return 1;
	}
	if (text_is_harmful(character)) {
		escape(out, character);
		return length;
	}
	if (character == '"' || character == '\\')
		out_char(out, '\\');
	else if (character == REPLACEMENT)
		out_bytes(out, text, length);
	out_bytes(out, text, length);
	return length;
}

/*
 * Text as a string. A byte 0xNN that belongs to no UTF-8 character becomes U+FFFD U+00NN, and a real
 * U+FFFD is doubled: valid for the strictest reader, and it can be turned back. What a terminal
 * could obey is written as \uNNNN, which is the same to a reader.
 */
static void quoted(struct out *out, const char *text)
{
	out_char(out, '"');
	while (*text) {
		size_t plain = plain_length(text);

		out_bytes(out, text, plain);
		text += plain;
		if (*text)
			text += special(out, text);
	}
	out_char(out, '"');
}

void json_key(struct json *json, const char *key)
{
	before_value(json);
	out_char(json->out, '"');
	out_text(json->out, key);
	out_bytes(json->out, "\":", 2);
	json->keyed = true;
}

void json_string(struct json *json, const char *text)
{
	if (!text) {
		json_null(json);
		return;
	}
	before_value(json);
	quoted(json->out, text);
}

void json_unsigned(struct json *json, uint64_t number)
{
	before_value(json);
	out_left_number(json->out, number, 0);
}

void json_signed(struct json *json, int64_t number)
{
	before_value(json);
	if (number < 0)
		out_char(json->out, '-');
	out_left_number(json->out, number < 0 ? -(uint64_t)number : (uint64_t)number, 0);
}

void json_hundredths(struct json *json, uint64_t number)
{
	before_value(json);
	out_left_number(json->out, number / 100, 0);
	out_char(json->out, '.');
	out_char(json->out, (char)('0' + number % 100 / 10));
	out_char(json->out, (char)('0' + number % 10));
}

void json_bool(struct json *json, bool value)
{
	json_literal(json, value ? "true" : "false");
}

void json_null(struct json *json)
{
	json_literal(json, "null");
}

void json_literal(struct json *json, const char *text)
{
	before_value(json);
	out_text(json->out, text);
}
