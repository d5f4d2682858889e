/* Names for numbers. The resolver is made up here, so that no file of the machine counts. */
#include "config.h"

#include <arpa/inet.h>
#include <criterion/criterion.h>
#include <net/if.h>
#include <netdb.h>
#include <pwd.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

#include "names.h"

#define COUNT(array) (sizeof(array) / sizeof(*(array)))

/* ---- the resolver: these functions take the place of the C library's ---- */

static int hosts_asked, nets_asked, hosts6_asked, users_asked, services_read, protocols_read;

struct hostent *gethostbyaddr(const void *addr, socklen_t length, int family)
{
	static char one[] = "one.example.org", evil[] = "evil\x1b[2J";
	static struct hostent host;
	char text[INET_ADDRSTRLEN];

	hosts_asked++;
	cr_assert(length == 4 && family == AF_INET);
	inet_ntop(family, addr, text, sizeof(text));
	host.h_name = one;
	if (!strcmp(text, "192.0.2.66"))
		host.h_name = evil;
	else if (strcmp(text, "192.0.2.1"))
		return NULL;
	return &host;
}

struct netent *getnetbyaddr(uint32_t number, int family)
{
	static char name[] = "this-network";
	static struct netent net = { .n_name = name };

	nets_asked++;
	return family == AF_INET && number == 0x00010203 ? &net : NULL;
}

int getnameinfo(const struct sockaddr *end, socklen_t length, char *host, socklen_t host_size,
		char *service, socklen_t service_size, int flags)
{
	const struct sockaddr_in6 *end6 = (const void *)end;
	char text[INET6_ADDRSTRLEN];

	hosts6_asked++;
	cr_assert(end->sa_family == AF_INET6 && length == sizeof(*end6));
	cr_assert(!service && !service_size && flags & NI_NAMEREQD);
	inet_ntop(AF_INET6, &end6->sin6_addr, text, sizeof(text));
	if (strcmp(text, "2001:db8::1"))
		return EAI_NONAME;
	snprintf(host, host_size, "six.example.org");
	return 0;
}

struct passwd *getpwuid(uid_t uid)
{
	static char root[] = "root", odd[] = "odd\nuser";
	static struct passwd user;

	users_asked++;
	user.pw_name = uid ? odd : root;
	return uid == 0 || uid == 1000 ? &user : NULL;
}

/* The same number is another interface elsewhere. */
static const char *interface_2 = "eth0";
static int interfaces_asked;

char *if_indextoname(unsigned int index, char name[IF_NAMESIZE])
{
	interfaces_asked++;
	return index == 2 ? strcpy(name, interface_2) : NULL;
}

static char tcp[] = "tcp", udp[] = "udp", sctp[] = "sctp", smtp[] = "smtp", first[] = "first",
	    last[] = "last", domain[] = "domain", other[] = "other", icmp[] = "icmp",
	    icmp6[] = "ipv6-icmp", beyond[] = "beyond";

static const struct service {
	char *name, *proto;
	uint16_t port;
} services[] = {
	{ smtp, tcp, 25 },     { other, sctp, 25 }, { first, tcp, 1000 },   { last, tcp, 1000 },
	{ other, sctp, 1000 }, { domain, udp, 53 }, { beyond, tcp, 65535 },
};

static size_t next_service;

void setservent(int stay_open)
{
	(void)stay_open;
	services_read++;
	next_service = 0;
}

struct servent *getservent(void)
{
	static struct servent service;
	const struct service *next = &services[next_service];

	if (next_service++ >= COUNT(services))
		return NULL;
	service = (struct servent){ .s_name = next->name,
				    .s_proto = next->proto,
				    .s_port = htons(next->port) };
	return &service;
}

void endservent(void)
{
}

static struct protoent protocols[] = {
	{ .p_name = icmp, .p_proto = 1 },
	{ .p_name = icmp6, .p_proto = 58 },
	{ .p_name = beyond, .p_proto = 256 },
	{ .p_name = beyond, .p_proto = -1 },
};

static size_t next_protocol;

void setprotoent(int stay_open)
{
	(void)stay_open;
	protocols_read++;
	next_protocol = 0;
}

struct protoent *getprotoent(void)
{
	return next_protocol < COUNT(protocols) ? &protocols[next_protocol++] : NULL;
}

void endprotoent(void)
{
}

static int asked(void)
{
	return hosts_asked + nets_asked + hosts6_asked + users_asked + services_read +
	       protocols_read;
}

/* ---- rows ---- */

static uint8_t read_address(const char *text, union inet_addr *addr)
{
	uint8_t family = strchr(text, ':') ? AF_INET6 : AF_INET;

	*addr = (union inet_addr){ 0 };
	cr_assert_eq(inet_pton(family, text, addr), 1, "%s", text);
	return family;
}

static struct sock_entry *add_row(struct sock_table *table, enum proto proto, const char *local,
				  uint16_t local_port, const char *foreign, uint16_t foreign_port)
{
	struct sock_entry *entry = table_next(table);

	cr_assert_not_null(entry);
	entry->proto = (uint8_t)proto;
	entry->family = read_address(local, &entry->local);
	entry->local_port = local_port;
	read_address(foreign, &entry->foreign);
	entry->foreign_port = foreign_port;
	table->count++;
	return entry;
}

static const char *host(const struct names *names, const char *text)
{
	union inet_addr addr;
	uint8_t family = read_address(text, &addr);

	return names_host(names, family, &addr);
}

static void prepare(struct names *names, const struct options *options,
		    const struct sock_table *table)
{
	cr_assert_eq(names_prepare(names, options, table), 0);
}

static const struct options plain = { 0 }, extended = { .extend = 1 };

/* ---- numbers ---- */

Test(names, are_not_looked_up_where_numbers_are_asked_for)
{
	const struct options numeric = {
		.numeric_hosts = true, .numeric_ports = true, .numeric_users = true, .extend = 1
	};
	struct sock_table table = { 0 };
	struct names names = { 0 };

	add_row(&table, PROTO_TCP, "192.0.2.1", 25, "192.0.2.1", 1000);
	add_row(&table, PROTO_RAW, "2001:db8::1", 58, "::", 0);
	prepare(&names, &numeric, &table);
	cr_expect_eq(asked(), 0);
	cr_expect_null(host(&names, "192.0.2.1"));
	cr_expect_null(host(&names, "2001:db8::1"));
	cr_expect_null(names_port(&names, PROTO_TCP, 25));
	cr_expect_null(names_port(&names, PROTO_RAW, 58));
	cr_expect_null(names_user(&names, 0));
	names_free(&names);
	table_free(&table);
}

Test(names, are_looked_up_only_of_what_is_not_a_number)
{
	static const struct {
		struct options options;
		const char *found;
	} samples[] = {
		{ { .extend = 1 }, "host port user" },
		{ { .extend = 0 }, "host port" },
		{ { .extend = 1, .numeric_hosts = true }, "port user" },
		{ { .extend = 1, .numeric_ports = true }, "host user" },
		{ { .extend = 1, .numeric_users = true }, "host port" },
		{ { .extend = 1, .numeric_hosts = true, .numeric_ports = true }, "user" },
		{ { .numeric_hosts = true, .numeric_ports = true }, "" },
	};
	struct sock_table table = { 0 };

	add_row(&table, PROTO_TCP, "192.0.2.1", 25, "0.0.0.0", 0);
	for (size_t i = 0; i < COUNT(samples); i++) {
		struct names names = { 0 };

		prepare(&names, &samples[i].options, &table);
		cr_expect_eq(host(&names, "192.0.2.1") != NULL,
			     strstr(samples[i].found, "host") != NULL, "sample %zu", i);
		cr_expect_eq(names_port(&names, PROTO_TCP, 25) != NULL,
			     strstr(samples[i].found, "port") != NULL, "sample %zu", i);
		cr_expect_eq(names_user(&names, 0) != NULL,
			     strstr(samples[i].found, "user") != NULL, "sample %zu", i);
		names_free(&names);
	}
	table_free(&table);
}

Test(names, of_unix_sockets_are_not_looked_up)
{
	struct sock_table table = { 0 };
	struct names names = { 0 };
	struct sock_entry *entry = add_row(&table, PROTO_UNIX, "192.0.2.1", 25, "192.0.2.1", 25);

	entry->family = AF_UNIX;
	prepare(&names, &extended, &table);
	cr_expect_eq(asked(), 0);
	names_free(&names);
	table_free(&table);
}

/* ---- hosts ---- */

Test(hosts, are_found_at_both_ends)
{
	struct sock_table table = { 0 };
	struct names names = { 0 };

	add_row(&table, PROTO_TCP, "192.0.2.1", 0, "192.0.2.2", 0);
	add_row(&table, PROTO_UDP, "::2", 0, "2001:db8::1", 0);
	prepare(&names, &plain, &table);
	cr_expect_str_eq(host(&names, "192.0.2.1"), "one.example.org");
	cr_expect_null(host(&names, "192.0.2.2"));
	cr_expect_str_eq(host(&names, "2001:db8::1"), "six.example.org");
	cr_expect_null(host(&names, "::2"));
	cr_expect_null(host(&names, "192.0.2.3"));
	names_free(&names);
	table_free(&table);
}

Test(hosts, are_asked_for_once_whether_they_have_a_name_or_not)
{
	struct sock_table table = { 0 };
	struct names names = { 0 };

	for (uint16_t port = 1; port < 100; port++) {
		add_row(&table, PROTO_TCP, "192.0.2.1", port, "192.0.2.2", port);
		add_row(&table, PROTO_UDP, "2001:db8::1", port, "2001:db8::2", port);
	}
	/* Also not again in the next round of -c. */
	for (int round = 0; round < 3; round++)
		prepare(&names, &plain, &table);
	cr_expect_eq(hosts_asked, 2, "%d", hosts_asked);
	cr_expect_eq(hosts6_asked, 2, "%d", hosts6_asked);
	cr_expect_eq(services_read, 1, "%d", services_read);
	names_free(&names);
	table_free(&table);
}

Test(hosts, that_are_unspecified_are_not_asked_for)
{
	struct sock_table table = { 0 };
	struct names names = { 0 };

	add_row(&table, PROTO_TCP, "0.0.0.0", 0, "0.0.0.0", 0);
	add_row(&table, PROTO_TCP, "::", 0, "::", 0);
	prepare(&names, &plain, &table);
	cr_expect_eq(asked(), 0);
	names_free(&names);
	table_free(&table);
}

Test(hosts, whose_first_byte_is_zero_are_asked_for_as_networks)
{
	struct sock_table table = { 0 };
	struct names names = { 0 };

	add_row(&table, PROTO_UDP, "0.1.2.3", 0, "0.1.2.4", 0);
	prepare(&names, &plain, &table);
	cr_expect_eq(hosts_asked, 0);
	cr_expect_eq(nets_asked, 2);
	cr_expect_str_eq(host(&names, "0.1.2.3"), "this-network");
	cr_expect_null(host(&names, "0.1.2.4"));
	names_free(&names);
	table_free(&table);
}

Test(hosts, of_different_families_with_the_same_bytes_are_not_confused)
{
	struct sock_table table = { 0 };
	struct names names = { 0 };

	add_row(&table, PROTO_TCP, "192.0.2.1", 0, "0.0.0.0", 0);
	add_row(&table, PROTO_TCP, "c000:201::", 0, "::", 0);
	prepare(&names, &plain, &table);
	cr_expect_str_eq(host(&names, "192.0.2.1"), "one.example.org");
	cr_expect_null(host(&names, "c000:201::"));
	names_free(&names);
	table_free(&table);
}

/* So many that some of one family lie where those of the other are looked for. */
Test(hosts, of_different_families_are_each_asked_for)
{
	struct sock_table table = { 0 };
	struct names names = { 0 };

	for (uint32_t i = 1; i <= 20000; i++) {
		union inet_addr addr = { .words = { htonl(0x0a000000 | i) } };

		add_row(&table, PROTO_TCP, "0.0.0.0", 0, "0.0.0.0", 0)->local = addr;
		add_row(&table, PROTO_TCP, "::", 0, "::", 0)->local = addr;
	}
	prepare(&names, &plain, &table);
	cr_expect_eq(hosts_asked, 20000, "%d", hosts_asked);
	cr_expect_eq(hosts6_asked, 20000, "%d", hosts6_asked);
	names_free(&names);
	table_free(&table);
}

Test(hosts, have_names_that_no_terminal_obeys)
{
	struct sock_table table = { 0 };
	struct names names = { 0 };

	add_row(&table, PROTO_TCP, "192.0.2.66", 0, "0.0.0.0", 0);
	add_row(&table, PROTO_TCP, "192.0.2.1", 0, "0.0.0.0", 0)->uid = 1000;
	prepare(&names, &extended, &table);
	cr_expect_str_eq(host(&names, "192.0.2.66"), "evil\\x1b[2J");
	cr_expect_str_eq(names_user(&names, 1000), "odd\\x0auser");
	names_free(&names);
	table_free(&table);
}

/* Every address has its answer, however large the table grows. */
Test(hosts, may_be_ten_thousand)
{
	struct sock_table table = { 0 };
	struct names names = { 0 };

	for (unsigned i = 0; i < 10000; i++) {
		char text[INET_ADDRSTRLEN];

		snprintf(text, sizeof(text), "10.0.%u.%u", i / 250, i % 250);
		add_row(&table, PROTO_TCP, text, 0, i % 2 ? "192.0.2.1" : "192.0.2.66", 0);
	}
	prepare(&names, &plain, &table);
	cr_expect_eq(hosts_asked, 10002, "%d", hosts_asked);
	cr_expect_str_eq(host(&names, "192.0.2.1"), "one.example.org");
	cr_expect_null(host(&names, "10.0.39.249"));
	names_free(&names);
	table_free(&table);
}

/* ---- hosts of SCTP ---- */

static void add_sctp(struct sock_table *table)
{
	struct sock_entry *entry = add_row(table, PROTO_SCTP, "192.0.2.2", 25, "192.0.2.3", 1000);
	char bytes[sizeof(struct sock_addrs) + 2 * sizeof(struct sock_addr)] = "";
	struct sock_addrs *more;

	entry->aux = arena_add(&table->arena, bytes, sizeof(bytes));
	more = (void *)(table->arena.data + entry->aux);
	more->locals = more->foreigns = 1;
	more->addr[0].family = read_address("192.0.2.1", &more->addr[0].addr);
	more->addr[1].family = read_address("2001:db8::1", &more->addr[1].addr);
}

Test(hosts, of_sctp_are_found_at_all_addresses)
{
	struct sock_table table = { 0 };
	struct names names = { 0 };

	add_sctp(&table);
	prepare(&names, &plain, &table);
	cr_expect_str_eq(host(&names, "192.0.2.1"), "one.example.org");
	cr_expect_str_eq(host(&names, "2001:db8::1"), "six.example.org");
	cr_expect_null(names_port(&names, PROTO_SCTP, 25));
	names_free(&names);
	table_free(&table);
}

Test(hosts, of_sctp_are_numbers_as_soon_as_anything_is)
{
	static const struct options numeric[] = {
		{ .numeric_hosts = true },
		{ .numeric_ports = true },
		{ .numeric_users = true },
		{ .symbolic = true },
	};
	struct sock_table table = { 0 };

	add_sctp(&table);
	for (size_t i = 0; i < COUNT(numeric); i++) {
		struct names names = { 0 };

		prepare(&names, &numeric[i], &table);
		cr_expect_eq(hosts_asked + hosts6_asked, 0, "sample %zu", i);
		names_free(&names);
	}
	table_free(&table);
}

/* ---- ports ---- */

Test(ports, have_the_last_name_of_their_protocol)
{
	static const struct {
		enum proto proto;
		uint16_t port;
		const char *name;
	} samples[] = {
		{ PROTO_TCP, 25, "smtp" },      { PROTO_TCP, 1000, "last" },
		{ PROTO_TCP, 65535, "beyond" }, { PROTO_TCP, 53, NULL },
		{ PROTO_TCP, 26, NULL },        { PROTO_UDP, 53, "domain" },
		{ PROTO_UDP, 25, NULL },        { PROTO_UDPLITE, 53, "domain" },
		{ PROTO_SCTP, 25, NULL },       { PROTO_RAW, 1, "icmp" },
		{ PROTO_RAW, 58, "ipv6-icmp" }, { PROTO_RAW, 25, NULL },
		{ PROTO_RAW, 256, NULL },       { PROTO_RAW, 65535, NULL },
	};
	struct sock_table table = { 0 };
	struct names names = { 0 };

	add_row(&table, PROTO_TCP, "0.0.0.0", 25, "0.0.0.0", 0);
	add_row(&table, PROTO_RAW, "0.0.0.0", 1, "0.0.0.0", 0);
	prepare(&names, &plain, &table);
	for (size_t i = 0; i < COUNT(samples); i++) {
		const char *name = names_port(&names, samples[i].proto, samples[i].port);

		if (!samples[i].name)
			cr_expect_null(name, "port %d: %s", samples[i].port, name);
		else
			cr_expect_str_eq(name, samples[i].name, "port %d", samples[i].port);
	}
	names_free(&names);
	table_free(&table);
}

Test(ports, are_read_once_and_only_if_there_is_one)
{
	struct sock_table table = { 0 };
	struct names names = { 0 };

	add_row(&table, PROTO_TCP, "0.0.0.0", 0, "0.0.0.0", 0);
	add_row(&table, PROTO_SCTP, "0.0.0.0", 25, "0.0.0.0", 0);
	prepare(&names, &plain, &table);
	cr_expect_eq(asked(), 0);
	add_row(&table, PROTO_TCP, "0.0.0.0", 0, "0.0.0.0", 25);
	add_row(&table, PROTO_UDP, "0.0.0.0", 25, "0.0.0.0", 0);
	for (int round = 0; round < 3; round++)
		prepare(&names, &plain, &table);
	cr_expect_eq(services_read, 1);
	cr_expect_eq(protocols_read, 0);
	add_row(&table, PROTO_RAW, "0.0.0.0", 1, "0.0.0.0", 0);
	for (int round = 0; round < 3; round++)
		prepare(&names, &plain, &table);
	cr_expect_eq(services_read, 1);
	cr_expect_eq(protocols_read, 1);
	names_free(&names);
	table_free(&table);
}

/* ---- users ---- */

Test(users, have_names_where_they_are_shown)
{
	struct sock_table table = { 0 };
	struct names names = { 0 };

	add_row(&table, PROTO_TCP, "0.0.0.0", 0, "0.0.0.0", 0)->uid = 0;
	add_row(&table, PROTO_TCP, "0.0.0.0", 0, "0.0.0.0", 0)->uid = 4711;
	add_row(&table, PROTO_TCP, "0.0.0.0", 0, "0.0.0.0", 0)->uid = UINT32_MAX;
	for (int round = 0; round < 3; round++)
		prepare(&names, &extended, &table);
	cr_expect_str_eq(names_user(&names, 0), "root");
	cr_expect_null(names_user(&names, 4711));
	cr_expect_null(names_user(&names, UINT32_MAX));
	cr_expect_null(names_user(&names, 1));
	cr_expect_eq(users_asked, 3, "%d", users_asked);
	names_free(&names);
	table_free(&table);
}

Test(names, can_be_freed_and_used_again)
{
	struct sock_table table = { 0 };
	struct names names = { 0 };

	add_row(&table, PROTO_TCP, "192.0.2.1", 25, "0.0.0.0", 0);
	for (int round = 0; round < 3; round++) {
		cr_expect_null(host(&names, "192.0.2.1"));
		prepare(&names, &extended, &table);
		cr_expect_str_eq(host(&names, "192.0.2.1"), "one.example.org");
		cr_expect_str_eq(names_port(&names, PROTO_TCP, 25), "smtp");
		names_free(&names);
		names_free(&names);
	}
	table_free(&table);
}

/* ---- interfaces ---- */

Test(names, of_interfaces_are_not_mixed_up_between_namespaces)
{
	struct sock_table table = { 0 };
	struct names names = { 0 };

	add_row(&table, PROTO_TCP, "192.0.2.1", 25, "0.0.0.0", 0)->ifindex = 2;
	add_row(&table, PROTO_TCP, "192.0.2.1", 26, "0.0.0.0", 0)->ifindex = 3;
	add_row(&table, PROTO_TCP, "192.0.2.1", 27, "0.0.0.0", 0);
	cr_assert_eq(names_prepare_interfaces(&names, &table, 0, 0), 0);
	cr_expect_eq(interfaces_asked, 2);
	interface_2 = "other\n0";
	add_row(&table, PROTO_TCP, "192.0.2.1", 25, "0.0.0.0", 0)->ifindex = 2;
	cr_assert_eq(names_prepare_interfaces(&names, &table, 3, 1), 0);
	cr_expect_eq(interfaces_asked, 3);
	cr_expect_str_eq(names_interface(&names, 0, 2), "eth0");
	cr_expect_null(names_interface(&names, 0, 3));
	/* Only programs are shown it, and their formats escape it themselves. */
	cr_expect_str_eq(names_interface(&names, 1, 2), "other\n0");
	cr_expect_null(names_interface(&names, 1, 3));
	table_free(&table);
	names_free(&names);
}
