/* The words for what the kernel gives as numbers. Pure; the strings are constants. */
#ifndef NETSTAT_RENDER_WORDS_H
#define NETSTAT_RENDER_WORDS_H

#include <stdint.h>

#include "entry.h"

/* net-tools' name of the protocol, with the IP version: tcp, tcp6, udpl6, unix. */
const char *word_proto(const struct sock_entry *entry);

/* ESTABLISHED ..., "" for 0; NULL for what net-tools does not know. */
const char *word_tcp_state(uint8_t state);

/* FREE, CONNECTED, LISTENING ...; "" for what is unconnected. Of what is unknown UNKNOWN. */
const char *word_unix_state(const struct sock_entry *entry);

/* STREAM, DGRAM ..., UNKNOWN. */
const char *word_unix_type(uint32_t type);

/* off, on, keepalive ... of TCP, on1 and on2 of others; NULL for what is unknown. */
const char *word_timer(uint8_t proto, uint8_t kind);

#endif
