#include "config.h"

#include "why/verdict.h"

#include <arpa/inet.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

#include "why/bind_rules.h"
#include "why/causes.h"

/* Whether the sockets let plain binds pass at all addresses asked about: `count` of them from `list`. */
static bool blocks_any(const struct why_evidence *evidence, const struct why_socket *list,
		       size_t count)
{
	const struct bind_request standard[] = {
		{ .family = AF_INET },
		{ .family = AF_INET, .addr.bytes = { 127, 0, 0, 1 } },
		{ .family = AF_INET6 },
		{ .family = AF_INET6, .addr.bytes = { [15] = 1 }, .v6only = true },
	};
	struct bind_request asked = { .family = evidence->query.family,
				      .addr = evidence->query.addr,
				      .ifindex = evidence->query.ifindex };
	const struct bind_request *requests = standard;
	size_t requests_count = sizeof(standard) / sizeof(*standard);

	if (asked.family != AF_UNSPEC) {
		asked.v6only = asked.family == AF_INET6 && !addr_is_any(&asked.addr);
		requests = &asked;
		requests_count = 1;
	}
	for (size_t i = 0; i < requests_count; i++) {
		struct bind_request request = requests[i];

		request.proto = evidence->query.proto;
		request.uid = evidence->system.euid;
		if (bind_conflict(&request, list, count) != BIND_OK)
			return true;
	}
	return false;
}

bool why_blocks(const struct why_evidence *evidence, const struct why_socket *socket)
{
	return blocks_any(evidence, socket, 1);
}

static bool is_held(const struct why_evidence *evidence)
{
	for (size_t i = 0; i < evidence->socket_count; i++)
		if (why_blocks(evidence, &evidence->sockets[i]))
			return true;
	/* A bind for trial met something that no listing shows. */
	return evidence->probed && evidence->probe.result == BIND_EADDRINUSE;
}

/* Whether the kernel would refuse before it looks for conflicts, as far as can be known. */
static bool is_refused(const struct why_evidence *evidence)
{
	const struct why_system *system = &evidence->system;

	if (system->address != ADDRESS_FINE)
		return true;
	if (evidence->query.port < system->unprivileged_start && !system->may_bind_low)
		return true;
	return evidence->probed && evidence->probe.result != BIND_OK;
}

bool why_looks_free(const struct why_evidence *evidence)
{
	return !evidence->socket_count && !is_refused(evidence);
}

static const char *proto_name(const struct why_evidence *evidence)
{
	return evidence->query.proto == PROTO_UDP ? "udp" : "tcp";
}

/* `25/tcp`, with the address that was asked about. */
static void phrase_port(char *to, size_t size, const struct why_evidence *evidence)
{
	const struct why_query *query = &evidence->query;
	char address[INET6_ADDRSTRLEN] = "";

	if (query->family == AF_UNSPEC) {
		snprintf(to, size, "%u/%s", query->port, proto_name(evidence));
		return;
	}
	inet_ntop(query->family, &query->addr, address, sizeof(address));
	snprintf(to, size, query->family == AF_INET6 ? "[%s%s%s]:%u/%s" : "%s%s%s:%u/%s", address,
		 query->device[0] ? "%" : "", query->device, query->port, proto_name(evidence));
}

static void summarize(struct why_report *report)
{
	static const char *const words[] = {
		[VERDICT_BUSY] = "is in use",
		[VERDICT_DENIED] = "cannot be bound",
		[VERDICT_FREE] = "is free",
	};
	const char *reason = report->cause_count && report->causes[0].summary ?
				     report->causes[0].summary :
				     "the reason is not known.";
	char port[128];

	phrase_port(port, sizeof(port), report->evidence);
	if (asprintf(&report->summary, "Port %s %s: %s", port, words[report->verdict], reason) < 0)
		report->summary = NULL;
}

void why_verdict(const struct why_evidence *evidence, struct why_report *report)
{
	*report = (struct why_report){ .evidence = evidence };
	report->bind_count = bind_predict_all(evidence, report->binds);
	if (is_held(evidence)) {
		report->verdict = VERDICT_BUSY;
		causes_traffic(report);
		causes_holders(report);
		if (evidence->query.proto == PROTO_UDP) {
			causes_udp(report);
		} else {
			causes_listeners(report);
			causes_bound(report);
			causes_connections(report);
		}
		causes_respawn(report);
		if (!report->cause_count)
			causes_unseen(report);
		/* Who may not bind learns that too, but it is not why the port is busy. */
		causes_denied(report);
	} else if (is_refused(evidence)) {
		report->verdict = VERDICT_DENIED;
		causes_denied(report);
	} else {
		report->verdict = VERDICT_FREE;
		causes_free(report);
	}
	summarize(report);
}
