#include "config.h"

#include "why/gather.h"

#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>

#include "why/bpf_programs.h"
#include "why/describe.h"
#include "why/flags.h"
#include "why/holders.h"
#include "why/kernel_owner.h"
#include "why/netns_seek.h"
#include "why/phrase.h"
#include "why/probe.h"
#include "why/rpc.h"
#include "why/rules.h"
#include "why/sockets.h"
#include "why/system.h"
#include "why/verdict.h"

static bool any_without_holder(const struct why_evidence *evidence)
{
	for (size_t i = 0; i < evidence->socket_count; i++)
		if (why_socket_ownable(&evidence->sockets[i]) &&
		    !evidence->sockets[i].holder_count)
			return true;
	return false;
}

/* Is one destination using up the source ports? Asked only where the port is a source port. */
static void count_towards(struct why_evidence *evidence, struct source *source)
{
	for (size_t i = 0; i < evidence->socket_count; i++) {
		const struct why_socket *socket = &evidence->sockets[i];
		char text[PHRASE_SIZE];

		if (!socket->detail.autobound || !socket->entry.foreign_port ||
		    why_is_ephemeral(&evidence->system, socket->entry.foreign_port))
			continue;
		phrase_foreign(text, socket);
		snprintf(evidence->destination, sizeof(evidence->destination), "%.63s", text);
		evidence->same_destination = why_sockets_towards(source, socket);
		return;
	}
}

/* What a port that nothing holds leaves to be said. */
static void look_around(struct why_evidence *evidence, struct source *source, bool probe,
			const struct why_evidence *other_proto)
{
	const struct why_query *query = &evidence->query;
	enum proto other = query->proto == PROTO_UDP ? PROTO_TCP : PROTO_UDP;

	why_bpf_programs_read(evidence);
	why_netns_seek(evidence);
	/* A walk through the table of the other protocol, unless it has just been done. */
	evidence->other_proto_taken = other_proto ? other_proto->socket_count > 0 :
						    why_sockets_count(source, other, query->port,
								      false) > 0;
	evidence->foreign_only = why_sockets_count(source, query->proto, query->port, true);
	if (probe && why_looks_free(evidence))
		why_probe(evidence);
}

int why_gather(struct why_evidence *evidence, const struct why_query *query,
	       struct source *source, bool probe, const struct why_evidence *other_proto)
{
	int result;

	*evidence = (struct why_evidence){ .query = *query };
	why_system_read(&evidence->system, query);
	result = why_sockets_read(evidence, source);
	if (!result)
		result = why_holders_read(evidence);
	if (result)
		return result;
	if (!evidence->socket_count) {
		look_around(evidence, source, probe, other_proto);
		return 0;
	}
	why_flags_read(evidence);
	if (any_without_holder(evidence))
		why_kernel_owner_read(evidence);
	why_rpc_read(evidence);
	why_rules_read(evidence);
	if (!why_rules_supported())
		notes_add(&evidence->notes, "The rules of nftables were not looked at: this program "
					    "was built without libnftnl.");
	why_bpf_programs_read(evidence);
	/* With a listener its connections tell nothing, see causes_connections(). */
	if (query->proto == PROTO_TCP && !why_any_listener(evidence))
		count_towards(evidence, source);
	return 0;
}

static void free_socket(struct why_socket *socket)
{
	free(socket->cgroup);
	free(socket->unit);
	free(socket->container);
	free(socket->kernel_owner);
	free(socket->kernel_remedy);
	free(socket->holders);
}

void why_evidence_free(struct why_evidence *evidence)
{
	for (size_t i = 0; i < evidence->socket_count; i++)
		free_socket(&evidence->sockets[i]);
	for (size_t i = 0; i < evidence->holder_count; i++)
		why_describe_free(&evidence->holders[i]);
	for (size_t i = 0; i < evidence->netns_count; i++) {
		free(evidence->netns[i].name);
		free(evidence->netns[i].unit);
		free(evidence->netns[i].container);
	}
	for (size_t i = 0; i < evidence->rule_count; i++) {
		free(evidence->rules[i].text);
		free(evidence->rules[i].remedy);
	}
	for (size_t i = 0; i < evidence->rpc_count; i++)
		free(evidence->rpc[i].name);
	free(evidence->sockets);
	free(evidence->holders);
	free(evidence->netns);
	free(evidence->rules);
	free(evidence->rpc);
	notes_free(&evidence->notes);
	*evidence = (struct why_evidence){ 0 };
}
