#include "config.h"

#include "source/netlink_route.h"

#include <linux/netlink.h>
#include <linux/rtnetlink.h>
#include <net/if.h>
#include <stdlib.h>
#include <sys/socket.h>

#include "source/netlink.h"

#ifndef NETLINK_GET_STRICT_CHK
#define NETLINK_GET_STRICT_CHK 12
#endif

enum { TIMEOUT_MS = 10000 };

struct dump {
	const struct route_sink *sink;
	struct if_nameindex *interfaces; /* sorted by number */
	size_t interface_count;
	uint8_t family;
};

static int compare_index(const void *a, const void *b)
{
	unsigned x = ((const struct if_nameindex *)a)->if_index;
	unsigned y = ((const struct if_nameindex *)b)->if_index;

	return (x > y) - (x < y);
}

static void read_interfaces(struct dump *dump)
{
	dump->interfaces = if_nameindex();
	while (dump->interfaces && dump->interfaces[dump->interface_count].if_index)
		dump->interface_count++;
	if (dump->interface_count)
		qsort(dump->interfaces, dump->interface_count, sizeof(*dump->interfaces),
		      compare_index);
}

static const char *name_of(void *arg, uint32_t index)
{
	const struct dump *dump = arg;
	const struct if_nameindex wanted = { .if_index = index }, *found = NULL;

	if (dump->interface_count)
		found = bsearch(&wanted, dump->interfaces, dump->interface_count, sizeof(wanted),
				compare_index);
	return found ? found->if_name : NULL;
}

static int take_message(const struct nlmsghdr *header, void *arg)
{
	struct dump *dump = arg;
	struct route route;
	int result = netlink_route_message(header, dump->family, dump->sink->table, name_of, dump,
					   &route);

	return result > 0 ? route_sink_put(dump->sink, &route) : result;
}

/* The kernel filters by table only if it is told to look at the request; older ones send all. */
static int ask(struct nl_session *session, struct dump *dump)
{
	char buffer[MNL_NLMSG_HDRLEN + 64] = { 0 };
	struct nlmsghdr *request = mnl_nlmsg_put_header(buffer);
	struct rtmsg *message;
	int on = 1;
	size_t seen;

	setsockopt(mnl_socket_get_fd(session->socket), SOL_NETLINK, NETLINK_GET_STRICT_CHK, &on,
		   sizeof(on));
	request->nlmsg_type = RTM_GETROUTE;
	message = mnl_nlmsg_put_extra_header(request, sizeof(*message));
	message->rtm_family = dump->family;
	if (dump->family == AF_INET)
		mnl_attr_put_u32(request, RTA_TABLE, RT_TABLE_MAIN);
	return nl_dump(session, request, take_message, dump, &seen);
}

int netlink_routes(uint8_t family, struct progress *progress, const struct route_sink *sink)
{
	struct dump dump = { .sink = sink, .family = family };
	struct nl_session session = { .progress = progress };
	int result = nl_open_bus(&session, NETLINK_ROUTE, TIMEOUT_MS);

	if (result)
		return result;
	read_interfaces(&dump);
	result = ask(&session, &dump);
	if_freenameindex(dump.interfaces);
	nl_close(&session);
	return result;
}
