#include "config.h"

#include "source/attributes.h"

#include <string.h>

#include "source/netlink.h"

static const struct nlattr *find(const void *at, const void *end, uint16_t type)
{
	const struct nlattr *attribute = nl_attribute(at, end);

	while (attribute && mnl_attr_get_type(attribute) != type)
		attribute = nl_attribute(mnl_attr_next(attribute), end);
	return attribute;
}

bool message_holds(const struct nlmsghdr *header, size_t fixed)
{
	return header->nlmsg_len >= MNL_NLMSG_HDRLEN && mnl_nlmsg_get_payload_len(header) >= fixed;
}

const struct nlattr *attribute_first(const struct nlmsghdr *header, size_t fixed, const void **end)
{
	const char *payload = mnl_nlmsg_get_payload(header);

	if (!message_holds(header, MNL_ALIGN(fixed)))
		return NULL;
	*end = payload + mnl_nlmsg_get_payload_len(header);
	return nl_attribute(payload + MNL_ALIGN(fixed), *end);
}

const struct nlattr *attribute_of(const struct nlmsghdr *header, size_t fixed, uint16_t type)
{
	const void *end;
	const struct nlattr *first = attribute_first(header, fixed, &end);

	return first ? find(first, end, type) : NULL;
}

const struct nlattr *attribute_inside(const struct nlattr *nest, uint16_t type)
{
	const char *payload;

	if (!nest)
		return NULL;
	payload = mnl_attr_get_payload(nest);
	return find(payload, payload + mnl_attr_get_payload_len(nest), type);
}

size_t attribute_bytes(const struct nlattr *attribute, void *to, size_t size)
{
	if (mnl_attr_get_payload_len(attribute) < size)
		size = mnl_attr_get_payload_len(attribute);
	memcpy(to, mnl_attr_get_payload(attribute), size);
	return size;
}

bool attribute_text(const struct nlattr *attribute, char *to, size_t size)
{
	size_t length;

	if (!attribute)
		return false;
	length = strnlen(mnl_attr_get_payload(attribute), mnl_attr_get_payload_len(attribute));
	if (length >= size)
		length = size - 1;
	memcpy(to, mnl_attr_get_payload(attribute), length);
	to[length] = '\0';
	return true;
}
