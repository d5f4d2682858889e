#include "config.h"

#include "render/socket_values.h"

#include <sys/socket.h>

#include "render/text.h"
#include "render/words.h"

/* ---- which rows have a column ---- */

bool socket_is_unix(const void *row)
{
	return entry_of(row)->proto == PROTO_UNIX;
}

bool socket_is_inet(const void *row)
{
	return !socket_is_unix(row);
}

bool socket_is_sctp(const void *row)
{
	return entry_of(row)->proto == PROTO_SCTP;
}

/* Names are looked up only where they are shown in text, too. */
bool socket_has_services(const void *row)
{
	return socket_is_inet(row) && !options_of(row)->numeric_ports;
}

bool socket_has_hosts(const void *row)
{
	return socket_is_inet(row) && !options_of(row)->numeric_hosts;
}

bool socket_in_namespaces(const void *row)
{
	return options_of(row)->netns;
}

/* ---- protocol, queues, ends ---- */

void socket_get_proto(const void *row, const void *item, struct cell *cell)
{
	(void)item;
	cell_text(cell, word_proto(entry_of(row)));
}

/* An SCTP endpoint has no queues, and no other end. */
void socket_get_recvq(const void *row, const void *item, struct cell *cell)
{
	(void)item;
	if (!(entry_of(row)->flags & ENTRY_ENDPOINT))
		cell_unsigned(cell, entry_of(row)->recvq);
}

void socket_get_sendq(const void *row, const void *item, struct cell *cell)
{
	(void)item;
	if (!(entry_of(row)->flags & ENTRY_ENDPOINT))
		cell_unsigned(cell, entry_of(row)->sendq);
}

static void address(struct cell *cell, uint8_t family, const union inet_addr *addr)
{
	cell->buffer[text_address_exact(cell->buffer, family, addr)] = '\0';
	cell_text(cell, cell->buffer);
}

void socket_get_local(const void *row, const void *item, struct cell *cell)
{
	(void)item;
	address(cell, entry_of(row)->family, &entry_of(row)->local);
}

void socket_get_foreign(const void *row, const void *item, struct cell *cell)
{
	(void)item;
	if (!(entry_of(row)->flags & ENTRY_ENDPOINT))
		address(cell, foreign_family(entry_of(row)), &entry_of(row)->foreign);
}

void socket_get_local_port(const void *row, const void *item, struct cell *cell)
{
	(void)item;
	cell_unsigned(cell, entry_of(row)->local_port);
}

void socket_get_foreign_port(const void *row, const void *item, struct cell *cell)
{
	(void)item;
	if (!(entry_of(row)->flags & ENTRY_ENDPOINT))
		cell_unsigned(cell, entry_of(row)->foreign_port);
}

static void service(const void *row, uint16_t port, struct cell *cell)
{
	const struct socket_row *socket = row;

	if (port)
		cell_text(cell, names_port(socket->style->names, socket->entry->proto, port));
}

void socket_get_local_service(const void *row, const void *item, struct cell *cell)
{
	(void)item;
	service(row, entry_of(row)->local_port, cell);
}

void socket_get_foreign_service(const void *row, const void *item, struct cell *cell)
{
	(void)item;
	service(row, entry_of(row)->foreign_port, cell);
}

void socket_get_local_host(const void *row, const void *item, struct cell *cell)
{
	const struct socket_row *socket = row;

	(void)item;
	cell_text(cell,
		  names_host(socket->style->names, socket->entry->family, &socket->entry->local));
}

void socket_get_foreign_host(const void *row, const void *item, struct cell *cell)
{
	const struct socket_row *socket = row;

	(void)item;
	cell_text(cell, names_host(socket->style->names, foreign_family(socket->entry),
				   &socket->entry->foreign));
}

bool socket_always(const void *row)
{
	(void)row;
	return true;
}

/* The further addresses from place `from` to before `to`. */
static const void *next_address(const struct sock_addrs *more, size_t from, size_t to,
				const struct sock_addr *before)
{
	size_t place = before ? (size_t)(before - more->addr) + 1 : from;

	return place < to ? &more->addr[place] : NULL;
}

const void *socket_next_local(const void *row, const void *item)
{
	const struct socket_row *socket = row;
	const struct sock_addrs *more = table_addrs(socket->table, socket->entry);

	return more ? next_address(more, 0, more->locals, item) : NULL;
}

const void *socket_next_foreign(const void *row, const void *item)
{
	const struct socket_row *socket = row;
	const struct sock_addrs *more = table_addrs(socket->table, socket->entry);

	return more ? next_address(more, more->locals, (size_t)more->locals + more->foreigns, item)
		    : NULL;
}

void socket_get_more(const void *row, const void *item, struct cell *cell)
{
	const struct sock_addr *addr = item;

	(void)row;
	address(cell, addr->family, &addr->addr);
}
