#include "config.h"

#include <arpa/inet.h>
#include <string.h>
#include <sys/socket.h>

#include "why/causes.h"
#include "why/phrase.h"

static bool listens(const struct why_socket *socket)
{
	return socket->entry.proto == PROTO_TCP && socket->entry.state == STATE_LISTEN;
}

static void rules(struct why_report *report)
{
	static const struct {
		const char *id, *words;
	} kinds[] = {
		[RULE_REDIRECT] = { "nat-redirect", "a firewall rule sends its traffic elsewhere" },
		[RULE_DROP] = { "firewall-drop", "a firewall rule drops its traffic" },
		[RULE_SK_LOOKUP] = { "sk-lookup-bpf",
				     "a BPF program of this network namespace chooses the socket" },
	};
	const struct why_evidence *evidence = report->evidence;

	for (size_t i = 0; i < evidence->rule_count; i++) {
		const struct why_rule *rule = &evidence->rules[i];

		if (rule->kind == RULE_CGROUP_BPF)
			continue;
		why_cause(report, kinds[rule->kind].id,
			  "it is held, and %s; who connects may not reach the holder.",
			  kinds[rule->kind].words);
		why_fact(report, "%s", rule->text);
		if (rule->remedy)
			why_remedy(report, "%s", rule->remedy);
	}
}

/* More connections wait than the listener allows: its owner does not accept. */
static void full_backlog(struct why_report *report)
{
	const struct why_evidence *evidence = report->evidence;

	for (size_t i = 0; i < evidence->socket_count; i++) {
		const struct why_socket *socket = &evidence->sockets[i];
		char who[PHRASE_SIZE], local[PHRASE_SIZE];

		if (!listens(socket) || socket->entry.recvq <= socket->backlog)
			continue;
		phrase_who(who, evidence, socket);
		phrase_local(local, socket);
		why_cause(report, "backlog-full",
			  "%s listens on %s and does not accept: its queue is full.", who, local);
		why_fact(report, "%u connections wait, at most %u may (sock_diag)",
			 socket->entry.recvq, socket->backlog);
		why_remedy(report, "find out why it hangs; more room: a larger backlog in its "
				   "configuration, and sysctl net.core.somaxconn");
		return;
	}
}

static bool is_loopback4(const union inet_addr *addr)
{
	return addr->bytes[0] == 127;
}

static bool is_loopback6(const union inet_addr *addr)
{
	static const union inet_addr loopback = { .bytes = { [15] = 1 } };

	return !memcmp(addr, &loopback, sizeof(loopback));
}

static bool same_holders(const struct why_socket *a, const struct why_socket *b)
{
	return a->holder_count && b->holder_count && a->holders[0].place == b->holders[0].place;
}

/* The listener of the port for which `fits` holds, or NULL. */
static const struct why_socket *find_listener(const struct why_evidence *evidence,
					      bool (*fits)(const struct why_socket *socket))
{
	for (size_t i = 0; i < evidence->socket_count; i++)
		if (listens(&evidence->sockets[i]) && fits(&evidence->sockets[i]))
			return &evidence->sockets[i];
	return NULL;
}

static bool serves_loopback4(const struct why_socket *socket)
{
	return socket->entry.family == AF_INET && is_loopback4(&socket->entry.local);
}

static bool serves_loopback6(const struct why_socket *socket)
{
	return socket->entry.family == AF_INET6 && is_loopback6(&socket->entry.local);
}

static bool serves_any6(const struct why_socket *socket)
{
	return socket->entry.family == AF_INET6 && addr_is_any(&socket->entry.local);
}

static bool serves_any4(const struct why_socket *socket)
{
	return socket->entry.family == AF_INET && addr_is_any(&socket->entry.local);
}

/* `localhost` is one program over IPv4 and another over IPv6. */
static void split_localhost(struct why_report *report)
{
	const struct why_evidence *evidence = report->evidence;
	const struct why_socket *v4 = find_listener(evidence, serves_loopback4);
	const struct why_socket *v6 = find_listener(evidence, serves_loopback6);
	char first[PHRASE_SIZE], second[PHRASE_SIZE], local4[PHRASE_SIZE], local6[PHRASE_SIZE];

	if (!v4)
		v4 = find_listener(evidence, serves_any4);
	if (!v6)
		v6 = find_listener(evidence, serves_any6);
	if (!v4 || !v6 || same_holders(v4, v6) || !v4->holder_count || !v6->holder_count)
		return;
	phrase_who(first, evidence, v4);
	phrase_who(second, evidence, v6);
	phrase_local(local4, v4);
	phrase_local(local6, v6);
	why_cause(report, "split-localhost",
		  "two programs: %s has %s, %s has %s; which of them answers as localhost depends "
		  "on the client.",
		  first, local4, second, local6);
	why_remedy(report, "stop one of them, or let one listen on both addresses");
}

/* With SO_REUSEPORT: the more exact address gets the traffic. */
static void specific_beats_wildcard(struct why_report *report)
{
	const struct why_evidence *evidence = report->evidence;
	const struct why_socket *any = find_listener(evidence, serves_any4);

	if (!any)
		any = find_listener(evidence, serves_any6);
	for (size_t i = 0; any && i < evidence->socket_count; i++) {
		const struct why_socket *socket = &evidence->sockets[i];
		char who[PHRASE_SIZE], local[PHRASE_SIZE], wild[PHRASE_SIZE];

		if (!listens(socket) || addr_is_any(&socket->entry.local) ||
		    socket->entry.family != any->entry.family)
			continue;
		phrase_who(who, evidence, socket);
		phrase_local(local, socket);
		phrase_local(wild, any);
		why_cause(report, "specific-beats-wildcard",
			  "%s listens on %s and gets what is sent there, though %s is open too.",
			  who, local, wild);
		if (first_holder(evidence, socket))
			remedy_stop(report, first_holder(evidence, socket));
		return;
	}
}

void causes_traffic(struct why_report *report)
{
	rules(report);
	if (report->evidence->query.proto != PROTO_TCP)
		return;
	full_backlog(report);
	split_localhost(report);
	specific_beats_wildcard(report);
}
