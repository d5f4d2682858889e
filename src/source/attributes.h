/* Attributes of a netlink message, each checked against the end of what it stands in. */
#ifndef NETSTAT_SOURCE_ATTRIBUTES_H
#define NETSTAT_SOURCE_ATTRIBUTES_H

#include <libmnl/libmnl.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

/*
 * The first attribute of a type, or NULL: of a message behind its fixed part of `fixed` bytes, or
 * inside another attribute (NULL: there is none).
 */
const struct nlattr *attribute_of(const struct nlmsghdr *header, size_t fixed, uint16_t type);
const struct nlattr *attribute_inside(const struct nlattr *nest, uint16_t type);

/*
 * The first attribute behind a fixed part of `fixed` bytes, or NULL; and where the message ends, for
 * nl_attribute() to find the next one.
 */
const struct nlattr *attribute_first(const struct nlmsghdr *header, size_t fixed, const void **end);

/* The first `size` bytes of an attribute's value; false if there is none, or it is shorter. */
static inline bool attribute_read(const struct nlattr *attribute, void *to, size_t size)
{
	if (!attribute || mnl_attr_get_payload_len(attribute) < size)
		return false;
	memcpy(to, mnl_attr_get_payload(attribute), size);
	return true;
}

/* As many bytes of the value as there are, at most `size`; the rest of `to` stays. Returns how many. */
size_t attribute_bytes(const struct nlattr *attribute, void *to, size_t size);

/* The value as a string, cut to the room there is; false if there is no attribute. */
bool attribute_text(const struct nlattr *attribute, char *to, size_t size);

/* Whether a message has a fixed part of this size. */
bool message_holds(const struct nlmsghdr *header, size_t fixed);

#endif
