#include "config.h"

#include "render/table.h"

#include <locale.h>

#include "render/cells.h"
#include "render/socket_columns.h"
#include "render/text.h"

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
