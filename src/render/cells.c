#include "config.h"

#include "render/cells.h"

#include <stdio.h>
#include <string.h>
#include <sys/socket.h>

#include "render/socket_columns.h"
#include "render/text.h"
#include "render/words.h"

static void left_text(struct out *out, const char *text, size_t width)
{
	out_left(out, text, strlen(text), width);
}

/* The width of a column that is as wide in both tables, or in that of internet sockets only. */
static size_t width_of(enum socket_column column)
{
	return socket_width(SOCKET_TABLE_INET, column);
}

void cell_proto(struct out *out, const struct sock_entry *entry)
{
	left_text(out, word_proto(entry), width_of(SOCKET_PROTO));
}

/*
 * Colours only for what deserves a look: who listens, what is half-open, what waits to be closed.
 * These are readable on dark and on light; established connections stay as they are.
 */
static const char *state_color(const struct sock_entry *entry)
{
	if (entry->proto != PROTO_TCP && entry->proto != PROTO_SCTP)
		return NULL;
	switch (entry->state) {
	case STATE_LISTEN:
		return "\033[32m";
	case STATE_SYN_SENT:
	case STATE_SYN_RECV:
		return "\033[36m";
	case STATE_TIME_WAIT:
		return "\033[2m";
	case STATE_ESTABLISHED:
		return NULL;
	default:
		return "\033[35m";
	}
}

static void colored_text(struct out *out, const char *color, const char *text, size_t width)
{
	if (color)
		out_text(out, color);
	left_text(out, text, width);
	if (color)
		out_text(out, "\033[0m");
}

void cell_state(struct out *out, const struct table_style *style, const struct sock_entry *entry)
{
	char number[24];
	const char *text;

	switch (entry->proto) {
	case PROTO_RAW:
		out_left_number(out, entry->state, width_of(SOCKET_STATE));
		return;
	case PROTO_UDP:
	case PROTO_UDPLITE:
		text = entry->state == STATE_ESTABLISHED ? "ESTABLISHED" :
		       entry->state == STATE_CLOSE	 ? "" :
							   "UNKNOWN";
		break;
	default:
		text = word_tcp_state(entry->state);
		break;
	}
	if (!text) {
		snprintf(number, sizeof(number), "UNKNOWN(%u)", entry->state);
		text = number;
	}
	colored_text(out, style->color ? state_color(entry) : NULL, text, width_of(SOCKET_STATE));
}

void cell_user(struct out *out, const struct table_style *style, const struct sock_entry *entry)
{
	const char *name = names_user(style->names, entry->uid);
	char number[16];

	if (!name) {
		/* net-tools reads the id as a signed number. */
		snprintf(number, sizeof(number), "%d", (int)entry->uid);
		name = number;
	}
	left_text(out, name, width_of(SOCKET_USER));
}

static void timer_kind(struct out *out, uint8_t proto, uint8_t kind)
{
	const char *word = word_timer(proto, kind);

	out_text(out, word ? word : "unkn-");
	if (!word)
		out_left_number(out, kind, 0);
}

void cell_timer(struct out *out, const struct table_style *style, const struct sock_entry *entry,
		const struct sock_timer *timer)
{
	bool is_udp = entry->proto == PROTO_UDP || entry->proto == PROTO_UDPLITE;
	uint32_t ticks = timer->kind ? timer->ticks : 0;
	char number[16];

	timer_kind(out, entry->proto, timer->kind);
	out_text(out, " (");
	out_left_number(out, ticks / 100, 0);
	out_text(out, style->decimal_point);
	snprintf(number, sizeof(number), "%02u/", ticks % 100);
	out_text(out, number);
	out_left_number(out, is_udp ? 0 : timer->retransmits, 0);
	snprintf(number, sizeof(number), "/%d)", timer->probes);
	out_text(out, number);
}

/* A host and a port as text: names or numbers. */
struct end_text {
	char host_number[TEXT_ADDRESS], port_number[TEXT_NUMBER];
	const char *host, *port;
	size_t host_length, port_length;
};

static void host_text(struct end_text *text, const struct table_style *style, uint8_t family,
		      const union inet_addr *addr)
{
	text->host = names_host(style->names, family, addr);
	if (!text->host && !style->options->numeric_hosts && family == AF_INET6 &&
	    addr_is_any(addr))
		text->host = "[::]";
	if (text->host) {
		text->host_length = strlen(text->host);
	} else {
		text->host = text->host_number;
		text->host_length = text_address(text->host_number, family, addr);
	}
}

static void port_text(struct end_text *text, const struct table_style *style, enum proto proto,
		      uint16_t port)
{
	text->port = port ? names_port(style->names, proto, port) : "*";
	if (text->port) {
		text->port_length = strlen(text->port);
	} else {
		text->port = text->port_number;
		text->port_length = text_number(text->port_number, port);
	}
}

static void end_cell(struct out *out, const struct end_text *text, bool with_port, size_t width)
{
	size_t length = text->host_length;

	out_bytes(out, text->host, text->host_length);
	if (with_port) {
		out_char(out, ':');
		out_bytes(out, text->port, text->port_length);
		length += 1 + text->port_length;
	}
	if (length < width)
		out_spaces(out, width - length);
}

static void cut_end(struct end_text *text)
{
	size_t host = text->host_length, port = text->port_length;

	text_cut_end(&text->host_length, &text->port_length);
	if (text->host_length < host)
		text->host_length = text_whole(text->host, text->host_length);
	if (text->port_length < port)
		text->port_length = text_whole(text->port, text->port_length);
}

void cell_end(struct out *out, const struct table_style *style, const struct sock_entry *entry,
	      const union inet_addr *addr, uint16_t port, size_t width)
{
	struct end_text text;

	host_text(&text, style, entry->family, addr);
	port_text(&text, style, entry->proto, port);
	if (style->cut)
		cut_end(&text);
	end_cell(out, &text, true, width);
}

size_t cell_end_length(const struct table_style *style, const struct sock_entry *entry,
		       const union inet_addr *addr, uint16_t port)
{
	struct end_text text;

	host_text(&text, style, entry->family, addr);
	port_text(&text, style, entry->proto, port);
	return text.host_length + 1 + text.port_length;
}

void cell_sctp_end(struct out *out, const struct table_style *style, uint8_t family,
		   const union inet_addr *addr, uint16_t port, bool with_port, size_t width)
{
	struct end_text text;

	host_text(&text, style, family, addr);
	port_text(&text, style, PROTO_SCTP, port);
	end_cell(out, &text, with_port, width);
}

static void context_text(struct out *out, const char *context)
{
	char shown[4 * 512];
	size_t length = text_escape(shown, sizeof(shown), context);

	out_left(out, shown, length, width_of(SOCKET_OWNER_CONTEXT));
}

void cell_program(struct out *out, const struct table_style *style,
		  const struct sock_entry *entry)
{
	const struct owner *owner = owners_first(style->owners, entry->inode);
	const struct process *process =
		owner ? &style->owners->process[owner->process] : NULL;
	char text[TEXT_PROGRAM_LIMIT + TEXT_NUMBER] = "-";
	size_t length = 1;

	if (process) {
		length = text_number(text, (uint64_t)process->pid);
		text[length++] = '/';
		length += text_escape(text + length, TEXT_PROGRAM_LIMIT - length, process->name);
	}
	out_char(out, ' ');
	out_left(out, text, length, width_of(SOCKET_OWNER_PID));
	if (!style->options->context)
		return;
	out_char(out, ' ');
	context_text(out, process && process->context ? process->context : "-");
}

void cell_unix_flags(struct out *out, const struct sock_entry *entry)
{
	char text[16] = "[ ";

	if (entry->un.flags & UNIX_FLAG_ACC)
		strcat(text, "ACC ");
	if (entry->un.flags & UNIX_FLAG_WAITDATA)
		strcat(text, "W ");
	if (entry->un.flags & UNIX_FLAG_NOSPACE)
		strcat(text, "N ");
	strcat(text, "]");
	left_text(out, text, socket_width(SOCKET_TABLE_UNIX, SOCKET_FLAGS));
}

void cell_unix_type(struct out *out, const struct sock_entry *entry)
{
	left_text(out, word_unix_type(entry->un.type),
		  socket_width(SOCKET_TABLE_UNIX, SOCKET_TYPE));
}

void cell_unix_state(struct out *out, const struct table_style *style,
		     const struct sock_entry *entry)
{
	bool listens = entry->state == UNIX_UNCONNECTED && entry->un.flags & UNIX_FLAG_ACC;

	colored_text(out, style->color && listens ? "\033[32m" : NULL, word_unix_state(entry),
		     socket_width(SOCKET_TABLE_UNIX, SOCKET_STATE));
}

void cell_escaped(struct out *out, const char *text)
{
	char shown[TEXT_ESCAPED];
	size_t taken;

	for (; *text; text += taken)
		out_bytes(out, shown, text_escape_one(shown, text, &taken));
}
