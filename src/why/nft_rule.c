#include "config.h"

#ifdef HAVE_LIBNFTNL

#include "why/nft_rule.h"

#include <stdio.h> /* libnftnl 1.2 needs it */
#include <libnftnl/expr.h>
#include <libnftnl/rule.h>
#include <linux/netfilter/nf_tables.h>
#include <stdlib.h>
#include <string.h>

#include "why/address_check.h"
#include "why/netfilter_abi.h"
#include "why/nft_reduction.h"
#include "why/nft_sets.h"
#include "why/nft_xt.h"
#include "why/redirect.h"

void nft_decide(struct reduction *reduction, enum fw_verdict verdict, const char *chain)
{
	if (verdict == FW_CONTINUE)
		return;
	reduction->rule->verdict = verdict;
	reduction->decided = true;
	if (chain && (verdict == FW_JUMP || verdict == FW_GOTO))
		reduction->rule->target = strdup(chain);
}

static void reduce_immediate(struct reduction *reduction, const struct nftnl_expr *expr)
{
	struct nft_value value = { 0 };
	uint32_t length = 0;
	const void *data;

	if (nftnl_expr_get_u32(expr, NFTNL_EXPR_IMM_DREG) == NFT_REG_VERDICT) {
		nft_decide(reduction, nft_verdict(nftnl_expr_get_u32(expr, NFTNL_EXPR_IMM_VERDICT)),
		       nftnl_expr_get_str(expr, NFTNL_EXPR_IMM_CHAIN));
		return;
	}
	data = nftnl_expr_get(expr, NFTNL_EXPR_IMM_DATA, &length);
	if (data)
		value = nft_known(data, length);
	nft_store(reduction, expr, NFTNL_EXPR_IMM_DREG, &value);
}

static void send_to(struct reduction *reduction, const struct redirect *redirect)
{
	nft_decide(reduction, redirect_verdict(redirect, reduction->query, &reduction->rule->target),
	       NULL);
}

/* The port in a register that an expression may name. */
static void take_port(struct reduction *reduction, const struct nftnl_expr *expr,
		      uint16_t attribute, struct redirect *redirect)
{
	struct nft_value value;

	if (!nftnl_expr_is_set(expr, attribute))
		return;
	value = nft_source(reduction, expr, attribute);
	redirect->port = (uint16_t)(value.data[0] << 8 | value.data[1]);
	redirect->unknown |= value.kind != VALUE_KNOWN || value.length < 2;
}

static void take_address(struct reduction *reduction, const struct nftnl_expr *expr,
			 uint16_t attribute, struct redirect *redirect)
{
	struct nft_value value;

	if (!nftnl_expr_is_set(expr, attribute))
		return;
	value = nft_source(reduction, expr, attribute);
	redirect->family = value.length == 4 ? AF_INET : AF_INET6;
	memcpy(&redirect->addr, value.data, sizeof(redirect->addr));
	redirect->unknown |= value.kind != VALUE_KNOWN ||
			     (value.length != 4 && value.length != 16);
}

static enum fw_met family_met(const struct reduction *reduction, uint32_t wanted)
{
	uint8_t family = nft_packet_family(reduction);

	if (wanted == NFPROTO_INET)
		return FW_ALWAYS;
	if (family == AF_UNSPEC)
		return FW_PARTLY;
	return (family == AF_INET) == (wanted == NFPROTO_IPV4) ? FW_ALWAYS : FW_NEVER;
}

static void reduce_nat(struct reduction *reduction, const struct nftnl_expr *expr)
{
	struct redirect redirect = { .family = AF_UNSPEC };

	if (nftnl_expr_get_u32(expr, NFTNL_EXPR_NAT_TYPE) != NFT_NAT_DNAT) {
		nft_decide(reduction, FW_ACCEPT, NULL);
		return;
	}
	/* In a table of both families it passes by the packets of the other. */
	nft_condition(reduction, &(struct nft_value){ 0 },
		      family_met(reduction, nftnl_expr_get_u32(expr, NFTNL_EXPR_NAT_FAMILY)));
	if (reduction->never)
		return;
	take_address(reduction, expr, NFTNL_EXPR_NAT_REG_ADDR_MIN, &redirect);
	take_port(reduction, expr, NFTNL_EXPR_NAT_REG_PROTO_MIN, &redirect);
	send_to(reduction, &redirect);
}

static void reduce_redir(struct reduction *reduction, const struct nftnl_expr *expr)
{
	struct redirect redirect = { .family = AF_UNSPEC };

	take_port(reduction, expr, NFTNL_EXPR_REDIR_REG_PROTO_MIN, &redirect);
	send_to(reduction, &redirect);
}

static void reduce_tproxy(struct reduction *reduction, const struct nftnl_expr *expr)
{
	struct redirect redirect = { .family = AF_UNSPEC };

	take_address(reduction, expr, NFTNL_EXPR_TPROXY_REG_ADDR, &redirect);
	take_port(reduction, expr, NFTNL_EXPR_TPROXY_REG_PORT, &redirect);
	send_to(reduction, &redirect);
}

static void reduce_notrack(struct reduction *reduction, const struct nftnl_expr *expr)
{
	(void)expr;
	reduction->context->untracked = true;
}

static void reduce_reject(struct reduction *reduction, const struct nftnl_expr *expr)
{
	(void)expr;
	nft_decide(reduction, FW_REJECT, NULL);
}

static void reduce_masq(struct reduction *reduction, const struct nftnl_expr *expr)
{
	(void)expr;
	nft_decide(reduction, FW_ACCEPT, NULL);
}

static void reduce_queue(struct reduction *reduction, const struct nftnl_expr *expr)
{
	(void)expr;
	nft_decide(reduction, FW_UNKNOWN, NULL);
}

static void reduce_nothing(struct reduction *reduction, const struct nftnl_expr *expr)
{
	(void)reduction;
	(void)expr;
}

static void reduce_target(struct reduction *reduction, const struct nftnl_expr *expr)
{
	uint32_t length = 0;
	const struct xt_extension target = {
		.name = nftnl_expr_get_str(expr, NFTNL_EXPR_TG_NAME),
		.revision = nftnl_expr_get_u32(expr, NFTNL_EXPR_TG_REV),
		.info = nftnl_expr_get(expr, NFTNL_EXPR_TG_INFO, &length),
		.length = length,
	};
	enum fw_verdict verdict = FW_UNKNOWN;

	if (target.name && !strcmp(target.name, "CT"))
		reduction->context->untracked = true; /* perhaps */
	if (target.name && target.info)
		verdict = xt_target_verdict(&target, nft_packet_family(reduction), reduction->query,
					    &reduction->rule->target);
	nft_decide(reduction, verdict, NULL);
}

/* ---- the rule ---- */

static const struct {
	const char *name;
	void (*reduce)(struct reduction *reduction, const struct nftnl_expr *expr);
} expressions[] = {
	{ "bitwise", reduce_bitwise },
	{ "byteorder", reduce_byteorder },
	{ "cmp", reduce_cmp },
	{ "counter", reduce_nothing },
	{ "ct", reduce_ct },
	{ "dup", reduce_nothing },
	{ "fib", reduce_fib },
	{ "immediate", reduce_immediate },
	{ "last", reduce_nothing },
	{ "log", reduce_nothing },
	{ "lookup", reduce_lookup },
	{ "masq", reduce_masq },
	{ "match", reduce_match },
	{ "meta", reduce_meta },
	{ "nat", reduce_nat },
	{ "notrack", reduce_notrack },
	{ "payload", reduce_payload },
	{ "queue", reduce_queue },
	{ "range", reduce_range },
	{ "redir", reduce_redir },
	{ "reject", reduce_reject },
	{ "synproxy", reduce_queue },
	{ "target", reduce_target },
	{ "tproxy", reduce_tproxy },
};

/* Anything else may load any register, and may be a condition: a limit, a quota, a socket ... */
static void reduce_other(struct reduction *reduction)
{
	memset(reduction->registers, 0, sizeof(reduction->registers));
	reduction->rule->certain = false;
}

static int reduce_expression(struct nftnl_expr *expr, void *arg)
{
	struct reduction *reduction = arg;
	const char *name = nftnl_expr_get_str(expr, NFTNL_EXPR_NAME);

	if (reduction->never || reduction->decided)
		return 0;
	for (size_t i = 0; name && i < sizeof(expressions) / sizeof(*expressions); i++) {
		if (!strcmp(expressions[i].name, name)) {
			expressions[i].reduce(reduction, expr);
			return 0;
		}
	}
	reduce_other(reduction);
	return 0;
}

/* Asks the routing table, so only about rules that all else speaks for. */
static bool goes_here(const struct reduction *reduction)
{
	return address_check(reduction->wanted_family, &reduction->wanted, 0, "") !=
	       ADDRESS_NOT_LOCAL;
}

bool nft_rule_reduce(struct nftnl_rule *rule, struct nft_context *context, struct fw_rule *to)
{
	struct reduction reduction = {
		.context = context,
		.query = context->query,
		.family = (uint8_t)nftnl_rule_get_u32(rule, NFTNL_RULE_FAMILY),
		.table = nftnl_rule_get_str(rule, NFTNL_RULE_TABLE),
		.rule = to,
	};

	*to = (struct fw_rule){ .handle = nftnl_rule_get_u64(rule, NFTNL_RULE_HANDLE),
				.certain = true };
	nftnl_expr_foreach(rule, reduce_expression, &reduction);
	to->names_port &= !reduction.vague;
	if (!reduction.never && reduction.decided && goes_here(&reduction))
		return true;
	free(to->target);
	to->target = NULL;
	return false;
}

#endif
