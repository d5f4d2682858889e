/* What the sources of interfaces make of the kernel's bytes, and of bytes that no kernel sends. */
#include "config.h"

#include <arpa/inet.h>
#include <criterion/criterion.h>
#include <errno.h>
#include <linux/if_addr.h>
#include <linux/if_link.h>
#include <linux/rtnetlink.h>
#include <stdlib.h>
#include <string.h>

#include "source/interface_inet6.h"
#include "source/interface_list.h"
#include "source/interface_message.h"
#include "source/interface_proc.h"

#define COUNT(array) (sizeof(array) / sizeof(*(array)))

/* ---- /proc/net/dev ---- */

/* Parse a copy that ends where the line ends, so that reading on is noticed. */
static struct interface parse(const char *line, enum dev_columns columns)
{
	struct interface row = { 0 };
	char *exact = strdup(line);

	cr_assert_not_null(exact);
	interface_proc_parse(exact, columns, &row);
	free(exact);
	return row;
}

Test(proc_dev, all_columns)
{
	struct interface row =
		parse("  eth0: 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16", DEV_COMPRESSED);
	const uint64_t *counters = (const uint64_t *)&row.counters;

	cr_assert_str_eq(row.name, "eth0");
	for (uint64_t i = 0; i < 16; i++)
		cr_assert_eq(counters[i], i + 1);
}

Test(proc_dev, older_formats)
{
	struct interface row = parse("eth0: 1 2 3 4 5 6 7 8 9 10 11 12 13", DEV_BYTES);

	cr_assert_eq(row.counters.rx_frame, 6);
	cr_assert_eq(row.counters.rx_multicast, 0);
	cr_assert_eq(row.counters.tx_bytes, 7);
	cr_assert_eq(row.counters.tx_carrier, 13);
	row = parse("eth0: 1 2 3 4 5 6 7 8 9 10 11", DEV_PACKETS);
	cr_assert_eq(row.counters.rx_bytes, 0);
	cr_assert_eq(row.counters.rx_packets, 1);
	cr_assert_eq(row.counters.tx_packets, 6);
	cr_assert_eq(row.counters.tx_carrier, 11);
}

Test(proc_dev, headings)
{
	cr_assert_eq(interface_proc_columns("face |bytes packets compressed"), DEV_COMPRESSED);
	cr_assert_eq(interface_proc_columns("face |bytes packets"), DEV_BYTES);
	cr_assert_eq(interface_proc_columns("face |packets"), DEV_PACKETS);
	cr_assert_eq(interface_proc_columns(""), DEV_PACKETS);
}

Test(proc_dev, names)
{
	static const struct {
		const char *line, *name;
		uint64_t bytes;
	} cases[] = {
		{ "v0:1 2", "v0", 1 },
		{ "v0 1 2", "v0", 1 },
		{ "v0:5: 1 2", "v0:5", 1 },
		{ "v0:55 2", "v0", 55 },
		{ "v0:: 7", "v0:", 7 },
		{ "\t\v v0\t3", "v0", 3 },
		{ "averylonginterfacename: 1", "averylonginterf", 1 },
		{ ":1", "", 1 },
		{ "v0", "v0", 0 },
		{ "v0:", "v0", 0 },
		{ "v0:1:", "v0:1", 0 },
		{ "", "", 0 },
	};

	for (size_t i = 0; i < COUNT(cases); i++) {
		struct interface row = parse(cases[i].line, DEV_COMPRESSED);

		cr_assert_str_eq(row.name, cases[i].name);
		cr_assert_eq(row.counters.rx_bytes, cases[i].bytes, "%s", cases[i].line);
		cr_assert(row.counted);
	}
}

Test(proc_dev, numbers)
{
	struct interface row =
		parse("v0: -1 +2 99999999999999999999 -99999999999999999999 5x 6", DEV_COMPRESSED);

	cr_assert_eq(row.counters.rx_bytes, UINT64_MAX);
	cr_assert_eq(row.counters.rx_packets, 2);
	cr_assert_eq(row.counters.rx_errors, UINT64_MAX);
	cr_assert_eq(row.counters.rx_dropped, UINT64_MAX);
	cr_assert_eq(row.counters.rx_fifo, 5);
	cr_assert_eq(row.counters.rx_frame, 0);
	row = parse("v0: 1 - 2", DEV_COMPRESSED);
	cr_assert_eq(row.counters.rx_packets, 0);
}

/* ---- /proc/net/if_inet6 ---- */

Test(proc_inet6, line)
{
	struct interface_inet6 inet6 = { 0 };

	cr_assert(interface_inet6_parse("fe800000000000000000000000ABcdef 1ff 40 20 80     eth0",
					&inet6));
	cr_assert_str_eq(inet6.device, "eth0");
	cr_assert_eq(inet6.prefix_length, 64);
	cr_assert_eq(inet6.scope, 0x20);
	cr_assert_eq(inet6.address[0], 0xfe);
	cr_assert_eq(inet6.address[13], 0xab);
	cr_assert_eq(inet6.address[15], 0xef);
}

Test(proc_inet6, bad_lines)
{
	static const char *const lines[] = {
		"",
		"fe8000000000000000000000000000 02 40 20 80 eth0",
		"fe80000000000000000000000000000001 02 40 20 80 eth0",
		"ge800000000000000000000000000001 02 40 20 80 eth0",
		"fe800000000000000000000000000001",
		"fe800000000000000000000000000001 02 40 20 80",
		"fe800000000000000000000000000001 02 40 20 80 ",
		"fe800000000000000000000000000001 02 140 20 80 eth0",
		"fe800000000000000000000000000001 02 40 120 80 eth0",
		"fe800000000000000000000000000001 02 -1 20 80 eth0",
		"fe800000000000000000000000000001 02 40 20 80 averylonginterfacename",
	};

	for (size_t i = 0; i < COUNT(lines); i++) {
		struct interface_inet6 inet6;
		char *exact = strdup(lines[i]);

		cr_assert_not(interface_inet6_parse(exact, &inet6), "%s", lines[i]);
		free(exact);
	}
}

/* As in the file, where the kernel says it. */
Test(proc_inet6, scopes)
{
	static const struct {
		const char *address;
		uint8_t scope;
	} cases[] = {
		{ "2001:db8::1", 0 }, { "fe80::1", 0x20 },        { "febf::1", 0x20 },
		{ "fec0::1", 0x40 },  { "fd00::1", 0 },           { "::1", 0x10 },
		{ "::", 0 },          { "::1.2.3.4", 0x80 },      { "::2", 0x80 },
		{ "::1:0:0", 0 },     { "::ffff:1.2.3.4", 0x00 },
	};

	for (size_t i = 0; i < COUNT(cases); i++) {
		uint8_t address[16];

		cr_assert_eq(inet_pton(AF_INET6, cases[i].address, address), 1);
		cr_assert_eq(interface_inet6_scope(address), cases[i].scope, "%s",
			     cases[i].address);
	}
}

/* ---- rtnetlink ---- */

enum { ROOM = 1024 };

static struct nlmsghdr *link_message(char *room)
{
	struct nlmsghdr *header = mnl_nlmsg_put_header(room);
	struct ifinfomsg *link;
	struct rtnl_link_stats64 counters = { .rx_packets = 1,
					      .tx_packets = UINT64_MAX,
					      .rx_dropped = 2,
					      .rx_missed_errors = 3,
					      .rx_fifo_errors = 4,
					      .rx_length_errors = 1,
					      .rx_over_errors = 10,
					      .rx_crc_errors = 100,
					      .rx_frame_errors = 1000,
					      .tx_carrier_errors = 2,
					      .tx_aborted_errors = 20,
					      .tx_window_errors = 200,
					      .tx_heartbeat_errors = 2000 };
	struct rtnl_link_ifmap map = { .mem_start = 5, .base_addr = 0x300, .irq = 7 };
	struct nlattr *nest;

	header->nlmsg_type = RTM_NEWLINK;
	link = mnl_nlmsg_put_extra_header(header, sizeof(*link));
	link->ifi_index = 9;
	link->ifi_flags = 0x11043;
	link->ifi_type = 1;
	mnl_attr_put_strz(header, IFLA_IFNAME, "eth0");
	mnl_attr_put(header, IFLA_ADDRESS, 6, "\1\2\3\4\5\6");
	mnl_attr_put_u32(header, IFLA_MTU, 1500);
	mnl_attr_put_u32(header, IFLA_TXQLEN, 1000);
	mnl_attr_put_u8(header, IFLA_OPERSTATE, 6);
	mnl_attr_put(header, IFLA_MAP, sizeof(map), &map);
	mnl_attr_put(header, IFLA_STATS64, sizeof(counters), &counters);
	nest = mnl_attr_nest_start(header, IFLA_LINKINFO);
	mnl_attr_put_strz(header, IFLA_INFO_KIND, "veth");
	mnl_attr_nest_end(header, nest);
	return header;
}

Test(netlink_link, all)
{
	_Alignas(struct nlmsghdr) char room[ROOM];
	struct interface_list list = { 0 };
	const struct interface *row;

	cr_assert_eq(interface_message_link(link_message(room), &list), 0);
	cr_assert_eq(list.count, 1);
	row = &list.rows[0];
	cr_assert_str_eq(row->name, "eth0");
	cr_assert_str_eq(row->kind, "veth");
	cr_assert_eq(row->flags, 0x11043);
	cr_assert_eq(row->mtu, 1500);
	cr_assert_eq(row->queue, 1000);
	cr_assert_eq(row->operstate, 6);
	cr_assert_eq(row->address_length, 6);
	cr_assert_eq(row->map.base, 0x300);
	cr_assert_eq(row->map.interrupt, 7);
	cr_assert(row->counted);
	cr_assert_eq(row->counters.tx_packets, UINT64_MAX);
	cr_assert_eq(row->counters.rx_dropped, 5);
	cr_assert_eq(row->counters.rx_fifo, 4);
	cr_assert_eq(row->counters.rx_frame, 1111);
	cr_assert_eq(row->counters.tx_carrier, 2222);
	interface_list_free(&list);
}

static int take_address(const struct nlmsghdr *header, struct interface_list *list)
{
	return interface_message_address(header, list, &(size_t){ 0 });
}

/* The message cut at every place, in memory that ends there. */
static void cut(const struct nlmsghdr *whole,
		int (*take)(const struct nlmsghdr *, struct interface_list *),
		struct interface_list *list)
{
	for (uint32_t length = NLMSG_HDRLEN; length < whole->nlmsg_len; length++) {
		struct nlmsghdr *header = malloc(length);
		int result;

		cr_assert_not_null(header);
		memcpy(header, whole, length);
		header->nlmsg_len = length;
		result = take(header, list);
		cr_assert(!result || result == -EBADMSG);
		free(header);
	}
}

Test(netlink_link, cut)
{
	_Alignas(struct nlmsghdr) char room[ROOM];
	struct interface_list list = { 0 };

	cut(link_message(room), interface_message_link, &list);
	interface_list_free(&list);
}

/* Attributes that lie about their length, or are too short or too long for what they are. */
Test(netlink_link, hostile_attributes)
{
	struct interface_list list = { 0 };
	char long_bytes[300];

	memset(long_bytes, 'x', sizeof(long_bytes));
	for (uint16_t type = 0; type < 64; type++)
		for (unsigned size = 0; size < sizeof(long_bytes); size += size < 12 ? 1 : 71) {
			_Alignas(struct nlmsghdr) char room[ROOM];
			struct nlmsghdr *header = mnl_nlmsg_put_header(room);

			header->nlmsg_type = RTM_NEWLINK;
			mnl_nlmsg_put_extra_header(header, sizeof(struct ifinfomsg));
			mnl_attr_put(header, type, size, long_bytes);
			mnl_attr_put_strz(header, IFLA_IFNAME, "x");
			cr_assert_eq(interface_message_link(header, &list), 0);
		}
	cr_assert_eq(interface_list_finish(&list), 0);
	cr_assert_eq(list.count, 1);
	interface_list_free(&list);
}

static struct nlmsghdr *address_message(char *room, uint8_t family, uint8_t prefix)
{
	struct nlmsghdr *header = mnl_nlmsg_put_header(room);
	struct ifaddrmsg *address;
	uint8_t bytes[16] = { 10, 0, 0, 1 };

	header->nlmsg_type = RTM_NEWADDR;
	address = mnl_nlmsg_put_extra_header(header, sizeof(*address));
	*address = (struct ifaddrmsg){
		.ifa_family = family, .ifa_prefixlen = prefix, .ifa_scope = 253, .ifa_index = 9
	};
	mnl_attr_put(header, IFA_LOCAL, family == AF_INET ? 4 : 16, bytes);
	bytes[3] = 2;
	mnl_attr_put(header, IFA_ADDRESS, family == AF_INET ? 4 : 16, bytes);
	mnl_attr_put(header, IFA_BROADCAST, 4, bytes);
	mnl_attr_put(header, IFA_LABEL, 6, "eth0:1");
	return header;
}

Test(netlink_address, all)
{
	_Alignas(struct nlmsghdr) char room[ROOM];
	struct interface_list list = { 0 };

	cr_assert_eq(interface_message_link(link_message(room), &list), 0);
	cr_assert_eq(take_address(address_message(room, AF_INET, 24), &list), 0);
	cr_assert_eq(take_address(address_message(room, AF_INET6, 64), &list), 0);
	cr_assert_eq(list.inet_count, 1);
	cr_assert_str_eq(list.inet[0].device, "eth0");
	cr_assert_str_eq(list.inet[0].label, "eth0:1");
	cr_assert_eq(list.inet[0].local, inet_addr("10.0.0.1"));
	cr_assert_eq(list.inet[0].peer, inet_addr("10.0.0.2"));
	cr_assert_eq(list.inet[0].broadcast, inet_addr("10.0.0.2"));
	cr_assert_eq(list.inet[0].prefix_length, 24);
	cr_assert_eq(list.inet[0].scope, 253);
	cr_assert_eq(list.inet6_count, 1);
	cr_assert_eq(list.inet6[0].address[3], 1);
	interface_list_free(&list);
}

Test(netlink_address, hostile)
{
	_Alignas(struct nlmsghdr) char room[ROOM];
	struct interface_list list = { 0 };

	/* Of an interface that nobody knows; then with prefixes that are too long. */
	cr_assert_eq(take_address(address_message(room, AF_INET, 24), &list), 0);
	cr_assert_eq(list.inet_count, 0);
	cr_assert_eq(interface_message_link(link_message(room), &list), 0);
	cr_assert_eq(take_address(address_message(room, AF_INET, 33), &list), 0);
	cr_assert_eq(take_address(address_message(room, AF_INET6, 129), &list), 0);
	cr_assert_eq(take_address(address_message(room, AF_UNIX, 1), &list), 0);
	cr_assert_eq(list.inet_count, 0);
	cr_assert_eq(list.inet6_count, 0);
	cut(address_message(room, AF_INET, 24), take_address, &list);
	cut(address_message(room, AF_INET6, 64), take_address, &list);
	cr_assert_eq(interface_list_finish(&list), 0);
	interface_list_free(&list);
}
