#include "config.h"

#include "why/rpc.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <stdlib.h>
#include <string.h>
#ifdef __GLIBC__
#include <netdb.h>
#endif

#include "why/rpc_ask.h"

/* RFC 5531: a reply, accepted, carried out. */
enum { REPLY = 1, MSG_ACCEPTED = 0, SUCCESS = 0, MAX_AUTH = 400 };

/* Of one port; it has a handful. */
enum { MAX_PROGRAMS = 64 };

/* The last fragment of a record. */
#define LAST_FRAGMENT 0x80000000u

/* Words in network byte order, taken from the front. */
struct xdr {
	const uint8_t *at;
	size_t left;
};

static bool take(struct xdr *xdr, uint32_t *word)
{
	if (xdr->left < sizeof(*word))
		return false;
	memcpy(word, xdr->at, sizeof(*word));
	*word = ntohl(*word);
	xdr->at += sizeof(*word);
	xdr->left -= sizeof(*word);
	return true;
}

static bool skip(struct xdr *xdr, size_t length)
{
	if (length > xdr->left)
		return false;
	xdr->at += length;
	xdr->left -= length;
	return true;
}

/* The head of an accepted reply, up to the results. */
static bool take_head(struct xdr *xdr, uint32_t xid)
{
	uint32_t id, type, status, flavor, length, accepted;

	return take(xdr, &id) && id == xid && take(xdr, &type) && type == REPLY &&
	       take(xdr, &status) && status == MSG_ACCEPTED && take(xdr, &flavor) &&
	       take(xdr, &length) && length <= MAX_AUTH && skip(xdr, (length + 3) & ~3u) &&
	       take(xdr, &accepted) && accepted == SUCCESS;
}

/* glibc reads /etc/rpc, among others; musl has no such function. */
static char *program_name(uint32_t program)
{
#ifdef __GLIBC__
	const struct rpcent *entry = getrpcbynumber((int)program);

	return entry && entry->r_name ? strdup(entry->r_name) : NULL;
#else
	(void)program;
	return NULL;
#endif
}

static void add(struct why_evidence *evidence, uint32_t program, uint32_t version)
{
	struct why_rpc *list;

	if (evidence->rpc_count == MAX_PROGRAMS)
		return;
	for (size_t i = 0; i < evidence->rpc_count; i++)
		if (evidence->rpc[i].program == program && evidence->rpc[i].version == version)
			return;
	list = reallocarray(evidence->rpc, evidence->rpc_count + 1, sizeof(*list));
	if (!list)
		return;
	evidence->rpc = list;
	list[evidence->rpc_count++] = (struct why_rpc){ program, version, program_name(program) };
}

/* A list of {program, version, protocol, port}, each behind a 1; behind the last a 0. */
static bool take_list(struct xdr xdr, struct why_evidence *evidence)
{
	const uint32_t protocol = evidence->query.proto == PROTO_TCP ? IPPROTO_TCP : IPPROTO_UDP;
	struct xdr again = xdr;
	uint32_t more = 1, mapping[4];
	size_t count = 0;

	for (; take(&xdr, &more) && more; count++)
		if (!skip(&xdr, sizeof(mapping)))
			return false;
	if (more || xdr.left)
		return false;
	while (count--) {
		take(&again, &more);
		for (size_t i = 0; i < 4; i++)
			take(&again, &mapping[i]);
		if (mapping[2] == protocol && mapping[3] == evidence->query.port)
			add(evidence, mapping[0], mapping[1]);
	}
	return true;
}

/* Whether all fragments of a record are there, and how long they are together. */
static enum rpc_parsed measure(struct xdr xdr, size_t *size)
{
	uint32_t mark;

	*size = 0;
	while (take(&xdr, &mark)) {
		*size += mark & ~LAST_FRAGMENT;
		if (*size > RPC_MAX_REPLY)
			return RPC_BAD;
		if (!skip(&xdr, mark & ~LAST_FRAGMENT))
			return RPC_MORE;
		if (mark & LAST_FRAGMENT)
			return RPC_DONE;
	}
	return RPC_MORE;
}

/* Put the fragments together. */
static void join(struct xdr xdr, uint8_t *record)
{
	uint32_t mark = 0;

	while (!(mark & LAST_FRAGMENT) && take(&xdr, &mark)) {
		size_t fragment = mark & ~LAST_FRAGMENT;

		memcpy(record, xdr.at, fragment);
		record += fragment;
		skip(&xdr, fragment);
	}
}

enum rpc_parsed rpc_parse(const uint8_t *bytes, size_t length, uint32_t xid,
			  struct why_evidence *evidence)
{
	struct xdr reply = { bytes, length }, record;
	enum rpc_parsed result = measure(reply, &record.left);
	uint8_t *joined;

	if (result != RPC_DONE)
		return result;
	joined = malloc(record.left + 1);
	if (!joined)
		return RPC_BAD;
	join(reply, joined);
	record.at = joined;
	if (!take_head(&record, xid) || !take_list(record, evidence))
		result = RPC_BAD;
	free(joined);
	return result;
}

void why_rpc_read(struct why_evidence *evidence)
{
	const uint32_t xid = 0x6e67;
	uint8_t *reply = malloc(RPC_MAX_REPLY);

	if (reply)
		rpc_ask(xid, reply, evidence);
	free(reply);
}
