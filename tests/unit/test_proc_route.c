/* The lines of /proc/net/route, rt_cache and ipv6_route. */
#include "config.h"

#include <arpa/inet.h>
#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>

#include "render/route_words.h"
#include "source/proc_route.h"

#define COUNT(array) (sizeof(array) / sizeof(*(array)))
#define TITLES "Iface Destination Gateway Flags RefCnt Use Metric Mask MTU Window IRTT"

/* A copy whose end is the end of a block, so that a sanitizer sees each byte that is read too many. */
static char *copy_of(const char *text)
{
	char *copy = strdup(text);

	cr_assert_not_null(copy);
	return copy;
}

static bool heading(struct route_heading *heading, enum route_file file, const char *text)
{
	char *line = copy_of(text);
	bool good = proc_route_heading(heading, file, line);

	free(line);
	return good;
}

static bool inet(struct route *route, const char *text)
{
	struct route_heading titles;
	char *line = copy_of(text);
	bool good;

	cr_assert(heading(&titles, ROUTE_FILE_INET, TITLES));
	good = proc_route_inet(route, ROUTE_FILE_INET, &titles, line);
	free(line);
	return good;
}

static bool inet6(struct route *route, const char *text)
{
	char *line = copy_of(text);
	bool good = proc_route_inet6(route, line);

	free(line);
	return good;
}

Test(proc_route, headings)
{
	struct route_heading titles;
	char many[4096] = "";

	cr_expect(heading(&titles, ROUTE_FILE_INET, TITLES));
	cr_expect_null(titles.missing);
	cr_expect(heading(&titles, ROUTE_FILE_INET, "  X|" TITLES " more"));
	cr_expect_not(heading(&titles, ROUTE_FILE_INET, ""));
	cr_expect_str_eq(titles.missing, "Iface");
	cr_expect_not(heading(&titles, ROUTE_FILE_INET, "Destination Iface Gateway"));
	cr_expect_str_eq(titles.missing, "Destination", "the order counts");
	cr_expect_not(heading(&titles, ROUTE_FILE_INET_CACHE, TITLES));
	cr_expect_str_eq(titles.missing, "Source");
	for (int i = 0; i < 1000; i++)
		strcat(many, "x ");
	strcat(many, TITLES);
	cr_expect_not(heading(&titles, ROUTE_FILE_INET, many),
		      "more columns than there is room for");
}

Test(proc_route, cache_formats)
{
	cr_expect_eq(proc_route_cache_format("IRTT TOS HHRef HHUptod SpecDst"), ROUTE_CACHE_FORMAT);
	cr_expect_eq(proc_route_cache_format("IRTT HH ARP"), 97, "that of Linux 2.0");
	cr_expect_eq(proc_route_cache_format(""), 0);
}

Test(proc_route, inet_values)
{
	struct route route = { 0 };

	cr_assert(inet(&route, "eth0 01020304 05060708 3 -1 4294967295 7 00FFFFFF 1500 10 300 "));
	cr_expect_str_eq(route.interface, "eth0");
	cr_expect_eq(route.destination.words[0], 0x01020304);
	cr_expect_eq(route.gateway.words[0], 0x05060708);
	cr_expect_eq(route.mask, 0x00ffffff);
	cr_expect_eq(route.flags, 3);
	cr_expect_eq(route.ref, UINT32_MAX);
	cr_expect_eq(route.use, UINT32_MAX);
	cr_expect_eq(route.metric, 7);
	cr_expect_eq(route.mss, 1500);
	cr_expect_eq(route.window, 10);
	cr_expect_eq(route.irtt, 300);
	cr_expect(route_has(&route, ROUTE_HAS_FLAGS));
	cr_expect_not(route_has(&route, ROUTE_HAS_KIND));
	cr_assert(inet(&route, "* 00000000 00000000 1 0 0 0 00000000 0 0"));
	cr_expect_str_eq(route.interface, "", "none");
	cr_expect_eq(route.irtt, 300, "what is missing is that of the line before");
	cr_assert(inet(&route, "* 0000000A 0 1"
			       "0000000 1 0 0 00000000 0 0 0") == false);
}

Test(proc_route, inet_hostile)
{
	static const char *const lines[] = {
		"",
		" ",
		"\t\t\t",
		"eth0",
		"eth0 0102030",
		"eth0 0102030G 05060708 3 1 1 7 00FFFFFF 1500 10 300",
		"eth0 01020304 0506 3 1 1 7 00FFFFFF 1500 10 300",
		"eth0 01020304 05060708 x 1 1 7 00FFFFFF 1500 10 300",
		"eth0 01020304 05060708 3 - 1 7 00FFFFFF 1500 10 300",
		"eth0 01020304 05060708 3 1 1 7 FFFF 1500 10 300",
		"eth0 01020304 05060708 3 1 1 7 00FFFFFF 1500",
		"a-name-that-is-too-long-for-an-interface 01020304 05060708 3 1 1 7 00FFFFFF 1 1 3",
	};
	struct route route = { 0 };

	for (size_t i = 0; i < COUNT(lines); i++)
		cr_expect_not(inet(&route, lines[i]), "%s", lines[i]);
	cr_expect(inet(&route, "eth0 0102030405060708 05060708 FFFFFFFFFFFFFFFFFFFF "
			       "99999999999999999999 -99999999999999999999 18446744073709551616 "
			       "00FFFFFF 0 0 0"));
	cr_expect_eq(route.destination.words[0], 0x01020304);
	cr_expect_eq(route.ref, UINT32_MAX, "as net-tools: cut to 32 bits");
}

#define ZEROS "00000000000000000000000000000000"
#define HOST "20010db8000000000000000000000005"

Test(proc_route, inet6_values)
{
	struct route route;
	struct in6_addr host;

	cr_assert_eq(inet_pton(AF_INET6, "2001:db8::5", &host), 1);
	cr_assert(inet6(&route, HOST " 40 " ZEROS " 00 " HOST
				     " ffffffff 00000002 80000000 01000003     eth0"));
	cr_expect_arr_eq(route.destination.bytes, &host, 16);
	cr_expect_arr_eq(route.gateway.bytes, &host, 16);
	cr_expect_eq(route.prefix_length, 64);
	cr_expect_eq(route.metric, UINT32_MAX);
	cr_expect_eq(route.ref, 2);
	cr_expect_eq(route.use, 0x80000000);
	cr_expect_eq(route.flags, 0x01000003);
	cr_expect(route.cached);
	cr_expect_str_eq(route.interface, "eth0");
	cr_assert(inet6(&route, ZEROS " 0 " HOST " 40 " ZEROS " 0 1 0 1 abcdefghijklmnopq"));
	cr_expect_str_eq(route.interface, "abcdefghijklmno");
	cr_expect_arr_eq(route.source.bytes, &host, 16);
	cr_expect_eq(route.source_length, 64);
}

/* A line that is cut anywhere is none. */
Test(proc_route, inet6_cut)
{
	static const char line[] = HOST " 40 " ZEROS " 00 " HOST
					" 00000001 00000002 00000003 00000001 ";
	struct route route;

	for (size_t length = 0; length < sizeof(line); length++) {
		char *cut = strndup(line, length);

		cr_assert_not_null(cut);
		cr_expect_not(inet6(&route, cut), "%zu", length);
		free(cut);
	}
}

Test(proc_route, inet6_hostile)
{
	static const char *const lines[] = {
		HOST "0 40 " ZEROS " 00 " HOST " 1 2 3 1 eth0",
		HOST " 140 " ZEROS " 00 " HOST " 1 2 3 1 eth0",
		HOST " -1 " ZEROS " 00 " HOST " 1 2 3 1 eth0",
		"20010db800000000000000000000000g 40 " ZEROS " 00 " HOST " 1 2 3 1 eth0",
		HOST " 40 " ZEROS " 00 " HOST " 1 2 3 x eth0",
		HOST " 40 " ZEROS " 00 " HOST " 1 2 3 1",
	};
	struct route route;

	for (size_t i = 0; i < COUNT(lines); i++)
		cr_expect_not(inet6(&route, lines[i]), "%s", lines[i]);
}

Test(proc_route, letters_fit)
{
	struct route route = { .family = AF_INET, .flags = ~ROUTE_REJECT };
	char letters[ROUTE_LETTERS];

	route_letters(letters, &route);
	cr_expect_str_eq(letters, "UGHRDMdacoecfpluwin");
	route.has = ROUTE_HAS_CACHE;
	route_letters(letters, &route);
	cr_expect_str_eq(letters, "GRDM-ondtfqNsriNdbm#l");
	route = (struct route){ .family = AF_INET6, .flags = UINT32_MAX };
	route_letters(letters, &route);
	cr_expect_str_eq(letters, "U!GHDACaemnf");
}

Test(proc_route, prefix_lengths)
{
	struct route route = { .family = AF_INET };

	for (int length = 0; length <= 32; length++) {
		route.mask = htonl(length ? UINT32_MAX << (32 - length) : 0);
		cr_expect_eq(route_prefix_length(&route), length);
	}
	route.mask = htonl(0x00ff00ff);
	cr_expect_eq(route_prefix_length(&route), -1);
	route.mask = htonl(1);
	cr_expect_eq(route_prefix_length(&route), -1);
	route = (struct route){ .family = AF_INET6, .prefix_length = 128 };
	cr_expect_eq(route_prefix_length(&route), 128);
}
