/* Rows as comma-separated values, RFC 4180: lines end in CR LF, fields are quoted where needed. */
#ifndef NETSTAT_RENDER_CSV_H
#define NETSTAT_RENDER_CSV_H

#include "render/columns.h"
#include "render/out.h"

/*
 * The line of keys. A member of an object is a field of its own, GROUP_KEY; a list is one field.
 */
void csv_head(struct out *out, const struct column *columns, size_t count);

/*
 * One row. What is null is empty, an empty text is "". In a list a `;` stands between the elements,
 * and a `/` between the members of an element. Within a text these bytes come as \xNN: `\`, what
 * text_escape() escapes, and in a list `;` and `/`. So a row is a line, and valid UTF-8, whatever
 * bytes a text holds, and every text can be turned back.
 */
void csv_row(struct out *out, const struct column *columns, size_t count, const void *row);

#endif
