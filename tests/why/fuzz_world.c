/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The namespace, the dice, and sockets with every mixture of options. */
#include "config.h"

#include "fuzz.h"

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/if_link.h>
#include <linux/ipv6.h>
#include <linux/rtnetlink.h>
#include <net/if.h>
#include <netinet/in.h>
#include <sched.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "source/netlink.h"

enum { FIRST_PORT = 33000, LAST_PORT = 60000, OTHER_UID = 65534, PERCENT = 100 };

/* Where the kernel has no kind to make the second of, SO_BINDTODEVICE is tried with lo only. */
static const char *const devices[] = { "lo", "fuzz0" };
static const char *const kinds[] = { "veth", "dummy", "bridge" };

/* How often each is chosen: a share of the sum. */
struct choice {
	const char *text;
	unsigned share;
};

static const struct choice addresses4[] = {
	{ "0.0.0.0", 6 },
	{ "127.0.0.1", 6 },
	{ "127.0.0.2", 2 },
	/* What an IPv6 address counts as among those of IPv4 (LOOPBACK4_IPV6 in the kernel). */
	{ "127.0.0.6", 2 },
};

static const struct choice addresses6[] = {
	{ "::", 8 },
	{ "::1", 4 },
	{ "fd00::2", 2 },
	{ "::ffff:0.0.0.0", 2 },
	{ "::ffff:127.0.0.1", 2 },
	{ "::ffff:127.0.0.2", 1 },
};

static uint64_t dice;
static bool have_v6 = true;

void fuzz_seed(uint64_t seed)
{
	dice = seed;
}

/* SplitMix64, so that a seed gives the same numbers everywhere. */
uint32_t fuzz_below(uint32_t limit)
{
	uint64_t mixed = dice += 0x9e3779b97f4a7c15;

	mixed = (mixed ^ mixed >> 30) * 0xbf58476d1ce4e5b9;
	mixed = (mixed ^ mixed >> 27) * 0x94d049bb133111eb;
	return (uint32_t)((mixed ^ mixed >> 31) >> 32) % limit;
}

bool fuzz_chance(unsigned percent)
{
	return fuzz_below(PERCENT) < percent;
}

noreturn void fuzz_skip(const char *format, ...)
{
	va_list arguments;

	va_start(arguments, format);
	fputs("fuzz_bind: skipped: ", stderr);
	vfprintf(stderr, format, arguments);
	fputc('\n', stderr);
	exit(FUZZ_SKIP);
}

static void write_setting(const char *path, const char *value)
{
	int fd = open(path, O_WRONLY | O_CLOEXEC);

	/* All settings only make the test faster or richer. */
	if (fd < 0)
		return;
	if (write(fd, value, strlen(value)) < 0)
		fprintf(stderr, "fuzz_bind: %s: %s\n", path, strerror(errno));
	close(fd);
}

static void device_up(const char *name)
{
	struct ifreq request = { .ifr_flags = IFF_UP };
	int fd = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);

	snprintf(request.ifr_name, sizeof(request.ifr_name), "%s", name);
	if (fd < 0 || ioctl(fd, SIOCSIFFLAGS, &request) < 0)
		fuzz_skip("%s up: %s", name, strerror(errno));
	close(fd);
}

static void add_address6(const char *text)
{
	struct in6_ifreq request = { .ifr6_prefixlen = 128 };
	int fd = socket(AF_INET6, SOCK_DGRAM | SOCK_CLOEXEC, 0);

	have_v6 = fd >= 0;
	if (!have_v6)
		return;
	request.ifr6_ifindex = (int)if_nametoindex("lo");
	inet_pton(AF_INET6, text, &request.ifr6_addr);
	if (ioctl(fd, SIOCSIFADDR, &request) < 0 && errno != EEXIST)
		have_v6 = false;
	close(fd);
}

/* A device that leads nowhere. */
static void add_device(struct mnl_socket *route, const char *name, const char *kind)
{
	char buffer[1024], answer[4096];
	struct nlmsghdr *header = mnl_nlmsg_put_header(buffer);
	struct nlattr *nest;

	header->nlmsg_type = RTM_NEWLINK;
	header->nlmsg_flags = NLM_F_REQUEST | NLM_F_ACK | NLM_F_CREATE | NLM_F_EXCL;
	mnl_nlmsg_put_extra_header(header, sizeof(struct ifinfomsg));
	mnl_attr_put_strz(header, IFLA_IFNAME, name);
	nest = mnl_attr_nest_start(header, IFLA_LINKINFO);
	mnl_attr_put_strz(header, IFLA_INFO_KIND, kind);
	mnl_attr_nest_end(header, nest);
	if (mnl_socket_sendto(route, header, header->nlmsg_len) > 0)
		mnl_socket_recvfrom(route, answer, sizeof(answer));
}

static void add_any_device(const char *name)
{
	struct mnl_socket *route = mnl_socket_open(NETLINK_ROUTE);

	if (!route || mnl_socket_bind(route, 0, MNL_SOCKET_AUTOPID) < 0)
		return;
	for (size_t i = 0; i < sizeof(kinds) / sizeof(*kinds) && !if_nametoindex(name); i++)
		add_device(route, name, kinds[i]);
	mnl_socket_close(route);
	if (if_nametoindex(name))
		device_up(name);
}

/*
 * Twice, because only the namespace one comes from may choose the size of the hash tables: short
 * ones are read fast, and with a UDP table of its own no socket of the machine is in a chain here.
 */
static void enter_namespace(void)
{
	if (unshare(CLONE_NEWNET) < 0)
		fuzz_skip("no network namespace: %s", strerror(errno));
	write_setting("/proc/sys/net/ipv4/tcp_child_ehash_entries", "512");
	write_setting("/proc/sys/net/ipv4/udp_child_hash_entries", "512");
	if (unshare(CLONE_NEWNET) < 0)
		fuzz_skip("no network namespace: %s", strerror(errno));
}

void fuzz_enter(void)
{
	if (geteuid())
		fuzz_skip("only root may make network namespaces and change its user");
	enter_namespace();
	/* The far ends of connections must not take the ports that are tried. */
	write_setting("/proc/sys/net/ipv4/ip_local_port_range", "10000 32000");
	device_up("lo");
	add_address6("fd00::2");
	add_address6("fd00::7");
	add_any_device(devices[1]);
}

static void close_hard(int fd)
{
	struct linger now = { .l_onoff = 1 };

	if (fd < 0)
		return;
	/* A reset: neither end lingers, nor an orphan that waits for this one. */
	setsockopt(fd, SOL_SOCKET, SO_LINGER, &now, sizeof(now));
	close(fd);
}

/* Each world is of another temper, so that groups that share a port come about at all. */
static void choose_temper(struct fuzz_world *world)
{
	static const unsigned often[] = { 5, 30, 60, 90 };

	world->proto = fuzz_chance(60) ? PROTO_TCP : PROTO_UDP;
	world->reuseaddr = often[fuzz_below(4)];
	world->reuseport = often[fuzz_below(4)];
	world->other_uid = often[fuzz_below(3)];
	world->device = often[fuzz_below(3)] / 2;
}

void fuzz_world_renew(struct fuzz_world *world)
{
	uint16_t port = world->port;

	for (size_t i = 0; i < world->socket_count; i++) {
		close_hard(world->sockets[i].fd);
		close_hard(world->sockets[i].peer);
	}
	memset(world, 0, sizeof(*world));
	world->port = port < FIRST_PORT || port >= LAST_PORT ? FIRST_PORT : port + 1;
	choose_temper(world);
}

static const char *choose(const struct choice *choices, size_t count)
{
	unsigned sum = 0, at;

	for (size_t i = 0; i < count; i++)
		sum += choices[i].share;
	at = fuzz_below(sum);
	while (at >= choices->share)
		at -= choices++->share;
	return choices->text;
}

#define CHOOSE(choices) choose(choices, sizeof(choices) / sizeof(*(choices)))

struct bind_request fuzz_request(const struct fuzz_world *world)
{
	bool v4 = !have_v6 || fuzz_chance(45);
	struct bind_request request = { .proto = world->proto, .family = v4 ? AF_INET : AF_INET6 };
	const char *address = v4 ? CHOOSE(addresses4) : CHOOSE(addresses6);

	inet_pton(request.family, address, &request.addr);
	request.v6only = !v4 && !addr_is_mapped(&request.addr) && fuzz_chance(40);
	request.reuseaddr = fuzz_chance(world->reuseaddr);
	request.reuseport = fuzz_chance(world->reuseport);
	request.uid = fuzz_chance(world->other_uid) ? OTHER_UID : 0;
	if (fuzz_chance(world->device))
		request.ifindex = if_nametoindex(devices[fuzz_below(2)]);
	return request;
}

int fuzz_socket_open(const struct bind_request *request)
{
	int type = request->proto == PROTO_UDP ? SOCK_DGRAM : SOCK_STREAM, one = 1, fd;
	int v6only = request->v6only, device = (int)request->ifindex;

	/* The kernel takes the user at this moment; who binds the socket later says nothing. */
	if (seteuid(request->uid))
		abort();
	fd = socket(request->family, type | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
	if (seteuid(0) || fd < 0)
		abort();
	if (request->family == AF_INET6)
		setsockopt(fd, IPPROTO_IPV6, IPV6_V6ONLY, &v6only, sizeof(v6only));
	if (request->reuseaddr)
		setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &one, sizeof(one));
	if (request->reuseport)
		setsockopt(fd, SOL_SOCKET, SO_REUSEPORT, &one, sizeof(one));
	if (device)
		setsockopt(fd, SOL_SOCKET, SO_BINDTOIFINDEX, &device, sizeof(device));
	return fd;
}

int fuzz_socket_bind(int fd, const struct bind_request *request, uint16_t port)
{
	struct sockaddr_in6 in6 = { .sin6_family = AF_INET6, .sin6_port = htons(port) };
	struct sockaddr_in in = { .sin_family = AF_INET, .sin_port = htons(port) };
	uid_t binder = fuzz_chance(10) ? OTHER_UID : 0;
	int result;

	memcpy(&in6.sin6_addr, &request->addr, sizeof(in6.sin6_addr));
	memcpy(&in.sin_addr, &request->addr, sizeof(in.sin_addr));
	if (seteuid(binder))
		abort();
	if (request->family == AF_INET)
		result = bind(fd, (struct sockaddr *)&in, sizeof(in)) ? errno : 0;
	else
		result = bind(fd, (struct sockaddr *)&in6, sizeof(in6)) ? errno : 0;
	if (seteuid(0))
		abort();
	return result;
}

void fuzz_world_keep(struct fuzz_world *world, int fd, int peer)
{
	if (world->socket_count == FUZZ_SOCKETS) {
		close_hard(fd);
		close_hard(peer);
		return;
	}
	world->sockets[world->socket_count++] = (struct fuzz_socket){ fd, peer };
}

static bool get_flag(int fd, int level, int name)
{
	int value = 0;
	socklen_t length = sizeof(value);

	return !getsockopt(fd, level, name, &value, &length) && value;
}

struct fuzz_known *fuzz_world_note(struct fuzz_world *world, const struct fuzz_known *known)
{
	bool outlived;
	size_t at = 0;

	while (at < world->known_count && (world->known[at].cookie != known->cookie ||
					   world->known[at].foreign_port != known->foreign_port))
		at++;
	if (at == FUZZ_KNOWN)
		abort();
	outlived = at < world->known_count && world->known[at].outlived;
	world->known_count += at == world->known_count;
	world->known[at] = *known;
	world->known[at].outlived = outlived;
	return &world->known[at];
}

struct fuzz_known *fuzz_world_remember(struct fuzz_world *world, int fd)
{
	struct fuzz_known known = { .open = true };
	socklen_t length = sizeof(known.cookie);

	if (getsockopt(fd, SOL_SOCKET, SO_COOKIE, &known.cookie, &length))
		abort();
	known.reuseaddr = get_flag(fd, SOL_SOCKET, SO_REUSEADDR);
	known.reuseport = get_flag(fd, SOL_SOCKET, SO_REUSEPORT);
	known.v6only = get_flag(fd, IPPROTO_IPV6, IPV6_V6ONLY);
	return fuzz_world_note(world, &known);
}
