/* The flags of an interface, as net-tools' letters and as words. */
#ifndef NETSTAT_RENDER_INTERFACE_FLAGS_H
#define NETSTAT_RENDER_INTERFACE_FLAGS_H

#include <stddef.h>
#include <stdint.h>

struct interface_flag {
	uint32_t flag;
	const char *word;
};

enum { INTERFACE_LETTERS = 16 };

/* `BMRU`, or `[NO FLAGS]`, with a NUL. Only the lower 16 bits count, as for net-tools. */
void interface_letters(char letters[INTERFACE_LETTERS], uint32_t flags);

/*
 * The next flag that is set, behind `after` (NULL: the first), in the order of net-tools' words;
 * NULL: no more. Those that net-tools has no word for are last.
 */
const struct interface_flag *interface_next_flag(uint32_t flags,
						 const struct interface_flag *after);

enum { INTERFACE_OLD_FLAGS = 0xffff & ~(0x2000 | 0x4000) }; /* without PORTSEL, AUTOMEDIA */

#endif
