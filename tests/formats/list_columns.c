/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Writes the column tables of the views, for the test that compares the documents with them: a line
 * for each column and each kind of row that has it, its fields with tabs between them:
 *
 *     KIND-OF-ROW GROUP KIND KEY TYPE NEED GROUP-HELP HELP
 *
 * KIND is value, object or list; NEED is always or sometimes; a dash stands for what there is not. Of
 * the other views KIND-OF-ROW is `view:NAME`.
 */
#include "config.h"

#include <stdio.h>

#include "render/socket_columns.h"
#include "render/view_columns.h"

/* The views other than the sockets', by the name of their schema. */
static const struct {
	const char *name;
	const struct view_columns *view;
} views[] = {
	{ "view:groups", &group_view_columns },
	{ "view:masquerade", &masquerade_view_columns },
	{ "view:statistics", &statistic_view_columns },
	{ "view:interfaces", &interface_view_columns },
	{ "view:routes", &route_view_columns },
};

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

static void put(const char *name, const struct column *column, bool always)
{
	printf("%s\t%s\t%s\t%s\t%s\t%s\t%s\t%s\n", name, column->group ? column->group->key : "-",
	       kind_of(column), column->key ? column->key : "-", column->type,
	       always ? "always" : "sometimes", column->group ? column->group->help : "-",
	       column->help);
}

static void list(const char *name, const struct column *column, enum proto proto)
{
	if (has(column, proto, true))
		put(name, column, has(column, proto, false));
}

int main(void)
{
	for (size_t i = 0; i < SOCKET_COLUMNS; i++) {
		list("inet", &socket_columns[i], PROTO_TCP);
		list("sctp", &socket_columns[i], PROTO_SCTP);
		list("unix", &socket_columns[i], PROTO_UNIX);
	}
	for (size_t i = 0; i < sizeof(views) / sizeof(*views); i++)
		for (size_t j = 0; j < views[i].view->count; j++)
			put(views[i].name, &views[i].view->columns[j],
			    !views[i].view->columns[j].applies);
	return 0;
}
