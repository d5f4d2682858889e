#include "config.h"

#include "source/interface_names.h"

#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <unistd.h>

struct interface_names *interface_names_open(void)
{
	struct interface_names *names = calloc(1, sizeof(*names));

	if (!names)
		return NULL;
	names->fd = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0); /* any family has this ioctl */
	if (names->fd < 0) {
		free(names);
		return NULL;
	}
	return names;
}

void interface_names_close(struct interface_names *names)
{
	if (!names)
		return;
	close(names->fd);
	free(names);
}

/* One call for one interface: a dump of all of them costs more than the routes where there are many. */
const char *interface_names_find(struct interface_names *names, uint32_t index)
{
	size_t place = index % INTERFACE_NAMES;
	struct ifreq request = { .ifr_ifindex = (int)index };

	if (!index)
		return NULL;
	if (names->index[place] == index)
		return names->name[place];
	if (ioctl(names->fd, SIOCGIFNAME, &request))
		return NULL;
	names->index[place] = index;
	memcpy(names->name[place], request.ifr_name, IF_NAMESIZE);
	names->name[place][IF_NAMESIZE - 1] = '\0';
	return names->name[place];
}
