/* Parts of sentences about sockets and processes. Pure; the results live in the caller's buffer. */
#ifndef NETSTAT_WHY_PHRASE_H
#define NETSTAT_WHY_PHRASE_H

#include "why/report.h"

enum { PHRASE_SIZE = 256 };

/* `127.0.0.1:25`, `[::]:25`, with `%device` of a socket that is bound to one. */
void phrase_local(char to[PHRASE_SIZE], const struct why_socket *socket);
void phrase_foreign(char to[PHRASE_SIZE], const struct why_socket *socket);

/* `master (pid 812, root, postfix.service)` */
void phrase_holder(char to[PHRASE_SIZE], const struct why_holder *holder);

/* The holder of a socket, or `no process visible to you`. */
void phrase_who(char to[PHRASE_SIZE], const struct why_evidence *evidence,
		const struct why_socket *socket);

/* Add how to end a holder to the newest cause: its unit or container, else its process. */
void remedy_stop(struct why_report *report, const struct why_holder *holder);

/* The first holder of a socket, or NULL. */
const struct why_holder *first_holder(const struct why_evidence *evidence,
				      const struct why_socket *socket);

#endif
