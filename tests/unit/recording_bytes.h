/* Recordings made by hand, message by message. */
#ifndef TEST_RECORDING_BYTES_H
#define TEST_RECORDING_BYTES_H

#include <arpa/inet.h>
#include <criterion/criterion.h>
#include <errno.h>
#include <linux/inet_diag.h>
#include <linux/netlink.h>
#include <linux/sock_diag.h>
#include <netinet/in.h>
#include <string.h>
#include <sys/socket.h>

#include "source/recording.h"

struct file {
	_Alignas(struct nlmsghdr) char bytes[4096];
	size_t length;
};

/* Number of the requests; another one than ours is that of ss. */
enum { SS = 123456 };
#define OURS (RECORDING_SEQUENCE + 1)

static inline void put(struct file *file, const void *bytes, size_t length)
{
	cr_assert(file->length + length <= sizeof(file->bytes));
	if (length)
		memcpy(file->bytes + file->length, bytes, length);
	file->length += length;
}

static inline void put_message(struct file *file, uint16_t type, uint16_t flags, uint32_t sequence,
			       const void *payload, size_t length)
{
	struct nlmsghdr header = { (uint32_t)(sizeof(header) + length), type, flags, sequence, 7 };
	static const char zeros[3];

	put(file, &header, sizeof(header));
	put(file, payload, length);
	put(file, zeros, NLMSG_ALIGN(length) - length);
}

/* A socket with two attributes; its local port tells it from others. */
static inline void put_socket(struct file *file, uint32_t sequence, uint8_t family, uint8_t state,
			      uint16_t port)
{
	struct {
		struct inet_diag_msg message;
		struct nlattr shutdown;
		uint8_t value, padding[3];
		struct nlattr group;
		uint32_t id[2];
	} socket = { 0 };

	_Static_assert(sizeof(socket) == sizeof(struct inet_diag_msg) + 8 + 12, "no holes");
	socket.message.idiag_family = family;
	socket.message.idiag_state = state;
	socket.message.id.idiag_sport = htons(port);
	socket.message.id.idiag_cookie[0] = port;
	socket.message.idiag_inode = 1000u + port;
	socket.message.idiag_uid = port;
	socket.shutdown = (struct nlattr){ 5, INET_DIAG_SHUTDOWN };
	socket.group = (struct nlattr){ 12, 21 /* INET_DIAG_CGROUP_ID */ };
	socket.id[0] = 1;
	put_message(file, SOCK_DIAG_BY_FAMILY, NLM_F_MULTI, sequence, &socket, sizeof(socket));
}

static inline void put_done(struct file *file, uint32_t sequence, int error)
{
	put_message(file, NLMSG_DONE, NLM_F_MULTI, sequence, &error, sizeof(error));
}

/* A request, as it is sent and as it stands in a mark; `filtered` adds an attribute. */
struct request {
	struct nlmsghdr header;
	struct inet_diag_req_v2 body;
	struct nlattr filter;
	uint32_t code;
};

static inline struct request make_request(uint8_t protocol, uint8_t family, uint32_t states,
					  bool filtered)
{
	struct request request = { .header = { .nlmsg_type = SOCK_DIAG_BY_FAMILY,
					       .nlmsg_flags = NLM_F_REQUEST | NLM_F_DUMP,
					       .nlmsg_seq = OURS },
				   .body = { .sdiag_family = family,
					     .sdiag_protocol = protocol,
					     .idiag_states = states },
				   .filter = { 8, INET_DIAG_REQ_BYTECODE } };

	request.header.nlmsg_len = (uint32_t)(sizeof(request) - (filtered ? 0 : 8));
	return request;
}

/* The older form, of both families. */
struct old_request {
	struct nlmsghdr header;
	struct inet_diag_req body;
};

static inline struct old_request make_old_request(uint32_t states)
{
	return (struct old_request){
		.header = { .nlmsg_len = sizeof(struct old_request),
			    .nlmsg_type = TCPDIAG_GETSOCK,
			    .nlmsg_flags = NLM_F_REQUEST | NLM_F_DUMP,
			    .nlmsg_seq = OURS },
		.body = { .idiag_family = AF_INET, .idiag_states = states },
	};
}

static inline void put_mark(struct file *file, uint16_t flags, const struct nlmsghdr *request)
{
	put_message(file, NLMSG_NOOP, flags, OURS, request, request ? request->nlmsg_len : 0);
}

static inline void put_dump_mark(struct file *file, uint8_t protocol, uint8_t family)
{
	struct request request = make_request(protocol, family, UINT32_MAX, false);

	put_mark(file, NLM_F_MULTI, &request.header);
}

#endif
