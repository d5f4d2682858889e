/* The lines of /proc/net/igmp and igmp6. */
#include "config.h"

#include <arpa/inet.h>
#include <criterion/criterion.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

#include "source/groups.h"

#define COUNT(array) (sizeof(array) / sizeof(*(array)))

#define V6 "ff020000000000000000000000000001"

/* A copy that ends where the text ends, so that reading on is noticed. */
static char *exact(const char *text)
{
	char *copy = strdup(text);

	cr_assert_not_null(copy);
	return copy;
}

static bool parse4(struct group *group, const char *text)
{
	struct group_device device = { .interface = "eth0", .ifindex = 7 };
	char *line = exact(text);
	bool good = groups_parse4(group, &device, line);

	free(line);
	return good;
}

static bool parse6(struct group *group, const char *text)
{
	char *line = exact(text);
	bool good = groups_parse6(group, line);

	free(line);
	return good;
}

static bool parse_device(struct group_device *device, const char *text)
{
	char *line = exact(text);
	bool good = groups_parse_device(device, line);

	free(line);
	return good;
}

Test(groups, ipv4)
{
	static const struct {
		const char *line;
		uint32_t addr;
		int32_t refcnt;
	} good[] = {
		{ "\t\t\t\t010000E0     1 0:00000000\t\t0", 0x010000e0, 1 },
		{ "\tFB0000E0 12", 0xfb0000e0, 12 },
		{ "\tfb0000e0\t-5", 0xfb0000e0, -5 },
		{ "\t1FF 1", 0x1ff, 1 },
		{ "\t0 1", 0, 1 },
		{ "\t010000E012", 0x010000e0, 12 },
		{ "\t010000E0 +3x", 0x010000e0, 3 },
		{ "\t010000E0 4294967295", 0x010000e0, -1 },
		{ "\t010000E0 99999999999", 0x010000e0, 1215752191 },
		{ "\t010000E0 99999999999999999999999999", 0x010000e0, -1 },
	};
	static const char *const bad[] = {
		"\t",           "\t\t\t",         "\t010000E0",     "\t010000E0 ",
		"\t010000E0 x", "\t010000E0 --1", "\t010000E0 - 1", "\t010000E0 +-1",
		"\t0x10 1",     "\t -1 1",        "\t\x80\xff 1",   "\t010000E0 -",
	};
	struct group group;

	for (size_t i = 0; i < COUNT(good); i++) {
		group = (struct group){ 0 };
		cr_expect(parse4(&group, good[i].line), "%s", good[i].line);
		cr_expect_eq(group.family, AF_INET);
		cr_expect_eq(group.addr.words[0], good[i].addr, "%s", good[i].line);
		cr_expect_eq(group.refcnt, good[i].refcnt, "%s", good[i].line);
		cr_expect_str_eq(group.interface, "eth0");
		cr_expect_eq(group.ifindex, 7);
	}
	for (size_t i = 0; i < COUNT(bad); i++)
		cr_expect_not(parse4(&group, bad[i]), "%s", bad[i]);
}

Test(groups, ipv6)
{
	static const char *const good[] = {
		"1    lo              " V6 "     1 0000000C 0",
		"2 eth012345678901 " V6 " 1",
		"2 eth0 " V6 "00000000 1",
		"-1 \xff\x1b[m " V6 " 1",
	};
	static const char *const bad[] = {
		"",
		" ",
		"1",
		"1 ",
		"x",
		"1 lo",
		"1 lo ",
		"1 lo " V6,
		"1 lo " V6 " ",
		"1 lo " V6 " x",
		"lo " V6 " 1",
		"1 eth0123456789012 " V6 " 1",
		"1 lo ff02000000000000000000000000001 1",
		"1 lo ff02::1 1",
		"1 lo zz020000000000000000000000000001 1",
		"1 averylongnamethatdoesnotfitanywhereatall " V6 " 1",
	};
	struct in6_addr all_nodes;
	struct group group;

	cr_assert_eq(inet_pton(AF_INET6, "ff02::1", &all_nodes), 1);
	for (size_t i = 0; i < COUNT(good); i++) {
		group = (struct group){ 0 };
		cr_expect(parse6(&group, good[i]), "%s", good[i]);
		cr_expect_eq(group.family, AF_INET6);
		cr_expect_arr_eq(group.addr.bytes, &all_nodes, 16, "%s", good[i]);
		cr_expect_eq(group.refcnt, 1, "%s", good[i]);
	}
	for (size_t i = 0; i < COUNT(bad); i++)
		cr_expect_not(parse6(&group, bad[i]), "%s", bad[i]);
}

Test(groups, interfaces)
{
	static const struct {
		const char *line, *name;
		bool numbered;
		uint32_t number;
	} good[] = {
		{ "1\tlo        :     1      V3", "lo", true, 1 },
		{ "12\teth012345678901:     2      V3", "eth012345678901", true, 12 },
		{ "12\teth0123456:     2      V3", "eth0123456", true, 12 },
		{ "5 a:b : 5 V3", "a:b", true, 5 },
		{ "5 x", "x", true, 5 },
		{ "5 :", "", true, 5 },
		{ "lo        :     1      V3", "lo", false, 0 },
		{ "5 a name that goes on and on and on", "a name that goe", true, 5 },
	};
	static const char *const bad[] = { "", "\t", "5", "5 ", "x 5", "- 5 lo", "+ lo" };
	struct group_device device;

	for (size_t i = 0; i < COUNT(good); i++) {
		device = (struct group_device){ .interface = "averyoldnamehere",
						.numbered = good[i].numbered };
		cr_expect(parse_device(&device, good[i].line), "%s", good[i].line);
		cr_expect_str_eq(device.interface, good[i].name, "%s: '%s'", good[i].line,
				 device.interface);
		cr_expect_eq(device.ifindex, good[i].number, "%s", good[i].line);
	}
	for (size_t i = 0; i < COUNT(bad); i++) {
		device = (struct group_device){ .interface = "old", .numbered = true };
		cr_expect_not(parse_device(&device, bad[i]), "%s", bad[i]);
		cr_expect_str_eq(device.interface, "old", "what is no line changes nothing");
	}
}

/* Whatever the bytes are: nothing is read or written beyond an end. */
Test(groups, random_bytes)
{
	static const char pieces[] = "0123456789abcdefABCDEFxX :\t+-.\x80\xff\x1b";
	unsigned seed = 4711;

	for (int round = 0; round < 20000; round++) {
		struct group_device device = { .numbered = round & 1 };
		struct group group = { 0 };
		char text[80];
		size_t length = (seed >> 16) % sizeof(text);

		for (size_t i = 0; i < length; i++) {
			seed = seed * 1103515245 + 12345;
			text[i] = pieces[(seed >> 16) % (sizeof(pieces) - 1)];
		}
		text[length ? length - 1 : 0] = '\0';
		parse4(&group, text);
		parse6(&group, text);
		cr_assert_lt(strnlen(group.interface, GROUP_INTERFACE), GROUP_INTERFACE);
		parse_device(&device, text);
		cr_assert_lt(strnlen(device.interface, GROUP_INTERFACE), GROUP_INTERFACE);
		seed = seed * 1103515245 + 12345;
	}
}
