/* Names as the system's databases have them: hosts, networks, users, interfaces. For names.c. */
#ifndef NETSTAT_NAMES_ASK_H
#define NETSTAT_NAMES_ASK_H

#include <stdbool.h>
#include <stdint.h>

#include "entry.h"

/* What can be asked for beside AF_INET, AF_INET6 and enum name_of_route; the number is in words[0]. */
enum { NAME_INTERFACE = 254, NAME_USER = 255 };

/*
 * Each returns a name to be freed, or NULL: there is none, or no memory. With `raw` it is as it came,
 * without one in which nothing can harm a terminal.
 */
char *names_ask(bool raw, uint8_t kind, const union inet_addr *addr);
char *names_copy(bool raw, const char *name);

#endif
