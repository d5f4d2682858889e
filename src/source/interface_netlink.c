#include "config.h"

#include "source/interface_netlink.h"

#include <errno.h>
#include <linux/rtnetlink.h>
#include <sys/socket.h>

#include "source/interface_inet6.h"
#include "source/interface_list.h"
#include "source/interface_message.h"
#include "source/netlink.h"

/* A dump waits for whoever changes interfaces; a system that is booting does so for seconds. */
enum { ANSWER_MS = 5000, TRIES = 4 }; /* TRIES: of a list that changes while it is read */

/* What the addresses are added to, and where the interface of the last one stood. */
struct adding {
	struct interface_list *list;
	size_t place;
};

static int on_link(const struct nlmsghdr *header, void *list)
{
	return interface_message_link(header, list);
}

static int on_address(const struct nlmsghdr *header, void *arg)
{
	struct adding *adding = arg;

	return interface_message_address(header, adding->list, &adding->place);
}

static int dump_links(struct nl_session *session, struct interface_list *list)
{
	_Alignas(struct nlmsghdr) char buffer[256];
	struct nlmsghdr *header = mnl_nlmsg_put_header(buffer);
	size_t seen;

	header->nlmsg_type = RTM_GETLINK;
	mnl_nlmsg_put_extra_header(header, sizeof(struct ifinfomsg));
	return nl_dump(session, header, on_link, list, &seen);
}

static int dump_addresses(struct nl_session *session, uint8_t family, struct interface_list *list)
{
	_Alignas(struct nlmsghdr) char buffer[256];
	struct nlmsghdr *header = mnl_nlmsg_put_header(buffer);
	struct adding adding = { .list = list };
	struct ifaddrmsg *address;
	size_t seen;

	header->nlmsg_type = RTM_GETADDR;
	address = mnl_nlmsg_put_extra_header(header, sizeof(*address));
	address->ifa_family = family;
	return nl_dump(session, header, on_address, &adding, &seen);
}

/*
 * IPv6 addresses, in an order of their own: only the file has net-tools', which is that of a hash. A
 * kernel without IPv6 answers the dump with an error, or with the addresses of all families; then
 * IPv4's would be there twice.
 */
static int read_inet6(struct nl_session *session, struct interface_list *list)
{
	int result = interface_inet6_read(list);

	if (result && result != -ENOMEM) {
		size_t inet_count = list->inet_count;

		list->inet6_count = 0;
		result = dump_addresses(session, AF_INET6, list);
		list->inet_count = inet_count;
	}
	return result == -ENOMEM ? result : 0;
}

static int read_all(struct nl_session *session, struct interface_list *list, bool addresses)
{
	int result = dump_links(session, list);

	if (!result)
		result = dump_addresses(session, AF_INET, list);
	if (!result && addresses)
		result = read_inet6(session, list);
	return result;
}

int interface_netlink_read(struct interface_list *list, bool addresses)
{
	struct nl_session session = { 0 };
	int result = nl_open_bus(&session, NETLINK_ROUTE, ANSWER_MS);

	/* After that often what came is taken: interfaces that come and go all the time. */
	for (int i = 0; i < TRIES && !result; i++) {
		session.interrupted = false;
		interface_list_free(list);
		result = read_all(&session, list, addresses);
		if (!session.interrupted)
			break;
	}
	nl_close(&session);
	return result;
}
