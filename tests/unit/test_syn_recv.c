/* The users of half-open connections. */
#include "config.h"

#include <arpa/inet.h>
#include <criterion/criterion.h>
#include <string.h>
#include <sys/socket.h>

#include "source/syn_recv.h"

#define COUNT(array) (sizeof(array) / sizeof(*(array)))

static struct sock_entry row(const char *local, uint16_t port, uint32_t uid)
{
	struct sock_entry entry = { .proto = PROTO_TCP, .local_port = port, .uid = uid };

	entry.family = strchr(local, ':') ? AF_INET6 : AF_INET;
	cr_assert_eq(inet_pton(entry.family, local, &entry.local), 1, "%s", local);
	return entry;
}

static void add(struct listeners *listeners, const char *local, uint16_t port, uint32_t uid)
{
	const struct sock_entry listener = row(local, port, uid);

	cr_assert_eq(listeners_add(listeners, &listener), 0);
}

static uint32_t ask(const struct listeners *listeners, const char *local, uint16_t port)
{
	const struct sock_entry half_open = row(local, port, 0);

	return listeners_uid(listeners, &half_open);
}

Test(half_open, connections_belong_to_the_listener_with_the_most_exact_address)
{
	struct listeners listeners = { 0 };

	add(&listeners, "0.0.0.0", 80, 1);
	add(&listeners, "10.0.0.1", 80, 2);
	add(&listeners, "::", 80, 3);
	add(&listeners, "2001:db8::1", 80, 4);
	add(&listeners, "10.0.0.1", 443, 5);
	listeners_sort(&listeners);
	cr_expect_eq(ask(&listeners, "10.0.0.1", 80), 2);
	cr_expect_eq(ask(&listeners, "10.0.0.2", 80), 1);
	cr_expect_eq(ask(&listeners, "2001:db8::1", 80), 4);
	cr_expect_eq(ask(&listeners, "2001:db8::2", 80), 3);
	cr_expect_eq(ask(&listeners, "10.0.0.1", 443), 5);
	listeners_free(&listeners);
}

Test(half_open, connections_without_a_listener_belong_to_nobody)
{
	struct listeners listeners = { 0 };

	listeners_sort(&listeners);
	cr_expect_eq(ask(&listeners, "10.0.0.1", 80), 0);
	add(&listeners, "10.0.0.1", 80, 2);
	add(&listeners, "::", 443, 3);
	listeners_sort(&listeners);
	cr_expect_eq(ask(&listeners, "10.0.0.2", 80), 0);
	cr_expect_eq(ask(&listeners, "10.0.0.1", 81), 0);
	cr_expect_eq(ask(&listeners, "10.0.0.1", 79), 0);
	cr_expect_eq(ask(&listeners, "10.0.0.1", 443), 0);
	cr_expect_eq(ask(&listeners, "10.0.0.1", 65535), 0);
	listeners_free(&listeners);
}

/* A dual-stack listener: the connection is on its socket, with a mapped address. */
Test(half_open, connections_from_ipv4_may_belong_to_a_listener_of_ipv6)
{
	struct listeners listeners = { 0 };

	add(&listeners, "::", 80, 3);
	listeners_sort(&listeners);
	cr_expect_eq(ask(&listeners, "::ffff:10.0.0.1", 80), 3);
	listeners_free(&listeners);
}

/* Two listeners of IPv6 can share a port only if each takes one kind of address. */
Test(half_open, connections_belong_to_the_wildcard_of_their_kind)
{
	for (int order = 0; order < 2; order++) {
		struct listeners listeners = { 0 };

		add(&listeners, order ? "::" : "::ffff:0.0.0.0", 80, order ? 1 : 2);
		add(&listeners, order ? "::ffff:0.0.0.0" : "::", 80, order ? 2 : 1);
		listeners_sort(&listeners);
		cr_expect_eq(ask(&listeners, "2001:db8::1", 80), 1, "order %d", order);
		cr_expect_eq(ask(&listeners, "::ffff:10.0.0.1", 80), 2, "order %d", order);
		listeners_free(&listeners);
	}
}

/* Bound to a device: it takes what comes through it, before one that takes everything. */
Test(half_open, connections_belong_to_the_listener_of_their_device)
{
	struct listeners listeners = { 0 };
	struct sock_entry bound = row("0.0.0.0", 80, 2), half_open = row("10.0.0.1", 80, 0);

	add(&listeners, "0.0.0.0", 80, 1);
	bound.ifindex = 5;
	cr_assert_eq(listeners_add(&listeners, &bound), 0);
	listeners_sort(&listeners);
	cr_expect_eq(listeners_uid(&listeners, &half_open), 1);
	half_open.ifindex = 5;
	cr_expect_eq(listeners_uid(&listeners, &half_open), 2);
	half_open.ifindex = 6;
	cr_expect_eq(listeners_uid(&listeners, &half_open), 1);
	listeners_free(&listeners);
}

Test(half_open, connections_find_their_listener_on_every_port)
{
	struct listeners listeners = { 0 };

	/* Neither ascending nor descending. */
	for (uint32_t i = 0; i < 65535; i++)
		add(&listeners, "0.0.0.0", (uint16_t)(i * 40504 % 65535 + 1),
		    i * 40504 % 65535 + 1);
	listeners_sort(&listeners);
	for (uint32_t port = 1; port <= 65535; port++)
		cr_assert_eq(ask(&listeners, "10.0.0.1", (uint16_t)port), port);
	listeners_free(&listeners);
	cr_expect_eq(listeners.count, 0);
	listeners_free(&listeners);
}
