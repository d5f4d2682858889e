#include "config.h"

#include "source/interface_ioctl.h"

#include <errno.h>
#include <net/if.h>
#include <net/if_arp.h>
#include <netinet/in.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/socket.h>

#include "source/interface_list.h"

_Static_assert(INTERFACE_NAME == IFNAMSIZ, "names are copied into requests");

int interface_ioctl_open(void)
{
	int fd = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);

	/* Without IPv4 any socket can ask about interfaces (net/socket.c, sock_do_ioctl()). */
	if (fd < 0)
		fd = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
	return fd < 0 ? -errno : fd;
}

/* ---- addresses ---- */

/* One fact about the address with this label; 0.0.0.0 if it is not to be had. */
static uint32_t ask_address(int fd, unsigned long what, const struct interface_inet *inet)
{
	struct ifreq request = { 0 };
	struct sockaddr_in address = { .sin_family = AF_INET, .sin_addr.s_addr = inet->local };

	memcpy(request.ifr_name, inet->label, IFNAMSIZ);
	memcpy(&request.ifr_addr, &address, sizeof(address));
	if (ioctl(fd, what, &request))
		return 0;
	memcpy(&address, &request.ifr_addr, sizeof(address));
	return address.sin_addr.s_addr;
}

static int add_address(int fd, const struct ifreq *request, struct interface_list *list,
		       bool details)
{
	struct interface_inet *inet = interface_list_add_inet(list);
	struct sockaddr_in address;
	uint32_t mask;

	if (!inet)
		return -ENOMEM;
	memcpy(&address, &request->ifr_addr, sizeof(address));
	inet->local = inet->peer = address.sin_addr.s_addr;
	interface_name_copy(inet->label, request->ifr_name, IFNAMSIZ);
	interface_name_copy(inet->device, inet->label, strcspn(inet->label, ":"));
	if (!details)
		return 0;
	mask = ask_address(fd, SIOCGIFNETMASK, inet);
	inet->prefix_length = (uint8_t)__builtin_popcount(mask);
	inet->peer = ask_address(fd, SIOCGIFDSTADDR, inet);
	inet->broadcast = ask_address(fd, SIOCGIFBRDADDR, inet);
	return 0;
}

/*
 * All that SIOCGIFCONF has, allocated, and how many. A full buffer may be one that was too small. The
 * kernel counts in an int.
 */
static int read_conf(int fd, struct ifreq **requests, size_t *count)
{
	struct ifconf conf = { 0 };
	size_t room = 64;

	*requests = NULL;
	for (; room < INT32_MAX / sizeof(**requests); room *= 4) {
		struct ifreq *larger = reallocarray(*requests, room, sizeof(**requests));

		if (!larger)
			return -ENOMEM;
		*requests = larger;
		conf.ifc_len = (int)(room * sizeof(**requests));
		conf.ifc_req = larger;
		if (ioctl(fd, SIOCGIFCONF, &conf))
			return -errno;
		*count = (size_t)conf.ifc_len / sizeof(**requests);
		if (*count < room)
			return 0;
	}
	return -ENOMEM;
}

int interface_ioctl_addresses(int fd, struct interface_list *list, bool details)
{
	struct ifreq *requests;
	size_t count = 0;
	int result = read_conf(fd, &requests, &count);

	for (size_t i = 0; !result && i < count; i++)
		result = add_address(fd, &requests[i], list, details);
	free(requests);
	return result;
}

/* ---- the interface ---- */

static bool ask(int fd, unsigned long what, const struct interface *row, struct ifreq *request)
{
	*request = (struct ifreq){ 0 };
	memcpy(request->ifr_name, row->name, IFNAMSIZ);
	return !ioctl(fd, what, request);
}

/* The kernel does not say how long the address is; what is behind it is zeros. */
static void fetch_hardware(int fd, struct interface *row)
{
	struct ifreq request;

	if (!ask(fd, SIOCGIFHWADDR, row, &request))
		return;
	row->type = request.ifr_hwaddr.sa_family;
	memcpy(row->address, request.ifr_hwaddr.sa_data, sizeof(request.ifr_hwaddr.sa_data));
	if (row->type == ARPHRD_ETHER)
		row->address_length = 6;
}

static void fetch_map(int fd, struct interface *row)
{
	struct ifreq request;

	if (ask(fd, SIOCGIFMAP, row, &request))
		row->map = (struct interface_map){ .memory_start = request.ifr_map.mem_start,
						   .memory_end = request.ifr_map.mem_end,
						   .base = request.ifr_map.base_addr,
						   .interrupt = request.ifr_map.irq,
						   .dma = request.ifr_map.dma,
						   .port = request.ifr_map.port };
}

void interface_ioctl_fetch(int fd, struct interface *row, bool details)
{
	struct ifreq request;

	if (!ask(fd, SIOCGIFFLAGS, row, &request)) {
		row->error = -errno;
		return;
	}
	row->flags = (uint16_t)request.ifr_flags;
	if (ask(fd, SIOCGIFMTU, row, &request))
		row->mtu = (uint32_t)request.ifr_mtu;
	if (!details)
		return;
	if (ask(fd, SIOCGIFINDEX, row, &request))
		row->index = (uint32_t)request.ifr_ifindex;
	row->queue = UINT32_MAX;
	if (ask(fd, SIOCGIFTXQLEN, row, &request))
		row->queue = (uint32_t)request.ifr_qlen;
	fetch_hardware(fd, row);
	fetch_map(fd, row);
}
