/* What ioctls tell of an interface, a fact each. */
#ifndef NETSTAT_SOURCE_INTERFACE_IOCTL_H
#define NETSTAT_SOURCE_INTERFACE_IOCTL_H

#include "source/interface.h"

/* A socket to ask with; the caller closes it. Returns it or -errno. */
int interface_ioctl_open(void);

/*
 * Add the IPv4 addresses with their labels (SIOCGIFCONF); with `details` mask, broadcast address and
 * the other end, too. Returns 0 or -errno.
 */
int interface_ioctl_addresses(int fd, struct interface_list *list, bool details);

/*
 * Fill in flags and MTU of the row with this name; with `details` the rest. If there is no such
 * interface, row->error says so.
 */
void interface_ioctl_fetch(int fd, struct interface *row, bool details);

#endif
