/* The names of interfaces by their number, each asked for when it is needed, and then kept. */
#ifndef NETSTAT_SOURCE_INTERFACE_NAMES_H
#define NETSTAT_SOURCE_INTERFACE_NAMES_H

#include <net/if.h>
#include <stdint.h>

enum { INTERFACE_NAMES = 1024 }; /* as many are kept; the number's last bits are the place */

struct interface_names {
	int fd;
	uint32_t index[INTERFACE_NAMES]; /* 0: the place is empty */
	char name[INTERFACE_NAMES][IF_NAMESIZE];
};

/* Returns NULL if memory or descriptors ran out (errno). Of the network namespace of this thread. */
struct interface_names *interface_names_open(void);
void interface_names_close(struct interface_names *names);

/* The name, until the next call, or NULL: there is no such interface any more. */
const char *interface_names_find(struct interface_names *names, uint32_t index);

#endif
