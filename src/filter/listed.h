/* Which sockets -l, -a and their absence list; as in net-tools it is not the state that decides. */
#ifndef NETSTAT_FILTER_LISTED_H
#define NETSTAT_FILTER_LISTED_H

#include <stdbool.h>
#include <stdint.h>

#include "entry.h"
#include "options.h"

/* Whether the row belongs in the listing. */
bool listed(const struct options *options, const struct sock_entry *entry);

/* The TCP states in which listed rows can be: what to ask the kernel for. */
uint32_t listed_states(const struct options *options);

#endif
