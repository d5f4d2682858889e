#include "config.h"

#include "render/table.h"

#include <locale.h>
#include <string.h>

#include "render/cells.h"
#include "render/socket_columns.h"
#include "render/text.h"

static const char *scope(const struct options *options)
{
	if (options->all)
		return "(servers and established)";
	return options->listening ? "(only servers)" : "(w/o servers)";
}

struct table_style table_style(const struct options *options, const struct names *names,
			       const struct owners *owners)
{
	return (struct table_style){
		.options = options,
		.names = names,
		.owners = owners,
		.decimal_point = localeconv()->decimal_point,
		.local_width = TEXT_END_WIDTH,
		.foreign_width = TEXT_END_WIDTH,
		.cut = !options->wide,
	};
}

void table_measure(struct table_style *style, const struct sock_table *table)
{
	for (size_t i = 0; i < table->count; i++) {
		const struct sock_entry *entry = &table->rows[i];
		size_t local, foreign;

		if (entry->proto == PROTO_UNIX || entry->proto == PROTO_SCTP)
			continue;
		local = cell_end_length(style, entry, &entry->local, entry->local_port);
		foreign = cell_end_length(style, entry, &entry->foreign, entry->foreign_port);
		if (local > style->local_width)
			style->local_width = local;
		if (foreign > style->foreign_width)
			style->foreign_width = foreign;
	}
}

void table_measure_netns(struct table_style *style, const char *name)
{
	size_t length = text_escaped_length(name);

	if (length > style->netns_width)
		style->netns_width = length;
}

void table_fit(struct table_style *style, unsigned columns)
{
	enum { OTHER_COLUMNS = 33, USER = 22, PROGRAM = 21, TIMER = 26 };
	const struct options *options = style->options;
	size_t width = OTHER_COLUMNS + style->local_width + style->foreign_width;

	width += options->extend ? USER : 0;
	width += options->programs ? PROGRAM : 0;
	width += options->timers ? TIMER : 0;
	width += options->netns ? 1 + style->netns_width : 0;
	if (width <= columns || options->wide)
		style->cut = false;
	else
		style->local_width = style->foreign_width = TEXT_END_WIDTH;
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

/* Behind all other columns. */
static void netns_and_end(struct out *out, const struct table_style *style)
{
	if (style->options->netns) {
		out_char(out, ' ');
		cell_escaped(out, style->netns);
	}
	out_char(out, '\n');
}

/* The columns that -e, -p, -Z and -o add, and the end of the line. */
static void end_row(struct out *out, const struct table_style *style,
		    const struct sock_table *table, size_t row)
{
	const struct options *options = style->options;
	const struct sock_entry *entry = &table->rows[row];

	if (options->extend) {
		out_char(out, ' ');
		cell_user(out, style, entry);
		out_char(out, ' ');
		out_left_number(out, entry->inode, socket_width(SOCKET_TABLE_INET, SOCKET_INODE));
	}
	if (options->programs)
		cell_program(out, style, entry);
	if (options->timers) {
		out_char(out, ' ');
		if (entry->proto != PROTO_SCTP)
			cell_timer(out, style, entry, &table->timers[row]);
	}
	netns_and_end(out, style);
}

static void queues(struct out *out, const struct sock_entry *entry)
{
	out_right_number(out, entry->recvq, socket_width(SOCKET_TABLE_INET, SOCKET_RECV_Q));
	out_char(out, ' ');
	out_right_number(out, entry->sendq, socket_width(SOCKET_TABLE_INET, SOCKET_SEND_Q));
	out_char(out, ' ');
}

static void inet_row(struct out *out, const struct table_style *style,
		     const struct sock_table *table, size_t row)
{
	const struct sock_entry *entry = &table->rows[row];

	cell_proto(out, entry);
	out_char(out, ' ');
	queues(out, entry);
	cell_end(out, style, entry, &entry->local, entry->local_port, style->local_width);
	out_char(out, ' ');
	cell_end(out, style, entry, &entry->foreign, entry->foreign_port, style->foreign_width);
	out_char(out, ' ');
	cell_state(out, style, entry);
	end_row(out, style, table, row);
}

/* The queues' columns are left empty; where the addresses of an endpoint go is one wide column. */
enum { SCTP_ENDPOINT_WIDTH = 2 * TEXT_END_WIDTH + 1, SCTP_INDENT = 20 };

static void empty_state(struct out *out)
{
	out_spaces(out, 1 + socket_width(SOCKET_TABLE_INET, SOCKET_STATE));
}

/* The first line of an SCTP endpoint has one wide address column, and no queues. */
static void sctp_endpoint_row(struct out *out, const struct table_style *style,
			      const struct sock_table *table, size_t row)
{
	const struct sock_entry *entry = &table->rows[row];
	const struct sock_addrs *more = table_addrs(table, entry);

	out_left(out, "sctp", 4, SCTP_INDENT);
	cell_sctp_end(out, style, entry->family, &entry->local, entry->local_port, true,
		      SCTP_ENDPOINT_WIDTH);
	out_char(out, ' ');
	cell_state(out, style, entry);
	for (int i = 0; more && i < more->locals; i++) {
		out_char(out, '\n');
		out_spaces(out, SCTP_INDENT);
		cell_sctp_end(out, style, more->addr[i].family, &more->addr[i].addr,
			      entry->local_port, true, SCTP_ENDPOINT_WIDTH);
		empty_state(out);
	}
	end_row(out, style, table, row);
}

/* A further line of an association: the next address of either end, without its port. */
static void sctp_more_line(struct out *out, const struct table_style *style,
			   const struct sock_addrs *more, int line)
{
	const struct sock_addr *local = line < more->locals ? &more->addr[line] : NULL;
	const struct sock_addr *foreign =
		line < more->foreigns ? &more->addr[more->locals + line] : NULL;

	out_char(out, '\n');
	out_spaces(out, SCTP_INDENT);
	if (local)
		cell_sctp_end(out, style, local->family, &local->addr, 0, false, TEXT_END_WIDTH);
	else
		out_spaces(out, TEXT_END_WIDTH);
	out_char(out, ' ');
	if (foreign)
		cell_sctp_end(out, style, foreign->family, &foreign->addr, 0, false,
			      TEXT_END_WIDTH);
	else
		out_spaces(out, TEXT_END_WIDTH);
	empty_state(out);
}

static void sctp_association_row(struct out *out, const struct table_style *style,
				 const struct sock_table *table, size_t row)
{
	const struct sock_entry *entry = &table->rows[row];
	const struct sock_addrs *more = table_addrs(table, entry);

	cell_proto(out, entry);
	out_char(out, ' ');
	queues(out, entry);
	cell_sctp_end(out, style, entry->family, &entry->local, entry->local_port, true,
		      TEXT_END_WIDTH);
	out_char(out, ' ');
	cell_sctp_end(out, style, foreign_family(entry), &entry->foreign, entry->foreign_port, true,
		      TEXT_END_WIDTH);
	out_char(out, ' ');
	cell_state(out, style, entry);
	for (int i = 0; more && (i < more->locals || i < more->foreigns); i++)
		sctp_more_line(out, style, more, i);
	end_row(out, style, table, row);
}

static void unix_row(struct out *out, const struct table_style *style,
		     const struct sock_table *table, size_t row)
{
	const struct sock_entry *entry = &table->rows[row];

	if (entry->un.protocol)
		out_left(out, "??", 2, socket_width(SOCKET_TABLE_UNIX, SOCKET_PROTO));
	else
		cell_proto(out, entry);
	out_char(out, ' ');
	out_left_number(out, entry->un.refcnt, socket_width(SOCKET_TABLE_UNIX, SOCKET_REFCNT));
	out_char(out, ' ');
	cell_unix_flags(out, entry);
	out_char(out, ' ');
	cell_unix_type(out, entry);
	out_char(out, ' ');
	cell_unix_state(out, style, entry);
	out_char(out, ' ');
	out_left_number(out, entry->inode, socket_width(SOCKET_TABLE_UNIX, SOCKET_INODE));
	if (style->options->programs)
		cell_program(out, style, entry);
	out_char(out, ' ');
	cell_escaped(out, table_path(table, entry));
	netns_and_end(out, style);
}

void table_row(struct out *out, const struct table_style *style, const struct sock_table *table,
	       size_t row)
{
	const struct sock_entry *entry = &table->rows[row];

	if (entry->proto == PROTO_UNIX)
		unix_row(out, style, table, row);
	else if (entry->proto != PROTO_SCTP)
		inet_row(out, style, table, row);
	else if (entry->flags & ENTRY_ENDPOINT)
		sctp_endpoint_row(out, style, table, row);
	else
		sctp_association_row(out, style, table, row);
}
