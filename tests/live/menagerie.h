/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * One socket of every kind, for the tests that compare two listings of them.
 *
 * Makers never close what they keep: a socket lives until the menagerie ends. Every descriptor is
 * close-on-exec, so that the command under test holds none of them.
 */
#ifndef MENAGERIE_H
#define MENAGERIE_H

#include <netinet/in.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdnoreturn.h>
#include <sys/socket.h>

#define EXIT_SKIP 77

/* Addresses the namespace has; peers of the first two take packets and never answer. */
#define NET4_LOCAL "192.0.2.1"
#define NET6_LOCAL "2001:db8::1"
#define LINK_LOCAL "fe80::5054:ff:feaa:aaaa%v0"

#define UID_NOBODY 65534
#define UID_NAMELESS 54321
#define UID_LONG_NAME 54320

struct endpoint {
	union {
		struct sockaddr any;
		struct sockaddr_in in;
		struct sockaddr_in6 in6;
	};
	socklen_t length;
};

#ifndef IPV6_FREEBIND
#define IPV6_FREEBIND 78
#endif

struct pair {
	int client;
	int server;
};

/* util.c: all of these end the program when the kernel says no. */
noreturn void die(const char *format, ...) __attribute__((format(printf, 1, 2)));
noreturn void skip(const char *format, ...) __attribute__((format(printf, 1, 2)));
int must(long result, const char *what);
void set_option(int fd, int level, int name, int value);
struct endpoint endpoint_of(const char *address, unsigned int port);
void address_of_length(unsigned int length, char text[INET6_ADDRSTRLEN]);
void bind_freely(int fd, const struct endpoint *end);
int bound_socket(int type, int protocol, const char *address, unsigned int port);
int listening_socket(const char *address, unsigned int port, int backlog);
int connected_socket(const char *address, unsigned int port);
struct pair tcp_pair(const char *address, unsigned int port);

/* namespace.c */
void namespaces_enter(void);
void network_furnish(void);
void etc_replace(const char *directory);

/*
 * Makers, one for each kind in the table of menagerie.c. They return false when this kernel does
 * not know the kind.
 */
bool make_listeners(void);
bool make_pending(void);
bool make_established(void);
bool make_queues(void);
bool make_closing(void);
bool make_syn(void);
bool make_syn_device(void);
bool make_deferred(void);
bool make_fastopen(void);
bool make_mptcp(void);
bool make_puppets(void);
bool make_long(void);
bool make_many(void);
bool make_udp(void);
bool make_udplite(void);
bool make_raw(void);
bool make_unlisted(void);
bool make_unix(void);
bool make_unix_many(void);
bool make_processes(void);
bool make_shared(void);
bool make_awkward(void);

/* puppet.c: TIME_WAIT lasts a minute; called now and then this makes it last. */
void puppets_refresh(void);

/* processes.c */
bool holder_run(void);
void holders_end(void);
void hold_awkward(void);

#endif
