#include "config.h"

#include "source/interface_netlink.h"

#include <arpa/inet.h>
#include <errno.h>
#include <linux/if_addr.h>
#include <linux/if_link.h>
#include <linux/rtnetlink.h>
#include <string.h>

#include "source/interface_inet6.h"
#include "source/interface_list.h"
#include "source/netlink.h"

/* A dump waits for whoever changes interfaces; a system that is booting does so for seconds. */
enum { ANSWER_MS = 5000, TRIES = 4 }; /* TRIES: of a list that changes while it is read */

struct value {
	const void *bytes;
	size_t size;
};

static struct value value_of(const struct nlattr *attribute)
{
	return (struct value){ mnl_attr_get_payload(attribute),
			       mnl_attr_get_payload_len(attribute) };
}

/* As many bytes as there are, at most `size`; the rest of `to` stays. */
static size_t read_bytes(struct value value, void *to, size_t size)
{
	if (value.size < size)
		size = value.size;
	memcpy(to, value.bytes, size);
	return size;
}

/* A number in a field of its size; one that is shorter is none. */
static void read_number(struct value value, void *to, size_t size)
{
	if (value.size >= size)
		memcpy(to, value.bytes, size);
}

static const struct nlattr *first_attribute(const struct nlmsghdr *header, size_t fixed,
					    const void **end)
{
	*end = (const char *)header + header->nlmsg_len;
	return nl_attribute((const char *)mnl_nlmsg_get_payload(header) + MNL_ALIGN(fixed), *end);
}

/* ---- links ---- */

/* The kernel may know counters that come later than these; older ones lack the last. */
static void take_counters(struct value value, struct interface *row)
{
	struct rtnl_link_stats64 from = { 0 };
	struct interface_counters *to = &row->counters;

	read_bytes(value, &from, sizeof(from));
	row->counted = true;
	*to = (struct interface_counters){
		.rx_bytes = from.rx_bytes,
		.rx_packets = from.rx_packets,
		.rx_errors = from.rx_errors,
		.rx_dropped = from.rx_dropped + from.rx_missed_errors,
		.rx_fifo = from.rx_fifo_errors,
		.rx_frame = from.rx_length_errors + from.rx_over_errors + from.rx_crc_errors +
			    from.rx_frame_errors,
		.rx_compressed = from.rx_compressed,
		.rx_multicast = from.multicast,
		.tx_bytes = from.tx_bytes,
		.tx_packets = from.tx_packets,
		.tx_errors = from.tx_errors,
		.tx_dropped = from.tx_dropped,
		.tx_fifo = from.tx_fifo_errors,
		.tx_collisions = from.collisions,
		.tx_carrier = from.tx_carrier_errors + from.tx_aborted_errors +
			      from.tx_window_errors + from.tx_heartbeat_errors,
		.tx_compressed = from.tx_compressed,
	};
}

static void take_map(struct value value, struct interface_map *map)
{
	struct rtnl_link_ifmap from = { 0 };

	read_bytes(value, &from, sizeof(from));
	*map = (struct interface_map){ .memory_start = from.mem_start,
				       .memory_end = from.mem_end,
				       .base = from.base_addr,
				       .interrupt = from.irq,
				       .dma = from.dma,
				       .port = from.port };
}

static void take_kind(struct value value, struct interface *row)
{
	const char *end = (const char *)value.bytes + value.size;
	const struct nlattr *at = nl_attribute(value.bytes, end);

	for (; at; at = nl_attribute(mnl_attr_next(at), end))
		if (mnl_attr_get_type(at) == IFLA_INFO_KIND)
			interface_name_copy(row->kind, mnl_attr_get_payload(at),
					    mnl_attr_get_payload_len(at));
}

static void take_link_attribute(uint16_t type, struct value value, struct interface *row)
{
	switch (type) {
	case IFLA_IFNAME:
		interface_name_copy(row->name, value.bytes, value.size);
		break;
	case IFLA_ADDRESS:
		row->address_length =
			(uint8_t)read_bytes(value, row->address, sizeof(row->address));
		break;
	case IFLA_MTU:
		read_number(value, &row->mtu, sizeof(row->mtu));
		break;
	case IFLA_TXQLEN:
		read_number(value, &row->queue, sizeof(row->queue));
		break;
	case IFLA_OPERSTATE:
		read_number(value, &row->operstate, sizeof(row->operstate));
		break;
	case IFLA_STATS64:
		take_counters(value, row);
		break;
	case IFLA_MAP:
		take_map(value, &row->map);
		break;
	case IFLA_LINKINFO:
		take_kind(value, row);
		break;
	default:
		break;
	}
}

int interface_netlink_link(const struct nlmsghdr *header, struct interface_list *list)
{
	const struct ifinfomsg *link = mnl_nlmsg_get_payload(header);
	const struct nlattr *at;
	struct interface *row;
	const void *end;

	if (header->nlmsg_type != RTM_NEWLINK)
		return 0;
	if (mnl_nlmsg_get_payload_len(header) < sizeof(*link))
		return -EBADMSG;
	row = interface_list_add(list);
	if (!row)
		return -ENOMEM;
	row->index = (uint32_t)link->ifi_index;
	row->flags = link->ifi_flags;
	row->type = link->ifi_type;
	for (at = first_attribute(header, sizeof(*link), &end); at;
	     at = nl_attribute(mnl_attr_next(at), end))
		take_link_attribute(mnl_attr_get_type(at), value_of(at), row);
	return *row->name ? 0 : -EBADMSG;
}

/* ---- addresses ---- */

/*
 * The name of the interface with this index. Addresses come in the same order as interfaces, so the
 * search goes on where the last one ended.
 */
static const char *device_name(const struct interface_list *list, uint32_t index, size_t *from)
{
	for (size_t i = 0; i < list->count; i++) {
		size_t at = (*from + i) % list->count;

		if (list->rows[at].index == index) {
			*from = at;
			return list->rows[at].name;
		}
	}
	return NULL;
}

static int take_inet(const struct ifaddrmsg *address, const struct nlattr *at, const void *end,
		     const char *device, struct interface_list *list)
{
	struct interface_inet *inet = interface_list_add_inet(list);

	if (!inet)
		return -ENOMEM;
	interface_name_copy(inet->device, device, INTERFACE_NAME);
	inet->prefix_length = address->ifa_prefixlen;
	inet->scope = address->ifa_scope;
	for (; at; at = nl_attribute(mnl_attr_next(at), end)) {
		struct value value = value_of(at);

		switch (mnl_attr_get_type(at)) {
		case IFA_LOCAL:
			read_number(value, &inet->local, sizeof(inet->local));
			break;
		case IFA_ADDRESS:
			read_number(value, &inet->peer, sizeof(inet->peer));
			break;
		case IFA_BROADCAST:
			read_number(value, &inet->broadcast, sizeof(inet->broadcast));
			break;
		case IFA_LABEL:
			interface_name_copy(inet->label, value.bytes, value.size);
			break;
		default:
			break;
		}
	}
	return 0;
}

/* IFA_LOCAL, if it is there, is our end, and IFA_ADDRESS the other one. */
static int take_inet6(const struct ifaddrmsg *address, const struct nlattr *at, const void *end,
		      const char *device, struct interface_list *list)
{
	struct interface_inet6 *inet6 = interface_list_add_inet6(list);
	bool local = false;

	if (!inet6)
		return -ENOMEM;
	interface_name_copy(inet6->device, device, INTERFACE_NAME);
	inet6->prefix_length = address->ifa_prefixlen;
	for (; at; at = nl_attribute(mnl_attr_next(at), end)) {
		uint16_t type = mnl_attr_get_type(at);

		if (type == IFA_LOCAL || (type == IFA_ADDRESS && !local))
			read_number(value_of(at), inet6->address, sizeof(inet6->address));
		local |= type == IFA_LOCAL;
	}
	inet6->scope = interface_inet6_scope(inet6->address);
	return 0;
}

/* What the list of addresses is added to, and where the last interface stood. */
struct adding {
	struct interface_list *list;
	size_t from;
};

static int add_address(const struct nlmsghdr *header, struct adding *adding)
{
	const struct ifaddrmsg *address = mnl_nlmsg_get_payload(header);
	const struct nlattr *at;
	const char *device;
	const void *end;

	if (header->nlmsg_type != RTM_NEWADDR)
		return 0;
	if (mnl_nlmsg_get_payload_len(header) < sizeof(*address))
		return -EBADMSG;
	device = device_name(adding->list, address->ifa_index, &adding->from);
	if (!device) /* an interface that is younger than the list */
		return 0;
	at = first_attribute(header, sizeof(*address), &end);
	if (address->ifa_family == AF_INET && address->ifa_prefixlen <= 32)
		return take_inet(address, at, end, device, adding->list);
	if (address->ifa_family == AF_INET6 && address->ifa_prefixlen <= 128)
		return take_inet6(address, at, end, device, adding->list);
	return 0;
}

int interface_netlink_address(const struct nlmsghdr *header, struct interface_list *list)
{
	return add_address(header, &(struct adding){ .list = list });
}

/* ---- dumps ---- */

static int on_link(const struct nlmsghdr *header, void *list)
{
	return interface_netlink_link(header, list);
}

static int on_address(const struct nlmsghdr *header, void *adding)
{
	return add_address(header, adding);
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
