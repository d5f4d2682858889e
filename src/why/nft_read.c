#include "config.h"

#ifdef HAVE_LIBNFTNL

#include "why/nft_read.h"

#include <arpa/inet.h>
#include <errno.h>
#include <libnftnl/chain.h>
#include <libnftnl/common.h>
#include <libnftnl/rule.h>
#include <linux/netfilter/nf_tables.h>
#include <linux/netfilter/nfnetlink.h>
#include <stdlib.h>
#include <string.h>

#include "source/netlink.h"
#include "source/attributes.h"
#include "why/deadline.h"
#include "why/netfilter_abi.h"
#include "why/nft_rule.h"

enum { MAX_CHAINS = 100000, MAX_RULES = 200000 };

struct reading {
	struct firewall *firewall;
	struct nft_context context;
	struct fw_chain *chain; /* of the rule before */
	size_t rules;
	bool any_base;
	bool conntrack; /* no rule keeps packets out of connection tracking */
};

/* The families whose packets may come to a socket; NULL: another. */
static const char *family_name(uint32_t family, const struct why_query *query)
{
	switch (family) {
	case NFPROTO_INET:
		return "inet";
	case NFPROTO_IPV4:
		return query->family != AF_INET6 || addr_is_mapped(&query->addr) ? "ip" : NULL;
	case NFPROTO_IPV6:
		return query->family != AF_INET ? "ip6" : NULL;
	default:
		return NULL;
	}
}

static enum fw_role find_role(const struct nftnl_chain *chain, bool loopback)
{
	const char *type = nftnl_chain_get_str(chain, NFTNL_CHAIN_TYPE);
	uint32_t hook = nftnl_chain_get_u32(chain, NFTNL_CHAIN_HOOKNUM);

	if (!nftnl_chain_is_set(chain, NFTNL_CHAIN_HOOKNUM) || !type)
		return FW_INNER;
	if (!strcmp(type, "filter") && (hook == NF_INET_PRE_ROUTING || hook == NF_INET_LOCAL_IN))
		return FW_FILTER;
	/* What this machine sends has been through the output chains of NAT, and only those. */
	if (!strcmp(type, "nat") && hook == NF_INET_PRE_ROUTING)
		return loopback ? FW_INNER : FW_NAT;
	return !strcmp(type, "nat") && hook == NF_INET_LOCAL_OUT ? FW_NAT_OUTPUT : FW_INNER;
}

/* ---- chains ---- */

/* Takes the strings of `chain` over, or frees them. Returns 0 or -errno. */
static int add_chain(struct firewall *firewall, const struct fw_chain *chain)
{
	struct fw_chain *list = firewall->chains;
	bool full = firewall->count >= MAX_CHAINS;

	/* A power of two is when the room is used up. */
	if (!full && !(firewall->count & (firewall->count - 1)))
		list = reallocarray(list, firewall->count ? firewall->count * 2 : 1, sizeof(*list));
	if (full || !list || !chain->table || !chain->name) {
		free(chain->table);
		free(chain->name);
		if (list)
			firewall->chains = list;
		return full ? -ETIME : -ENOMEM;
	}
	firewall->chains = list;
	list[firewall->count++] = *chain;
	return 0;
}

static int decode_chain(struct reading *reading, const struct nftnl_chain *from)
{
	const char *family = family_name(nftnl_chain_get_u32(from, NFTNL_CHAIN_FAMILY),
					 reading->context.query);
	const char *table = nftnl_chain_get_str(from, NFTNL_CHAIN_TABLE);
	const char *name = nftnl_chain_get_str(from, NFTNL_CHAIN_NAME);
	struct fw_chain chain = { .family = family, .role = find_role(from, reading->context.loopback) };

	if (!family || !table || !name)
		return 0;
	chain.table = strdup(table);
	chain.name = strdup(name);
	chain.policy_drop = nftnl_chain_is_set(from, NFTNL_CHAIN_POLICY) &&
			    nftnl_chain_get_u32(from, NFTNL_CHAIN_POLICY) == NF_DROP;
	/* Connection tracking comes at NF_IP_PRI_CONNTRACK, the same for all families. */
	chain.before_conntrack = chain.role == FW_FILTER &&
				 nftnl_chain_get_u32(from, NFTNL_CHAIN_HOOKNUM) ==
					 NF_INET_PRE_ROUTING &&
				 nftnl_chain_get_s32(from, NFTNL_CHAIN_PRIO) <= NF_IP_PRI_CONNTRACK;
	reading->any_base |= chain.role != FW_INNER;
	return add_chain(reading->firewall, &chain);
}

static int look_at_chain(const struct nlmsghdr *header, void *arg)
{
	struct nftnl_chain *chain = nftnl_chain_alloc();
	struct reading *reading = arg;
	int result = 0;

	if (!chain)
		return -ENOMEM;
	if (nftnl_chain_nlmsg_parse(header, chain) >= 0)
		result = decode_chain(reading, chain);
	nftnl_chain_free(chain);
	return result ? result : deadline_passed(reading->context.deadline) ? -ETIME : 0;
}

static bool same_table(const struct fw_chain *a, const struct fw_chain *b)
{
	return !strcmp(a->family, b->family) && !strcmp(a->table, b->table);
}

/* What holds for one chain of a table may hold for those it jumps to. They stand together. */
static void spread_over_tables(struct firewall *firewall)
{
	for (size_t first = 0, next; first < firewall->count; first = next) {
		const struct fw_chain *start = &firewall->chains[first];
		bool early = false;

		for (next = first; next < firewall->count; next++) {
			if (!same_table(start, &firewall->chains[next]))
				break;
			early |= firewall->chains[next].before_conntrack;
		}
		for (size_t i = first; i < next; i++)
			firewall->chains[i].before_conntrack = early;
	}
}

/* ---- tables that are switched off ---- */

static int look_at_table(const struct nlmsghdr *header, void *arg)
{
	const size_t fixed = sizeof(struct nfgenmsg);
	const struct nfgenmsg *body = mnl_nlmsg_get_payload(header);
	struct reading *reading = arg;
	char name[NFT_NAME_MAXLEN];
	uint32_t flags = 0;
	const char *family;

	if (!message_holds(header, fixed))
		return 0;
	family = family_name(body->nfgen_family, reading->context.query);
	attribute_read(attribute_of(header, fixed, NFTA_TABLE_FLAGS), &flags, sizeof(flags));
	if (!family || !(ntohl(flags) & NFT_TABLE_F_DORMANT) ||
	    !attribute_text(attribute_of(header, fixed, NFTA_TABLE_NAME), name, sizeof(name)))
		return 0;
	for (size_t i = 0; i < reading->firewall->count; i++) {
		struct fw_chain *chain = &reading->firewall->chains[i];

		if (!strcmp(chain->family, family) && !strcmp(chain->table, name))
			chain->role = FW_INNER;
	}
	return 0;
}

/* ---- rules ---- */

static struct fw_chain *chain_of(struct reading *reading, const struct nftnl_rule *rule)
{
	const char *family = family_name(nftnl_rule_get_u32(rule, NFTNL_RULE_FAMILY),
					 reading->context.query);
	const char *table = nftnl_rule_get_str(rule, NFTNL_RULE_TABLE);
	const char *name = nftnl_rule_get_str(rule, NFTNL_RULE_CHAIN);
	struct fw_chain *last = reading->chain;

	if (!family || !table || !name)
		return NULL;
	if (!last || strcmp(last->family, family) || strcmp(last->table, table) ||
	    strcmp(last->name, name))
		reading->chain = firewall_find(reading->firewall, family, table, name);
	return reading->chain;
}

static int add_rule(struct reading *reading, struct fw_chain *chain, const struct fw_rule *rule)
{
	struct fw_rule *list = chain->rules;
	bool full = reading->rules >= MAX_RULES;

	if (!full && !(chain->count & (chain->count - 1)))
		list = reallocarray(list, chain->count ? chain->count * 2 : 1, sizeof(*list));
	if (full || !list) {
		free(rule->target);
		return full ? -ETIME : -ENOMEM;
	}
	chain->rules = list;
	list[chain->count++] = *rule;
	reading->rules++;
	return 0;
}

static int look_at_rule(const struct nlmsghdr *header, void *arg)
{
	struct nftnl_rule *rule = nftnl_rule_alloc();
	struct reading *reading = arg;
	struct fw_chain *chain;
	struct fw_rule reduced;
	bool parsed, counts;
	int result = 0;

	if (!rule)
		return -ENOMEM;
	/* A rule with an expression that libnftnl does not know still tells where it stands. */
	parsed = nftnl_rule_nlmsg_parse(header, rule) >= 0;
	chain = chain_of(reading, rule);
	if (chain && !parsed)
		reduced = (struct fw_rule){ .verdict = FW_UNKNOWN };
	reading->context.conntrack = reading->conntrack && chain && !chain->before_conntrack;
	counts = chain && (!parsed || nft_rule_reduce(rule, &reading->context, &reduced));
	if (counts)
		result = add_rule(reading, chain, &reduced);
	nftnl_rule_free(rule);
	return result ? result : deadline_passed(reading->context.deadline) ? -ETIME : 0;
}

/* ---- asking ---- */

static int dump(struct nl_session *session, uint16_t type, nl_message_fn fn,
		struct reading *reading)
{
	_Alignas(struct nlmsghdr) char buffer[256];
	size_t seen;

	return nl_dump(session, nftnl_nlmsg_build_hdr(buffer, type, NFPROTO_UNSPEC, 0, 0), fn,
		       reading, &seen);
}

static int read_all(struct reading *reading)
{
	struct nft_context *context = &reading->context;
	struct firewall *firewall = reading->firewall;
	struct nl_session session = { 0 };
	int result = nl_open_bus(&session, NETLINK_NETFILTER, SOURCE_MS);

	if (!result)
		result = dump(&session, NFT_MSG_GETCHAIN, look_at_chain, reading);
	if (result || !reading->any_base)
		goto done;
	firewall_sort(firewall);
	spread_over_tables(firewall);
	result = dump(&session, NFT_MSG_GETTABLE, look_at_table, reading);
	if (!result)
		result = nl_open_bus(&context->sets, NETLINK_NETFILTER, SOURCE_MS);
	if (!result)
		result = dump(&session, NFT_MSG_GETRULE, look_at_rule, reading);
done:
	nl_close(&context->sets);
	nl_close(&session);
	return result;
}

int nft_read(const struct why_query *query, bool loopback, struct firewall *firewall)
{
	struct reading reading = {
		.firewall = firewall,
		.context = { .query = query,
			     .loopback = loopback,
			     .deadline = deadline_in(SOURCE_MS) },
		.conntrack = true,
	};
	int result = read_all(&reading);

	if (!result && reading.context.untracked) {
		firewall_free(firewall);
		reading = (struct reading){ .firewall = firewall, .context = reading.context };
		result = read_all(&reading);
	}
	/* nfnetlink may be there without nftables, or neither. */
	if (result == -EINVAL || result == -EOPNOTSUPP || result == -EPROTONOSUPPORT)
		result = 0;
	return result;
}

#endif
