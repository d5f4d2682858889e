#include "config.h"

#include "source/interface_message.h"

#include <arpa/inet.h>
#include <errno.h>
#include <linux/if_addr.h>
#include <linux/if_link.h>
#include <linux/rtnetlink.h>

#include "source/attributes.h"
#include "source/interface_inet6.h"
#include "source/interface_list.h"
#include "source/netlink.h"

/* ---- links ---- */

/* The kernel may know counters that come later than these; older ones lack the last. */
static void take_counters(const struct nlattr *attribute, struct interface *row)
{
	struct rtnl_link_stats64 from = { 0 };
	struct interface_counters *to = &row->counters;

	attribute_bytes(attribute, &from, sizeof(from));
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

static void take_map(const struct nlattr *attribute, struct interface_map *map)
{
	struct rtnl_link_ifmap from = { 0 };

	attribute_bytes(attribute, &from, sizeof(from));
	*map = (struct interface_map){ .memory_start = from.mem_start,
				       .memory_end = from.mem_end,
				       .base = from.base_addr,
				       .interrupt = from.irq,
				       .dma = from.dma,
				       .port = from.port };
}

static void take_name(const struct nlattr *attribute, char *name)
{
	if (attribute)
		interface_name_copy(name, mnl_attr_get_payload(attribute),
				    mnl_attr_get_payload_len(attribute));
}

static void take_link_attribute(const struct nlattr *attribute, struct interface *row)
{
	switch (mnl_attr_get_type(attribute)) {
	case IFLA_IFNAME:
		take_name(attribute, row->name);
		break;
	case IFLA_ADDRESS:
		row->address_length =
			(uint8_t)attribute_bytes(attribute, row->address, sizeof(row->address));
		break;
	case IFLA_MTU:
		attribute_read(attribute, &row->mtu, sizeof(row->mtu));
		break;
	case IFLA_TXQLEN:
		attribute_read(attribute, &row->queue, sizeof(row->queue));
		break;
	case IFLA_OPERSTATE:
		attribute_read(attribute, &row->operstate, sizeof(row->operstate));
		break;
	case IFLA_STATS64:
		take_counters(attribute, row);
		break;
	case IFLA_MAP:
		take_map(attribute, &row->map);
		break;
	case IFLA_LINKINFO:
		take_name(attribute_inside(attribute, IFLA_INFO_KIND), row->kind);
		break;
	default:
		break;
	}
}

int interface_message_link(const struct nlmsghdr *header, struct interface_list *list)
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
	for (at = attribute_first(header, sizeof(*link), &end); at;
	     at = nl_attribute(mnl_attr_next(at), end))
		take_link_attribute(at, row);
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
		switch (mnl_attr_get_type(at)) {
		case IFA_LOCAL:
			attribute_read(at, &inet->local, sizeof(inet->local));
			break;
		case IFA_ADDRESS:
			attribute_read(at, &inet->peer, sizeof(inet->peer));
			break;
		case IFA_BROADCAST:
			attribute_read(at, &inet->broadcast, sizeof(inet->broadcast));
			break;
		case IFA_LABEL:
			take_name(at, inet->label);
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
			attribute_read(at, inet6->address, sizeof(inet6->address));
		local |= type == IFA_LOCAL;
	}
	inet6->scope = interface_inet6_scope(inet6->address);
	return 0;
}

int interface_message_address(const struct nlmsghdr *header, struct interface_list *list,
			      size_t *place)
{
	const struct ifaddrmsg *address = mnl_nlmsg_get_payload(header);
	const struct nlattr *at;
	const char *device;
	const void *end;

	if (header->nlmsg_type != RTM_NEWADDR)
		return 0;
	if (mnl_nlmsg_get_payload_len(header) < sizeof(*address))
		return -EBADMSG;
	device = device_name(list, address->ifa_index, place);
	if (!device) /* an interface that is younger than the list */
		return 0;
	at = attribute_first(header, sizeof(*address), &end);
	if (address->ifa_family == AF_INET && address->ifa_prefixlen <= 32)
		return take_inet(address, at, end, device, list);
	if (address->ifa_family == AF_INET6 && address->ifa_prefixlen <= 128)
		return take_inet6(address, at, end, device, list);
	return 0;
}
