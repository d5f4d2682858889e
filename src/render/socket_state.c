#include "config.h"

#include "render/socket_values.h"

#include <stdio.h>

#include "render/words.h"

/* ---- unix sockets ---- */

void socket_get_refcnt(const void *row, const void *item, struct cell *cell)
{
	(void)item;
	cell_unsigned(cell, entry_of(row)->un.refcnt);
}

struct flag_word {
	uint32_t flag;
	const char *word;
};

const void *socket_next_flag(const void *row, const void *item)
{
	static const struct flag_word words[] = { { UNIX_FLAG_ACC, "ACC" },
						  { UNIX_FLAG_WAITDATA, "W" },
						  { UNIX_FLAG_NOSPACE, "N" } };
	const struct flag_word *word = item ? (const struct flag_word *)item + 1 : words;

	while (word < words + sizeof(words) / sizeof(*words) &&
	       !(entry_of(row)->un.flags & word->flag))
		word++;
	return word < words + sizeof(words) / sizeof(*words) ? word : NULL;
}

void socket_get_flag(const void *row, const void *item, struct cell *cell)
{
	(void)row;
	cell_text(cell, ((const struct flag_word *)item)->word);
}

void socket_get_type(const void *row, const void *item, struct cell *cell)
{
	(void)item;
	cell_text(cell, word_unix_type(entry_of(row)->un.type));
}

void socket_get_path(const void *row, const void *item, struct cell *cell)
{
	const struct socket_row *socket = row;

	(void)item;
	if (socket->entry->aux)
		cell_text(cell, table_path(socket->table, socket->entry));
}

void socket_get_peer(const void *row, const void *item, struct cell *cell)
{
	(void)item;
	if (entry_of(row)->un.peer_inode)
		cell_unsigned(cell, entry_of(row)->un.peer_inode);
}

/* ---- state, timer ---- */

void socket_get_state(const void *row, const void *item, struct cell *cell)
{
	const struct sock_entry *entry = entry_of(row);
	const char *word = entry->proto == PROTO_UNIX ? word_unix_state(entry)
						      : word_tcp_state(entry->state);

	(void)item;
	/* A UDP socket that is not connected has no state; net-tools shows none. */
	if ((entry->proto == PROTO_UDP || entry->proto == PROTO_UDPLITE) &&
	    entry->state == STATE_CLOSE)
		return;
	if (!word) {
		snprintf(cell->buffer, sizeof(cell->buffer), "UNKNOWN(%u)", entry->state);
		word = cell->buffer;
	}
	if (*word)
		cell_text(cell, word);
}

static const struct sock_timer *timer_of(const void *row)
{
	const struct socket_row *socket = row;

	return &socket->table->timers[socket->entry - socket->table->rows];
}

bool socket_has_timer(const void *row)
{
	const struct socket_row *socket = row;

	return socket->table->timers && socket->entry->proto != PROTO_SCTP;
}

void socket_get_timer_name(const void *row, const void *item, struct cell *cell)
{
	const struct sock_timer *timer = timer_of(row);
	const char *word = word_timer(entry_of(row)->proto, timer->kind);

	(void)item;
	if (!word) {
		snprintf(cell->buffer, sizeof(cell->buffer), "unkn-%u", timer->kind);
		word = cell->buffer;
	}
	cell_text(cell, word);
}

void socket_get_timer_seconds(const void *row, const void *item, struct cell *cell)
{
	(void)item;
	cell->kind = CELL_HUNDREDTHS;
	cell->number = timer_of(row)->kind ? timer_of(row)->ticks : 0;
}

void socket_get_retransmits(const void *row, const void *item, struct cell *cell)
{
	uint8_t proto = entry_of(row)->proto;

	(void)item;
	cell_unsigned(cell, proto == PROTO_UDP || proto == PROTO_UDPLITE
				    ? 0
				    : timer_of(row)->retransmits);
}

void socket_get_probes(const void *row, const void *item, struct cell *cell)
{
	(void)item;
	cell_signed(cell, timer_of(row)->probes);
}
