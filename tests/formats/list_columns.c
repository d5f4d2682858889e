/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Writes the column table of the socket listing, for the test that compares the documents with it: a
 * line for each column and each kind of row that has it, its fields with tabs between them:
 *
 *     KIND-OF-ROW GROUP KIND KEY TYPE NEED GROUP-HELP HELP
 *
 * KIND is value, object or list; NEED is always or sometimes; a dash stands for what there is not.
 */
#include "config.h"

#include <stdio.h>

#include "render/socket_columns.h"

static bool has(const struct column *column, enum proto proto, bool everything)
{
	const struct options options = {
		.numeric_hosts = !everything,
		.numeric_ports = !everything,
		.netns = everything ? "all" : NULL,
	};
	const struct table_style style = { .options = &options };
	const struct sock_entry entry = { .proto = (uint8_t)proto };
	const struct socket_row row = { .style = &style, .entry = &entry };

	return !column->applies || column->applies(&row);
}

static const char *kind_of(const struct column *column)
{
	if (!column->group)
		return "value";
	return column->group->next ? "list" : "object";
}

static void list(const char *name, const struct column *column, enum proto proto)
{
	if (!has(column, proto, true))
		return;
	printf("%s\t%s\t%s\t%s\t%s\t%s\t%s\t%s\n", name, column->group ? column->group->key : "-",
	       kind_of(column), column->key ? column->key : "-", column->type,
	       has(column, proto, false) ? "always" : "sometimes",
	       column->group ? column->group->help : "-", column->help);
}

int main(void)
{
	for (size_t i = 0; i < SOCKET_COLUMNS; i++) {
		list("inet", &socket_columns[i], PROTO_TCP);
		list("sctp", &socket_columns[i], PROTO_SCTP);
		list("unix", &socket_columns[i], PROTO_UNIX);
	}
	return 0;
}
