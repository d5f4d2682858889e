#include "config.h"

#ifdef HAVE_LIBNFTNL

#include <arpa/inet.h>
#include <stdio.h> /* libnftnl 1.2 needs it */
#include <libnftnl/expr.h>
#include <linux/netfilter/nf_tables.h>
#include <linux/rtnetlink.h>
#include <netinet/in.h>
#include <string.h>

#include "why/netfilter_abi.h"
#include "why/nft_reduction.h"

enum { TCP_SYN = 2 }; /* the flag of a connection's first packet */

/* ---- registers ---- */

static struct nft_value *value_at(struct reduction *reduction, uint32_t number)
{
	if (number >= NFT_REG_1 && number <= NFT_REG_4)
		return &reduction->registers[(number - NFT_REG_1) * 4];
	if (number >= NFT_REG32_00 && number <= NFT_REG32_15)
		return &reduction->registers[number - NFT_REG32_00];
	return NULL;
}

/* The register that an expression reads, or an unknown value. */
struct nft_value nft_source(struct reduction *reduction, const struct nftnl_expr *expr,
			      uint16_t attribute)
{
	const struct nft_value *value = value_at(reduction, nftnl_expr_get_u32(expr, attribute));

	return value ? *value : (struct nft_value){ 0 };
}

/* Write a register, and forget what else lay in its words. */
void nft_store(struct reduction *reduction, const struct nftnl_expr *expr, uint16_t attribute,
		  const struct nft_value *value)
{
	struct nft_value *to = value_at(reduction, nftnl_expr_get_u32(expr, attribute));
	ptrdiff_t word;

	if (!to)
		return;
	word = to - reduction->registers;
	for (ptrdiff_t i = 0; i < word; i++)
		if (i + (reduction->registers[i].length + 3) / 4 > word)
			reduction->registers[i] = (struct nft_value){ 0 };
	for (ptrdiff_t i = word; i < word + NFT_VALUE_SIZE / 4 && i < NFT_WORDS; i++)
		reduction->registers[i] = (struct nft_value){ 0 };
	*to = *value;
}

struct nft_value nft_known(const void *data, uint32_t length)
{
	struct nft_value value = { .kind = VALUE_KNOWN, .length = length };

	if (length > NFT_VALUE_SIZE)
		return (struct nft_value){ 0 };
	memcpy(value.data, data, length);
	return value;
}

static struct nft_value known_byte(uint8_t byte)
{
	return nft_known(&byte, sizeof(byte));
}

static struct nft_value known_word(uint32_t word)
{
	return nft_known(&word, sizeof(word));
}

static struct nft_value the_port(const struct reduction *reduction)
{
	const uint16_t port = htons(reduction->query->port);
	struct nft_value value = nft_known(&port, sizeof(port));

	value.of_port = true;
	return value;
}

static struct nft_value the_protocol(const struct reduction *reduction)
{
	return known_byte(reduction->query->proto == PROTO_UDP ? IPPROTO_UDP : IPPROTO_TCP);
}

/* AF_INET, AF_INET6, or AF_UNSPEC where packets of both may come. */
uint8_t nft_packet_family(const struct reduction *reduction)
{
	if (reduction->family == NFPROTO_IPV4)
		return AF_INET;
	if (reduction->family == NFPROTO_IPV6)
		return AF_INET6;
	return reduction->query->family;
}

/* The first `length` bytes of where the packet goes to. */
static struct nft_value the_address(const struct reduction *reduction, uint8_t family, uint32_t length)
{
	const uint32_t whole = family == AF_INET ? 4 : 16;

	if (reduction->query->family == family && !addr_is_any(&reduction->query->addr))
		return nft_known(&reduction->query->addr, length);
	return (struct nft_value){ .kind = length == whole ? VALUE_ADDRESS : VALUE_PREFIX,
			       .length = length };
}

/* ---- loading and computing ---- */

void reduce_payload(struct reduction *reduction, const struct nftnl_expr *expr)
{
	uint32_t base = nftnl_expr_get_u32(expr, NFTNL_EXPR_PAYLOAD_BASE);
	uint32_t offset = nftnl_expr_get_u32(expr, NFTNL_EXPR_PAYLOAD_OFFSET);
	uint32_t length = nftnl_expr_get_u32(expr, NFTNL_EXPR_PAYLOAD_LEN);
	bool network = base == NFT_PAYLOAD_NETWORK_HEADER;
	bool transport = base == NFT_PAYLOAD_TRANSPORT_HEADER;
	struct nft_value value = { .length = length };

	if (!nftnl_expr_is_set(expr, NFTNL_EXPR_PAYLOAD_DREG))
		return; /* it writes */
	if (transport && offset == 2 && length == 2)
		value = the_port(reduction);
	else if (transport && offset == 13 && length == 1 && reduction->query->proto == PROTO_TCP)
		value = known_byte(TCP_SYN);
	else if (network && length == 1 && (offset == 9 || offset == 6))
		value = the_protocol(reduction); /* of IPv4, IPv6 */
	else if (network && offset == 16 && length <= 4)
		value = the_address(reduction, AF_INET, length);
	else if (network && offset == 24 && length <= 16)
		value = the_address(reduction, AF_INET6, length);
	nft_store(reduction, expr, NFTNL_EXPR_PAYLOAD_DREG, &value);
}

void reduce_meta(struct reduction *reduction, const struct nftnl_expr *expr)
{
	uint8_t family = nft_packet_family(reduction);
	struct nft_value value = { 0 };
	uint16_t ethertype;

	if (!nftnl_expr_is_set(expr, NFTNL_EXPR_META_DREG))
		return; /* it writes */
	switch (nftnl_expr_get_u32(expr, NFTNL_EXPR_META_KEY)) {
	case NFT_META_L4PROTO:
		value = the_protocol(reduction);
		break;
	case NFT_META_NFPROTO:
		if (family != AF_UNSPEC)
			value = known_byte(family == AF_INET ? NFPROTO_IPV4 : NFPROTO_IPV6);
		break;
	case NFT_META_PROTOCOL:
		ethertype = htons(family == AF_INET ? 0x0800 : 0x86dd);
		if (family != AF_UNSPEC)
			value = nft_known(&ethertype, sizeof(ethertype));
		break;
	case NFT_META_IIFNAME:
		value.kind = VALUE_DEVICE;
		break;
	case NFT_META_IIF:
		value.kind = VALUE_DEVICE_INDEX;
		break;
	}
	nft_store(reduction, expr, NFTNL_EXPR_META_DREG, &value);
}

void reduce_ct(struct reduction *reduction, const struct nftnl_expr *expr)
{
	uint32_t key = nftnl_expr_get_u32(expr, NFTNL_EXPR_CT_KEY);
	struct nft_value value = { 0 };

	if (!nftnl_expr_is_set(expr, NFTNL_EXPR_CT_DREG))
		return; /* it writes */
	if (reduction->context->conntrack) {
		if (key == NFT_CT_STATE)
			value = known_word(NF_STATE_NEW);
		else if (key == NFT_CT_STATUS) /* neither confirmed nor sent elsewhere yet */
			value = known_word(0);
		else if (key == NFT_CT_DIRECTION) /* that of who opens the connection */
			value = known_byte(0);
	}
	nft_store(reduction, expr, NFTNL_EXPR_CT_DREG, &value);
}

void reduce_fib(struct reduction *reduction, const struct nftnl_expr *expr)
{
	struct nft_value value = { 0 };

	if (nftnl_expr_get_u32(expr, NFTNL_EXPR_FIB_RESULT) == NFT_FIB_RESULT_ADDRTYPE &&
	    nftnl_expr_get_u32(expr, NFTNL_EXPR_FIB_FLAGS) & NFTA_FIB_F_DADDR)
		value = known_word(RTN_LOCAL);
	nft_store(reduction, expr, NFTNL_EXPR_FIB_DREG, &value);
}

/* Only masks; shifts are newer and rare. */
void reduce_bitwise(struct reduction *reduction, const struct nftnl_expr *expr)
{
	struct nft_value value = nft_source(reduction, expr, NFTNL_EXPR_BITWISE_SREG);
	uint32_t mask_length = 0, xor_length = 0;
	const uint8_t *mask = nftnl_expr_get(expr, NFTNL_EXPR_BITWISE_MASK, &mask_length);
	const uint8_t *change = nftnl_expr_get(expr, NFTNL_EXPR_BITWISE_XOR, &xor_length);

	if (value.kind == VALUE_ADDRESS)
		value.kind = VALUE_PREFIX;
	else if (value.kind != VALUE_KNOWN || !mask || !change || mask_length != value.length ||
		 xor_length != value.length ||
		 nftnl_expr_get_u32(expr, NFTNL_EXPR_BITWISE_OP) != NFT_BITWISE_BOOL)
		value.kind = value.kind == VALUE_PREFIX ? VALUE_PREFIX : VALUE_UNKNOWN;
	else
		for (uint32_t i = 0; i < value.length; i++)
			value.data[i] = (value.data[i] & mask[i]) ^ change[i];
	nft_store(reduction, expr, NFTNL_EXPR_BITWISE_DREG, &value);
}

/* Numbers of the machine's order become comparable, or the other way round: the same swap. */
void reduce_byteorder(struct reduction *reduction, const struct nftnl_expr *expr)
{
	struct nft_value value = nft_source(reduction, expr, NFTNL_EXPR_BYTEORDER_SREG), swapped;
	uint32_t size = nftnl_expr_get_u32(expr, NFTNL_EXPR_BYTEORDER_SIZE);

	swapped = value;
	if (value.kind != VALUE_KNOWN || !size || value.length % size)
		swapped = (struct nft_value){ 0 };
	else if (htons(1) != 1)
		for (uint32_t i = 0; i < value.length; i++)
			swapped.data[i] = value.data[i - i % size + (size - 1 - i % size)];
	nft_store(reduction, expr, NFTNL_EXPR_BYTEORDER_DREG, &swapped);
}

#endif
