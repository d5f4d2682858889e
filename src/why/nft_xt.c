#include "config.h"

#include "why/nft_xt.h"

#include <arpa/inet.h>
#include <linux/netfilter/xt_addrtype.h>
#include <linux/netfilter/xt_multiport.h>
#include <linux/netfilter/xt_tcpudp.h>
#include <string.h>

#include "why/netfilter_abi.h"
#include "why/redirect.h"


/* ---- matches ---- */

/* Copy the start of an extension's data; false if it is shorter. */
static bool take(const struct xt_extension *extension, void *to, size_t size)
{
	if (extension->length < size)
		return false;
	memcpy(to, extension->info, size);
	return true;
}

static bool in_range(const uint16_t range[2], uint16_t port)
{
	return port >= range[0] && port <= range[1];
}

static bool is_every_port(const uint16_t range[2])
{
	return !range[0] && range[1] == UINT16_MAX;
}

/* A destination's range; where it is all ports the match is not about the port. */
static enum fw_met ports_met(const uint16_t sources[2], const uint16_t destinations[2],
			     bool inverted, const struct why_query *query, bool *names_port)
{
	if (in_range(destinations, query->port) == inverted)
		return FW_NEVER;
	*names_port |= !is_every_port(destinations);
	return is_every_port(sources) ? FW_ALWAYS : FW_PARTLY;
}

static enum fw_met tcp_met(const struct xt_extension *match, const struct why_query *query,
			   bool *names_port)
{
	struct xt_tcp info;
	enum fw_met met;

	if (!take(match, &info, sizeof(info)))
		return FW_PARTLY;
	if (query->proto != PROTO_TCP)
		return FW_NEVER;
	met = ports_met(info.spts, info.dpts, info.invflags & XT_TCP_INV_DSTPT, query, names_port);
	return met == FW_ALWAYS && (info.option || info.flg_mask || info.invflags & ~XT_TCP_INV_DSTPT) ?
		       FW_PARTLY :
		       met;
}

static enum fw_met udp_met(const struct xt_extension *match, const struct why_query *query,
			   bool *names_port)
{
	struct xt_udp info;

	if (!take(match, &info, sizeof(info)))
		return FW_PARTLY;
	if (query->proto != PROTO_UDP)
		return FW_NEVER;
	return ports_met(info.spts, info.dpts, info.invflags & XT_UDP_INV_DSTPT, query, names_port);
}

/* A list of ports, some of them the first of a range whose last comes next. */
static enum fw_met multiport_met(const struct xt_extension *match, const struct why_query *query,
				 bool *names_port)
{
	struct xt_multiport_v1 info;
	bool found = false;

	if (match->revision != 1 || !take(match, &info, sizeof(info)) ||
	    info.flags != XT_MULTIPORT_DESTINATION || info.count > XT_MULTI_PORTS)
		return FW_PARTLY;
	for (int i = 0; i < info.count && !found; i++) {
		uint16_t range[2] = { info.ports[i], info.ports[i] };

		if (info.pflags[i] && i + 1 < info.count)
			range[1] = info.ports[++i];
		found = in_range(range, query->port);
	}
	if (found == (bool)info.invert)
		return FW_NEVER;
	*names_port = true;
	return FW_ALWAYS;
}

static enum fw_met state_met(uint32_t mask, bool inverted)
{
	return !(mask & NF_STATE_NEW) == inverted ? FW_ALWAYS : FW_NEVER;
}

static enum fw_met conntrack_met(const struct xt_extension *match, const struct why_query *query,
				 bool *names_port)
{
	const uint16_t only_state = XT_CONNTRACK_STATE | XT_CONNTRACK_STATE_ALIAS;
	struct xt_conntrack_mtinfo3 info;

	(void)query;
	(void)names_port;
	if (match->revision != 3 || !take(match, &info, sizeof(info)) ||
	    !(info.match_flags & XT_CONNTRACK_STATE) || info.match_flags & ~only_state)
		return FW_PARTLY;
	return state_met(info.state_mask, info.invert_flags & XT_CONNTRACK_STATE);
}

static enum fw_met old_state_met(const struct xt_extension *match, const struct why_query *query,
				 bool *names_port)
{
	struct xt_state_info info;

	(void)query;
	(void)names_port;
	return take(match, &info, sizeof(info)) ? state_met(info.statemask, false) : FW_PARTLY;
}

/* What comes to the port goes to a local address. */
static enum fw_met addrtype_met(const struct xt_extension *match, const struct why_query *query,
				bool *names_port)
{
	const uint32_t limits = XT_ADDRTYPE_LIMIT_IFACE_IN | XT_ADDRTYPE_LIMIT_IFACE_OUT;
	struct xt_addrtype_info_v1 info;
	bool inverted;

	(void)query;
	(void)names_port;
	if (match->revision != 1 || !take(match, &info, sizeof(info)))
		return FW_PARTLY;
	inverted = info.flags & XT_ADDRTYPE_INVERT_DEST;
	if (info.dest && !(info.dest & XT_ADDRTYPE_LOCAL) != inverted)
		return FW_NEVER;
	return info.source || info.flags & limits ? FW_PARTLY : FW_ALWAYS;
}

static enum fw_met comment_met(const struct xt_extension *match, const struct why_query *query,
			       bool *names_port)
{
	(void)match;
	(void)query;
	(void)names_port;
	return FW_ALWAYS;
}

enum fw_met xt_match_met(const struct xt_extension *match, const struct why_query *query,
			 bool *names_port)
{
	static const struct {
		const char *name;
		enum fw_met (*met)(const struct xt_extension *match, const struct why_query *query,
				   bool *names_port);
	} matches[] = {
		{ "addrtype", addrtype_met }, { "comment", comment_met },
		{ "conntrack", conntrack_met }, { "multiport", multiport_met },
		{ "state", old_state_met }, { "tcp", tcp_met }, { "udp", udp_met },
	};

	for (size_t i = 0; i < sizeof(matches) / sizeof(*matches); i++)
		if (!strcmp(matches[i].name, match->name))
			return matches[i].met(match, query, names_port);
	return FW_PARTLY;
}

/* ---- targets ---- */

/* The new destination of DNAT (revision 1 or 2), or of REDIRECT for IPv6. */
static void take_range(const struct xt_extension *extension, uint8_t family, struct redirect *to)
{
	struct nf_nat_range range;

	if (!take(extension, &range, sizeof(range))) {
		to->unknown = true;
		return;
	}
	if (range.flags & NF_NAT_RANGE_MAP_IPS) {
		to->family = family;
		memcpy(&to->addr, &range.min_addr, sizeof(to->addr));
	}
	if (range.flags & NF_NAT_RANGE_PROTO_SPECIFIED)
		to->port = ntohs(range.min_port);
}

/* The same in the older form, for IPv4 only. */
static void take_old_range(const struct xt_extension *extension, struct redirect *to)
{
	struct nf_nat_ipv4_range range;

	if (!take(extension, &range, sizeof(range))) {
		to->unknown = true;
		return;
	}
	if (range.flags & NF_NAT_RANGE_MAP_IPS) {
		to->family = AF_INET;
		to->addr.words[0] = range.min_ip;
	}
	if (range.flags & NF_NAT_RANGE_PROTO_SPECIFIED)
		to->port = ntohs(range.min_port);
}

enum fw_verdict xt_target_verdict(const struct xt_extension *extension, uint8_t family,
				  const struct why_query *query, char **target)
{
	static const char *const passing[] = { "LOG", "NFLOG", "MARK", "CONNMARK", "TCPMSS",
					       "CT", "TOS", "DSCP", "CLASSIFY", "CHECKSUM",
					       "TRACE", "ULOG", "SET", "LED" };
	struct redirect redirect = { .family = AF_UNSPEC };
	const char *name = extension->name;

	*target = NULL;
	if (!strcmp(name, "REJECT"))
		return FW_REJECT;
	if (!strcmp(name, "MASQUERADE") || !strcmp(name, "SNAT"))
		return FW_ACCEPT;
	redirect.unknown = !strcmp(name, "TPROXY");
	if (!strcmp(name, "REDIRECT") || !strcmp(name, "DNAT")) {
		if (!extension->revision && family == AF_INET)
			take_old_range(extension, &redirect);
		else
			take_range(extension, family, &redirect);
		return redirect_verdict(&redirect, query, target);
	}
	if (redirect.unknown)
		return redirect_verdict(&redirect, query, target);
	for (size_t i = 0; i < sizeof(passing) / sizeof(*passing); i++)
		if (!strcmp(name, passing[i]))
			return FW_CONTINUE;
	return FW_UNKNOWN;
}
