#include "config.h"

#include "why/bind_rules.h"

#include <arpa/inet.h>
#include <string.h>
#include <sys/socket.h>

/* What is possible, given what cannot be seen; a set. */
enum { MAY_PASS = 1, MAY_CONFLICT = 2, MAY_SUCCEED = 4 };

enum { MAPPED_WORD = 3, FEW_IN_CHAIN = 10 };

static bool is_v4(uint8_t family, const union inet_addr *addr)
{
	return family == AF_INET || addr_is_mapped(addr);
}

static uint32_t v4_word(uint8_t family, const union inet_addr *addr)
{
	return family == AF_INET ? addr->words[0] : addr->words[MAPPED_WORD];
}

static bool is_any(uint8_t family, const union inet_addr *addr)
{
	return is_v4(family, addr) ? !v4_word(family, addr) : addr_is_any(addr);
}

static bool v4_overlap(uint32_t a, uint32_t b)
{
	return !a || !b || a == b;
}

/*
 * Whether an IPv6 socket that is no IPv4-mapped one stands in the way of an IPv4 bind to `wanted`.
 * A socket bound to an address of its own is V6ONLY by that; one that was accepted or connected
 * without is not, and then takes part in IPv4 as 127.0.0.6 (the kernel's LOOPBACK4_IPV6). TCP looks
 * for one address of IPv4 only among IPv4 ones (inet_bind2_bucket_addr_match()).
 */
static enum tri v6_blocks_v4(const struct why_socket *old, uint32_t wanted)
{
	const struct sock_entry *entry = &old->entry;
	bool any = addr_is_any(&entry->local), tcp = entry->proto == PROTO_TCP;
	bool bound_itself = entry->state == STATE_LISTEN || entry->state == STATE_CLOSE;

	if (old->v6only == TRI_YES || (!any && wanted && (tcp || wanted != htonl(0x7f000006))))
		return TRI_NO;
	if (old->v6only == TRI_NO)
		return TRI_YES;
	return !any && bound_itself && !entry->foreign_port ? TRI_NO : TRI_UNKNOWN;
}

/* Table A of the rules: do the addresses overlap? */
static enum tri overlap(const struct bind_request *request, const struct why_socket *old)
{
	const union inet_addr *mine = &request->addr, *its = &old->entry.local;
	bool mine_v4 = is_v4(request->family, mine), its_v4 = is_v4(old->entry.family, its);

	if (mine_v4 && its_v4)
		return v4_overlap(v4_word(request->family, mine), v4_word(old->entry.family, its))
			       ? TRI_YES
			       : TRI_NO;
	if (mine_v4) {
		/* A mapped wildcard is compared as IPv6 and meets only wildcards. */
		if (request->family == AF_INET6 && !addr_is_any(its))
			return TRI_NO;
		return v6_blocks_v4(old, v4_word(request->family, mine));
	}
	if (its_v4)
		return addr_is_any(mine) && !request->v6only ? TRI_YES : TRI_NO;
	if (addr_is_any(mine) || addr_is_any(its))
		return TRI_YES;
	return memcmp(mine, its, sizeof(*mine)) ? TRI_NO : TRI_YES;
}

static bool devices_differ(const struct bind_request *request, const struct why_socket *old)
{
	return request->ifindex && old->entry.ifindex &&
	       request->ifindex != old->entry.ifindex;
}

/* The three-valued AND with a flag of the request that is known. */
static enum tri both(bool mine, enum tri its)
{
	return mine ? its : TRI_NO;
}

static enum tri tri_or(enum tri a, enum tri b)
{
	if (a == TRI_YES || b == TRI_YES)
		return TRI_YES;
	return a == TRI_NO && b == TRI_NO ? TRI_NO : TRI_UNKNOWN;
}

/* Rules T1 to T5: may this socket let the bind pass, may it stand in the way? */
static unsigned tcp_outcomes(const struct bind_request *request, const struct why_socket *old)
{
	bool listens = old->entry.state == STATE_LISTEN;
	enum tri shared_address, shared_port, conflict;

	if (old->entry.state == STATE_SYN_RECV && !old->entry.inode)
		return MAY_PASS; /* a request; only its listener holds the port */
	if (devices_differ(request, old))
		return MAY_PASS;
	shared_address = listens ? TRI_NO : both(request->reuseaddr, old->reuseaddr);
	shared_port = old->time_wait || old->entry.uid == request->uid ?
			      both(request->reuseport, old->reuseport) :
			      TRI_NO;
	conflict = overlap(request, old);
	if (tri_or(shared_address, shared_port) == TRI_YES || conflict == TRI_NO)
		return MAY_PASS;
	if (tri_or(shared_address, shared_port) == TRI_NO && conflict == TRI_YES)
		return MAY_CONFLICT;
	return MAY_PASS | MAY_CONFLICT;
}

static enum bind_result tcp_conflict(const struct bind_request *request,
				     const struct why_socket *sockets, size_t count)
{
	bool certain = true;

	for (size_t i = 0; i < count; i++) {
		unsigned outcomes = tcp_outcomes(request, &sockets[i]);

		if (outcomes == MAY_CONFLICT)
			return BIND_EADDRINUSE;
		certain &= outcomes == MAY_PASS;
	}
	return certain ? BIND_OK : BIND_UNKNOWN;
}

/* One row of the walk: passed by, conflict, or success at once. */
static unsigned udp_outcomes(const struct bind_request *request, const struct why_socket *old)
{
	enum tri passes, joins, meets = overlap(request, old);
	unsigned outcomes = 0;

	if (devices_differ(request, old))
		return MAY_PASS;
	passes = both(request->reuseaddr, old->reuseaddr);
	joins = old->entry.uid == request->uid ? both(request->reuseport, old->reuseport) : TRI_NO;
	if (passes != TRI_NO || meets != TRI_YES)
		outcomes |= MAY_PASS;
	if (passes == TRI_YES || meets == TRI_NO)
		return MAY_PASS;
	if (joins != TRI_NO)
		outcomes |= MAY_SUCCEED;
	if (joins != TRI_YES)
		outcomes |= MAY_CONFLICT;
	return outcomes;
}

/* Whether a short chain has the socket. */
typedef bool (*chain_fn)(const struct bind_request *request, const struct why_socket *old);

static bool in_own_chain(const struct bind_request *request, const struct why_socket *old)
{
	const union inet_addr *mine = &request->addr, *its = &old->entry.local;
	bool mine_v4 = is_v4(request->family, mine), its_v4 = is_v4(old->entry.family, its);

	if (mine_v4 && its_v4)
		return v4_word(request->family, mine) == v4_word(old->entry.family, its);
	return !mine_v4 && !its_v4 && !memcmp(mine, its, sizeof(*mine));
}

/* The wildcards of both families have one hash. */
static bool in_any_chain(const struct bind_request *request, const struct why_socket *old)
{
	(void)request;
	return is_any(old->entry.family, &old->entry.local);
}

/* What the walk over the sockets of a family may come to; MAY_PASS: through to the end. */
static unsigned udp_walk(const struct bind_request *request, const struct why_socket *sockets,
			 size_t count, uint8_t family)
{
	unsigned result = 0;

	for (size_t i = 0; i < count; i++) {
		unsigned outcomes;

		if (family != AF_UNSPEC && sockets[i].entry.family != family)
			continue;
		outcomes = udp_outcomes(request, &sockets[i]);
		result |= outcomes & (MAY_CONFLICT | MAY_SUCCEED);
		if (!(outcomes & MAY_PASS))
			return result;
	}
	return result | MAY_PASS;
}

/*
 * The kernel walks the sockets of both families in one chain. Where it is not told how the two are
 * mixed, the first row that is not passed by is that of one family or of the other. MAY_CONFLICT
 * and MAY_SUCCEED come back.
 */
static unsigned udp_chain(const struct bind_request *request, const struct why_socket *sockets,
			  size_t count)
{
	unsigned v4 = udp_walk(request, sockets, count, request->one_chain ? AF_UNSPEC : AF_INET);
	unsigned v6 = request->one_chain ? v4 : udp_walk(request, sockets, count, AF_INET6);
	unsigned decided = (v4 | v6) & (MAY_CONFLICT | MAY_SUCCEED);

	return decided | (v4 & v6 & MAY_PASS ? MAY_SUCCEED : 0);
}

/* The same of one of the shorter chains; connecting moves sockets there, so any may come first. */
static unsigned udp_short_chain(const struct bind_request *request,
				const struct why_socket *sockets, size_t count, chain_fn in_chain)
{
	unsigned result = 0, through = MAY_PASS;

	for (size_t i = 0; i < count; i++) {
		unsigned outcomes;

		if (!in_chain(request, &sockets[i]))
			continue;
		outcomes = udp_outcomes(request, &sockets[i]);
		result |= outcomes & (MAY_CONFLICT | MAY_SUCCEED);
		through &= outcomes;
	}
	return result | (through ? MAY_SUCCEED : 0);
}

/*
 * Where more than ten sockets are in the chain of the port the kernel walks two shorter ones, that
 * of the address and that of the wildcards (udp_lib_lport_inuse2()), and a SO_REUSEPORT group it
 * may join in one of them no longer hides a conflict in the other. A bind to a wildcard met only
 * wildcards there, until that was mended in 2026 (CVE-2026-31503).
 */
static unsigned udp_crowded(const struct bind_request *request, const struct why_socket *sockets,
			    size_t count)
{
	unsigned any = udp_short_chain(request, sockets, count, in_any_chain), own;

	if (is_any(request->family, &request->addr))
		return any;
	own = udp_short_chain(request, sockets, count, in_own_chain);
	return ((own | any) & MAY_CONFLICT) | (own & any & MAY_SUCCEED);
}

static enum bind_result udp_conflict(const struct bind_request *request,
				     const struct why_socket *sockets, size_t count)
{
	unsigned outcomes = udp_chain(request, sockets, count);

	/* That the chain has sockets of other ports too is left out: it takes very many. */
	if (count > FEW_IN_CHAIN)
		outcomes |= udp_crowded(request, sockets, count);
	if (!(outcomes & MAY_CONFLICT))
		return BIND_OK;
	return outcomes & MAY_SUCCEED ? BIND_UNKNOWN : BIND_EADDRINUSE;
}

enum bind_result bind_conflict(const struct bind_request *request,
			       const struct why_socket *sockets, size_t count)
{
	return request->proto == PROTO_UDP ? udp_conflict(request, sockets, count) :
					     tcp_conflict(request, sockets, count);
}

static bool same_address(const struct why_bind *bind, const struct why_query *query)
{
	return bind->family == query->family &&
	       !memcmp(&bind->addr, &query->addr, sizeof(bind->addr));
}

static bool is_loopback6(const union inet_addr *addr)
{
	return !(addr->words[0] | addr->words[1] | addr->words[2]) &&
	       addr->words[3] == htonl(1);
}

/* What the kernel says of the address before it looks for conflicts. */
static enum bind_result check_address(const struct why_evidence *evidence,
				      const struct why_bind *bind)
{
	enum why_address address = ADDRESS_FINE;

	if (bind->family == AF_INET6 && !evidence->system.ipv6)
		return BIND_EAFNOSUPPORT;
	if (same_address(bind, &evidence->query))
		address = evidence->system.address;
	else if (bind->family == AF_INET6 && is_loopback6(&bind->addr))
		address = evidence->system.loopback6;
	if (address == ADDRESS_NEEDS_SCOPE)
		return BIND_EINVAL;
	return address == ADDRESS_FINE ? BIND_OK : BIND_EADDRNOTAVAIL;
}

/*
 * What a real bind of this address, without options, tells of this one; BIND_OK: nothing. A conflict
 * with something that no listing shows may still be let pass by options.
 */
static enum bind_result probed(const struct why_evidence *evidence, const struct why_bind *bind)
{
	for (size_t i = 0; i < evidence->probe_count; i++) {
		const struct why_bind *probe = &evidence->probes[i];

		if (probe->family != bind->family || probe->v6only != bind->v6only ||
		    memcmp(&probe->addr, &bind->addr, sizeof(bind->addr)))
			continue;
		if (probe->result == BIND_EADDRINUSE && (bind->reuseaddr || bind->reuseport))
			return BIND_UNKNOWN;
		return probe->result;
	}
	return BIND_OK;
}

static enum bind_result check_right(const struct why_evidence *evidence)
{
	const struct why_system *system = &evidence->system;

	return evidence->query.port < system->unprivileged_start && !system->may_bind_low ?
		       BIND_EACCES :
		       BIND_OK;
}

/* What comes before conflicts; __inet_bind() and __inet6_bind() differ in the order. */
static enum bind_result check_first(const struct why_evidence *evidence,
				    const struct why_bind *bind)
{
	enum bind_result address = check_address(evidence, bind), right = check_right(evidence);
	enum bind_result result = probed(evidence, bind);

	if (result != BIND_OK)
		return result;
	if (bind->family == AF_INET || address == BIND_EAFNOSUPPORT)
		return address != BIND_OK ? address : right;
	return right != BIND_OK ? right : address;
}

/* The scope of a link-local address becomes the device of the socket (__inet6_bind()). */
static bool takes_scope(const struct why_bind *bind)
{
	return bind->family == AF_INET6 && bind->addr.bytes[0] == 0xfe &&
	       (bind->addr.bytes[1] & 0xc0) == 0x80;
}

enum bind_result bind_predict(const struct why_evidence *evidence, const struct why_bind *bind)
{
	struct bind_request request = {
		.proto = evidence->query.proto,
		.family = bind->family,
		.addr = bind->addr,
		.v6only = bind->v6only,
		.reuseaddr = bind->reuseaddr,
		.reuseport = bind->reuseport,
		.uid = evidence->system.euid,
		.ifindex = takes_scope(bind) ? bind->ifindex : 0,
	};
	enum bind_result result = check_first(evidence, bind);

	if (result != BIND_OK)
		return result;
	/* A bind to an address of its own makes an IPv6 socket V6ONLY (__inet6_bind()). */
	if (bind->family == AF_INET6 && !addr_is_any(&bind->addr) && !addr_is_mapped(&bind->addr))
		request.v6only = true;
	return bind_conflict(&request, evidence->sockets, evidence->socket_count);
}

static size_t add_variants(const struct why_evidence *evidence, struct why_bind bind,
			   struct why_bind *to)
{
	for (int variant = 0; variant < 4; variant++) {
		to[variant] = bind;
		to[variant].reuseaddr = variant & 1;
		to[variant].reuseport = variant & 2;
		to[variant].result = bind_predict(evidence, &to[variant]);
	}
	return 4;
}

size_t bind_predict_all(const struct why_evidence *evidence, struct why_bind binds[WHY_MAX_BINDS])
{
	const struct why_query *query = &evidence->query;
	const struct why_bind standard[] = {
		{ .family = AF_INET },
		{ .family = AF_INET, .addr.bytes = { 127, 0, 0, 1 } },
		{ .family = AF_INET6 },
		{ .family = AF_INET6, .v6only = true },
		{ .family = AF_INET6, .addr.bytes = { [15] = 1 } },
	};
	struct why_bind asked = { .family = query->family, .addr = query->addr,
				  .ifindex = query->ifindex };
	size_t count = 0;
	bool known = query->family == AF_UNSPEC;

	for (size_t i = 0; i < sizeof(standard) / sizeof(*standard); i++) {
		known |= !standard[i].v6only && same_address(&standard[i], query);
		count += add_variants(evidence, standard[i], binds + count);
	}
	if (!known)
		count += add_variants(evidence, asked, binds + count);
	return count;
}
