/* net-tools' words for kinds of network hardware, and how it writes their addresses. */
#ifndef NETSTAT_RENDER_HARDWARE_H
#define NETSTAT_RENDER_HARDWARE_H

#include <stddef.h>
#include <stdint.h>

enum { HARDWARE_TEXT = 64 };

struct hardware {
	uint16_t type; /* ARPHRD_ */
	const char *name, *title;
	/* The address from its first 8 bytes as text, no NUL, at most HARDWARE_TEXT; NULL: none is shown. */
	size_t (*address)(char *to, const uint8_t *bytes);
};

/* Of an interface of this type; of one that net-tools does not know its `unspec`. */
const struct hardware *hardware_of(uint16_t type);

#endif
