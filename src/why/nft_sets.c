#include "config.h"

#ifdef HAVE_LIBNFTNL

#include "why/nft_sets.h"

#include <errno.h>
#include <libnftnl/set.h>
#include <linux/netfilter/nf_tables.h>
#include <linux/netfilter/nfnetlink.h>
#include <stdio.h>
#include <string.h>

#include "why/deadline.h"
#include "why/netfilter_abi.h"

enum { CATCH_ALL = 2, MAX_KEY = 16 }; /* NFT_SET_ELEM_CATCHALL; older headers lack it */

enum fw_verdict nft_verdict(uint32_t code)
{
	switch ((int)code) {
	case NF_ACCEPT:
		return FW_ACCEPT;
	case NF_DROP:
		return FW_DROP;
	case NFT_JUMP:
		return FW_JUMP;
	case NFT_GOTO:
		return FW_GOTO;
	case NFT_RETURN:
		return FW_RETURN;
	case NFT_CONTINUE:
	case NFT_BREAK:
		return FW_CONTINUE;
	default:
		return FW_UNKNOWN;
	}
}

struct search {
	const struct nft_lookup *lookup;
	uint32_t flags, key_length; /* of the set */
	/* Of an interval set: the last start or end at or before the key. */
	uint8_t best[MAX_KEY];
	bool has_best, best_ends;
	bool found, caught;
	struct nft_element element;
	struct nft_element catch_all;
};

/* ---- the set itself ---- */

static int look_at_set(const struct nlmsghdr *header, void *arg)
{
	struct nftnl_set *set = nftnl_set_alloc();
	struct search *search = arg;

	if (!set)
		return -ENOMEM;
	if (nftnl_set_nlmsg_parse(header, set) >= 0) {
		search->flags = nftnl_set_get_u32(set, NFTNL_SET_FLAGS);
		search->key_length = nftnl_set_get_u32(set, NFTNL_SET_KEY_LEN);
	}
	nftnl_set_free(set);
	return 0;
}

/* ---- its elements ---- */

static void take_element(struct nftnl_set_elem *elem, struct nft_element *to)
{
	const char *chain;
	const void *data;
	uint32_t length = 0;

	*to = (struct nft_element){ .verdict = FW_CONTINUE };
	if (nftnl_set_elem_is_set(elem, NFTNL_SET_ELEM_DATA)) {
		data = nftnl_set_elem_get(elem, NFTNL_SET_ELEM_DATA, &length);
		to->length = data && length <= NFT_DATA ? length : 0;
		if (to->length)
			memcpy(to->data, data, length);
	}
	if (!nftnl_set_elem_is_set(elem, NFTNL_SET_ELEM_VERDICT))
		return;
	to->verdict = nft_verdict(nftnl_set_elem_get_u32(elem, NFTNL_SET_ELEM_VERDICT));
	chain = nftnl_set_elem_get_str(elem, NFTNL_SET_ELEM_CHAIN);
	snprintf(to->chain, sizeof(to->chain), "%s", chain ? chain : "");
}

/* A range that is an element of its own, as sets of concatenations have them. */
static bool ends_before(struct nftnl_set_elem *elem, const struct nft_lookup *lookup)
{
	const void *end;
	uint32_t length;

	if (!nftnl_set_elem_is_set(elem, NFTNL_SET_ELEM_KEY_END))
		return false;
	end = nftnl_set_elem_get(elem, NFTNL_SET_ELEM_KEY_END, &length);
	return length != lookup->length || memcmp(end, lookup->key, lookup->length) < 0;
}

static void look_at_interval(struct search *search, struct nftnl_set_elem *elem, const void *key,
			     bool ends)
{
	const struct nft_lookup *lookup = search->lookup;
	int order;

	if (memcmp(key, lookup->key, lookup->length) > 0 || ends_before(elem, lookup))
		return;
	order = search->has_best ? memcmp(key, search->best, lookup->length) : 1;
	/* Where one interval ends and the next starts, the start counts. */
	if (order < 0 || (!order && ends))
		return;
	memcpy(search->best, key, lookup->length);
	search->has_best = true;
	search->best_ends = ends;
	take_element(elem, &search->element);
}

static int look_at_element(struct nftnl_set_elem *elem, void *arg)
{
	struct search *search = arg;
	uint32_t length = 0, flags = 0;
	const void *key;

	if (nftnl_set_elem_is_set(elem, NFTNL_SET_ELEM_FLAGS))
		flags = nftnl_set_elem_get_u32(elem, NFTNL_SET_ELEM_FLAGS);
	if (flags & CATCH_ALL) {
		search->caught = true;
		take_element(elem, &search->catch_all);
		return 0;
	}
	key = nftnl_set_elem_get(elem, NFTNL_SET_ELEM_KEY, &length);
	if (!key || length != search->lookup->length)
		return 0;
	if (search->flags & NFT_SET_INTERVAL) {
		look_at_interval(search, elem, key, flags & NFT_SET_ELEM_INTERVAL_END);
	} else if (!memcmp(key, search->lookup->key, length)) {
		search->found = true;
		take_element(elem, &search->element);
	}
	return 0;
}

static int look_at_elements(const struct nlmsghdr *header, void *arg)
{
	struct search *search = arg;
	struct nftnl_set *set;

	if (deadline_passed(search->lookup->deadline))
		return -ETIME;
	set = nftnl_set_alloc();
	if (!set)
		return -ENOMEM;
	if (nftnl_set_elems_nlmsg_parse(header, set) >= 0)
		nftnl_set_elem_foreach(set, look_at_element, search);
	nftnl_set_free(set);
	return 0;
}

/* ---- asking ---- */

static struct nftnl_set *wanted_set(const struct nft_lookup *lookup)
{
	struct nftnl_set *set = nftnl_set_alloc();

	if (set && (nftnl_set_set_str(set, NFTNL_SET_TABLE, lookup->table) ||
		    nftnl_set_set_str(set, NFTNL_SET_NAME, lookup->set))) {
		nftnl_set_free(set);
		return NULL;
	}
	return set;
}

/* The set, and if its keys are of the right length, all elements. Returns 0 or -errno. */
static int read_set(struct nl_session *session, struct search *search, struct nftnl_set *set)
{
	_Alignas(struct nlmsghdr) char buffer[2048]; /* two names of at most 255 bytes */
	const struct nft_lookup *lookup = search->lookup;
	struct nlmsghdr *header;
	size_t seen;
	int result;

	header = nftnl_nlmsg_build_hdr(buffer, NFT_MSG_GETSET, lookup->family, 0, 0);
	nftnl_set_nlmsg_build_payload(header, set);
	result = nl_ask(session, header, look_at_set, search, &seen);
	if (result || search->key_length != lookup->length)
		return result ? result : -EINVAL;
	header = nftnl_nlmsg_build_hdr(buffer, NFT_MSG_GETSETELEM, lookup->family, 0, 0);
	nftnl_set_elems_nlmsg_build_payload(header, set);
	return nl_dump(session, header, look_at_elements, search, &seen);
}

enum fw_met nft_set_find(struct nl_session *session, const struct nft_lookup *lookup,
			 struct nft_element *element)
{
	struct search search = { .lookup = lookup };
	struct nftnl_set *set;
	int result;

	if (!session->socket || !lookup->length || lookup->length > MAX_KEY ||
	    strlen(lookup->table) >= NFT_NAME || strlen(lookup->set) >= NFT_NAME)
		return FW_PARTLY;
	set = wanted_set(lookup);
	if (!set)
		return FW_PARTLY;
	result = read_set(session, &search, set);
	nftnl_set_free(set);
	if (result == -ETIME || result == -ENOMEM || result == -EAGAIN || result == -EBADMSG)
		nl_close(session);
	if (result)
		return FW_PARTLY;
	search.found |= search.has_best && !search.best_ends;
	if (!search.found && !search.caught)
		return FW_NEVER;
	*element = search.found ? search.element : search.catch_all;
	return FW_ALWAYS;
}

#endif
