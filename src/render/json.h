/*
 * JSON, written as it comes: the caller opens and closes, the commas and the escaping are ours. The
 * output is always valid, whatever bytes a string holds; nothing of them is lost.
 */
#ifndef NETSTAT_RENDER_JSON_H
#define NETSTAT_RENDER_JSON_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "render/out.h"

enum { JSON_DEPTH = 16 };

struct json {
	struct out *out;
	int depth;
	bool some[JSON_DEPTH]; /* this level has a value already: a comma comes before the next */
	bool keyed;            /* the key has been written, the value comes */
};

/* The key of the next value, within an object: one of ours, with nothing to escape. */
void json_key(struct json *json, const char *key);

void json_open(struct json *json, char bracket);  /* '{' or '[' */
void json_close(struct json *json, char bracket); /* '}' or ']' */
void json_string(struct json *json, const char *text); /* NULL: null */
void json_unsigned(struct json *json, uint64_t number);
void json_signed(struct json *json, int64_t number);
void json_bool(struct json *json, bool value);
void json_null(struct json *json);

/* A number of hundredths: 150 is 1.50. */
void json_hundredths(struct json *json, uint64_t number);

/* A number that is written already, such as 1.25. */
void json_literal(struct json *json, const char *text);

#endif
