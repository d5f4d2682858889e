#include "config.h"

#include "why/address_check.h"

#include <arpa/inet.h>
#include <errno.h>
#include <linux/if_addr.h>
#include <linux/netlink.h>
#include <linux/rtnetlink.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "source/netlink.h"
#include "source/attributes.h"
#include "why/deadline.h"
#include "source/proc_file.h"

enum { IF_INET6_SIZE = 1 << 20, LINE_FIELDS = 5 };

static bool setting(const char *path)
{
	long value;

	return proc_file_number(path, &value) && value;
}

/* ---- IPv4: the routing table, which knows local routes without an address too ---- */

static int look_at_route(const struct nlmsghdr *header, void *arg)
{
	const struct rtmsg *route = mnl_nlmsg_get_payload(header);
	uint8_t *type = arg;

	if (message_holds(header, sizeof(*route)))
		*type = route->rtm_type;
	return 0;
}

static struct rtmsg *put_route_request(struct nlmsghdr *header)
{
	struct rtmsg *body = mnl_nlmsg_put_extra_header(header, sizeof(*body));

	header->nlmsg_type = RTM_GETROUTE;
	body->rtm_family = AF_INET;
	return body;
}

/* The type of the route to an address, RTN_UNSPEC if there is none. Returns 0 or -errno. */
static int ask_route(struct nl_session *session, const union inet_addr *addr, uint8_t *type)
{
	_Alignas(struct nlmsghdr) char buffer[256];
	struct nlmsghdr *header = mnl_nlmsg_put_header(buffer);
	struct rtmsg *body = put_route_request(header);
	size_t seen;
	int result;

	*type = RTN_UNSPEC;
	body->rtm_dst_len = 32;
	mnl_attr_put(header, RTA_DST, 4, addr->bytes);
	result = nl_ask(session, header, look_at_route, type, &seen);
	/* Answers of the routing table, not failures to ask it. */
	if (result == -ENETUNREACH || result == -EHOSTUNREACH || result == -EACCES ||
	    result == -EINVAL)
		result = 0;
	return result;
}

static int skip_route(const struct nlmsghdr *header, void *arg)
{
	(void)header;
	(void)arg;
	return -ECANCELED;
}

/*
 * Whether the table of local addresses is there at all: as long as a namespace never had an address
 * it is not, and any address can be bound (net/ipv4/fib_frontend.c, __inet_dev_addr_type()).
 */
static bool has_local_table(struct nl_session *session)
{
	_Alignas(struct nlmsghdr) char buffer[256];
	struct nlmsghdr *header = mnl_nlmsg_put_header(buffer);
	int strict = 1;
	size_t seen;

	put_route_request(header)->rtm_table = RT_TABLE_LOCAL;
	if (mnl_socket_setsockopt(session->socket, NETLINK_GET_STRICT_CHK, &strict,
				  sizeof(strict)) < 0)
		return true;
	return nl_dump(session, header, skip_route, NULL, &seen) != -ENOENT;
}

static bool is_local_v4(const union inet_addr *addr)
{
	struct nl_session session = { 0 };
	bool local = true;
	uint8_t type;

	if (nl_open_bus(&session, NETLINK_ROUTE, SOURCE_MS))
		return true;
	if (!ask_route(&session, addr, &type))
		local = type == RTN_LOCAL || type == RTN_BROADCAST || type == RTN_MULTICAST ||
			!has_local_table(&session);
	nl_close(&session);
	return local;
}

static enum why_address check_v4(const union inet_addr *addr)
{
	uint32_t host = ntohl(addr->words[0]);

	/* Any, multicast and the broadcast address are never looked up. */
	if (!host || host >> 28 == 0xe || host == INADDR_BROADCAST)
		return ADDRESS_FINE;
	if (setting("/proc/sys/net/ipv4/ip_nonlocal_bind") || is_local_v4(addr))
		return ADDRESS_FINE;
	return ADDRESS_NOT_LOCAL;
}

/* ---- IPv6: the list of addresses; a local route is not enough ---- */

static bool parse_hex(const char **text, unsigned *value)
{
	char *end;

	*value = (unsigned)strtoul(*text, &end, 16);
	if (end == *text)
		return false;
	*text = end;
	return true;
}

/* `32 digits, interface, prefix, scope, flags, name`, all in hexadecimal. */
static bool line_is_of(const char *line, const union inet_addr *addr, uint32_t ifindex,
		       unsigned *flags)
{
	unsigned fields[LINE_FIELDS - 1];
	char digits[33];

	for (size_t i = 0; i < 16; i++)
		snprintf(digits + 2 * i, 3, "%02x", addr->bytes[i]);
	if (strncmp(line, digits, 32))
		return false;
	line += 32;
	for (size_t i = 0; i < LINE_FIELDS - 1; i++)
		if (!parse_hex(&line, &fields[i]))
			return false;
	*flags = fields[3];
	return !ifindex || fields[0] == ifindex;
}

enum why_address address_listed(const char *if_inet6, const union inet_addr *addr, uint32_t ifindex)
{
	enum why_address result = ADDRESS_NOT_LOCAL;
	unsigned flags;

	for (; *if_inet6; if_inet6 += strcspn(if_inet6, "\n"), if_inet6 += *if_inet6 == '\n') {
		if (!line_is_of(if_inet6, addr, ifindex, &flags))
			continue;
		/* The same address may be fine on another interface. */
		if (!(flags & IFA_F_TENTATIVE) || flags & IFA_F_OPTIMISTIC)
			return ADDRESS_FINE;
		result = flags & IFA_F_DADFAILED ? ADDRESS_DAD_FAILED : ADDRESS_TENTATIVE;
	}
	return result;
}

static bool is_loopback(const union inet_addr *addr)
{
	return !(addr->words[0] | addr->words[1] | addr->words[2]) && addr->words[3] == htonl(1);
}

/* Whether an address that is missing was taken away by a setting. */
static bool is_disabled(const union inet_addr *addr, const char *device)
{
	char path[128];

	if (is_loopback(addr))
		device = "lo";
	if (*device && !strchr(device, '/')) {
		snprintf(path, sizeof(path), "/proc/sys/net/ipv6/conf/%.32s/disable_ipv6", device);
		if (setting(path))
			return true;
	}
	return setting("/proc/sys/net/ipv6/conf/all/disable_ipv6");
}

/* fe80::/10, and multicast of the scopes interface and link: __ipv6_addr_needs_scope_id(). */
static bool needs_scope(const union inet_addr *addr)
{
	const uint8_t *bytes = addr->bytes;

	if (bytes[0] == 0xff)
		return (bytes[1] & 0xf) == 1 || (bytes[1] & 0xf) == 2;
	return bytes[0] == 0xfe && (bytes[1] & 0xc0) == 0x80;
}

/* Without IPv6 in the kernel there is no such file; nor without /proc. */
static enum why_address check_without_list(void)
{
	int fd = socket(AF_INET6, SOCK_DGRAM | SOCK_CLOEXEC, 0);

	if (fd < 0)
		return errno == EAFNOSUPPORT ? ADDRESS_IPV6_DISABLED : ADDRESS_FINE;
	close(fd);
	return ADDRESS_FINE;
}

static enum why_address check_listed(const union inet_addr *addr, uint32_t ifindex,
				     const char *device)
{
	char *list = malloc(IF_INET6_SIZE);
	enum why_address result;
	long length;

	if (!list)
		return ADDRESS_FINE;
	length = proc_file_read("/proc/net/if_inet6", list, IF_INET6_SIZE);
	if (length < 0)
		result = check_without_list();
	else
		result = address_listed(list, addr, ifindex);
	free(list);
	if (length >= IF_INET6_SIZE - 1 && result == ADDRESS_NOT_LOCAL)
		return ADDRESS_FINE; /* the list is longer than was read */
	if (result == ADDRESS_NOT_LOCAL && is_disabled(addr, device))
		return ADDRESS_IPV6_DISABLED;
	return result;
}

static enum why_address check_v6(const union inet_addr *addr, uint32_t ifindex, const char *device)
{
	if (addr_is_any(addr))
		return ADDRESS_FINE;
	if (addr_is_mapped(addr)) {
		union inet_addr v4 = { .words = { addr->words[3] } };

		return check_v4(&v4);
	}
	if (!needs_scope(addr))
		ifindex = 0;
	else if (!ifindex)
		return *device ? ADDRESS_NOT_LOCAL : ADDRESS_NEEDS_SCOPE;
	if (addr->bytes[0] == 0xff || setting("/proc/sys/net/ipv6/ip_nonlocal_bind"))
		return ADDRESS_FINE;
	return check_listed(addr, ifindex, device);
}

enum why_address address_check(uint8_t family, const union inet_addr *addr, uint32_t ifindex,
			       const char *device)
{
	if (family == AF_INET)
		return check_v4(addr);
	return family == AF_INET6 ? check_v6(addr, ifindex, device) : ADDRESS_FINE;
}
