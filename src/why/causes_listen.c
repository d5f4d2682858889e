#include "config.h"

#include <string.h>
#include <sys/socket.h>

#include "why/causes.h"
#include "why/phrase.h"
#include "why/verdict.h"

enum { STALE_SECONDS = 2 };

static bool listens(const struct why_socket *socket)
{
	return socket->entry.state == STATE_LISTEN;
}

static const char *kind_of(const struct why_socket *socket)
{
	const struct sock_entry *entry = &socket->entry;
	bool any = addr_is_any(&entry->local);

	if (entry->family == AF_INET)
		return any ? "listener" : "listener-specific-address";
	if (addr_is_mapped(&entry->local))
		return "listener-mapped";
	if (!any)
		return "listener-v6-specific";
	return socket->v6only == TRI_YES ? "listener-v6only" : "listener-dual-stack";
}

static void explain_kind(struct why_report *report, const char *id, const char *who,
			 const char *local)
{
	unsigned port = report->evidence->query.port;

	if (!strcmp(id, "listener-specific-address"))
		why_cause(report, id, "%s listens on %s, and that overlaps 0.0.0.0:%u.", who, local,
			  port);
	else if (!strcmp(id, "listener-dual-stack"))
		why_cause(report, id, "%s listens on %s, which takes IPv4 too.", who, local);
	else if (!strcmp(id, "listener-v6only"))
		why_cause(report, id, "%s listens on %s; it is IPv6 only, so IPv4 is free.", who,
			  local);
	else if (!strcmp(id, "listener-v6-specific"))
		why_cause(report, id, "%s listens on %s; IPv4 is free, [::]:%u is not.", who, local,
			  port);
	else if (!strcmp(id, "listener-mapped"))
		why_cause(report, id, "%s listens on %s with an IPv6 socket.", who, local);
	else
		why_cause(report, id, "%s listens on %s.", who, local);
}

static bool same_end(const struct why_socket *a, const struct why_socket *b)
{
	return a->entry.family == b->entry.family &&
	       !memcmp(&a->entry.local, &b->entry.local, sizeof(a->entry.local));
}

/* How many listeners share the socket's address with SO_REUSEPORT; the oldest and newest holder. */
static size_t group_size(const struct why_evidence *evidence, const struct why_socket *socket,
			 const struct why_holder **oldest, const struct why_holder **newest)
{
	size_t count = 0;

	*oldest = *newest = NULL;
	for (size_t i = 0; i < evidence->socket_count; i++) {
		const struct why_holder *holder = first_holder(evidence, &evidence->sockets[i]);

		if (!listens(&evidence->sockets[i]) || !same_end(&evidence->sockets[i], socket))
			continue;
		count++;
		if (!holder)
			continue;
		if (!*oldest || holder->ticks < (*oldest)->ticks)
			*oldest = holder;
		if (!*newest || holder->ticks >= (*newest)->ticks)
			*newest = holder;
	}
	return count;
}

/*
 * Of a group that was started together none is stale. One whose program file is another, or has
 * been replaced, is left of an earlier start; so is one that is older and no relative.
 */
static bool is_stale(const struct why_holder *oldest, const struct why_holder *newest)
{
	if (!oldest || oldest == newest)
		return false;
	if (oldest->exe_deleted != newest->exe_deleted ||
	    (oldest->exe && newest->exe && strcmp(oldest->exe, newest->exe)))
		return true;
	return newest->started - oldest->started >= STALE_SECONDS &&
	       oldest->ppid != newest->ppid && oldest->ppid != newest->pid &&
	       newest->ppid != oldest->pid;
}

static void reuseport(struct why_report *report, const struct why_socket *socket,
		      const char *local)
{
	const struct why_evidence *evidence = report->evidence;
	const struct why_holder *oldest, *newest;
	size_t count = group_size(evidence, socket, &oldest, &newest);
	char who[PHRASE_SIZE];

	if (socket->reuseport != TRI_YES || why_has_cause(report, "reuseport-group"))
		return;
	if (is_stale(oldest, newest)) {
		phrase_holder(who, oldest);
		why_cause(report, "reuseport-stale-member",
			  "%s is left of an earlier start and still gets a part of the connections "
			  "to %s.",
			  who, local);
		why_fact(report, "started %lld s before pid %d",
			 (long long)(newest->started - oldest->started), (int)newest->pid);
		why_remedy(report, "kill %d", (int)oldest->pid);
	}
	if (socket->entry.uid != evidence->system.euid) {
		why_cause(report, "reuseport-other-uid",
			  "%s is shared with SO_REUSEPORT by uid %u; only that user can join.", local,
			  socket->entry.uid);
		why_remedy(report, "run as uid %u, or stop the holder", socket->entry.uid);
	}
	if (count > 1 || socket->entry.uid == evidence->system.euid) {
		why_cause(report, "reuseport-group",
			  "%zu listener%s of uid %u on %s use%s SO_REUSEPORT.", count,
			  count > 1 ? "s" : "", socket->entry.uid, local, count > 1 ? "" : "s");
		why_remedy(report, "to join, the service must set SO_REUSEPORT and run as uid %u",
			   socket->entry.uid);
	}
}

static void special_sockets(struct why_report *report, const struct why_socket *socket,
			    const char *who, const char *local)
{
	if (socket->mptcp) {
		why_cause(report, "mptcp-listener", "%s listens on %s with MPTCP.", who, local);
		why_fact(report, "upper layer protocol mptcp (sock_diag)");
	}
	if (socket->entry.ifindex) {
		why_cause(report, "listener-on-device", "%s listens on %s, on interface %s only.",
			  who, local, socket->device);
		why_remedy(report, "another interface is free for a socket with SO_BINDTODEVICE");
	}
}

static void one_listener(struct why_report *report, const struct why_socket *socket)
{
	const struct why_evidence *evidence = report->evidence;
	const struct why_holder *holder = first_holder(evidence, socket);
	const char *id = kind_of(socket);
	char who[PHRASE_SIZE], local[PHRASE_SIZE];

	phrase_who(who, evidence, socket);
	phrase_local(local, socket);
	reuseport(report, socket, local);
	special_sockets(report, socket, who, local);
	if (strcmp(id, "listener"))
		explain_kind(report, id, who, local);
	if (holder && strcmp(id, "listener") && !why_has_remedy(report))
		remedy_stop(report, holder);
	if (socket->entry.uid != evidence->system.euid &&
	    !why_has_cause(report, "listener-other-user")) {
		why_cause(report, "listener-other-user", "%s listens on %s, of another user than you.",
			  who, local);
		why_fact(report, "uid %u (sock_diag)", socket->entry.uid);
		if (holder && !why_has_remedy(report))
			remedy_stop(report, holder);
	}
	if (strcmp(id, "listener") || why_has_cause(report, "listener"))
		return;
	explain_kind(report, id, who, local);
	if (holder && !why_has_remedy(report))
		remedy_stop(report, holder);
}

static bool is_loopback(const struct why_socket *socket)
{
	static const union inet_addr loopback6 = { .bytes = { [15] = 1 } };
	const union inet_addr *addr = &socket->entry.local;

	if (socket->entry.family == AF_INET)
		return addr->bytes[0] == 127;
	if (addr_is_mapped(addr))
		return addr->bytes[12] == 127;
	return !memcmp(addr, &loopback6, sizeof(loopback6));
}

/* What listens on loopback alone cannot be reached from elsewhere. */
static void loopback_only(struct why_report *report)
{
	const struct why_evidence *evidence = report->evidence;
	size_t listeners = 0;

	for (size_t i = 0; i < evidence->socket_count; i++) {
		if (!listens(&evidence->sockets[i]))
			continue;
		if (!is_loopback(&evidence->sockets[i]))
			return;
		listeners++;
	}
	if (!listeners)
		return;
	why_cause(report, "loopback-only",
		  "it listens on loopback only: other machines cannot reach it.");
	why_fact(report, "to be reached from outside it must listen on 0.0.0.0 or [::]");
}

void causes_listeners(struct why_report *report)
{
	const struct why_evidence *evidence = report->evidence;

	for (size_t i = 0; i < evidence->socket_count; i++)
		if (listens(&evidence->sockets[i]) && why_blocks(evidence, &evidence->sockets[i]) &&
		    !evidence->sockets[i].kernel_owner)
			one_listener(report, &evidence->sockets[i]);
	loopback_only(report);
}
