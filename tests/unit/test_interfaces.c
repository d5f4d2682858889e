/* Interfaces without a system: the order of names, the list, the words and sizes of their text. */
#include "config.h"

#include <arpa/inet.h>
#include <criterion/criterion.h>
#include <linux/if_arp.h>
#include <stdio.h>
#include <string.h>

#include "render/hardware.h"
#include "render/interface_block.h"
#include "render/interface_flags.h"
#include "render/interface_values.h"
#include "source/interface_list.h"
#include "source/interface_order.h"

#define COUNT(array) (sizeof(array) / sizeof(*(array)))

/* ---- order ---- */

/* Ascending; net-tools lists interfaces with such names in this order. */
static const char *const ordered[] = {
	"",     "99",    "1a",       "Zeth0",    "averylongifnam0", "eth",      "eth:0",
	"eth0", "eth01", "eth01:01", "eth1",     "eth1:05",         "eth1:5",   "eth1:10",
	"eth9", "eth10", "eth1.1",   "eth1.100", "eth1:",           "eth1:foo", "lo",
};

Test(interface_order, ascends)
{
	for (size_t i = 0; i < COUNT(ordered); i++)
		for (size_t j = 0; j < COUNT(ordered); j++) {
			int order = interface_order(ordered[i], ordered[j]);

			cr_assert_eq((order > 0) - (order < 0), (i > j) - (i < j), "%s %s: %d",
				     ordered[i], ordered[j], order);
		}
}

Test(interface_order, numbers_wrap_as_an_int)
{
	/* 2^32 + 1 is 1; 2^31 is negative; more than 64 bits are -1. */
	cr_assert_lt(interface_order("a4294967297", "a2"), 0);
	cr_assert_lt(interface_order("a2147483648", "a0"), 0);
	cr_assert_lt(interface_order("a99999999999999999999", "a0"), 0);
	cr_assert_eq(interface_order("a:4294967295", "a"), 0);
}

/* ---- the list ---- */

static struct interface *row(struct interface_list *list, const char *name)
{
	struct interface *row = interface_list_add(list);

	cr_assert_not_null(row);
	interface_name_copy(row->name, name, strlen(name));
	row->counted = true;
	row->flags = 1;
	return row;
}

static struct interface_inet *inet(struct interface_list *list, const char *device,
				   const char *label, const char *local, const char *peer)
{
	struct interface_inet *inet = interface_list_add_inet(list);

	cr_assert_not_null(inet);
	interface_name_copy(inet->device, device, strlen(device));
	interface_name_copy(inet->label, label, strlen(label));
	inet->local = inet_addr(local);
	inet->peer = inet_addr(peer);
	return inet;
}

static void expect_names(const struct interface_list *list, const char *names)
{
	char text[256] = "";

	for (size_t i = 0; i < list->count; i++)
		snprintf(text + strlen(text), sizeof(text) - strlen(text), "%s ",
			 list->rows[i].name);
	cr_assert_str_eq(text, names);
}

Test(interface_list, labels_become_rows)
{
	struct interface_list list = { 0 };

	row(&list, "eth10");
	row(&list, "eth1");
	inet(&list, "eth1", "eth1", "10.0.0.1", "10.0.0.1");
	inet(&list, "eth1", "eth1:7", "10.0.0.2", "10.0.0.2");
	inet(&list, "eth1", "eth1:7", "10.0.0.3", "10.0.0.3");
	inet(&list, "eth1", "eth1:5", "10.0.0.4", "10.0.0.4");
	inet(&list, "eth1", "eth1:7", "10.0.0.5", "10.0.0.5");
	inet(&list, "gone", "gone:1", "10.0.0.6", "10.0.0.6");
	inet(&list, "eth1", "eth10", "10.0.0.7", "10.0.0.7");
	cr_assert_eq(interface_list_finish(&list), 0);
	expect_names(&list, "eth1 eth1:5 eth1:7 eth10 gone:1 ");
	cr_assert_str_eq(list.rows[1].alias_of, "eth1");
	cr_assert_eq(list.rows[1].flags, 1);
	cr_assert_not(list.rows[1].counted);
	cr_assert(list.rows[3].counted);
	cr_assert_str_empty(list.rows[3].alias_of);
	cr_assert_str_eq(list.rows[4].alias_of, "gone");
	interface_list_free(&list);
}

Test(interface_list, the_last_of_a_name_counts)
{
	struct interface_list list = { 0 };

	for (uint32_t i = 0; i < 100; i++)
		row(&list, i % 2 ? "a" : "b")->mtu = i;
	cr_assert_eq(interface_list_finish(&list), 0);
	expect_names(&list, "a b ");
	cr_assert_eq(list.rows[0].mtu, 99);
	cr_assert_eq(list.rows[1].mtu, 98);
	interface_list_free(&list);
}

Test(interface_list, empty)
{
	struct interface_list list = { 0 };
	struct interface none = { .name = "lo" };
	struct interface_inet main;
	size_t count = 1;

	cr_assert_eq(interface_list_finish(&list), 0);
	cr_assert_eq(list.count, 0);
	interface_list_inet(&list, &none, &count);
	cr_assert_eq(count, 0);
	interface_list_inet6(&list, &none, &count);
	cr_assert_eq(count, 0);
	cr_assert_not(interface_list_main_inet(&list, &none, &main));
	interface_list_free(&list);
}

/* If the addresses of an interface were counted one by one for each of them, this took minutes. */
Test(interface_list, many_addresses, .timeout = 60)
{
	enum { MANY = 200000 };
	struct interface_list list = { 0 };
	struct interface_row row_of;
	const void *item = NULL;
	size_t count = 0;

	row(&list, "v0");
	row(&list, "v1");
	for (size_t i = 0; i < MANY; i++)
		inet(&list, "v0", "v0", "10.0.0.1", "10.0.0.1");
	cr_assert_eq(interface_list_finish(&list), 0);
	row_of = (struct interface_row){ &list, &list.rows[0] };
	while ((item = interface_next_inet(&row_of, item)))
		count++;
	cr_assert_eq(count, MANY);
	interface_list_free(&list);
}

/* The answers of one ioctl are the next one's question: another address may answer it. */
Test(interface_list, main_address)
{
	struct interface_list list = { 0 };
	struct interface_inet main, *second;

	row(&list, "v1");
	inet(&list, "v1", "v1", "10.9.0.1", "10.9.0.2")->prefix_length = 32;
	second = inet(&list, "v1", "v1", "10.9.0.2", "10.9.0.2");
	second->broadcast = inet_addr("10.9.0.77");
	second->prefix_length = 24;
	inet(&list, "v1", "v1", "10.9.0.77", "10.9.0.77")->prefix_length = 16;
	inet(&list, "v0", "v0", "10.1.0.1", "10.1.0.1");
	cr_assert_eq(interface_list_finish(&list), 0);
	cr_assert(interface_list_main_inet(&list, &list.rows[1], &main));
	cr_assert_eq(main.local, inet_addr("10.9.0.1"));
	cr_assert_eq(main.peer, inet_addr("10.9.0.2"));
	cr_assert_eq(main.broadcast, inet_addr("10.9.0.77"));
	cr_assert_eq(main.prefix_length, 16);
	interface_list_free(&list);
}

Test(interface_list, names_are_cut)
{
	char name[INTERFACE_NAME];

	interface_name_copy(name, "0123456789abcdefgh", 18);
	cr_assert_str_eq(name, "0123456789abcde");
	interface_name_copy(name, "eth0:1", 4);
	cr_assert_str_eq(name, "eth0");
	interface_name_copy(name, "lo\0x", 4);
	cr_assert_str_eq(name, "lo");
}

/* ---- text ---- */

Test(interface_text, sizes)
{
	static const struct {
		uint64_t bytes;
		const char *text;
	} cases[] = {
		{ 0, "0.0 B" },
		{ 1024, "1024.0 B" },
		{ 1025, "1.0 KiB" },
		{ 2047, "1.9 KiB" },
		{ 1 << 20, "1024.0 KiB" },
		{ (1 << 20) + 1, "1.0 MiB" },
		{ 1 << 30, "1024.0 MiB" },
		{ (UINT64_C(1) << 32), "4.0 GiB" },
		{ (UINT64_C(1) << 40) + 1, "1.0 TiB" },
		{ (UINT64_C(1) << 50), "1024.0 TiB" },
		{ (UINT64_C(1) << 60), "1024.0 PiB" },
		{ (UINT64_C(1) << 60) + 1, "1.0 EiB" },
		{ UINT64_MAX, "16.0 EiB" },
	};

	for (size_t i = 0; i < COUNT(cases); i++) {
		char text[INTERFACE_SIZE_TEXT + 1];

		text[interface_size_text(text, cases[i].bytes)] = '\0';
		cr_assert_str_eq(text, cases[i].text);
	}
}

Test(interface_text, scopes)
{
	static const struct {
		uint8_t scope;
		const char *text;
	} cases[] = {
		{ 0x00, "<global>" },        { 0x20, "<link>" },
		{ 0x40, "<site>" },          { 0x10, "<host>" },
		{ 0x80, "<compat,global>" }, { 0xf0, "<compat,link,site,host>" },
		{ 0x81, "<compat>" },        { 0x0f, "" },
	};

	for (size_t i = 0; i < COUNT(cases); i++) {
		char text[INTERFACE_SCOPE_TEXT];

		interface_scope_text(text, cases[i].scope);
		cr_assert_str_eq(text, cases[i].text);
	}
}

Test(interface_text, letters)
{
	char letters[INTERFACE_LETTERS];

	interface_letters(letters, 0x10000);
	cr_assert_str_eq(letters, "[NO FLAGS]");
	interface_letters(letters, 0x6000);
	cr_assert_str_eq(letters, "");
	interface_letters(letters, UINT32_MAX);
	cr_assert_str_eq(letters, "ABDLMdPNOPsmRU");
}

Test(interface_text, hardware_addresses)
{
	static const uint8_t bytes[8] = { 0x82, 0x84, 0x86, 0x40, 0x02, 0xfe, 0x0a, 0xff };
	static const struct {
		uint16_t type;
		const char *name, *text;
	} cases[] = {
		{ ARPHRD_ETHER, "ether", "82:84:86:40:02:fe" },
		{ ARPHRD_FDDI, "fddi", "82-84-86-40-02-FE" },
		{ ARPHRD_EUI64, "eui64", "82:84:86:40:02:FE:0A:FF" },
		{ ARPHRD_ARCNET, "arcnet", "82" },
		{ ARPHRD_ROSE, "rose", "8284864002" },
		{ ARPHRD_IRDA, "irda", "40:86:84:82" },
		{ ARPHRD_AX25, "ax25", "ABC-5" },
		{ ARPHRD_TUNNEL, "tunnel", "" },
		{ ARPHRD_NONE, "unspec", "82-84-86-40-02-FE-0A-FF-00-00-00-00-00-00-00-00" },
	};

	for (size_t i = 0; i < COUNT(cases); i++) {
		const struct hardware *hardware = hardware_of(cases[i].type);
		char text[HARDWARE_TEXT + 1];

		cr_assert_str_eq(hardware->name, cases[i].name);
		text[hardware->address(text, bytes)] = '\0';
		cr_assert_str_eq(text, cases[i].text);
	}
	cr_assert_null(hardware_of(ARPHRD_LOOPBACK)->address);
}

/* A call sign of control bytes is the longest text of an address. */
Test(interface_text, call_sign_is_escaped)
{
	static const uint8_t bytes[8] = { 2, 2, 2, 2, 2, 2, 0x1e, 0 };
	char text[HARDWARE_TEXT + 1];

	text[hardware_of(ARPHRD_NETROM)->address(text, bytes)] = '\0';
	cr_assert_str_eq(text, "\\x01\\x01\\x01\\x01\\x01\\x01-15");
}
