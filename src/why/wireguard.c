#include "config.h"

#include "why/wireguard.h"

#include <string.h>

#include "source/attributes.h"
#include "why/genl.h"

/* From include/uapi/linux/wireguard.h, which older systems lack. */
enum { COMMAND_GET_DEVICE = 0, INTERFACE_VERSION = 1, ATTR_IFINDEX = 1, ATTR_LISTEN_PORT = 6 };

struct reading {
	struct nl_session *session;
	uint16_t port;
};

/* Private and preshared keys come along. The header stays: the next message is found by it. */
static void wipe(struct nl_session *session, const struct nlmsghdr *header)
{
	size_t start = (size_t)((const char *)mnl_nlmsg_get_payload(header) - session->buffer);

	explicit_bzero(session->buffer + start, mnl_nlmsg_get_payload_len(header));
}

static int look_at_device(const struct nlmsghdr *header, void *arg)
{
	struct reading *reading = arg;

	attribute_read(attribute_of(header, sizeof(struct genlmsghdr), ATTR_LISTEN_PORT),
		       &reading->port, sizeof(reading->port));
	wipe(reading->session, header);
	return 0;
}

int wireguard_port(uint32_t ifindex, uint16_t *port)
{
	_Alignas(struct nlmsghdr) char buffer[GENL_REQUEST_SIZE];
	struct reading reading = { 0 };
	struct nlmsghdr *header;
	struct genl genl;
	size_t seen;
	int result = genl_open(&genl, "wireguard");

	if (result)
		return result;
	reading.session = &genl.session;
	header = genl_request(&genl, buffer, COMMAND_GET_DEVICE, INTERFACE_VERSION);
	mnl_attr_put_u32(header, ATTR_IFINDEX, ifindex);
	result = nl_dump(&genl.session, header, look_at_device, &reading, &seen);
	genl_close(&genl);
	*port = reading.port;
	return result;
}
