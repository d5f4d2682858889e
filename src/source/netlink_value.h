/* What is in the attributes of a netlink message, read within its bounds. */
#ifndef NETSTAT_SOURCE_NETLINK_VALUE_H
#define NETSTAT_SOURCE_NETLINK_VALUE_H

#include <stddef.h>
#include <string.h>

#include "source/netlink.h"

/* The payload of an attribute. */
struct nl_value {
	const void *bytes;
	size_t size;
};

/* Of an attribute that nl_attribute() returned. */
static inline struct nl_value nl_value_of(const struct nlattr *attribute)
{
	return (struct nl_value){ mnl_attr_get_payload(attribute),
				  mnl_attr_get_payload_len(attribute) };
}

/* As many bytes as there are, at most `size`, which are counted; the rest of `to` stays. */
static inline size_t nl_value_bytes(struct nl_value value, void *to, size_t size)
{
	if (value.size < size)
		size = value.size;
	memcpy(to, value.bytes, size);
	return size;
}

/* A number in a field of its size; one that is shorter is none, and the field stays. */
static inline void nl_value_number(struct nl_value value, void *to, size_t size)
{
	if (value.size >= size)
		memcpy(to, value.bytes, size);
}

/*
 * The first attribute behind a fixed part of `fixed` bytes, which has been found to be there, or NULL;
 * and where the message ends, for nl_attribute().
 */
static inline const struct nlattr *nl_first_attribute(const struct nlmsghdr *header, size_t fixed,
						      const void **end)
{
	*end = (const char *)header + header->nlmsg_len;
	return nl_attribute((const char *)mnl_nlmsg_get_payload(header) + MNL_ALIGN(fixed), *end);
}

#endif
