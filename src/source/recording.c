#include "config.h"

#include "source/recording.h"

#include <linux/inet_diag.h>
#include <linux/sock_diag.h>
#include <netinet/in.h>
#include <string.h>
#include <sys/socket.h>

static bool parse_protocol(uint8_t protocol, enum proto *proto)
{
	switch (protocol) {
	case IPPROTO_TCP:
		*proto = PROTO_TCP;
		return true;
	case IPPROTO_UDP:
		*proto = PROTO_UDP;
		return true;
	case IPPROTO_UDPLITE:
		*proto = PROTO_UDPLITE;
		return true;
	case IPPROTO_RAW:
		*proto = PROTO_RAW;
		return true;
	default:
		return false;
	}
}

/* The older form, of TCP only, asks for both families. */
static bool parse_old(const char *body, size_t length, struct recording_request *request)
{
	struct inet_diag_req old;

	if (length < sizeof(old))
		return false;
	memcpy(&old, body, sizeof(old));
	*request = (struct recording_request){ .proto = PROTO_TCP,
					       .v4 = true,
					       .v6 = true,
					       .states = old.idiag_states,
					       .filtered = length > sizeof(old) };
	return true;
}

static bool parse_new(const char *body, size_t length, struct recording_request *request)
{
	struct inet_diag_req_v2 new;

	if (length < sizeof(new))
		return false;
	memcpy(&new, body, sizeof(new));
	*request = (struct recording_request){ .v4 = new.sdiag_family == AF_INET,
					       .v6 = new.sdiag_family == AF_INET6,
					       .states = new.idiag_states,
					       .filtered = length > sizeof(new) };
	return (request->v4 || request->v6) && parse_protocol(new.sdiag_protocol, &request->proto);
}

bool recording_parse(const void *bytes, size_t length, struct recording_request *request)
{
	const char *body = (const char *)bytes + sizeof(struct nlmsghdr);
	struct nlmsghdr header;

	if (length < sizeof(header))
		return false;
	memcpy(&header, bytes, sizeof(header));
	if (header.nlmsg_len != length)
		return false;
	length -= sizeof(header);
	if (header.nlmsg_type == TCPDIAG_GETSOCK)
		return parse_old(body, length, request);
	return header.nlmsg_type == SOCK_DIAG_BY_FAMILY && parse_new(body, length, request);
}
