#include "config.h"

#include "why/mptcp_endpoints.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "source/attributes.h"
#include "why/genl.h"
#include "why/kernel_owner.h"

/* From include/uapi/linux/mptcp.h, which on some systems cannot be used beside <netinet/in.h>. */
enum { COMMAND_GET_ADDR = 3, INTERFACE_VERSION = 1, ATTR_ADDR = 1 };
enum { ADDR_FAMILY = 1, ADDR_ID, ADDR_ADDR4, ADDR_ADDR6, ADDR_PORT };

bool mptcp_endpoint_decode(const struct nlmsghdr *header, struct mptcp_endpoint *endpoint)
{
	const struct nlattr *nest = attribute_of(header, sizeof(struct genlmsghdr), ATTR_ADDR);
	bool v6;
	uint16_t family;

	if (!attribute_read(attribute_inside(nest, ADDR_FAMILY), &family, sizeof(family)) ||
	    (family != AF_INET && family != AF_INET6))
		return false;
	v6 = family == AF_INET6;
	*endpoint = (struct mptcp_endpoint){ .family = (uint8_t)family };
	return attribute_read(attribute_inside(nest, ADDR_ID), &endpoint->id,
			      sizeof(endpoint->id)) &&
	       attribute_read(attribute_inside(nest, v6 ? ADDR_ADDR6 : ADDR_ADDR4),
			      &endpoint->addr, v6 ? 16 : 4) &&
	       attribute_read(attribute_inside(nest, ADDR_PORT), &endpoint->port,
			      sizeof(endpoint->port));
}

static bool is_endpoint(const struct why_evidence *evidence, const struct why_socket *socket,
			const struct mptcp_endpoint *endpoint)
{
	const struct sock_entry *entry = &socket->entry;

	return kernel_may_hold(evidence, socket, PROTO_TCP) && entry->family == endpoint->family &&
	       !memcmp(&entry->local, &endpoint->addr, sizeof(entry->local));
}

static int claim_endpoint(const struct nlmsghdr *header, void *arg)
{
	struct why_evidence *evidence = arg;
	struct mptcp_endpoint endpoint;

	if (!mptcp_endpoint_decode(header, &endpoint) || endpoint.port != evidence->query.port)
		return 0;
	for (size_t i = 0; i < evidence->socket_count; i++) {
		struct why_socket *socket = &evidence->sockets[i];

		if (!is_endpoint(evidence, socket, &endpoint))
			continue;
		if (asprintf(&socket->kernel_owner, "MPTCP endpoint id %u", endpoint.id) < 0)
			socket->kernel_owner = NULL;
		if (asprintf(&socket->kernel_remedy, "ip mptcp endpoint delete id %u",
			     endpoint.id) < 0)
			socket->kernel_remedy = NULL;
		socket->kernel_kind = KERNEL_MPTCP;
	}
	return 0;
}

void mptcp_endpoints_read(struct why_evidence *evidence)
{
	_Alignas(struct nlmsghdr) char buffer[GENL_REQUEST_SIZE];
	struct genl genl;
	size_t seen;

	if (genl_open(&genl, "mptcp_pm"))
		return;
	nl_dump(&genl.session, genl_request(&genl, buffer, COMMAND_GET_ADDR, INTERFACE_VERSION),
		claim_endpoint, evidence, &seen);
	genl_close(&genl);
}
