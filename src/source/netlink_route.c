#include "config.h"

#include "source/netlink_route.h"

#include <errno.h>
#include <linux/netlink.h>
#include <linux/rtnetlink.h>
#include <sys/socket.h>

#include "source/interface_names.h"
#include "source/netlink.h"
#include "source/proc_file.h"

#ifndef NETLINK_GET_STRICT_CHK
#define NETLINK_GET_STRICT_CHK 12
#endif

/*
 * How often a dump is begun at most. What changed while the last one lasted is shown as it came:
 * /proc, which cannot tell, is no better.
 */
enum { TIMEOUT_MS = 10000, TRIES = 4 };

struct dump {
	const struct route_sink *sink;
	struct interface_names *interfaces;
	uint8_t family;
};

static const char *name_of(void *arg, uint32_t index)
{
	return interface_names_find(arg, index);
}

static int take_message(const struct nlmsghdr *header, void *arg)
{
	struct dump *dump = arg;
	struct route route;
	int result = netlink_route_message(header, dump->family, dump->sink->table, name_of,
					   dump->interfaces, &route);

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

/* What has been handed on cannot be read anew. */
static int ask_until_whole(struct nl_session *session, struct dump *dump)
{
	int tries = dump->sink->full ? 1 : TRIES, result;

	do {
		session->interrupted = false;
		route_table_empty(dump->sink->table);
		result = ask(session, dump);
	} while (!result && session->interrupted && --tries);
	return result;
}

bool netlink_routes_tell_hops(void)
{
	long mode = 1; /* kernels before 5.3 have neither the setting nor nexthop objects */

	proc_file_number("/proc/sys/net/ipv4/nexthop_compat_mode", &mode);
	return mode;
}

int netlink_routes(uint8_t family, const struct route_sink *sink)
{
	struct dump dump = { .sink = sink, .family = family };
	struct nl_session session = { .progress = sink->progress };
	int result = nl_open_bus(&session, NETLINK_ROUTE, TIMEOUT_MS);

	if (result)
		return result;
	dump.interfaces = interface_names_open();
	result = dump.interfaces ? ask_until_whole(&session, &dump) : -errno;
	interface_names_close(dump.interfaces);
	nl_close(&session);
	return result;
}
