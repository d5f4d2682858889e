/* Sockets of families that few kernels have, as text: titles and rows. */
#ifndef NETSTAT_RENDER_PACKET_TEXT_H
#define NETSTAT_RENDER_PACKET_TEXT_H

#include "render/out.h"
#include "source/bluetooth.h"
#include "source/packet_sockets.h"

/* The lines above the rows of AX.25, NET/ROM, ROSE, X.25 or IPX; IPX has a column more with -e. */
void packet_heading(struct out *out, enum family family, bool extended);

/* A row as net-tools writes it. `user` of IPX (NULL: none is shown) is escaped already. */
void packet_row(struct out *out, enum family family, const struct packet_socket *socket,
		const char *user);

/* The line in place of a row that could not be read; net-tools has it in the table. */
void packet_problem(struct out *out, enum family family);

void bluetooth_heading(struct out *out, enum bluetooth_protocol protocol);
void bluetooth_row(struct out *out, enum bluetooth_protocol protocol,
		   const struct bluetooth_socket *socket);

#endif
