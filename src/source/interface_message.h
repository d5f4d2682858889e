/* What rtnetlink's messages tell of interfaces and their addresses. */
#ifndef NETSTAT_SOURCE_INTERFACE_MESSAGE_H
#define NETSTAT_SOURCE_INTERFACE_MESSAGE_H

#include <libmnl/libmnl.h>

#include "source/interface.h"

/*
 * Add what one message tells; its header has been checked, nothing else. A message of another type adds
 * nothing, nor does an address of an interface that is not in the list. Returns 0, -ENOMEM, or
 * -EBADMSG of a message that is too short, or that names no interface.
 */
int interface_message_link(const struct nlmsghdr *header, struct interface_list *list);

/* *place is for the next call, 0 for the first. */
int interface_message_address(const struct nlmsghdr *header, struct interface_list *list,
			      size_t *place);

#endif
