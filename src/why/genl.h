/* Generic netlink: one family of it, looked up by name. */
#ifndef NETSTAT_WHY_GENL_H
#define NETSTAT_WHY_GENL_H

#include <linux/genetlink.h>
#include <stdint.h>

#include "source/netlink.h"

struct genl {
	struct nl_session session;
	uint16_t family;
};

enum { GENL_REQUEST_SIZE = 256 };

/*
 * Returns 0 or -errno; -ENOENT: the kernel has no such family now. A module that has it is not
 * loaded for the question. Closing a genl of zeros, or one that failed to open, is harmless.
 */
int genl_open(struct genl *genl, const char *family);
void genl_close(struct genl *genl);

/* The start of a request in `buffer`; attributes may follow (GENL_REQUEST_SIZE in all). */
struct nlmsghdr *genl_request(const struct genl *genl, char buffer[GENL_REQUEST_SIZE],
			      uint8_t command, uint8_t version);

#endif
