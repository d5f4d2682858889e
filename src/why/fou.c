#include "config.h"

#include "why/fou.h"

#include <arpa/inet.h>
#include <linux/fou.h>
#include <stdio.h>

#include "source/attributes.h"
#include "why/genl.h"
#include "why/kernel_owner.h"

bool fou_decode(const struct nlmsghdr *header, struct fou_port *fou)
{
	const size_t fixed = sizeof(struct genlmsghdr);
	uint8_t type = FOU_ENCAP_UNSPEC;
	uint16_t port;

	if (!attribute_read(attribute_of(header, fixed, FOU_ATTR_PORT), &port, sizeof(port)) ||
	    !attribute_read(attribute_of(header, fixed, FOU_ATTR_AF), &fou->family,
			    sizeof(fou->family)))
		return false;
	attribute_read(attribute_of(header, fixed, FOU_ATTR_TYPE), &type, sizeof(type));
	fou->port = ntohs(port);
	fou->gue = type == FOU_ENCAP_GUE;
	return true;
}

static int look_at_port(const struct nlmsghdr *header, void *arg)
{
	struct why_evidence *evidence = arg;
	char owner[64], remedy[64];
	struct fou_port fou;

	if (!fou_decode(header, &fou) || fou.port != evidence->query.port)
		return 0;
	snprintf(owner, sizeof(owner), "the receiving end of a %s tunnel", fou.gue ? "GUE" : "FOU");
	snprintf(remedy, sizeof(remedy), "ip fou del port %u%s", fou.port,
		 fou.family == AF_INET6 ? " -6" : "");
	kernel_claim(evidence, PROTO_UDP, KERNEL_UDP_TUNNEL, owner, remedy);
	return 0;
}

void fou_read(struct why_evidence *evidence)
{
	_Alignas(struct nlmsghdr) char buffer[GENL_REQUEST_SIZE];
	struct genl genl;
	size_t seen;

	if (genl_open(&genl, "fou"))
		return;
	nl_dump(&genl.session, genl_request(&genl, buffer, FOU_CMD_GET, FOU_GENL_VERSION),
		look_at_port, evidence, &seen);
	genl_close(&genl);
}
