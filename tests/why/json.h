/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A reader of JSON (RFC 8259) that forgives nothing: what it takes, every other reader takes. */
#ifndef WHY_JSON_H
#define WHY_JSON_H

#include <stdbool.h>
#include <stddef.h>

enum json_kind { JSON_NULL, JSON_BOOL, JSON_NUMBER, JSON_STRING, JSON_ARRAY, JSON_OBJECT };

struct json {
	enum json_kind kind;
	bool truth;
	double number;
	char *text; /* of a string, in UTF-8, with a 0 behind it */
	size_t count;
	struct json *items; /* of an array or an object */
	char **keys;        /* of an object */
};

/* Returns NULL and says what is wrong in @fault (of @size bytes) if this is no JSON. */
struct json *json_read(const char *text, size_t length, char *fault, size_t size);
void json_free(struct json *value);

/* The member called @key, or NULL if there is none. */
const struct json *json_get(const struct json *object, const char *key);

#endif
