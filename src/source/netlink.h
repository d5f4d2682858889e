/* A netlink socket, of sock_diag or another bus: ask for a dump, hand each message on. */
#ifndef NETSTAT_SOURCE_NETLINK_H
#define NETSTAT_SOURCE_NETLINK_H

#include <libmnl/libmnl.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "page/progress.h"
#include "source/record.h"

struct replay;

struct nl_session {
	struct mnl_socket *socket; /* NULL: not open */
	char *buffer;
	uint32_t sequence;
	bool interrupted; /* a dump says that what it lists has changed meanwhile; never cleared here */
	struct progress *progress; /* told of each datagram; or NULL */
	struct record *record; /* gets what dumps bring; or NULL */
	const struct replay *replay; /* answers in the place of the kernel, of internet sockets; or NULL */
};

/*
 * The attribute at this place, or NULL if no whole one is left before `end`. (libmnl's own loop over
 * a message rounds the end up, past what was received.)
 */
static inline const struct nlattr *nl_attribute(const void *at, const void *end)
{
	ptrdiff_t left = (const char *)end - (const char *)at;

	return left > 0 && mnl_attr_ok(at, (int)left) ? at : NULL;
}

/* Called for each data message; its header is checked, its payload is not. Not 0: stop with it. */
typedef int (*nl_message_fn)(const struct nlmsghdr *header, void *arg);

/* Returns 0 or -errno. A session of zeros is closed; closing it is harmless. */
int nl_open(struct nl_session *session);

/*
 * The same for another bus than sock_diag (NETLINK_ROUTE ...). An answer that does not come within
 * timeout_ms ends a request with -EAGAIN.
 */
int nl_open_bus(struct nl_session *session, int bus, int timeout_ms);
void nl_close(struct nl_session *session);

/*
 * Send a request (nlmsg_flags and nlmsg_seq are set here) and hand each message of the answer to
 * fn. Returns 0, the -errno of the kernel (a refusal may come as NLMSG_ERROR or in the payload of
 * NLMSG_DONE), of a system call, or fn's. *seen counts the messages handed on. After an error of
 * fn the session must be closed, since the rest of the answer is still to come.
 */
int nl_dump(struct nl_session *session, struct nlmsghdr *request, nl_message_fn fn, void *arg,
	    size_t *seen);

/* The same for a request that is answered by one message, or by none. */
int nl_ask(struct nl_session *session, struct nlmsghdr *request, nl_message_fn fn, void *arg,
	   size_t *seen);

#endif
