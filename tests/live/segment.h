/* SPDX-License-Identifier: GPL-2.0-or-later */
/* TCP segments as from a peer that does not exist. */
#ifndef SEGMENT_H
#define SEGMENT_H

#include "menagerie.h"

#include <stdint.h>

enum {
	SEGMENT_FIN = 0x01,
	SEGMENT_SYN = 0x02,
	SEGMENT_ACK = 0x10,
};

struct segment {
	struct endpoint from;
	struct endpoint to;
	uint32_t sequence;
	uint32_t acknowledged;
	uint16_t window;
	uint8_t flags;
	const char *payload; /* NULL: none */
};

/* Hands @segment to this namespace's own stack, as if it had come over the network. */
void segment_inject(const struct segment *segment);

#endif
