#include "config.h"

#include <stdio.h>
#include <string.h>

#include "why/causes.h"
#include "why/phrase.h"
#include "why/verdict.h"

enum { TIME_WAIT_SECONDS = 60 };

static void bound(struct why_report *report, const struct why_socket *socket)
{
	const struct why_evidence *evidence = report->evidence;
	const struct why_holder *holder = first_holder(evidence, socket);
	bool specific = !addr_is_any(&socket->entry.local);
	char who[PHRASE_SIZE], local[PHRASE_SIZE];

	phrase_who(who, evidence, socket);
	phrase_local(local, socket);
	if (specific) {
		why_cause(report, "failed-connect-keeps-port",
			  "%s is bound to %s and neither listens nor is connected: a failed "
			  "outgoing connection, or a server that is not ready.",
			  who, local);
		if (holder)
			remedy_stop(report, holder);
	}
	if (socket->reuseaddr == TRI_YES) {
		why_cause(report, "bound-not-listening-reuse",
			  "%s is bound to %s with SO_REUSEADDR and does not listen.", who, local);
		why_remedy(report, "a service with SO_REUSEADDR can bind now; the first to listen "
				   "wins");
	}
	why_cause(report, "bound-not-listening", "%s is bound to %s but does not listen.", who,
		  local);
	why_fact(report, "bound and inactive (sock_diag); /proc/net does not show it");
	if (holder)
		remedy_stop(report, holder);
}

void causes_bound(struct why_report *report)
{
	const struct why_evidence *evidence = report->evidence;

	for (size_t i = 0; i < evidence->socket_count; i++)
		if (evidence->sockets[i].bound_only && why_blocks(evidence, &evidence->sockets[i]))
			bound(report, &evidence->sockets[i]);
}

static bool is_self_connect(const struct why_socket *socket)
{
	return socket->entry.local_port == socket->entry.foreign_port &&
	       !memcmp(&socket->entry.local, &socket->entry.foreign, sizeof(socket->entry.local));
}

/*
 * Whether the connection went out from here, so that the port is its source port by chance. No
 * flag says so: accepted sockets count as autobound too (net/core/sock.c, sk_clone). A socket
 * that is not was bound on purpose; of the others the ports decide.
 */
static bool is_outgoing(const struct why_evidence *evidence, const struct why_socket *socket)
{
	if (socket->entry.state == STATE_SYN_SENT)
		return true;
	if (!socket->time_wait && !socket->detail.autobound)
		return false;
	return why_is_ephemeral(&evidence->system, evidence->query.port) &&
	       !why_is_ephemeral(&evidence->system, socket->entry.foreign_port);
}

static void remedy_destroy(struct why_report *report)
{
	why_remedy(report, "ss -K -a -t sport = :%u  # as root: closes what is left at once",
		   report->evidence->query.port);
}

static void self_connect(struct why_report *report, const struct why_socket *socket)
{
	char who[PHRASE_SIZE], local[PHRASE_SIZE];

	phrase_who(who, report->evidence, socket);
	phrase_local(local, socket);
	why_cause(report, "self-connect",
		  "%s asked for %s while it was free and is connected to itself.", who, local);
	why_fact(report, "local and foreign end are the same; the port is in the ephemeral range");
	remedy_destroy(report);
	why_remedy(report, "sysctl -w net.ipv4.ip_local_reserved_ports=%u  # beside what it lists",
		   report->evidence->query.port);
}

/* All source ports towards one destination are used: that is the larger trouble. */
static void exhausted(struct why_report *report)
{
	const struct why_evidence *evidence = report->evidence;
	size_t range = (size_t)(evidence->system.ephemeral_last -
				evidence->system.ephemeral_first + 1);

	if (!evidence->destination[0] || evidence->same_destination < range)
		return;
	why_cause(report, "ephemeral-exhausted",
		  "all %zu source ports towards %s are in use, this one among them.", range,
		  evidence->destination);
	why_fact(report, "net.ipv4.ip_local_port_range is %u %u",
		 evidence->system.ephemeral_first, evidence->system.ephemeral_last);
	why_remedy(report, "sysctl -w net.ipv4.ip_local_port_range=\"%u 65535\"",
		   evidence->system.ephemeral_first);
	why_remedy(report, "let the client reuse its connections");
}

static void outgoing(struct why_report *report, const struct why_socket *socket)
{
	const struct why_evidence *evidence = report->evidence;
	const char *id = socket->time_wait ? "time-wait-client" : "ephemeral-source-port";
	char who[PHRASE_SIZE], local[PHRASE_SIZE], foreign[PHRASE_SIZE];

	if (why_has_cause(report, id))
		return;
	phrase_who(who, evidence, socket);
	phrase_local(local, socket);
	phrase_foreign(foreign, socket);
	if (!socket->time_wait)
		exhausted(report);
	if (socket->time_wait)
		why_cause(report, id,
			  "a closed connection to %s had it as its source port and is in TIME_WAIT.",
			  foreign);
	else
		why_cause(report, id, "it is the source port of a connection of %s to %s.", who,
			  foreign);
	why_fact(report, "net.ipv4.ip_local_port_range is %u %u", evidence->system.ephemeral_first,
		 evidence->system.ephemeral_last);
	if (socket->time_wait)
		why_remedy(report, "wait %u seconds", socket->timer.ticks / 100 + 1);
	remedy_destroy(report);
	if (!evidence->system.reserved)
		why_remedy(report, "sysctl -w net.ipv4.ip_local_reserved_ports=%u  # beside what it lists",
			   evidence->query.port);
}

/* Whether SO_REUSEADDR helps is up to the old server, whose flag only its descriptor tells. */
static void reuse_advice(struct why_report *report, enum tri old)
{
	if (old == TRI_YES)
		why_remedy(report, "set SO_REUSEADDR in the service: with it a bind works now");
	else if (old == TRI_UNKNOWN)
		why_remedy(report, "set SO_REUSEADDR in the service: that works only if the old "
				   "server had set it too; try it");
}

static void time_wait(struct why_report *report)
{
	const struct why_evidence *evidence = report->evidence;
	size_t count = 0;
	uint32_t last = 0;

	for (size_t i = 0; i < evidence->socket_count; i++) {
		const struct why_socket *socket = &evidence->sockets[i];

		if (!socket->time_wait || socket->entry.state != STATE_TIME_WAIT ||
		    !why_blocks(evidence, socket) || is_outgoing(evidence, socket))
			continue;
		count++;
		if (socket->timer.ticks > last)
			last = socket->timer.ticks;
	}
	if (!count)
		return;
	why_cause(report, "time-wait",
		  "%zu closed connection%s of a server that has gone %s in TIME_WAIT; the last ends "
		  "in %u s.",
		  count, count > 1 ? "s" : "", count > 1 ? "are" : "is", last / 100 + 1);
	why_fact(report, "the kernel keeps them up to %d s; no process has them",
		 TIME_WAIT_SECONDS);
	why_remedy(report, "wait %u seconds", last / 100 + 1);
	reuse_advice(report, TRI_UNKNOWN);
	remedy_destroy(report);
}

static void survivor(struct why_report *report, const struct why_socket *socket)
{
	const struct why_evidence *evidence = report->evidence;
	bool close_wait = socket->entry.state == STATE_CLOSE_WAIT;
	const char *id = close_wait ? "close-wait" : "established-survivor";
	const struct why_holder *holder = first_holder(evidence, socket);
	char who[PHRASE_SIZE], foreign[PHRASE_SIZE], local[PHRASE_SIZE];

	if (why_has_cause(report, id))
		return;
	phrase_who(who, evidence, socket);
	phrase_foreign(foreign, socket);
	phrase_local(local, socket);
	if (close_wait)
		why_cause(report, id,
			  "%s never closed its end of a connection from %s that the other side has "
			  "closed.",
			  who, foreign);
	else
		why_cause(report, id,
			  "%s still serves a connection from %s; the listener is gone.", who,
			  foreign);
	why_fact(report, "%s, local end %s, nothing listens", close_wait ? "CLOSE_WAIT" : "a connection",
		 local);
	if (holder)
		remedy_stop(report, holder);
	reuse_advice(report, socket->reuseaddr);
	remedy_destroy(report);
}

static const char *state_word(const struct why_socket *socket)
{
	switch (socket->entry.state) {
	case STATE_FIN_WAIT1:
		return "FIN_WAIT1";
	case STATE_FIN_WAIT2:
		return "FIN_WAIT2";
	case STATE_LAST_ACK:
		return "LAST_ACK";
	case STATE_CLOSING:
		return "CLOSING";
	default:
		return "an unaccepted connection";
	}
}

static void orphan(struct why_report *report, const struct why_socket *socket)
{
	char foreign[PHRASE_SIZE];

	if (why_has_cause(report, "orphan"))
		return;
	phrase_foreign(foreign, socket);
	why_cause(report, "orphan",
		  "the kernel still closes a connection with %s (%s); its process has gone.",
		  foreign, state_word(socket));
	if (socket->entry.sendq)
		why_fact(report, "%u bytes are not acknowledged, %u times sent again",
			 socket->entry.sendq, socket->timer.retransmits);
	if (socket->unit)
		why_fact(report, "made in %s (control group of the socket)", socket->unit);
	if (socket->time_wait)
		why_remedy(report, "wait %u seconds", socket->timer.ticks / 100 + 1);
	else
		why_remedy(report, "wait: the kernel gives up after some 2 minutes");
	remedy_destroy(report);
}

static void one_connection(struct why_report *report, const struct why_socket *socket)
{
	const struct why_evidence *evidence = report->evidence;
	uint8_t state = socket->entry.state;

	if (is_self_connect(socket))
		self_connect(report, socket);
	else if (is_outgoing(evidence, socket))
		outgoing(report, socket);
	else if (state == STATE_TIME_WAIT)
		return; /* counted together */
	else if (state == STATE_FIN_WAIT1 || state == STATE_FIN_WAIT2 || state == STATE_LAST_ACK ||
		 state == STATE_CLOSING || !socket->entry.inode)
		orphan(report, socket);
	else
		survivor(report, socket);
}

void causes_connections(struct why_report *report)
{
	const struct why_evidence *evidence = report->evidence;

	/* With a listener they are its business, and go with it or do not matter. */
	if (why_any_listener(evidence))
		return;
	for (size_t i = 0; i < evidence->socket_count; i++) {
		const struct why_socket *socket = &evidence->sockets[i];

		if (!socket->bound_only && why_blocks(evidence, socket))
			one_connection(report, socket);
	}
	time_wait(report);
}
