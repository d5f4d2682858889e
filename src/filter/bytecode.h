/*
 * What of a filter the kernel can decide, as inet_diag bytecode: a sound over-approximation. The
 * kernel never drops a socket that matches; what it lets through in excess match.c drops.
 */
#ifndef NETSTAT_FILTER_BYTECODE_H
#define NETSTAT_FILTER_BYTECODE_H

#include <stddef.h>
#include <stdint.h>

#include "filter/filter.h"

/* A program of the kernel's inet_diag_bc_op, to be sent as INET_DIAG_REQ_BYTECODE. */
struct bytecode {
	uint8_t *ops; /* NULL: no program, everything passes */
	size_t length; /* bytes */
};

/*
 * Compile. Returns 0 or -ENOMEM. A program that would say nothing, or would be so long that the
 * kernel's check of it costs more than it saves, is left out: `ops` is NULL then.
 */
int bytecode_compile(const struct filter_node *filter, struct bytecode *code);

/* Sockets whose port the kernel chose (wanted), or all others; ANDed in front of `code`. */
int bytecode_autobound(struct bytecode *code, bool wanted);

/*
 * Only sockets that match `part` (ports: what the kernel decides exactly), and of those only what
 * `code` lets through, unless both together are too long. Returns 0 or -ENOMEM.
 */
int bytecode_part(struct bytecode *code, const struct filter_node *part);

void bytecode_free(struct bytecode *code);

/*
 * Run a program as the kernel does (net/ipv4/inet_diag.c, inet_diag_bc_run); for tests. Returns
 * whether the row passes. The program must be one that bytecode_compile() made.
 */
bool bytecode_run(const struct bytecode *code, const struct sock_entry *entry,
		  const struct sock_detail *detail);

#endif
