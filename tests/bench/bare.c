/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * bare: receives all TCP sockets over sock_diag, first IPv4, then IPv6, and does nothing with them.
 * The yardstick of the measurements: what one thread has to wait for the kernel, at the least.
 * Needs no library, so that its start costs no more than it must.
 */
#include "config.h"

#include <err.h>
#include <errno.h>
#include <linux/inet_diag.h>
#include <linux/netlink.h>
#include <linux/sock_diag.h>
#include <netinet/in.h>
#include <stdbool.h>
#include <stddef.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

/* The kernel fills at most 32 KiB at once (net/netlink/af_netlink.c, netlink_dump). */
enum { BUFFER_SIZE = 32768, SEQUENCE = 0x62617265, DONE_SIZE = NLMSG_HDRLEN + sizeof(int) };

static void ask(int fd, int family)
{
	const struct sockaddr_nl kernel = { .nl_family = AF_NETLINK };
	const struct {
		struct nlmsghdr header;
		struct inet_diag_req_v2 body;
	} request = {
		.header = { .nlmsg_len = sizeof(request),
			    .nlmsg_type = SOCK_DIAG_BY_FAMILY,
			    .nlmsg_flags = NLM_F_REQUEST | NLM_F_DUMP,
			    .nlmsg_seq = SEQUENCE },
		.body = { .sdiag_family = (unsigned char)family,
			  .sdiag_protocol = IPPROTO_TCP,
			  .idiag_states = ~0u },
	};

	if (sendto(fd, &request, sizeof(request), 0, (const struct sockaddr *)&kernel,
		   sizeof(kernel)) < 0)
		err(1, "sendto");
}

static bool is_end(const struct nlmsghdr *header)
{
	return header->nlmsg_seq == SEQUENCE &&
	       (header->nlmsg_type == NLMSG_DONE || header->nlmsg_type == NLMSG_ERROR);
}

/*
 * DONE and ERROR come in a datagram of their own, or, from a newer kernel's dump, DONE at the end
 * of the last one (net/netlink/af_netlink.c, netlink_dump). No other message is looked at.
 */
static const struct nlmsghdr *end_in(const char *bytes, size_t length)
{
	const void *first = bytes, *last = bytes + length - DONE_SIZE;

	if (is_end(first))
		return first;
	return is_end(last) ? last : NULL;
}

static void receive(int fd, char *buffer)
{
	const struct nlmsghdr *end = NULL;
	int error;

	while (!end) {
		ssize_t length = recv(fd, buffer, BUFFER_SIZE, 0);

		if (length < 0 && errno == EINTR)
			continue;
		if (length < DONE_SIZE)
			err(1, "recv");
		end = end_in(buffer, (size_t)length);
	}
	memcpy(&error, end + 1, sizeof(error));
	if (error)
		errx(1, "dump: %s", strerror(-error));
}

int main(void)
{
	static _Alignas(struct nlmsghdr) char buffer[BUFFER_SIZE];
	int fd = socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, NETLINK_SOCK_DIAG);

	if (fd < 0)
		err(1, "socket");
	ask(fd, AF_INET);
	receive(fd, buffer);
	ask(fd, AF_INET6);
	receive(fd, buffer);
	close(fd);
	return 0;
}
