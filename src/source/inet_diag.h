/* Internet sockets over sock_diag: TCP, UDP, UDP-Lite and raw. */
#ifndef NETSTAT_SOURCE_INET_DIAG_H
#define NETSTAT_SOURCE_INET_DIAG_H

#include <linux/netlink.h>

#include "source/netlink.h"
#include "source/sink.h"
#include "source/source.h"

/*
 * Read the sockets of request->proto into the sink: of one family, or of TCP of both families
 * mixed, as one walk of the kernel's tables finds them. Returns 0 or the -errno of netlink: -ENOENT,
 * -EINVAL and others mean that this kernel does not answer for the protocol. *seen counts the
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
