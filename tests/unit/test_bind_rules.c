/* Whether bind() conflicts with the sockets there are: the rules, one by one. */
#include "config.h"

#include <arpa/inet.h>
#include <criterion/criterion.h>
#include <string.h>
#include <sys/socket.h>

#include "why/bind_rules.h"

#define COUNT(array) (sizeof(array) / sizeof(*(array)))

enum { PORT = 8080, LOW_PORT = 80, SOMEBODY = 1000 };

/* A socket that has the port, in few words. An IPv6 address of its own makes it V6ONLY. */
struct row {
	const char *local;
	enum tri reuseaddr, reuseport;
	enum tcp_state state; /* 0: bound */
	enum tri v6only;
	uint32_t uid, ifindex;
	bool time_wait;
	uint16_t foreign_port;
};

/* A bind that is asked about. */
struct ask {
	const char *local;
	bool reuseaddr, reuseport, v6only;
	uint32_t uid, ifindex;
	bool one_chain;
};

static uint8_t parse(const char *text, union inet_addr *addr)
{
	uint8_t family = strchr(text, ':') ? AF_INET6 : AF_INET;

	cr_assert_eq(inet_pton(family, text, addr), 1, "%s", text);
	return family;
}

static struct why_socket socket_of(enum proto proto, struct row row)
{
	struct why_socket socket = { .v6only = row.v6only,
				     .reuseaddr = row.reuseaddr,
				     .reuseport = row.reuseport,
				     .time_wait = row.time_wait };

	socket.entry.proto = (uint8_t)proto;
	socket.entry.family = parse(row.local, &socket.entry.local);
	socket.entry.local_port = PORT;
	socket.entry.foreign_port = row.foreign_port;
	socket.entry.state = (uint8_t)(row.state ? row.state : STATE_CLOSE);
	socket.entry.inode = 1;
	socket.entry.uid = row.uid;
	socket.entry.ifindex = row.ifindex;
	socket.bound_only = proto == PROTO_TCP && !row.state;
	return socket;
}

static enum bind_result answer(enum proto proto, struct ask ask, const struct row *rows,
			       size_t count)
{
	struct bind_request request = { .proto = proto,
					.v6only = ask.v6only,
					.reuseaddr = ask.reuseaddr,
					.reuseport = ask.reuseport,
					.uid = ask.uid,
					.ifindex = ask.ifindex,
					.one_chain = ask.one_chain };
	struct why_socket sockets[32];

	request.family = parse(ask.local, &request.addr);
	for (size_t i = 0; i < count; i++)
		sockets[i] = socket_of(proto, rows[i]);
	return bind_conflict(&request, sockets, count);
}

static enum bind_result tcp(struct ask ask, struct row row)
{
	return answer(PROTO_TCP, ask, &row, 1);
}

static enum bind_result udp(struct ask ask, struct row row)
{
	return answer(PROTO_UDP, ask, &row, 1);
}

/* ---- addresses: who overlaps whom ---- */

static const struct row columns[] = {
	{ .local = "0.0.0.0" },
	{ .local = "::ffff:0.0.0.0" },
	{ .local = "127.0.0.1" },
	{ .local = "127.0.0.2" },
	{ .local = "::ffff:127.0.0.1" },
	{ .local = "::" },
	{ .local = "::", .v6only = TRI_YES },
	{ .local = "::1", .v6only = TRI_YES },
	{ .local = "fd00::2", .v6only = TRI_YES },
	/* The connection of a listener of both families. */
	{ .local = "::1", .state = STATE_ESTABLISHED, .foreign_port = 4000 },
};

static const struct {
	struct ask ask;
	const char *conflicts; /* x: with the socket of this column */
} lines[] = {
	{ { .local = "0.0.0.0" }, "xxxxxx...x" },
	{ { .local = "::ffff:0.0.0.0" }, "xxxxxx...." },
	{ { .local = "127.0.0.1" }, "xxx.xx...." },
	{ { .local = "::ffff:127.0.0.1" }, "xxx.xx...." },
	{ { .local = "127.0.0.2" }, "xx.x.x...." },
	{ { .local = "::" }, "xxxxxxxxxx" },
	{ { .local = "::", .v6only = true }, ".....xxxxx" },
	{ { .local = "::1", .v6only = true }, ".....xxx.x" },
	{ { .local = "fd00::2", .v6only = true }, ".....xx.x." },
};

static void check_addresses(enum proto proto)
{
	for (size_t line = 0; line < COUNT(lines); line++)
		for (size_t column = 0; column < COUNT(columns); column++) {
			enum bind_result expected =
				lines[line].conflicts[column] == 'x' ? BIND_EADDRINUSE : BIND_OK;

			cr_expect_eq(answer(proto, lines[line].ask, &columns[column], 1), expected,
				     "%s v6only %d beside %s, column %zu", lines[line].ask.local,
				     lines[line].ask.v6only, columns[column].local, column);
		}
}

Test(addresses, of_tcp_overlap_as_in_the_table)
{
	check_addresses(PROTO_TCP);
}

Test(addresses, of_udp_overlap_as_in_the_table)
{
	check_addresses(PROTO_UDP);
}

Test(addresses, a_free_port_can_be_bound)
{
	struct ask ask = { .local = "0.0.0.0" };

	cr_expect_eq(answer(PROTO_TCP, ask, NULL, 0), BIND_OK);
	cr_expect_eq(answer(PROTO_UDP, ask, NULL, 0), BIND_OK);
}

/* The kernel notes 127.0.0.6 as the IPv4 address of a socket with one of IPv6. */
Test(addresses, a_connected_ipv6_socket_of_udp_counts_as_127_0_0_6)
{
	struct row row = { .local = "::1", .state = STATE_ESTABLISHED, .foreign_port = 4000 };

	cr_expect_eq(udp((struct ask){ .local = "127.0.0.6" }, row), BIND_EADDRINUSE);
	cr_expect_eq(udp((struct ask){ .local = "127.0.0.7" }, row), BIND_OK);
	cr_expect_eq(tcp((struct ask){ .local = "127.0.0.6" }, row), BIND_OK);
	row.v6only = TRI_YES;
	cr_expect_eq(udp((struct ask){ .local = "127.0.0.6" }, row), BIND_OK);
}

/* ---- TCP: T1 to T5 ---- */

Test(tcp, sockets_of_two_devices_do_not_meet)
{
	struct row row = { .local = "0.0.0.0", .ifindex = 2, .state = STATE_LISTEN };

	cr_expect_eq(tcp((struct ask){ .local = "0.0.0.0", .ifindex = 3 }, row), BIND_OK);
	cr_expect_eq(tcp((struct ask){ .local = "0.0.0.0", .ifindex = 2 }, row), BIND_EADDRINUSE);
	cr_expect_eq(tcp((struct ask){ .local = "0.0.0.0" }, row), BIND_EADDRINUSE);
}

Test(tcp, reuseaddr_passes_by_whoever_has_it_and_does_not_listen)
{
	struct ask ask = { .local = "0.0.0.0", .reuseaddr = true };
	struct row row = { .local = "0.0.0.0", .reuseaddr = TRI_YES };

	cr_expect_eq(tcp(ask, row), BIND_OK);
	row.state = STATE_ESTABLISHED;
	cr_expect_eq(tcp(ask, row), BIND_OK);
	row.state = STATE_LISTEN;
	cr_expect_eq(tcp(ask, row), BIND_EADDRINUSE);
}

Test(tcp, reuseaddr_takes_both)
{
	struct row with = { .local = "0.0.0.0", .reuseaddr = TRI_YES };
	struct row without = { .local = "0.0.0.0" };

	cr_expect_eq(tcp((struct ask){ .local = "0.0.0.0" }, with), BIND_EADDRINUSE);
	cr_expect_eq(tcp((struct ask){ .local = "0.0.0.0", .reuseaddr = true }, without),
		     BIND_EADDRINUSE);
	without.state = STATE_TIME_WAIT;
	without.time_wait = true;
	cr_expect_eq(tcp((struct ask){ .local = "0.0.0.0", .reuseaddr = true }, without),
		     BIND_EADDRINUSE);
}

Test(tcp, reuseport_takes_both_and_the_same_user)
{
	struct ask ask = { .local = "0.0.0.0", .reuseport = true, .uid = SOMEBODY };
	struct row row = {
		.local = "0.0.0.0", .reuseport = TRI_YES, .uid = SOMEBODY, .state = STATE_LISTEN
	};

	cr_expect_eq(tcp(ask, row), BIND_OK);
	row.uid = 0;
	cr_expect_eq(tcp(ask, row), BIND_EADDRINUSE);
	row.uid = SOMEBODY;
	row.reuseport = TRI_NO;
	cr_expect_eq(tcp(ask, row), BIND_EADDRINUSE);
	row.reuseport = TRI_YES;
	ask.reuseport = false;
	cr_expect_eq(tcp(ask, row), BIND_EADDRINUSE);
}

Test(tcp, reuseport_does_not_ask_for_the_user_of_what_is_left)
{
	struct ask ask = { .local = "0.0.0.0", .reuseport = true, .uid = SOMEBODY };
	struct row row = { .local = "127.0.0.1",
			   .reuseport = TRI_YES,
			   .state = STATE_FIN_WAIT2,
			   .time_wait = true };

	cr_expect_eq(tcp(ask, row), BIND_OK);
	row.time_wait = false;
	cr_expect_eq(tcp(ask, row), BIND_EADDRINUSE);
}

Test(tcp, one_conflict_among_many_decides)
{
	static const struct row rows[] = {
		{ .local = "127.0.0.2" },
		{ .local = "127.0.0.1", .reuseaddr = TRI_UNKNOWN },
		{ .local = "0.0.0.0" },
	};
	struct ask ask = { .local = "127.0.0.1", .reuseaddr = true };

	cr_expect_eq(answer(PROTO_TCP, ask, rows, 1), BIND_OK);
	cr_expect_eq(answer(PROTO_TCP, ask, rows, 2), BIND_UNKNOWN);
	cr_expect_eq(answer(PROTO_TCP, ask, rows, 3), BIND_EADDRINUSE);
}

Test(tcp, a_half_open_connection_does_not_hold_the_port)
{
	struct ask ask = { .local = "0.0.0.0" };
	struct bind_request request = { .proto = PROTO_TCP, .family = AF_INET };
	struct why_socket socket =
		socket_of(PROTO_TCP, (struct row){ .local = "127.0.0.1", .state = STATE_SYN_RECV });

	socket.entry.inode = 0;
	cr_expect_eq(bind_conflict(&request, &socket, 1), BIND_OK);
	/* With TCP Fast Open it is a socket already. */
	cr_expect_eq(tcp(ask, (struct row){ .local = "127.0.0.1", .state = STATE_SYN_RECV }),
		     BIND_EADDRINUSE);
}

/* ---- what is not known ---- */

static const struct {
	bool mine;
	enum tri its;
	enum bind_result result;
} flags[] = {
	{ false, TRI_NO, BIND_EADDRINUSE },
	{ false, TRI_YES, BIND_EADDRINUSE },
	{ false, TRI_UNKNOWN, BIND_EADDRINUSE },
	{ true, TRI_NO, BIND_EADDRINUSE },
	{ true, TRI_YES, BIND_OK },
	{ true, TRI_UNKNOWN, BIND_UNKNOWN },
};

Test(unknown, reuseaddr_matters_only_when_asked_for)
{
	for (size_t i = 0; i < COUNT(flags); i++) {
		struct ask ask = { .local = "0.0.0.0", .reuseaddr = flags[i].mine };
		struct row row = { .local = "0.0.0.0", .reuseaddr = flags[i].its };

		cr_expect_eq(tcp(ask, row), flags[i].result, "TCP %zu", i);
		cr_expect_eq(udp(ask, row), flags[i].result, "UDP %zu", i);
	}
}

Test(unknown, reuseport_matters_only_when_asked_for)
{
	for (size_t i = 0; i < COUNT(flags); i++) {
		struct ask ask = { .local = "0.0.0.0", .reuseport = flags[i].mine };
		struct row row = { .local = "0.0.0.0", .reuseport = flags[i].its };

		cr_expect_eq(tcp(ask, row), flags[i].result, "TCP %zu", i);
		cr_expect_eq(udp(ask, row), flags[i].result, "UDP %zu", i);
	}
}

Test(unknown, flags_of_one_that_does_not_overlap_do_not_matter)
{
	struct ask ask = { .local = "127.0.0.2", .reuseaddr = true, .reuseport = true };
	struct row row = { .local = "127.0.0.1",
			   .reuseaddr = TRI_UNKNOWN,
			   .reuseport = TRI_UNKNOWN };

	cr_expect_eq(tcp(ask, row), BIND_OK);
	cr_expect_eq(udp(ask, row), BIND_OK);
}

Test(unknown, one_flag_that_is_enough_decides)
{
	struct ask ask = { .local = "0.0.0.0", .reuseaddr = true, .reuseport = true };
	struct row row = { .local = "0.0.0.0", .reuseaddr = TRI_UNKNOWN, .reuseport = TRI_YES };

	cr_expect_eq(tcp(ask, row), BIND_OK);
	cr_expect_eq(udp(ask, row), BIND_OK);
	row.reuseaddr = TRI_YES;
	row.reuseport = TRI_UNKNOWN;
	cr_expect_eq(tcp(ask, row), BIND_OK);
	cr_expect_eq(udp(ask, row), BIND_OK);
}

Test(unknown, reuseport_of_another_user_cannot_help)
{
	struct ask ask = { .local = "0.0.0.0", .reuseport = true };
	struct row row = { .local = "0.0.0.0", .reuseport = TRI_UNKNOWN, .uid = SOMEBODY };

	cr_expect_eq(tcp(ask, row), BIND_EADDRINUSE);
	cr_expect_eq(udp(ask, row), BIND_EADDRINUSE);
	row.time_wait = true;
	cr_expect_eq(tcp(ask, row), BIND_UNKNOWN);
}

Test(unknown, v6only_of_a_wildcard_matters_to_ipv4_alone)
{
	struct row row = { .local = "::", .v6only = TRI_UNKNOWN, .state = STATE_LISTEN };

	cr_expect_eq(tcp((struct ask){ .local = "0.0.0.0" }, row), BIND_UNKNOWN);
	cr_expect_eq(tcp((struct ask){ .local = "127.0.0.1" }, row), BIND_UNKNOWN);
	cr_expect_eq(tcp((struct ask){ .local = "::ffff:0.0.0.0" }, row), BIND_UNKNOWN);
	cr_expect_eq(tcp((struct ask){ .local = "::" }, row), BIND_EADDRINUSE);
	cr_expect_eq(tcp((struct ask){ .local = "::1", .v6only = true }, row), BIND_EADDRINUSE);
}

Test(unknown, v6only_of_a_connection_matters_to_the_ipv4_wildcard_alone)
{
	struct row row = { .local = "::1",
			   .v6only = TRI_UNKNOWN,
			   .state = STATE_ESTABLISHED,
			   .foreign_port = 4000 };

	cr_expect_eq(tcp((struct ask){ .local = "0.0.0.0" }, row), BIND_UNKNOWN);
	cr_expect_eq(tcp((struct ask){ .local = "127.0.0.1" }, row), BIND_OK);
	cr_expect_eq(udp((struct ask){ .local = "0.0.0.0" }, row), BIND_UNKNOWN);
	cr_expect_eq(udp((struct ask){ .local = "127.0.0.1" }, row), BIND_OK);
	row.v6only = TRI_YES;
	cr_expect_eq(tcp((struct ask){ .local = "0.0.0.0" }, row), BIND_OK);
}

Test(unknown, v6only_follows_from_a_bind_to_an_ipv6_address)
{
	struct row row = { .local = "::1", .v6only = TRI_UNKNOWN };

	cr_expect_eq(udp((struct ask){ .local = "0.0.0.0" }, row), BIND_OK);
	cr_expect_eq(tcp((struct ask){ .local = "0.0.0.0" }, row), BIND_OK);
	row.state = STATE_LISTEN;
	cr_expect_eq(tcp((struct ask){ .local = "0.0.0.0" }, row), BIND_OK);
}

/* A connection that was refused gave the socket its address, not the bind. */
Test(unknown, v6only_does_not_follow_from_an_address_of_a_connection_that_failed)
{
	struct row row = { .local = "::1", .v6only = TRI_UNKNOWN, .foreign_port = 4000 };

	cr_expect_eq(tcp((struct ask){ .local = "0.0.0.0" }, row), BIND_UNKNOWN);
}

/* ---- UDP: the order of the sockets ---- */

Test(udp, sockets_of_two_devices_do_not_meet)
{
	struct row row = { .local = "0.0.0.0", .ifindex = 2 };

	cr_expect_eq(udp((struct ask){ .local = "0.0.0.0", .ifindex = 3 }, row), BIND_OK);
	cr_expect_eq(udp((struct ask){ .local = "0.0.0.0", .ifindex = 2 }, row), BIND_EADDRINUSE);
	cr_expect_eq(udp((struct ask){ .local = "0.0.0.0" }, row), BIND_EADDRINUSE);
}

Test(udp, reuseport_takes_the_same_user)
{
	struct ask ask = { .local = "0.0.0.0", .reuseport = true };
	struct row row = { .local = "0.0.0.0", .reuseport = TRI_YES };

	cr_expect_eq(udp(ask, row), BIND_OK);
	row.uid = SOMEBODY;
	cr_expect_eq(udp(ask, row), BIND_EADDRINUSE);
}

static const struct row joinable = { .local = "0.0.0.0",
				     .reuseaddr = TRI_YES,
				     .reuseport = TRI_YES };
static const struct row closed = { .local = "0.0.0.0", .reuseaddr = TRI_YES };

Test(udp, a_group_that_comes_first_hides_the_conflict_behind_it)
{
	const struct row rows[] = { joinable, closed };

	cr_expect_eq(
		answer(PROTO_UDP, (struct ask){ .local = "0.0.0.0", .reuseport = true }, rows, 2),
		BIND_OK);
}

Test(udp, a_conflict_that_comes_first_hides_the_group_behind_it)
{
	const struct row rows[] = { closed, joinable };

	cr_expect_eq(
		answer(PROTO_UDP, (struct ask){ .local = "0.0.0.0", .reuseport = true }, rows, 2),
		BIND_EADDRINUSE);
}

Test(udp, whoever_is_passed_by_hides_nothing)
{
	struct row rows[] = { closed, joinable, closed };
	struct ask ask = { .local = "0.0.0.0", .reuseaddr = true, .reuseport = true };

	cr_expect_eq(answer(PROTO_UDP, ask, rows, 3), BIND_OK);
	rows[1].reuseaddr = TRI_NO;
	cr_expect_eq(answer(PROTO_UDP, ask, rows, 3), BIND_OK);
	rows[1].reuseport = TRI_NO;
	cr_expect_eq(answer(PROTO_UDP, ask, rows, 3), BIND_EADDRINUSE);
}

Test(udp, a_group_that_may_be_there_makes_what_is_behind_it_uncertain)
{
	struct row rows[] = { joinable, closed };
	struct ask ask = { .local = "0.0.0.0", .reuseport = true };

	rows[0].reuseport = TRI_UNKNOWN;
	cr_expect_eq(answer(PROTO_UDP, ask, rows, 2), BIND_UNKNOWN);
}

/* Listed one after the other, in truth mixed in one chain. */
Test(udp, the_order_across_the_families_is_taken_only_where_it_holds)
{
	const struct row rows[] = {
		{ .local = "0.0.0.0", .reuseaddr = TRI_YES, .reuseport = TRI_YES },
		{ .local = "::", .reuseaddr = TRI_YES },
	};
	const struct row turned[] = { rows[1], rows[0] };
	struct ask ask = { .local = "0.0.0.0", .reuseport = true };

	cr_expect_eq(answer(PROTO_UDP, ask, rows, 2), BIND_UNKNOWN);
	ask.one_chain = true;
	cr_expect_eq(answer(PROTO_UDP, ask, rows, 2), BIND_OK);
	cr_expect_eq(answer(PROTO_UDP, ask, turned, 2), BIND_EADDRINUSE);
}

Test(udp, conflicts_in_both_families_need_no_order)
{
	static const struct row rows[] = { { .local = "0.0.0.0" }, { .local = "::" } };

	cr_expect_eq(
		answer(PROTO_UDP, (struct ask){ .local = "127.0.0.1", .reuseport = true }, rows, 2),
		BIND_EADDRINUSE);
}

enum { CROWD = 11 };

/* From eleven sockets on the kernel looks at those of the address and at wildcards, each alone. */
Test(udp, in_a_crowd_a_group_hides_only_conflicts_of_its_own_address)
{
	struct ask ask = { .local = "127.0.0.1", .reuseport = true };
	struct row rows[CROWD];

	for (size_t i = 0; i < CROWD; i++)
		rows[i] = (struct row){ .local = "127.0.0.2" };
	rows[0] = joinable;
	rows[0].local = "127.0.0.1";
	cr_expect_eq(answer(PROTO_UDP, ask, rows, CROWD), BIND_OK);
	rows[1] = closed;
	cr_expect_eq(answer(PROTO_UDP, ask, rows, CROWD), BIND_UNKNOWN);
	cr_expect_eq(answer(PROTO_UDP, ask, rows, CROWD - 1), BIND_OK);
}

/* CVE-2026-31503: the wildcard met only wildcards, and no one can see whether this is mended. */
Test(udp, in_a_crowd_a_wildcard_may_not_meet_addresses)
{
	struct ask ask = { .local = "0.0.0.0" };
	struct row rows[CROWD];

	for (size_t i = 0; i < CROWD; i++)
		rows[i] = (struct row){ .local = "127.0.0.2", .reuseport = TRI_YES };
	cr_expect_eq(answer(PROTO_UDP, ask, rows, CROWD), BIND_UNKNOWN);
	cr_expect_eq(answer(PROTO_UDP, ask, rows, CROWD - 1), BIND_EADDRINUSE);
	rows[CROWD - 1].local = "::ffff:0.0.0.0";
	cr_expect_eq(answer(PROTO_UDP, ask, rows, CROWD), BIND_EADDRINUSE);
	ask.local = "127.0.0.2";
	cr_expect_eq(answer(PROTO_UDP, ask, rows, CROWD), BIND_EADDRINUSE);
}

/* ---- the binds of a report ---- */

static struct why_evidence quiet(void)
{
	return (struct why_evidence){
		.query = { .proto = PROTO_TCP, .port = PORT },
		.system = { .unprivileged_start = 1024, .may_bind_low = true, .ipv6 = true },
	};
}

static struct why_evidence asked(const char *address)
{
	struct why_evidence evidence = quiet();

	evidence.query.family = parse(address, &evidence.query.addr);
	return evidence;
}

static struct why_bind bind_of(const char *address)
{
	struct why_bind bind = { .result = BIND_OTHER };

	bind.family = parse(address, &bind.addr);
	return bind;
}

static enum bind_result predict(const struct why_evidence *evidence, const char *address)
{
	struct why_bind bind = bind_of(address);

	return bind_predict(evidence, &bind);
}

Test(predict, a_low_port_takes_a_right)
{
	struct why_evidence evidence = quiet();

	evidence.query.port = LOW_PORT;
	cr_expect_eq(predict(&evidence, "0.0.0.0"), BIND_OK);
	evidence.system.may_bind_low = false;
	cr_expect_eq(predict(&evidence, "0.0.0.0"), BIND_EACCES);
	cr_expect_eq(predict(&evidence, "::1"), BIND_EACCES);
	evidence.system.unprivileged_start = LOW_PORT;
	cr_expect_eq(predict(&evidence, "0.0.0.0"), BIND_OK);
}

Test(predict, the_right_comes_before_conflicts)
{
	struct why_evidence evidence = quiet();
	struct why_socket socket =
		socket_of(PROTO_TCP, (struct row){ .local = "0.0.0.0", .state = STATE_LISTEN });

	evidence.query.port = LOW_PORT;
	evidence.sockets = &socket;
	evidence.socket_count = 1;
	cr_expect_eq(predict(&evidence, "0.0.0.0"), BIND_EADDRINUSE);
	evidence.system.may_bind_low = false;
	cr_expect_eq(predict(&evidence, "0.0.0.0"), BIND_EACCES);
}

Test(predict, an_address_must_be_local)
{
	static const enum why_address kinds[] = { ADDRESS_NOT_LOCAL, ADDRESS_TENTATIVE,
						  ADDRESS_DAD_FAILED, ADDRESS_IPV6_DISABLED };
	struct why_evidence evidence = asked("2001:db8::1");

	cr_expect_eq(predict(&evidence, "2001:db8::1"), BIND_OK);
	for (size_t i = 0; i < COUNT(kinds); i++) {
		evidence.system.address = kinds[i];
		cr_expect_eq(predict(&evidence, "2001:db8::1"), BIND_EADDRNOTAVAIL, "%zu", i);
		cr_expect_eq(predict(&evidence, "::1"), BIND_OK, "%zu", i);
	}
}

Test(predict, ipv6_may_have_no_loopback)
{
	struct why_evidence evidence = quiet();

	evidence.system.loopback6 = ADDRESS_IPV6_DISABLED;
	cr_expect_eq(predict(&evidence, "::1"), BIND_EADDRNOTAVAIL);
	cr_expect_eq(predict(&evidence, "::"), BIND_OK);
	cr_expect_eq(predict(&evidence, "127.0.0.1"), BIND_OK);
}

/* IPv4 asks for the address first, IPv6 for the right. */
Test(predict, the_right_comes_before_the_address_in_ipv6_alone)
{
	struct why_evidence v4 = asked("192.0.2.1"), v6 = asked("2001:db8::1");

	v4.query.port = v6.query.port = LOW_PORT;
	v4.system.may_bind_low = v6.system.may_bind_low = false;
	v4.system.address = v6.system.address = ADDRESS_NOT_LOCAL;
	cr_expect_eq(predict(&v4, "192.0.2.1"), BIND_EADDRNOTAVAIL);
	cr_expect_eq(predict(&v6, "2001:db8::1"), BIND_EACCES);
}

Test(predict, a_link_local_address_needs_a_scope)
{
	struct why_evidence evidence = asked("fe80::1");

	evidence.system.address = ADDRESS_NEEDS_SCOPE;
	cr_expect_eq(predict(&evidence, "fe80::1"), BIND_EINVAL);
}

Test(predict, the_scope_of_a_link_local_address_is_a_device)
{
	struct why_evidence evidence = asked("fe80::1");
	struct why_bind bind = bind_of("fe80::1");
	struct why_socket socket = socket_of(
		PROTO_TCP, (struct row){ .local = "fe80::1", .v6only = TRI_YES, .ifindex = 2 });

	evidence.sockets = &socket;
	evidence.socket_count = 1;
	bind.ifindex = 3;
	cr_expect_eq(bind_predict(&evidence, &bind), BIND_OK);
	bind.ifindex = 2;
	cr_expect_eq(bind_predict(&evidence, &bind), BIND_EADDRINUSE);
}

Test(predict, the_scope_of_another_address_says_nothing)
{
	struct why_evidence evidence = asked("2001:db8::1");
	struct why_bind bind = bind_of("2001:db8::1");
	struct why_socket socket =
		socket_of(PROTO_TCP, (struct row){ .local = "::", .ifindex = 2 });

	evidence.sockets = &socket;
	evidence.socket_count = 1;
	bind.ifindex = 3;
	cr_expect_eq(bind_predict(&evidence, &bind), BIND_EADDRINUSE);
}

Test(predict, a_kernel_without_ipv6_makes_no_such_socket)
{
	struct why_evidence evidence = quiet();

	evidence.query.port = LOW_PORT;
	evidence.system.may_bind_low = false;
	evidence.system.ipv6 = false;
	cr_expect_eq(predict(&evidence, "::"), BIND_EAFNOSUPPORT);
	cr_expect_eq(predict(&evidence, "127.0.0.1"), BIND_EACCES);
}

Test(predict, what_a_probe_came_to_counts_for_its_address)
{
	struct why_evidence evidence = quiet();

	evidence.probed = true;
	evidence.probe_count = 1;
	evidence.probes[0] = bind_of("0.0.0.0");
	evidence.probes[0].result = BIND_EPERM;
	cr_expect_eq(predict(&evidence, "0.0.0.0"), BIND_EPERM);
	cr_expect_eq(predict(&evidence, "127.0.0.1"), BIND_OK);
	cr_expect_eq(predict(&evidence, "::"), BIND_OK);
}

/* A plain bind was tried and met something unseen; with options it may go otherwise. */
Test(predict, a_conflict_of_a_probe_is_a_conflict_of_that_bind)
{
	struct why_evidence evidence = quiet();
	struct why_bind bind = bind_of("0.0.0.0");

	evidence.probed = true;
	evidence.probe_count = 1;
	evidence.probes[0] = bind;
	evidence.probes[0].result = BIND_EADDRINUSE;
	cr_expect_eq(bind_predict(&evidence, &bind), BIND_EADDRINUSE);
	bind.reuseaddr = true;
	cr_expect_eq(bind_predict(&evidence, &bind), BIND_UNKNOWN);
}

Test(predict, the_caller_is_the_user_who_asks)
{
	struct why_evidence evidence = quiet();
	struct why_bind bind = bind_of("0.0.0.0");
	struct why_socket socket = socket_of(PROTO_TCP, (struct row){ .local = "0.0.0.0",
								      .reuseport = TRI_YES,
								      .uid = SOMEBODY,
								      .state = STATE_LISTEN });

	evidence.sockets = &socket;
	evidence.socket_count = 1;
	bind.reuseport = true;
	cr_expect_eq(bind_predict(&evidence, &bind), BIND_EADDRINUSE);
	evidence.system.euid = SOMEBODY;
	cr_expect_eq(bind_predict(&evidence, &bind), BIND_OK);
}

/* ---- all of them ---- */

static bool same_bind(const struct why_bind *a, const struct why_bind *b)
{
	return a->family == b->family && a->v6only == b->v6only && a->reuseaddr == b->reuseaddr &&
	       a->reuseport == b->reuseport && !memcmp(&a->addr, &b->addr, sizeof(a->addr));
}

/* How many there are; none may be there twice. */
static size_t count_all(const struct why_evidence *evidence, struct why_bind binds[WHY_MAX_BINDS])
{
	size_t count = bind_predict_all(evidence, binds);

	for (size_t i = 0; i < count; i++)
		for (size_t j = i + 1; j < count; j++)
			cr_expect_not(same_bind(&binds[i], &binds[j]), "%zu and %zu", i, j);
	return count;
}

Test(predict_all, standard_addresses_in_four_ways)
{
	static const char *const addresses[] = { "0.0.0.0", "127.0.0.1", "::", "::", "::1" };
	struct why_evidence evidence = quiet();
	struct why_bind binds[WHY_MAX_BINDS];
	size_t count = count_all(&evidence, binds);

	cr_assert_eq(count, 4 * COUNT(addresses));
	for (size_t i = 0; i < count; i++) {
		struct why_bind expected = bind_of(addresses[i / 4]);

		expected.v6only = i / 4 == 3;
		expected.reuseaddr = i & 1;
		expected.reuseport = i & 2;
		cr_expect(same_bind(&binds[i], &expected), "%zu", i);
		cr_expect_eq(binds[i].result, BIND_OK, "%zu", i);
	}
}

Test(predict_all, the_queried_address_comes_last)
{
	struct why_evidence evidence = asked("192.0.2.1");
	struct why_bind binds[WHY_MAX_BINDS];

	evidence.system.address = ADDRESS_NOT_LOCAL;
	cr_assert_eq(count_all(&evidence, binds), 24);
	for (size_t i = 0; i < 24; i++)
		cr_expect_eq(binds[i].result, i < 20 ? BIND_OK : BIND_EADDRNOTAVAIL, "%zu", i);
	cr_expect_eq(binds[20].addr.bytes[0], 192);
}

Test(predict_all, a_standard_address_is_not_there_twice)
{
	static const char *const addresses[] = { "0.0.0.0", "127.0.0.1", "::", "::1" };
	struct why_bind binds[WHY_MAX_BINDS];

	for (size_t i = 0; i < COUNT(addresses); i++) {
		struct why_evidence evidence = asked(addresses[i]);

		cr_expect_eq(count_all(&evidence, binds), 20, "%s", addresses[i]);
	}
}

Test(predict_all, a_mapped_address_is_one_of_its_own)
{
	struct why_evidence evidence = asked("::ffff:127.0.0.1");
	struct why_bind binds[WHY_MAX_BINDS];

	cr_expect_eq(count_all(&evidence, binds), 24);
}

Test(predict_all, a_survivor_lets_reuseaddr_pass)
{
	struct why_evidence evidence = quiet();
	struct why_bind binds[WHY_MAX_BINDS];
	struct why_socket socket = socket_of(PROTO_TCP, (struct row){ .local = "127.0.0.1",
								      .reuseaddr = TRI_YES,
								      .state = STATE_ESTABLISHED,
								      .foreign_port = 4000 });

	evidence.sockets = &socket;
	evidence.socket_count = 1;
	cr_assert_eq(count_all(&evidence, binds), 20);
	for (size_t i = 0; i < 20; i++)
		cr_expect_eq(binds[i].result,
			     i < 12 && !binds[i].reuseaddr ? BIND_EADDRINUSE : BIND_OK, "%zu", i);
}
