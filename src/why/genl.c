#include "config.h"

#include "why/genl.h"

#include <errno.h>
#include <string.h>

#include "source/attributes.h"
#include "why/deadline.h"

struct wanted_family {
	const char *name;
	uint16_t id; /* 0: not found */
};

static int look_at_family(const struct nlmsghdr *header, void *arg)
{
	const size_t fixed = sizeof(struct genlmsghdr);
	struct wanted_family *wanted = arg;
	char name[GENL_NAMSIZ];

	if (attribute_text(attribute_of(header, fixed, CTRL_ATTR_FAMILY_NAME), name,
			   sizeof(name)) &&
	    !strcmp(name, wanted->name))
		attribute_read(attribute_of(header, fixed, CTRL_ATTR_FAMILY_ID), &wanted->id,
			       sizeof(wanted->id));
	return 0;
}

struct nlmsghdr *genl_request(const struct genl *genl, char buffer[GENL_REQUEST_SIZE],
			      uint8_t command, uint8_t version)
{
	struct nlmsghdr *header = mnl_nlmsg_put_header(buffer);
	struct genlmsghdr *body = mnl_nlmsg_put_extra_header(header, sizeof(*body));

	header->nlmsg_type = genl->family;
	body->cmd = command;
	body->version = version;
	return header;
}

int genl_open(struct genl *genl, const char *family)
{
	_Alignas(struct nlmsghdr) char buffer[GENL_REQUEST_SIZE];
	struct wanted_family wanted = { .name = family };
	size_t seen;
	int result;

	*genl = (struct genl){ .family = GENL_ID_CTRL };
	result = nl_open_bus(&genl->session, NETLINK_GENERIC, SOURCE_MS);
	if (result)
		return result;
	/* All are listed, since asking for one by name makes the kernel load its module. */
	result = nl_dump(&genl->session, genl_request(genl, buffer, CTRL_CMD_GETFAMILY, 1),
			 look_at_family, &wanted, &seen);
	if (!result && !wanted.id)
		result = -ENOENT;
	genl->family = wanted.id;
	if (result)
		genl_close(genl);
	return result;
}

void genl_close(struct genl *genl)
{
	nl_close(&genl->session);
}
