/*
 * The owners of half-open connections. For a connection in SYN_RECV /proc/net/tcp shows the user
 * of its listener, sock_diag shows 0 (net/ipv4/inet_diag.c, inet_req_diag_fill): so the listeners
 * are collected first.
 */
#ifndef NETSTAT_SOURCE_SYN_RECV_H
#define NETSTAT_SOURCE_SYN_RECV_H

#include "entry.h"

struct listeners {
	struct sock_entry *rows;
	size_t count;
	size_t size;
};

/* Remember a listener. Returns 0 or -ENOMEM. */
int listeners_add(struct listeners *listeners, const struct sock_entry *listener);

/* To be called once all are there, before the first question. */
void listeners_sort(struct listeners *listeners);

/* The user of the listener that a half-open connection belongs to: the most exact address wins. */
uint32_t listeners_uid(const struct listeners *listeners, const struct sock_entry *half_open);

void listeners_free(struct listeners *listeners);

#endif
