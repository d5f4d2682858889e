#include "config.h"

#include "source/netlink.h"

#include <errno.h>
#include <linux/netlink.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <sys/time.h>

/*
 * The kernel fills a reply up to the largest buffer it has seen on the socket, at most 32 KiB
 * (net/netlink/af_netlink.c, netlink_dump); libmnl's own choice of a page costs five times the
 * system calls.
 */
enum { BUFFER_SIZE = 65536 };

static int open_socket(struct nl_session *session, int bus)
{
	session->buffer = malloc(BUFFER_SIZE);
	if (!session->buffer)
		return -ENOMEM;
	session->socket = mnl_socket_open2(bus, SOCK_CLOEXEC);
	if (!session->socket) {
		int error = -errno;

		nl_close(session);
		return error;
	}
	return 0;
}

int nl_open(struct nl_session *session)
{
	return open_socket(session, NETLINK_SOCK_DIAG);
}

int nl_open_bus(struct nl_session *session, int bus, int timeout_ms)
{
	struct timeval timeout = { timeout_ms / 1000, timeout_ms % 1000 * 1000 };
	int result = open_socket(session, bus);

	if (!result && setsockopt(mnl_socket_get_fd(session->socket), SOL_SOCKET, SO_RCVTIMEO,
				  &timeout, sizeof(timeout))) {
		result = -errno;
		nl_close(session);
	}
	return result;
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
		session->interrupted |= header->nlmsg_flags & NLM_F_DUMP_INTR;
		if (header->nlmsg_type == NLMSG_DONE || header->nlmsg_type >= NLMSG_MIN_TYPE)
			record_message(session->record, header);
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

static void number(struct nl_session *session, struct nlmsghdr *request, uint16_t flags)
{
	request->nlmsg_flags = NLM_F_REQUEST | flags;
	request->nlmsg_seq = ++session->sequence;
}

static int transact(struct nl_session *session, const struct nlmsghdr *request, nl_message_fn fn,
		    void *arg, size_t *seen)
{
	int result = DUMP_MORE;

	*seen = 0;
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

int nl_dump(struct nl_session *session, struct nlmsghdr *request, nl_message_fn fn, void *arg,
	    size_t *seen)
{
	int result;

	number(session, request, NLM_F_DUMP);
	record_begin(session->record, request);
	result = transact(session, request, fn, arg, seen);
	record_end(session->record, result);
	return result;
}

int nl_ask(struct nl_session *session, struct nlmsghdr *request, nl_message_fn fn, void *arg,
	   size_t *seen)
{
	/* The acknowledgement behind the answer tells its end. */
	number(session, request, NLM_F_ACK);
	return transact(session, request, fn, arg, seen);
}
