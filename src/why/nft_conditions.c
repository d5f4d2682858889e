#include "config.h"

#ifdef HAVE_LIBNFTNL

#include <stdio.h> /* libnftnl 1.2 needs it */
#include <libnftnl/expr.h>
#include <linux/netfilter/nf_tables.h>
#include <string.h>

#include "why/netfilter_abi.h"
#include "why/nft_reduction.h"
#include "why/nft_sets.h"
#include "why/nft_xt.h"

enum { LOOPBACK_INDEX = 1 };

void nft_condition(struct reduction *reduction, const struct nft_value *value, enum fw_met met)
{
	if (met == FW_NEVER) {
		reduction->never = true;
	} else if (met == FW_PARTLY) {
		reduction->rule->certain = false;
		reduction->vague |= value->kind == VALUE_ADDRESS || value->kind == VALUE_PREFIX;
	} else {
		reduction->rule->names_port |= value->of_port;
	}
}

static enum fw_met met_if(bool always)
{
	return always ? FW_ALWAYS : FW_NEVER;
}

static bool order_fits(uint32_t op, int order)
{
	switch (op) {
	case NFT_CMP_EQ:
		return !order;
	case NFT_CMP_NEQ:
		return order;
	case NFT_CMP_LT:
		return order < 0;
	case NFT_CMP_LTE:
		return order <= 0;
	case NFT_CMP_GT:
		return order > 0;
	default:
		return order >= 0;
	}
}

/* Whether the packet came in on a device, which is the loopback device or another. */
static enum fw_met device_met(const struct reduction *reduction, uint32_t op, bool is_loopback)
{
	bool equal = op == NFT_CMP_EQ;

	if (!equal && op != NFT_CMP_NEQ)
		return FW_PARTLY;
	/* Of several other devices it may be this one. */
	if (!reduction->context->loopback && !is_loopback)
		return FW_PARTLY;
	return met_if((reduction->context->loopback == is_loopback) == equal);
}

/* One address, where any of this machine may be meant. Whether it is one is asked at the end. */
static void address_condition(struct reduction *reduction, const struct nft_value *value,
			      uint32_t op, const void *data, uint32_t length)
{
	if (op != NFT_CMP_EQ || length != value->length || length > sizeof(reduction->wanted) ||
	    reduction->wanted_family != AF_UNSPEC) {
		nft_condition(reduction, value, FW_PARTLY);
		return;
	}
	memcpy(&reduction->wanted, data, length);
	reduction->wanted_family = length == 4 ? AF_INET : AF_INET6;
	reduction->rule->certain = false;
}

void reduce_cmp(struct reduction *reduction, const struct nftnl_expr *expr)
{
	struct nft_value value = nft_source(reduction, expr, NFTNL_EXPR_CMP_SREG);
	uint32_t op = nftnl_expr_get_u32(expr, NFTNL_EXPR_CMP_OP), length = 0, index;
	const void *data = nftnl_expr_get(expr, NFTNL_EXPR_CMP_DATA, &length);
	enum fw_met met = FW_PARTLY;

	if (!data)
		length = 0;
	if (value.kind == VALUE_ADDRESS) {
		address_condition(reduction, &value, op, data, length);
		return;
	}
	if (value.kind == VALUE_KNOWN && length && length <= value.length) {
		met = met_if(order_fits(op, memcmp(value.data, data, length)));
	} else if (value.kind == VALUE_DEVICE) {
		met = device_met(reduction, op, length >= 3 && !memcmp(data, "lo", 3));
	} else if (value.kind == VALUE_DEVICE_INDEX && length == sizeof(index)) {
		memcpy(&index, data, sizeof(index));
		met = device_met(reduction, op, index == LOOPBACK_INDEX);
	}
	nft_condition(reduction, &value, met);
}

void reduce_range(struct reduction *reduction, const struct nftnl_expr *expr)
{
	struct nft_value value = nft_source(reduction, expr, NFTNL_EXPR_RANGE_SREG);
	uint32_t from_length = 0, to_length = 0;
	const void *from = nftnl_expr_get(expr, NFTNL_EXPR_RANGE_FROM_DATA, &from_length);
	const void *to = nftnl_expr_get(expr, NFTNL_EXPR_RANGE_TO_DATA, &to_length);
	enum fw_met met = FW_PARTLY;
	bool inside;

	if (value.kind == VALUE_KNOWN && from && to && from_length == value.length &&
	    to_length == value.length) {
		inside = memcmp(value.data, from, value.length) >= 0 &&
			 memcmp(value.data, to, value.length) <= 0;
		met = met_if(inside == (nftnl_expr_get_u32(expr, NFTNL_EXPR_RANGE_OP) ==
					NFT_RANGE_EQ));
	}
	nft_condition(reduction, &value, met);
}

static enum fw_met look_up(struct reduction *reduction, const struct nftnl_expr *expr,
			   const struct nft_value *value, struct nft_element *element)
{
	const struct nft_lookup lookup = {
		.family = reduction->family,
		.table = reduction->table,
		.set = nftnl_expr_get_str(expr, NFTNL_EXPR_LOOKUP_SET),
		.key = value->data,
		.length = value->length,
		.deadline = reduction->context->deadline,
	};

	if (value->kind != VALUE_KNOWN || !lookup.set)
		return FW_PARTLY;
	return nft_set_find(&reduction->context->sets, &lookup, element);
}

void reduce_lookup(struct reduction *reduction, const struct nftnl_expr *expr)
{
	struct nft_value value = nft_source(reduction, expr, NFTNL_EXPR_LOOKUP_SREG);
	struct nft_element element = { .verdict = FW_UNKNOWN };
	struct nft_value found = { 0 };
	enum fw_met met = look_up(reduction, expr, &value, &element);
	bool maps = nftnl_expr_is_set(expr, NFTNL_EXPR_LOOKUP_DREG);

	if (met != FW_PARTLY &&
	    nftnl_expr_get_u32(expr, NFTNL_EXPR_LOOKUP_FLAGS) & NFT_LOOKUP_F_INV)
		met = met == FW_NEVER ? FW_ALWAYS : FW_NEVER;
	nft_condition(reduction, &value, met);
	if (!maps || met == FW_NEVER)
		return;
	if (nftnl_expr_get_u32(expr, NFTNL_EXPR_LOOKUP_DREG) == NFT_REG_VERDICT)
		nft_decide(reduction, element.verdict, element.chain);
	else if (element.length)
		found = nft_known(element.data, element.length);
	nft_store(reduction, expr, NFTNL_EXPR_LOOKUP_DREG, &found);
}

/* ---- matches of iptables ---- */

void reduce_match(struct reduction *reduction, const struct nftnl_expr *expr)
{
	uint32_t length = 0;
	const struct xt_extension match = {
		.name = nftnl_expr_get_str(expr, NFTNL_EXPR_MT_NAME),
		.revision = nftnl_expr_get_u32(expr, NFTNL_EXPR_MT_REV),
		.info = nftnl_expr_get(expr, NFTNL_EXPR_MT_INFO, &length),
		.length = length,
	};
	struct nft_value value = { 0 };
	enum fw_met met = FW_PARTLY;

	if (match.name && match.info)
		met = xt_match_met(&match, reduction->query, &value.of_port);
	if (!reduction->context->conntrack && match.name &&
	    (!strcmp(match.name, "conntrack") || !strcmp(match.name, "state")))
		met = FW_PARTLY;
	nft_condition(reduction, &value, met);
	reduction->rule->names_port |= met == FW_PARTLY && value.of_port;
}

#endif
