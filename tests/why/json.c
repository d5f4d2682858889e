/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "json.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MAX_DEPTH = 32 };

struct reader {
	const char *at, *end;
	const char *fault;
	unsigned int depth;
};

static bool read_value(struct reader *reader, struct json *value);

static bool wrong(struct reader *reader, const char *fault)
{
	if (!reader->fault)
		reader->fault = fault;
	return false;
}

static void *grown(void *old, size_t size)
{
	void *new = realloc(old, size);

	if (!new)
		abort();
	return new;
}

static void skip_space(struct reader *reader)
{
	while (reader->at < reader->end && memchr(" \t\r\n", *reader->at, 4))
		reader->at++;
}

static bool take(struct reader *reader, char wanted)
{
	if (reader->at == reader->end || *reader->at != wanted)
		return false;
	reader->at++;
	return true;
}

static bool take_word(struct reader *reader, const char *word)
{
	const size_t length = strlen(word);

	if ((size_t)(reader->end - reader->at) < length || memcmp(reader->at, word, length) != 0)
		return wrong(reader, "no value");
	reader->at += length;
	return true;
}

static bool digits(struct reader *reader)
{
	const char *first = reader->at;

	while (reader->at < reader->end && *reader->at >= '0' && *reader->at <= '9')
		reader->at++;
	return reader->at > first;
}

static bool read_number(struct reader *reader, struct json *value)
{
	char copy[64];
	const char *first = reader->at;
	size_t length;

	take(reader, '-');
	if (!take(reader, '0') && !digits(reader))
		return wrong(reader, "a number without digits");
	if (take(reader, '.') && !digits(reader))
		return wrong(reader, "no digits behind the point");
	if (take(reader, 'e') || take(reader, 'E')) {
		if (!take(reader, '+'))
			take(reader, '-');
		if (!digits(reader))
			return wrong(reader, "no digits in the exponent");
	}
	length = (size_t)(reader->at - first);
	if (length >= sizeof(copy))
		return wrong(reader, "a number of unlikely length");
	memcpy(copy, first, length);
	copy[length] = '\0';
	value->kind = JSON_NUMBER;
	value->number = strtod(copy, NULL);
	return true;
}

/* The length of the UTF-8 sequence at @at, 0 if it is none. */
static size_t utf8_length(const char *at, const char *end)
{
	const unsigned char *byte = (const unsigned char *)at;
	const size_t left = (size_t)(end - at);
	const size_t length = byte[0] < 0x80   ? 1
			      : byte[0] < 0xc2 ? 0
			      : byte[0] < 0xe0 ? 2
			      : byte[0] < 0xf0 ? 3
			      : byte[0] < 0xf5 ? 4
					       : 0;

	if (length > left)
		return 0;
	for (size_t i = 1; i < length; i++) {
		if ((byte[i] & 0xc0) != 0x80)
			return 0;
	}
	/* Neither overlong, nor a surrogate, nor beyond the last code point. */
	if ((byte[0] == 0xe0 && byte[1] < 0xa0) || (byte[0] == 0xed && byte[1] > 0x9f) ||
	    (byte[0] == 0xf0 && byte[1] < 0x90) || (byte[0] == 0xf4 && byte[1] > 0x8f))
		return 0;
	return length;
}

static char *put_utf8(char *to, uint32_t code)
{
	if (code < 0x80) {
		*to++ = (char)code;
	} else if (code < 0x800) {
		*to++ = (char)(0xc0 | code >> 6);
		*to++ = (char)(0x80 | (code & 0x3f));
	} else if (code < 0x10000) {
		*to++ = (char)(0xe0 | code >> 12);
		*to++ = (char)(0x80 | (code >> 6 & 0x3f));
		*to++ = (char)(0x80 | (code & 0x3f));
	} else {
		*to++ = (char)(0xf0 | code >> 18);
		*to++ = (char)(0x80 | (code >> 12 & 0x3f));
		*to++ = (char)(0x80 | (code >> 6 & 0x3f));
		*to++ = (char)(0x80 | (code & 0x3f));
	}
	return to;
}

static bool read_hex(struct reader *reader, uint32_t *code)
{
	static const char hex[] = "0123456789abcdefABCDEF";

	*code = 0;
	for (int i = 0; i < 4; i++) {
		const char *found = reader->at < reader->end ? strchr(hex, *reader->at) : NULL;
		uint32_t digit;

		if (!found || !*found)
			return wrong(reader, "\\u without four hexadecimal digits");
		digit = (uint32_t)(found - hex);
		*code = *code << 4 | (digit < 16 ? digit : digit - 6);
		reader->at++;
	}
	return true;
}

static bool read_code(struct reader *reader, char **to)
{
	uint32_t code, low;

	if (!read_hex(reader, &code))
		return false;
	if (code >= 0xdc00 && code <= 0xdfff)
		return wrong(reader, "half of a pair of surrogates");
	if (code >= 0xd800 && code <= 0xdbff) {
		if (!take(reader, '\\') || !take(reader, 'u') || !read_hex(reader, &low) ||
		    low < 0xdc00 || low > 0xdfff)
			return wrong(reader, "half of a pair of surrogates");
		code = 0x10000 + ((code - 0xd800) << 10) + (low - 0xdc00);
	}
	if (!code)
		return wrong(reader, "a 0 in a string: no user of C could read it");
	*to = put_utf8(*to, code);
	return true;
}

static bool read_escape(struct reader *reader, char **to)
{
	static const char names[] = "\"\\/bfnrt", bytes[] = "\"\\/\b\f\n\r\t";
	const char *found;

	if (take(reader, 'u'))
		return read_code(reader, to);
	found = reader->at < reader->end ? strchr(names, *reader->at) : NULL;
	if (!found || !*found)
		return wrong(reader, "an unknown escape");
	reader->at++;
	*(*to)++ = bytes[found - names];
	return true;
}

static bool read_text(struct reader *reader, char **text)
{
	char *to;

	if (!take(reader, '"'))
		return wrong(reader, "no string");
	/* What is read is never longer than how it is written. */
	to = *text = grown(NULL, (size_t)(reader->end - reader->at) + 1);
	while (!take(reader, '"')) {
		size_t length;

		if (reader->at == reader->end)
			return wrong(reader, "a string without end");
		if ((unsigned char)*reader->at < 0x20)
			return wrong(reader, "a control byte in a string");
		if (take(reader, '\\')) {
			if (!read_escape(reader, &to))
				return false;
			continue;
		}
		length = utf8_length(reader->at, reader->end);
		if (!length)
			return wrong(reader, "not UTF-8");
		memcpy(to, reader->at, length);
		to += length;
		reader->at += length;
	}
	*to = '\0';
	return true;
}

static struct json *new_item(struct json *value)
{
	value->items = grown(value->items, (value->count + 1) * sizeof(*value->items));
	memset(&value->items[value->count], 0, sizeof(*value->items));
	if (value->kind == JSON_OBJECT) {
		value->keys = grown(value->keys, (value->count + 1) * sizeof(*value->keys));
		value->keys[value->count] = NULL;
	}
	return &value->items[value->count++];
}

static bool read_key(struct reader *reader, struct json *object)
{
	char **key = &object->keys[object->count - 1];

	if (!read_text(reader, key))
		return false;
	for (size_t i = 0; i + 1 < object->count; i++) {
		if (strcmp(object->keys[i], *key) == 0)
			return wrong(reader, "the same name twice in an object");
	}
	skip_space(reader);
	return take(reader, ':') || wrong(reader, "no colon behind a name");
}

static bool read_items(struct reader *reader, struct json *value, char last)
{
	skip_space(reader);
	if (take(reader, last))
		return true;
	for (;;) {
		struct json *item = new_item(value);

		skip_space(reader);
		if (value->kind == JSON_OBJECT && !read_key(reader, value))
			return false;
		if (!read_value(reader, item))
			return false;
		skip_space(reader);
		if (take(reader, last))
			return true;
		if (!take(reader, ','))
			return wrong(reader, "neither a comma nor the end of a list");
	}
}

static bool read_list(struct reader *reader, struct json *value, enum json_kind kind)
{
	bool read;

	value->kind = kind;
	if (++reader->depth > MAX_DEPTH)
		return wrong(reader, "too deep");
	read = read_items(reader, value, kind == JSON_ARRAY ? ']' : '}');
	reader->depth--;
	return read;
}

static bool read_value(struct reader *reader, struct json *value)
{
	skip_space(reader);
	if (reader->at == reader->end)
		return wrong(reader, "ends too early");
	switch (*reader->at) {
	case '{':
		reader->at++;
		return read_list(reader, value, JSON_OBJECT);
	case '[':
		reader->at++;
		return read_list(reader, value, JSON_ARRAY);
	case '"':
		value->kind = JSON_STRING;
		return read_text(reader, &value->text);
	case 't':
		value->truth = true;
		value->kind = JSON_BOOL;
		return take_word(reader, "true");
	case 'f':
		value->kind = JSON_BOOL;
		return take_word(reader, "false");
	case 'n':
		return take_word(reader, "null");
	default:
		return read_number(reader, value);
	}
}

static void clear(struct json *value)
{
	for (size_t i = 0; i < value->count; i++) {
		clear(&value->items[i]);
		if (value->keys)
			free(value->keys[i]);
	}
	free(value->items);
	free(value->keys);
	free(value->text);
}

void json_free(struct json *value)
{
	if (!value)
		return;
	clear(value);
	free(value);
}

struct json *json_read(const char *text, size_t length, char *fault, size_t size)
{
	struct reader reader = { .at = text, .end = text + length };
	struct json *value = grown(NULL, sizeof(*value));
	bool read;

	memset(value, 0, sizeof(*value));
	read = read_value(&reader, value);
	skip_space(&reader);
	if (read && reader.at < reader.end)
		read = wrong(&reader, "something behind the end");
	if (read)
		return value;
	snprintf(fault, size, "%s at byte %zu", reader.fault, (size_t)(reader.at - text));
	json_free(value);
	return NULL;
}

const struct json *json_get(const struct json *object, const char *key)
{
	if (!object || object->kind != JSON_OBJECT)
		return NULL;
	for (size_t i = 0; i < object->count; i++) {
		if (strcmp(object->keys[i], key) == 0)
			return &object->items[i];
	}
	return NULL;
}
