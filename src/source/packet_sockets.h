/*
 * Sockets of AX.25, NET/ROM, ROSE, X.25 and IPX: a line of /proc each, in words that blanks divide
 * (net/ax25/af_ax25.c, net/netrom/af_netrom.c, net/rose/af_rose.c, net/x25/x25_proc.c, and
 * net/ipx/ipx_proc.c, up to Linux 4.17). Few kernels have any of these.
 */
#ifndef NETSTAT_SOURCE_PACKET_SOCKETS_H
#define NETSTAT_SOURCE_PACKET_SOCKETS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "options.h"

/* What a line says; which of it depends on the family. The words point into the line. */
struct packet_socket {
	const char *user; /* NET/ROM */
	const char *destination, *source;
	const char *destination_call, *source_call; /* ROSE */
	const char *device;
	int32_t state, vs, vr, sendq, recvq;
	int32_t circuit;   /* ROSE, X.25: number of the logical channel */
	int32_t neighbour; /* ROSE */
	uint32_t uid;      /* IPX */
};

/* The file of FAMILY_AX25, _NETROM, _ROSE, _X25 or _IPX. */
const char *packet_file(enum family family);

/* Whether a line is the file's line of titles; number counts from 0. AX.25 had one before Linux 2.1. */
bool packet_is_title(enum family family, const char *line, size_t number);

/* Cut the line into words, and take what it says. Returns false if it does not say all. */
bool packet_parse(enum family family, char *line, struct packet_socket *socket);

#endif
