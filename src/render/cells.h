/* The cells of the socket listing: one value, padded to the width of its column. */
#ifndef NETSTAT_RENDER_CELLS_H
#define NETSTAT_RENDER_CELLS_H

#include "entry.h"
#include "render/out.h"
#include "render/table.h"

void cell_proto(struct out *out, const struct sock_entry *entry);
void cell_state(struct out *out, const struct table_style *style, const struct sock_entry *entry);
void cell_user(struct out *out, const struct table_style *style, const struct sock_entry *entry);
void cell_timer(struct out *out, const struct table_style *style, const struct sock_entry *entry,
		const struct sock_timer *timer);

/* One end of a TCP, UDP or raw socket, cut if the style says so. */
void cell_end(struct out *out, const struct table_style *style, const struct sock_entry *entry,
	      const union inet_addr *addr, uint16_t port, size_t width);

/* How long that is when nothing is cut. */
size_t cell_end_length(const struct table_style *style, const struct sock_entry *entry,
		       const union inet_addr *addr, uint16_t port);

/* One end of an SCTP socket; never cut. */
void cell_sctp_end(struct out *out, const struct table_style *style, uint8_t family,
		   const union inet_addr *addr, uint16_t port, bool with_port, size_t width);

/* PID/NAME and with -Z the context, each with the blank before it. */
void cell_program(struct out *out, const struct table_style *style,
		  const struct sock_entry *entry);

void cell_unix_flags(struct out *out, const struct sock_entry *entry);
void cell_unix_type(struct out *out, const struct sock_entry *entry);
void cell_unix_state(struct out *out, const struct table_style *style,
		     const struct sock_entry *entry);

/* A path or name, escaped, as long as it is. */
void cell_escaped(struct out *out, const char *text);

#endif
