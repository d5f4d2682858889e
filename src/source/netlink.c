#include "config.h"

#include "source/netlink.h"

#include <errno.h>
#include <linux/netlink.h>
#include <stdlib.h>

/*
 * The kernel fills a reply up to the largest buffer it has seen on the socket, at most 32 KiB
 * (net/netlink/af_netlink.c, netlink_dump); libmnl's own choice of a page costs five times the
 * system calls.
 */
enum { BUFFER_SIZE = 65536 };

int nl_open(struct nl_session *session)
{
	session->buffer = malloc(BUFFER_SIZE);
	if (!session->buffer)
		return -ENOMEM;
	session->socket = mnl_socket_open2(NETLINK_SOCK_DIAG, SOCK_CLOEXEC);
	if (!session->socket) {
		int error = -errno;

		nl_close(session);
		return error;
	}
	return 0;
}

void nl_close(struct nl_session *session)
{
	if (session->socket)
		mnl_socket_close(session->socket);
	free(session->buffer);
	session->socket = NULL;
	session->buffer = NULL;
}

/* The kernel's errno in a message that must hold one; no room for it counts as a bad message. */
static int message_errno(const struct nlmsghdr *header)
{
	const int *error = mnl_nlmsg_get_payload(header);

	if (mnl_nlmsg_get_payload_len(header) < sizeof(*error))
		return -EBADMSG;
	return *error > 0 ? -EBADMSG : *error;
}

enum { DUMP_MORE = 1 };

/* Returns DUMP_MORE until the dump has ended, then 0 or -errno. */
static int handle_datagram(struct nl_session *session, int length, nl_message_fn fn, void *arg,
			   size_t *seen)
{
	const struct nlmsghdr *header = (const void *)session->buffer;

	for (; mnl_nlmsg_ok(header, length); header = mnl_nlmsg_next(header, &length)) {
		int result;

		if (header->nlmsg_seq != session->sequence)
			continue; /* of an earlier dump that was broken off */
		if (header->nlmsg_type == NLMSG_DONE) {
			/* Some kernels end with an empty DONE; that is success. */
			return mnl_nlmsg_get_payload_len(header) ? message_errno(header) : 0;
		}
		if (header->nlmsg_type == NLMSG_ERROR)
			return message_errno(header);
		if (header->nlmsg_type < NLMSG_MIN_TYPE)
			continue;
		++*seen;
		result = fn(header, arg);
		if (result)
			return result < 0 ? result : -EBADMSG;
	}
	return length ? -EBADMSG : DUMP_MORE;
}

int nl_dump(struct nl_session *session, struct nlmsghdr *request, nl_message_fn fn, void *arg,
	    size_t *seen)
{
	int result = DUMP_MORE;

	*seen = 0;
	request->nlmsg_flags = NLM_F_REQUEST | NLM_F_DUMP;
	request->nlmsg_seq = ++session->sequence;
	if (mnl_socket_sendto(session->socket, request, request->nlmsg_len) < 0)
		return -errno;
	while (result == DUMP_MORE) {
		ssize_t length = mnl_socket_recvfrom(session->socket, session->buffer, BUFFER_SIZE);
		size_t before = *seen;

		if (length < 0 && errno == EINTR)
			continue;
		if (length < 0)
			return -errno;
		result = handle_datagram(session, (int)length, fn, arg, seen);
		progress_add(session->progress, *seen - before, 0);
	}
	return result;
}
