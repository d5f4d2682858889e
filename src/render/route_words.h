/* The words and letters for what the kernel gives as numbers in routes. Pure. */
#ifndef NETSTAT_RENDER_ROUTE_WORDS_H
#define NETSTAT_RENDER_ROUTE_WORDS_H

#include <stddef.h>
#include <stdint.h>

#include "route.h"

enum { ROUTE_LETTERS = 32, ROUTE_WORD = 12 };

/* net-tools' letters for the flags, NUL-terminated. */
void route_letters(char letters[ROUTE_LETTERS], const struct route *route);

/* A flag with a name, and the bit that it is. */
struct route_flag {
	uint32_t bit;
	const char *word;
};

/* The first flag that is set behind `after` (NULL: of all), or NULL. */
const struct route_flag *route_next_flag(uint32_t flags, const struct route_flag *after);

/* unicast, bgp, link ... as `ip route` calls them; a number that has no name is written into `number`. */
const char *route_type_word(uint8_t type, char number[ROUTE_WORD]);
const char *route_protocol_word(uint8_t protocol, char number[ROUTE_WORD]);
const char *route_scope_word(uint8_t scope, char number[ROUTE_WORD]);

#endif
