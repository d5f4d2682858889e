/* The messages of rtnetlink about routes, whole, cut and damaged. */
#include "config.h"

#include <arpa/inet.h>
#include <criterion/criterion.h>
#include <errno.h>
#include <libmnl/libmnl.h>
#include <linux/rtnetlink.h>
#include <stdlib.h>
#include <string.h>

#include "source/netlink_route.h"

enum { ROOM = 1024 };

static const char *name_of(void *arg, uint32_t index)
{
	(void)arg;
	return index == 3 ? "eth0" : index == 4 ? "eth1" : NULL;
}

static struct nlmsghdr *message(char *room, uint8_t family, uint8_t type, uint8_t length)
{
	struct nlmsghdr *header;
	struct rtmsg *route;

	memset(room, 0, ROOM);
	header = mnl_nlmsg_put_header(room);
	header->nlmsg_type = RTM_NEWROUTE;
	route = mnl_nlmsg_put_extra_header(header, sizeof(*route));
	route->rtm_family = family;
	route->rtm_type = type;
	route->rtm_dst_len = length;
	route->rtm_table = RT_TABLE_MAIN;
	route->rtm_protocol = RTPROT_STATIC;
	return header;
}

static void put_address(struct nlmsghdr *header, uint16_t type, const char *text)
{
	mnl_attr_put_u32(header, type, inet_addr(text));
}

static int read_into(const struct nlmsghdr *header, uint8_t family, struct route_table *table,
		     struct route *route)
{
	return netlink_route_message(header, family, table, name_of, NULL, route);
}

static struct nlmsghdr *full_message(char *room)
{
	struct nlmsghdr *header = message(room, AF_INET, RTN_UNICAST, 24);
	struct nlattr *nest;

	put_address(header, RTA_DST, "198.51.100.0");
	put_address(header, RTA_GATEWAY, "192.0.2.1");
	put_address(header, RTA_PREFSRC, "192.0.2.7");
	mnl_attr_put_u32(header, RTA_OIF, 3);
	mnl_attr_put_u32(header, RTA_PRIORITY, UINT32_MAX);
	nest = mnl_attr_nest_start(header, RTA_METRICS);
	mnl_attr_put_u32(header, RTAX_ADVMSS, 1460);
	mnl_attr_put_u32(header, RTAX_WINDOW, 5);
	mnl_attr_put_u32(header, RTAX_RTT, 2400);
	mnl_attr_nest_end(header, nest);
	return header;
}

Test(netlink_route, values)
{
	struct route_table table = { 0 };
	struct route route;
	char room[ROOM];

	cr_assert_eq(read_into(full_message(room), AF_INET, &table, &route), 1);
	cr_expect_eq(route.destination.words[0], inet_addr("198.51.100.0"));
	cr_expect_eq(route.gateway.words[0], inet_addr("192.0.2.1"));
	cr_expect_eq(route.preferred_source.words[0], inet_addr("192.0.2.7"));
	cr_expect_eq(route.mask, inet_addr("255.255.255.0"));
	cr_expect_eq(route.flags, ROUTE_UP | ROUTE_GATEWAY);
	cr_expect_eq(route.metric, UINT32_MAX);
	cr_expect_eq(route.mss, 1500);
	cr_expect_eq(route.window, 5);
	cr_expect_eq(route.irtt, 300);
	cr_expect_str_eq(route.interface, "eth0");
	cr_expect_eq(route.protocol, RTPROT_STATIC);
	cr_expect_eq(route.table, RT_TABLE_MAIN);
	cr_expect_eq(route.hops, 0);
	cr_expect_not(route_has(&route, ROUTE_HAS_COUNTS));
}

Test(netlink_route, flags)
{
	static const struct {
		uint8_t family, type, length;
		uint32_t flags;
	} cases[] = {
		{ AF_INET, RTN_UNICAST, 0, ROUTE_UP },
		{ AF_INET, RTN_UNICAST, 32, ROUTE_UP | ROUTE_HOST },
		{ AF_INET, RTN_UNREACHABLE, 24, ROUTE_UP | ROUTE_REJECT },
		{ AF_INET, RTN_PROHIBIT, 32, ROUTE_UP | ROUTE_REJECT | ROUTE_HOST },
		{ AF_INET, RTN_BLACKHOLE, 24, ROUTE_UP },
		{ AF_INET, RTN_THROW, 24, ROUTE_UP },
		{ AF_INET6, RTN_UNICAST, 128, ROUTE_UP },
		{ AF_INET6, RTN_BLACKHOLE, 64, ROUTE_REJECT | ROUTE_NONEXTHOP },
		{ AF_INET6, RTN_THROW, 64, ROUTE_REJECT | ROUTE_NONEXTHOP },
		{ AF_INET6, RTN_LOCAL, 128, ROUTE_UP | ROUTE_LOCAL | ROUTE_NONEXTHOP },
		{ AF_INET6, RTN_ANYCAST, 128, ROUTE_UP | ROUTE_ANYCAST },
	};
	struct route_table table = { 0 };
	struct route route;
	char room[ROOM];

	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		const struct nlmsghdr *header =
			message(room, cases[i].family, cases[i].type, cases[i].length);

		cr_assert_eq(read_into(header, cases[i].family, &table, &route), 1, "%zu", i);
		cr_expect_eq(route.flags, cases[i].flags, "%zu: %x", i, route.flags);
	}
}

Test(netlink_route, not_listed)
{
	struct route_table table = { 0 };
	struct nlmsghdr *header;
	struct route route;
	char room[ROOM];

	header = message(room, AF_INET, RTN_BROADCAST, 32);
	cr_expect_eq(read_into(header, AF_INET, &table, &route), 0);
	header = message(room, AF_INET, RTN_MULTICAST, 32);
	cr_expect_eq(read_into(header, AF_INET, &table, &route), 0);
	header = message(room, AF_INET, RTN_UNICAST, 32);
	mnl_attr_put_u32(header, RTA_TABLE, 1000);
	cr_expect_eq(read_into(header, AF_INET, &table, &route), 0, "another table");
	header = message(room, AF_INET6, RTN_UNICAST, 32);
	mnl_attr_put_u32(header, RTA_TABLE, 1000);
	cr_expect_eq(read_into(header, AF_INET6, &table, &route), 1);
	cr_expect_eq(route.table, 1000);
	cr_expect_eq(read_into(header, AF_INET, &table, &route), 0, "another family");
	((struct rtmsg *)mnl_nlmsg_get_payload(header))->rtm_flags = RTM_F_CLONED;
	cr_expect_eq(read_into(header, AF_INET6, &table, &route), 0);
	header->nlmsg_type = RTM_NEWADDR;
	cr_expect_eq(read_into(header, AF_INET6, &table, &route), 0);
	header = message(room, AF_INET, RTN_UNICAST, 33);
	cr_expect_eq(read_into(header, AF_INET, &table, &route), -EBADMSG);
	header = message(room, AF_INET6, RTN_UNICAST, 129);
	cr_expect_eq(read_into(header, AF_INET6, &table, &route), -EBADMSG);
}

/* Two hops: one by an IPv6 gateway, one on the link. `length` is what the second says of itself. */
static struct nlmsghdr *two_hops(char *room, uint16_t length)
{
	struct nlmsghdr *header = message(room, AF_INET, RTN_UNICAST, 24);
	struct {
		struct rtnexthop first;
		struct nlattr via;
		uint16_t family;
		uint8_t address[16];
		uint8_t pad[2];
		struct rtnexthop second;
	} hops = {
		.first = { .rtnh_len = 8 + 24, .rtnh_hops = 2, .rtnh_ifindex = 3 },
		.via = { .nla_len = 4 + 2 + 16, .nla_type = RTA_VIA },
		.family = AF_INET6,
		.address = { 0xfe, 0x80, [15] = 1 },
		.second = { .rtnh_len = length, .rtnh_ifindex = 4 },
	};

	mnl_attr_put(header, RTA_MULTIPATH, sizeof(hops), &hops);
	return header;
}

Test(netlink_route, hops)
{
	struct route_table table = { 0 };
	struct route route;
	char room[ROOM];

	cr_assert_eq(read_into(two_hops(room, 8), AF_INET, &table, &route), 1);
	cr_assert_eq(route.hops, 2);
	cr_expect_eq(table.hop[0].weight, 3);
	cr_expect_eq(table.hop[0].family, AF_INET6);
	cr_expect_eq(table.hop[0].gateway.bytes[15], 1);
	cr_expect_str_eq(table.hop[0].interface, "eth0");
	cr_expect_eq(table.hop[1].weight, 1);
	cr_expect_str_eq(table.hop[1].interface, "eth1");
	cr_expect_eq(route.gateway_family, AF_INET6, "the first is what stands in the row");
	cr_expect_str_eq(route.interface, "eth0");
	cr_expect_eq(route.flags, ROUTE_UP | ROUTE_GATEWAY);
	for (uint16_t length = 0; length < 8; length++)
		cr_expect_eq(read_into(two_hops(room, length), AF_INET, &table, &route), -EBADMSG);
	cr_expect_eq(read_into(two_hops(room, 9), AF_INET, &table, &route), -EBADMSG);
	cr_expect_eq(read_into(two_hops(room, 65535), AF_INET, &table, &route), -EBADMSG);
	route_table_free(&table);
}

/* A message that is cut anywhere, in a block of its own, so that a sanitizer sees what is read too far. */
Test(netlink_route, cut)
{
	struct route_table table = { 0 };
	char room[ROOM];
	const struct nlmsghdr *whole = full_message(room);

	for (uint32_t length = sizeof(*whole); length <= whole->nlmsg_len; length++) {
		struct nlmsghdr *cut = malloc(length);
		struct route route;
		int result;

		cr_assert_not_null(cut);
		memcpy(cut, whole, length);
		cut->nlmsg_len = length;
		result = read_into(cut, AF_INET, &table, &route);
		cr_expect_eq(result, length < sizeof(*whole) + sizeof(struct rtmsg) ? -EBADMSG : 1);
		free(cut);
	}
}

/* Each byte behind the header changed, in many ways: no answer is wrong, but none may read too far. */
Test(netlink_route, damaged)
{
	struct route_table table = { 0 };
	char room[ROOM];

	srandom(7);
	for (int round = 0; round < 20000; round++) {
		const struct nlmsghdr *whole = round % 2 ? two_hops(room, 8) : full_message(room);
		uint32_t length = whole->nlmsg_len;
		char *copy = malloc(length);
		struct route route;
		int result;

		cr_assert_not_null(copy);
		memcpy(copy, whole, length);
		for (int i = 0; i < 3; i++)
			copy[sizeof(*whole) + (size_t)random() % (length - sizeof(*whole))] =
				(char)random();
		result = read_into((const struct nlmsghdr *)copy, AF_INET, &table, &route);
		cr_expect(result == 0 || result == 1 || result == -EBADMSG);
		route_table_empty(&table);
		free(copy);
	}
	route_table_free(&table);
}
