#include "config.h"

#include "why/tunnels.h"

#include <arpa/inet.h>
#include <errno.h>
#include <linux/if_link.h>
#include <linux/rtnetlink.h>
#include <stdio.h>
#include <string.h>

#include "source/attributes.h"
#include "why/deadline.h"
#include "why/fou.h"
#include "why/kernel_owner.h"
#include "why/shell.h"
#include "why/wireguard.h"

/* From include/uapi/linux/if_link.h and amt.h; older headers lack these. */
enum { BAREUDP_PORT = 1, AMT_RELAY_PORT = 2, AMT_GATEWAY_PORT = 3 };

/* GTP sets no port of its own: GTPv1-U and GTPv0 have theirs (3GPP TS 29.281, 29.060). */
enum { GTP1_PORT = 2152, GTP0_PORT = 3386 };

struct tunnel_kind {
	const char *word, *name;
	uint16_t ports[2]; /* attributes inside IFLA_INFO_DATA that hold a port; 0: none */
	bool any_state;    /* has its sockets while it is down, too */
};

static const struct tunnel_kind kinds[] = {
	{ "vxlan", "VXLAN", { IFLA_VXLAN_PORT }, false },
	{ "geneve", "GENEVE", { IFLA_GENEVE_PORT }, false },
	{ "bareudp", "bareudp", { BAREUDP_PORT }, false },
	{ "amt", "AMT", { AMT_RELAY_PORT, AMT_GATEWAY_PORT }, false },
	{ "wireguard", "WireGuard", { 0 }, false },
	{ "gtp", "GTP", { 0 }, true },
};

enum { KIND_WIREGUARD = 4, KIND_GTP = 5 };

const char *tunnel_kind_name(const struct tunnel_kind *kind)
{
	return kind->name;
}

static const struct tunnel_kind *find_kind(const struct nlattr *link_info)
{
	char word[32];

	if (!attribute_text(attribute_inside(link_info, IFLA_INFO_KIND), word, sizeof(word)))
		return NULL;
	for (size_t i = 0; i < sizeof(kinds) / sizeof(*kinds); i++)
		if (!strcmp(kinds[i].word, word))
			return &kinds[i];
	return NULL;
}

/* A relay of AMT listens at the first of its ports, a gateway at the second; 0 is not set. */
static uint16_t read_port(const struct tunnel_kind *kind, const struct nlattr *data)
{
	uint16_t port = 0;

	for (size_t i = 0; i < 2 && kind->ports[i] && !port; i++)
		attribute_read(attribute_inside(data, kind->ports[i]), &port, sizeof(port));
	return ntohs(port);
}

bool tunnel_decode(const struct nlmsghdr *header, struct tunnel *tunnel)
{
	const struct ifinfomsg *body = mnl_nlmsg_get_payload(header);
	const struct nlattr *info;

	if (!message_holds(header, sizeof(*body)))
		return false;
	info = attribute_of(header, sizeof(*body), IFLA_LINKINFO);
	*tunnel = (struct tunnel){ .kind = find_kind(info),
				   .ifindex = (uint32_t)body->ifi_index,
				   .up = body->ifi_flags & IFF_UP };
	if (!tunnel->kind || !attribute_text(attribute_of(header, sizeof(*body), IFLA_IFNAME),
					     tunnel->name, sizeof(tunnel->name)))
		return false;
	tunnel->port = read_port(tunnel->kind, attribute_inside(info, IFLA_INFO_DATA));
	return tunnel->port || !tunnel->kind->ports[0];
}

/* The tunnels that have the port; several VXLAN interfaces share one socket. */
enum { MAX_NAMED = 8 };

struct search {
	uint16_t port;
	struct tunnel found[MAX_NAMED];
	size_t count;                    /* may be more than are kept */
	struct tunnel unread[MAX_NAMED]; /* WireGuard: the port is yet to be asked for */
	size_t unread_count;
	int64_t deadline;
};

static void keep(const struct tunnel *tunnel, struct tunnel list[MAX_NAMED], size_t *count)
{
	if (*count < MAX_NAMED)
		list[*count] = *tunnel;
	++*count;
}

static int look_at_link(const struct nlmsghdr *header, void *arg)
{
	struct search *search = arg;
	struct tunnel tunnel;

	if (deadline_passed(search->deadline))
		return -ETIME;
	if (!tunnel_decode(header, &tunnel) || !(tunnel.up || tunnel.kind->any_state))
		return 0;
	if (tunnel.kind == &kinds[KIND_WIREGUARD])
		keep(&tunnel, search->unread, &search->unread_count);
	else if (tunnel.kind == &kinds[KIND_GTP] ?
			 search->port == GTP1_PORT || search->port == GTP0_PORT :
			 search->port == tunnel.port)
		keep(&tunnel, search->found, &search->count);
	return 0;
}

/* All links of this namespace, without their counters. */
static int list_links(struct search *search)
{
	_Alignas(struct nlmsghdr) char buffer[256];
	struct nlmsghdr *header = mnl_nlmsg_put_header(buffer);
	struct nl_session session = { 0 };
	size_t seen;
	int result;

	header->nlmsg_type = RTM_GETLINK;
	mnl_nlmsg_put_extra_header(header, sizeof(struct ifinfomsg));
	mnl_attr_put_u32(header, IFLA_EXT_MASK, RTEXT_FILTER_SKIP_STATS);
	result = nl_open_bus(&session, NETLINK_ROUTE, SOURCE_MS);
	if (!result)
		result = nl_dump(&session, header, look_at_link, search, &seen);
	nl_close(&session);
	return result;
}

static void ask_wireguard(struct search *search, struct why_evidence *evidence)
{
	size_t known = search->unread_count < MAX_NAMED ? search->unread_count : MAX_NAMED;
	int result = 0;

	for (size_t i = 0; i < known && !result; i++) {
		struct tunnel *tunnel = &search->unread[i];

		result = wireguard_port(tunnel->ifindex, &tunnel->port);
		if (!result && tunnel->port == search->port)
			keep(tunnel, search->found, &search->count);
	}
	if (result && !search->count)
		notes_add(&evidence->notes,
			  "%s is a WireGuard interface, but its port could not be read; "
			  "\"wg show all listen-port\" as root shows it.",
			  search->unread[0].name);
}

/* "interface vx0 (VXLAN)", and the command that ends it: all of them must go down. */
static void claim_found(const struct search *search, struct why_evidence *evidence)
{
	size_t named = search->count < MAX_NAMED ? search->count : MAX_NAMED;
	char owner[512], remedy[512];
	bool plain = search->count <= MAX_NAMED;
	int owner_length, remedy_length = 0;

	owner_length = snprintf(owner, sizeof(owner), search->count > 1 ? "interfaces" : "interface");
	for (size_t i = 0; i < named; i++) {
		const struct tunnel *tunnel = &search->found[i];

		owner_length += snprintf(owner + owner_length, sizeof(owner) - (size_t)owner_length,
					 "%s %s (%s)", i ? "," : "", tunnel->name,
					 tunnel->kind->name);
		remedy_length += snprintf(remedy + remedy_length,
					  sizeof(remedy) - (size_t)remedy_length,
					  "%sip link %s %s%s", i ? " && " : "",
					  tunnel->kind->any_state ? "delete" : "set", tunnel->name,
					  tunnel->kind->any_state ? "" : " down");
		plain &= shell_plain(tunnel->name);
	}
	if (search->count > MAX_NAMED)
		snprintf(owner + owner_length, sizeof(owner) - (size_t)owner_length, ", ...");
	kernel_claim(evidence, PROTO_UDP, KERNEL_UDP_TUNNEL, owner, plain ? remedy : NULL);
}

void tunnels_read(struct why_evidence *evidence)
{
	struct search search = { .port = evidence->query.port,
				 .deadline = deadline_in(SOURCE_MS) };

	if (list_links(&search) == -ETIME)
		notes_add(&evidence->notes,
			  "There are too many network interfaces to look through in time; "
			  "\"ip -d link\" shows those that are tunnels, with their ports.");
	if (search.unread_count)
		ask_wireguard(&search, evidence);
	if (search.count)
		claim_found(&search, evidence);
	if (kernel_may_hold_any(evidence, PROTO_UDP))
		fou_read(evidence);
}
