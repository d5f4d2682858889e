/* Single words for what evidence holds as numbers. */
#ifndef NETSTAT_WHY_WORDS_H
#define NETSTAT_WHY_WORDS_H

#include "why/evidence.h"

/* "OK", "EADDRINUSE" ..., "unknown" */
const char *why_bind_word(enum bind_result result);

/* "fd", "thread", "io_uring", "in-flight" */
const char *why_hold_word(enum why_hold how);

/* "LISTEN", "BOUND", "TIME_WAIT" ...; of UDP "UNCONNECTED" or "CONNECTED" */
const char *why_state_word(const struct why_socket *socket);

#endif
