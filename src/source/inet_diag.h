/* Internet sockets over sock_diag: TCP, UDP, UDP-Lite and raw. */
#ifndef NETSTAT_SOURCE_INET_DIAG_H
#define NETSTAT_SOURCE_INET_DIAG_H

#include <linux/netlink.h>

#include "filter/bytecode.h"
#include "source/netlink.h"
#include "source/sink.h"
#include "source/source.h"

/* One dump, as it is asked of the kernel. */
struct inet_diag_dump {
	enum proto proto;
	uint8_t family; /* AF_INET, AF_INET6; AF_UNSPEC: both in one walk, of TCP only */
	uint32_t states; /* 1 << enum tcp_state */
	uint8_t extensions; /* 1 << (INET_DIAG_... - 1) */
	const struct bytecode *code; /* NULL: every socket */
	bool helping; /* no part of the listing; matters to recordings */
};

/*
 * Ask for a dump and hand on its messages; returns what nl_dump() returns. From a recording come all
 * sockets of the protocol, whatever family, states and code say.
 */
int inet_diag_dump(struct nl_session *session, const struct inet_diag_dump *dump,
		   nl_message_fn fn, void *arg, size_t *seen);

/*
 * Read the sockets of request->proto into the sink: of one family, or of TCP of both families
 * mixed, as one walk of the kernel's tables finds them. Returns 0 or the -errno of netlink: -ENOENT,
 * -EINVAL and others mean that this kernel does not answer for the protocol, or with a part not for
 * its bytecode. *seen counts the
 * sockets that the kernel told of, kept or not.
 */
int inet_diag_read(struct nl_session *session, const struct source_request *request,
		   struct sink *sink, size_t *seen);

/*
 * Turn one reply (struct inet_diag_msg and attributes) into a row of the sink's table; `timer` and
 * `detail` may be NULL. Returns 0, or -EBADMSG when the message is too short for what it must hold.
 */
int inet_diag_decode(const struct nlmsghdr *header, enum proto proto, struct sock_entry *entry,
		     struct sock_timer *timer, struct sock_detail *detail);

#endif
