/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Rules of nftables, as its own program would write them, without the need to have it. */
#include "config.h"

#include "situations.h"

#include <arpa/inet.h>
#include <errno.h>
#include <libmnl/libmnl.h>
#include <linux/netfilter.h>
#include <linux/netfilter/nf_nat.h>
#include <linux/netfilter/nf_tables.h>
#include <linux/netfilter/nfnetlink.h>
#include <string.h>

struct batch {
	char bytes[8192];
	size_t length;
	unsigned int sequence;
};

static struct nlmsghdr *add_message(struct batch *batch, unsigned int type, unsigned int flags,
				    const struct nfgenmsg *generic)
{
	struct nlmsghdr *header = mnl_nlmsg_put_header(batch->bytes + batch->length);

	memcpy(mnl_nlmsg_put_extra_header(header, sizeof(*generic)), generic, sizeof(*generic));
	header->nlmsg_type = (uint16_t)type;
	header->nlmsg_flags = (uint16_t)(NLM_F_REQUEST | flags);
	header->nlmsg_seq = batch->sequence++;
	return header;
}

static struct nlmsghdr *add_request(struct batch *batch, unsigned int type, unsigned int flags)
{
	const struct nfgenmsg generic = { .nfgen_family = NFPROTO_IPV4, .version = NFNETLINK_V0 };

	return add_message(batch, NFNL_SUBSYS_NFTABLES << 8 | type,
			   flags | NLM_F_CREATE | NLM_F_ACK, &generic);
}

static void finish(struct batch *batch, const struct nlmsghdr *header)
{
	batch->length += NLMSG_ALIGN(header->nlmsg_len);
}

/* The beginning or the end of what is done as a whole or not at all. */
static void add_mark(struct batch *batch, unsigned int type)
{
	const struct nfgenmsg generic = {
		.version = NFNETLINK_V0,
		.res_id = htons(NFNL_SUBSYS_NFTABLES),
	};

	finish(batch, add_message(batch, type, 0, &generic));
}

static void add_table(struct batch *batch)
{
	struct nlmsghdr *header = add_request(batch, NFT_MSG_NEWTABLE, 0);

	mnl_attr_put_strz(header, NFTA_TABLE_NAME, "test");
	finish(batch, header);
}

struct chain {
	const char *name, *type;
	unsigned int hook;
	int priority;
};

static void add_chain(struct batch *batch, const struct chain *chain)
{
	struct nlmsghdr *header = add_request(batch, NFT_MSG_NEWCHAIN, 0);
	struct nlattr *nest;

	mnl_attr_put_strz(header, NFTA_CHAIN_TABLE, "test");
	mnl_attr_put_strz(header, NFTA_CHAIN_NAME, chain->name);
	nest = mnl_attr_nest_start(header, NFTA_CHAIN_HOOK);
	mnl_attr_put_u32(header, NFTA_HOOK_HOOKNUM, htonl(chain->hook));
	mnl_attr_put_u32(header, NFTA_HOOK_PRIORITY, htonl((uint32_t)chain->priority));
	mnl_attr_nest_end(header, nest);
	mnl_attr_put_strz(header, NFTA_CHAIN_TYPE, chain->type);
	finish(batch, header);
}

struct expression {
	struct nlattr *item, *data;
};

static struct expression begin(struct nlmsghdr *header, const char *name)
{
	struct expression expression = { .item = mnl_attr_nest_start(header, NFTA_LIST_ELEM) };

	mnl_attr_put_strz(header, NFTA_EXPR_NAME, name);
	expression.data = mnl_attr_nest_start(header, NFTA_EXPR_DATA);
	return expression;
}

static void done(struct nlmsghdr *header, struct expression expression)
{
	mnl_attr_nest_end(header, expression.data);
	mnl_attr_nest_end(header, expression.item);
}

static void put_value(struct nlmsghdr *header, uint16_t attribute, const void *value, size_t size)
{
	struct nlattr *nest = mnl_attr_nest_start(header, attribute);

	mnl_attr_put(header, NFTA_DATA_VALUE, size, value);
	mnl_attr_nest_end(header, nest);
}

static void compare(struct nlmsghdr *header, const void *value, size_t size)
{
	struct expression expression = begin(header, "cmp");

	mnl_attr_put_u32(header, NFTA_CMP_SREG, htonl(NFT_REG_1));
	mnl_attr_put_u32(header, NFTA_CMP_OP, htonl(NFT_CMP_EQ));
	put_value(header, NFTA_CMP_DATA, value, size);
	done(header, expression);
}

/* tcp dport PORT */
static void match_port(struct nlmsghdr *header, unsigned int port)
{
	const uint8_t protocol = IPPROTO_TCP;
	const uint16_t wanted = htons((uint16_t)port);
	struct expression expression = begin(header, "meta");

	mnl_attr_put_u32(header, NFTA_META_KEY, htonl(NFT_META_L4PROTO));
	mnl_attr_put_u32(header, NFTA_META_DREG, htonl(NFT_REG_1));
	done(header, expression);
	compare(header, &protocol, sizeof(protocol));
	expression = begin(header, "payload");
	mnl_attr_put_u32(header, NFTA_PAYLOAD_DREG, htonl(NFT_REG_1));
	mnl_attr_put_u32(header, NFTA_PAYLOAD_BASE, htonl(NFT_PAYLOAD_TRANSPORT_HEADER));
	mnl_attr_put_u32(header, NFTA_PAYLOAD_OFFSET, htonl(2));
	mnl_attr_put_u32(header, NFTA_PAYLOAD_LEN, htonl(2));
	done(header, expression);
	compare(header, &wanted, sizeof(wanted));
}

/* redirect to :PORT */
static void redirect(struct nlmsghdr *header, unsigned int port)
{
	const uint16_t to = htons((uint16_t)port);
	struct expression expression = begin(header, "immediate");

	mnl_attr_put_u32(header, NFTA_IMMEDIATE_DREG, htonl(NFT_REG_1));
	put_value(header, NFTA_IMMEDIATE_DATA, &to, sizeof(to));
	done(header, expression);
	expression = begin(header, "redir");
	mnl_attr_put_u32(header, NFTA_REDIR_REG_PROTO_MIN, htonl(NFT_REG_1));
	mnl_attr_put_u32(header, NFTA_REDIR_FLAGS, htonl(NF_NAT_RANGE_PROTO_SPECIFIED));
	done(header, expression);
}

static void drop(struct nlmsghdr *header)
{
	struct expression expression = begin(header, "immediate");
	struct nlattr *data, *verdict;

	mnl_attr_put_u32(header, NFTA_IMMEDIATE_DREG, htonl(NFT_REG_VERDICT));
	data = mnl_attr_nest_start(header, NFTA_IMMEDIATE_DATA);
	verdict = mnl_attr_nest_start(header, NFTA_DATA_VERDICT);
	mnl_attr_put_u32(header, NFTA_VERDICT_CODE, htonl(NF_DROP));
	mnl_attr_nest_end(header, verdict);
	mnl_attr_nest_end(header, data);
	done(header, expression);
}

static void add_rule(struct batch *batch, const struct chain *chain, unsigned int port,
		     unsigned int to)
{
	struct nlmsghdr *header = add_request(batch, NFT_MSG_NEWRULE, NLM_F_APPEND);
	struct nlattr *list;

	mnl_attr_put_strz(header, NFTA_RULE_TABLE, "test");
	mnl_attr_put_strz(header, NFTA_RULE_CHAIN, chain->name);
	list = mnl_attr_nest_start(header, NFTA_RULE_EXPRESSIONS);
	match_port(header, port);
	if (to)
		redirect(header, to);
	else
		drop(header);
	mnl_attr_nest_end(header, list);
	finish(batch, header);
}

/* Each comes alone, with an error or with none. */
static void expect_answers(struct mnl_socket *netlink, unsigned int count)
{
	char answer[8192];

	while (count--) {
		ssize_t length = mnl_socket_recvfrom(netlink, answer, sizeof(answer));

		if (length < 0 || mnl_cb_run(answer, (size_t)length, 0, 0, NULL, NULL) < 0)
			skip("no nftables here: %s", strerror(errno));
	}
}

static void rule(const struct chain *chain, unsigned int port, unsigned int to)
{
	struct batch batch = { .sequence = 1 };
	struct mnl_socket *netlink = mnl_socket_open2(NETLINK_NETFILTER, SOCK_CLOEXEC);

	if (!netlink || mnl_socket_bind(netlink, 0, MNL_SOCKET_AUTOPID) < 0)
		skip("no netfilter here: %s", strerror(errno));
	add_mark(&batch, NFNL_MSG_BATCH_BEGIN);
	add_table(&batch);
	add_chain(&batch, chain);
	add_rule(&batch, chain, port, to);
	add_mark(&batch, NFNL_MSG_BATCH_END);
	must(mnl_socket_sendto(netlink, batch.bytes, batch.length), "nftables");
	expect_answers(netlink, 3);
	mnl_socket_close(netlink);
}

/* What comes from outside and what this network sends itself take different ways. */
void rule_redirect(unsigned int port, unsigned int to)
{
	const struct chain from_outside = { "prerouting", "nat", NF_INET_PRE_ROUTING, -100 };
	const struct chain from_here = { "output", "nat", NF_INET_LOCAL_OUT, -100 };

	rule(&from_outside, port, to);
	rule(&from_here, port, to);
}

void rule_drop(unsigned int port)
{
	const struct chain chain = { "input", "filter", NF_INET_LOCAL_IN, 0 };

	rule(&chain, port, 0);
}
