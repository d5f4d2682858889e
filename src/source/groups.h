/*
 * Multicast groups that the interfaces have joined: /proc/net/igmp and igmp6. rtnetlink tells the
 * groups too (RTM_GETMULTICAST; those of IPv4 since Linux 6.14), but not how often each was joined,
 * which is a column of the listing; so /proc is the only source.
 */
#ifndef NETSTAT_SOURCE_GROUPS_H
#define NETSTAT_SOURCE_GROUPS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "entry.h"
#include "notes.h"

enum { GROUP_INTERFACE = 16 }; /* IFNAMSIZ: a name and its NUL */

struct group {
	uint8_t family;                  /* AF_INET or AF_INET6 */
	char interface[GROUP_INTERFACE]; /* any bytes but blanks; empty: the file does not say */
	uint32_t ifindex;                /* 0: the file does not say */
	int32_t refcnt;
	union inet_addr addr;
};

/* What a line of igmp says about the lines below it. */
struct group_device {
	char interface[GROUP_INTERFACE];
	uint32_t ifindex;
	bool numbered; /* the lines of interfaces begin with a number */
};

struct groups {
	struct group *row;
	size_t count, size;
	struct notes notes; /* lines that could not be read, in the words of net-tools */
};

extern const char groups_file[], groups_file6[];

/*
 * Add the groups of AF_INET or AF_INET6, as the file has them. Returns 0, -ENOMEM, or the -errno of
 * a file that does not open; *read_failed: of one that did, and cannot be read.
 */
int groups_read(struct groups *groups, uint8_t family, bool *read_failed);

void groups_free(struct groups *groups);

/* A line of igmp6 into *group. Returns false if it is none. */
bool groups_parse6(struct group *group, const char *line);

/* A line of igmp that belongs to a group, that is, one that begins with a tab. The same. */
bool groups_parse4(struct group *group, const struct group_device *device, const char *line);

/* A line of igmp that names an interface. The same. */
bool groups_parse_device(struct group_device *device, const char *line);

#endif
