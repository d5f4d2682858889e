#include "config.h"

#include <string.h>

#include "render/socket_columns.h"
#include "render/table.h"

static const char *scope(const struct options *options)
{
	if (options->all)
		return "(servers and established)";
	return options->listening ? "(only servers)" : "(w/o servers)";
}

static void begin_heading(struct out *out, const struct table_style *style)
{
	if (style->color)
		out_text(out, "\033[1m");
}

static void end_heading(struct out *out, const struct table_style *style)
{
	out_text(out, style->color ? "\033[0m\n" : "\n");
}

/* Whether a column is in a table, or one that the options did not ask for. */
static bool is_shown(const struct options *options, enum socket_table table,
		     enum socket_column column)
{
	switch (column) {
	case SOCKET_USER:
		return options->extend;
	case SOCKET_INODE:
		return options->extend || table == SOCKET_TABLE_UNIX;
	case SOCKET_OWNER_PID:
		return options->programs;
	case SOCKET_OWNER_CONTEXT:
		return options->context;
	case SOCKET_TIMER_NAME:
		return options->timers;
	case SOCKET_NETNS:
		return options->netns;
	default:
		return true;
	}
}

/* On a terminal the addresses may be wider than in net-tools. */
static size_t heading_width(const struct table_style *style, enum socket_table table,
			    enum socket_column column)
{
	if (column == SOCKET_LOCAL_ADDRESS)
		return style->local_width;
	if (column == SOCKET_FOREIGN_ADDRESS)
		return style->foreign_width;
	return socket_width(table, column);
}

/* The titles, each as wide as its cells, with blanks between them. */
static void headings(struct out *out, const struct table_style *style, enum socket_table table,
		     const enum socket_column *columns, size_t count)
{
	begin_heading(out, style);
	for (size_t i = 0; i < count; i++) {
		const char *title = socket_columns[columns[i]].head[table].title;

		if (!is_shown(style->options, table, columns[i]))
			continue;
		if (i)
			out_char(out, ' ');
		out_left(out, title, strlen(title), heading_width(style, table, columns[i]));
	}
	end_heading(out, style);
}

void table_inet_heading(struct out *out, const struct table_style *style)
{
	static const enum socket_column columns[] = {
		SOCKET_PROTO, SOCKET_RECV_Q, SOCKET_SEND_Q, SOCKET_LOCAL_ADDRESS,
		SOCKET_FOREIGN_ADDRESS, SOCKET_STATE, SOCKET_USER, SOCKET_INODE,
		SOCKET_OWNER_PID, SOCKET_OWNER_CONTEXT, SOCKET_TIMER_NAME, SOCKET_NETNS,
	};

	out_text(out, "Active Internet connections ");
	out_text(out, scope(style->options));
	out_char(out, '\n');
	headings(out, style, SOCKET_TABLE_INET, columns, sizeof(columns) / sizeof(*columns));
}

void table_unix_heading(struct out *out, const struct table_style *style)
{
	static const enum socket_column columns[] = {
		SOCKET_PROTO, SOCKET_REFCNT, SOCKET_FLAGS, SOCKET_TYPE, SOCKET_STATE,
		SOCKET_INODE, SOCKET_OWNER_PID, SOCKET_OWNER_CONTEXT, SOCKET_PATH, SOCKET_NETNS,
	};

	out_text(out, "Active UNIX domain sockets ");
	out_text(out, scope(style->options));
	out_char(out, '\n');
	headings(out, style, SOCKET_TABLE_UNIX, columns, sizeof(columns) / sizeof(*columns));
}
