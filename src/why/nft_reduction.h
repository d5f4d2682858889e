/* Between the parts of why/nft_rule.c: what is known while one rule is gone through. */
#ifndef NETSTAT_WHY_NFT_REDUCTION_H
#define NETSTAT_WHY_NFT_REDUCTION_H

#include "why/nft_rule.h"

struct nftnl_expr;

/* The kernel's registers in words of 4 bytes; a value takes one to four of them. */
enum { NFT_WORDS = 16, NFT_VALUE_SIZE = 16 };

/* What is known of a register: of the first packet to the port. */
struct nft_value {
	enum {
		VALUE_UNKNOWN,
		VALUE_KNOWN,
		VALUE_ADDRESS, /* where to: some address of this machine */
		VALUE_PREFIX,  /* a part of that */
		VALUE_DEVICE,  /* the name of where it came in */
		VALUE_DEVICE_INDEX,
	} kind;
	bool of_port; /* the port, or made from it */
	uint8_t data[NFT_VALUE_SIZE];
	uint32_t length;
};

struct reduction {
	struct nft_context *context;
	const struct why_query *query;
	uint8_t family; /* of the table: NFPROTO_* */
	const char *table;
	struct nft_value registers[NFT_WORDS];
	struct fw_rule *rule;
	bool never;   /* no packet to the port gets this far */
	bool vague;   /* which addresses it is about could not be told */
	bool decided; /* there is a verdict */
	/* An address that the packets must go to, if wanted_family is not AF_UNSPEC. */
	uint8_t wanted_family;
	union inet_addr wanted;
};

/* AF_INET, AF_INET6, or AF_UNSPEC where packets of both may come. */
uint8_t nft_packet_family(const struct reduction *reduction);

/* The register that an attribute of the expression names; unknown without it. */
struct nft_value nft_source(struct reduction *reduction, const struct nftnl_expr *expr,
			    uint16_t attribute);

/* Write the register that an attribute names. */
void nft_store(struct reduction *reduction, const struct nftnl_expr *expr, uint16_t attribute,
	       const struct nft_value *value);

/* A value that is known; more than there is room for is not. */
struct nft_value nft_known(const void *data, uint32_t length);

/* A condition on a value, and which packets meet it. */
void nft_condition(struct reduction *reduction, const struct nft_value *value, enum fw_met met);

/* The end of the rule; FW_CONTINUE is none. The name of a chain is copied. */
void nft_decide(struct reduction *reduction, enum fw_verdict verdict, const char *chain);

/* The expressions that load or compute (why/nft_values.c). */
void reduce_payload(struct reduction *reduction, const struct nftnl_expr *expr);
void reduce_meta(struct reduction *reduction, const struct nftnl_expr *expr);
void reduce_ct(struct reduction *reduction, const struct nftnl_expr *expr);
void reduce_fib(struct reduction *reduction, const struct nftnl_expr *expr);
void reduce_bitwise(struct reduction *reduction, const struct nftnl_expr *expr);
void reduce_byteorder(struct reduction *reduction, const struct nftnl_expr *expr);

/* The expressions that compare (why/nft_conditions.c). */
void reduce_cmp(struct reduction *reduction, const struct nftnl_expr *expr);
void reduce_range(struct reduction *reduction, const struct nftnl_expr *expr);
void reduce_lookup(struct reduction *reduction, const struct nftnl_expr *expr);
void reduce_match(struct reduction *reduction, const struct nftnl_expr *expr);

#endif
