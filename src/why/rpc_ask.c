#include "config.h"

#include "why/rpc_ask.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <poll.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include "why/deadline.h"

enum { WAIT_MS = 300, RPCBIND_PORT = 111 };

/* RFC 5531 and RFC 1833, section 3: CALL, RPC version 2, program, version, PMAPPROC_DUMP. */
enum { CALL = 0, RPC_VERSION = 2, PMAP_PROGRAM = 100000, PMAP_VERSION = 2, PMAP_DUMP = 4 };

static bool wait_for(int fd, short events, int64_t deadline)
{
	struct pollfd poll_fd = { .fd = fd, .events = events };
	int result;

	do {
		result = poll(&poll_fd, 1, deadline_left(deadline));
	} while (result < 0 && errno == EINTR && !deadline_passed(deadline));
	return result > 0;
}

/* Returns a connected socket or -1. */
static int connect_to(const struct sockaddr *addr, socklen_t length, int64_t deadline)
{
	int fd = socket(addr->sa_family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
	int error = 0;
	socklen_t size = sizeof(error);

	if (fd < 0)
		return -1;
	if (!connect(fd, addr, length))
		return fd;
	if (errno == EINPROGRESS && wait_for(fd, POLLOUT, deadline) &&
	    !getsockopt(fd, SOL_SOCKET, SO_ERROR, &error, &size) && !error)
		return fd;
	close(fd);
	return -1;
}

static int connect_unix(int64_t deadline)
{
	const struct sockaddr_un addr = { .sun_family = AF_UNIX,
					  .sun_path = "/run/rpcbind.sock" };

	return connect_to((const struct sockaddr *)&addr, sizeof(addr), deadline);
}

static int connect_tcp(int64_t deadline)
{
	const struct sockaddr_in addr = { .sin_family = AF_INET,
					  .sin_port = htons(RPCBIND_PORT),
					  .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };

	return connect_to((const struct sockaddr *)&addr, sizeof(addr), deadline);
}

static bool send_call(int fd, uint32_t xid)
{
	const uint32_t words[] = { xid,		 CALL, RPC_VERSION, PMAP_PROGRAM, PMAP_VERSION,
				   PMAP_DUMP,	 /* no credentials, no verifier: */ 0, 0, 0, 0 };
	enum { WORDS = sizeof(words) / sizeof(*words) };
	uint32_t message[1 + WORDS] = { htonl(0x80000000u | sizeof(words)) };

	for (size_t i = 0; i < WORDS; i++)
		message[1 + i] = htonl(words[i]);
	return send(fd, message, sizeof(message), MSG_NOSIGNAL) == sizeof(message);
}

static enum rpc_parsed receive(int fd, uint32_t xid, uint8_t *reply, struct why_evidence *evidence,
			       int64_t deadline)
{
	enum rpc_parsed result = RPC_MORE;
	size_t length = 0;

	while (result == RPC_MORE && length < RPC_MAX_REPLY && wait_for(fd, POLLIN, deadline)) {
		ssize_t got = recv(fd, reply + length, RPC_MAX_REPLY - length, 0);

		if (got < 0 && (errno == EINTR || errno == EAGAIN))
			continue;
		if (got <= 0)
			return RPC_BAD;
		length += (size_t)got;
		result = rpc_parse(reply, length, xid, evidence);
	}
	return result;
}

void rpc_ask(uint32_t xid, uint8_t *reply, struct why_evidence *evidence)
{
	static int (*const connects[])(int64_t) = { connect_unix, connect_tcp };
	const int64_t deadline = deadline_in(WAIT_MS);
	enum rpc_parsed result = RPC_BAD;

	for (size_t i = 0; i < 2 && result != RPC_DONE && !deadline_passed(deadline); i++) {
		int fd = connects[i](deadline);

		if (fd < 0)
			continue;
		if (send_call(fd, xid))
			result = receive(fd, xid, reply, evidence, deadline);
		close(fd);
	}
}
