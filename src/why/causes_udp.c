#include "config.h"

#include <string.h>
#include <sys/socket.h>

#include "why/causes.h"
#include "why/phrase.h"
#include "why/verdict.h"

static bool is_multicast(const struct sock_entry *entry)
{
	if (entry->family == AF_INET)
		return (entry->local.bytes[0] & 0xf0) == 0xe0;
	return entry->local.bytes[0] == 0xff;
}

static bool same_end(const struct why_socket *a, const struct why_socket *b)
{
	return a->entry.family == b->entry.family &&
	       !memcmp(&a->entry.local, &b->entry.local, sizeof(a->entry.local));
}

/* Sockets that have the same address and no foreign end. */
static size_t count_sharing(const struct why_evidence *evidence, const struct why_socket *socket)
{
	size_t count = 0;

	for (size_t i = 0; i < evidence->socket_count; i++)
		count += same_end(&evidence->sockets[i], socket) &&
			 !evidence->sockets[i].entry.foreign_port;
	return count;
}

static void connected(struct why_report *report, const struct why_socket *socket, const char *who,
		      const char *local)
{
	char foreign[PHRASE_SIZE];

	phrase_foreign(foreign, socket);
	why_cause(report, "udp-connected", "%s uses %s to talk to %s.", who, local, foreign);
	why_fact(report, "the socket is connected; the kernel may have chosen the port");
	if (!report->evidence->system.reserved)
		why_remedy(report, "sysctl -w net.ipv4.ip_local_reserved_ports=%u  # beside what it lists",
			   report->evidence->query.port);
}

/* Ports of protocols whose receivers share them by design: mDNS, LLMNR, SSDP, WS-Discovery. */
static bool is_multicast_port(uint16_t port)
{
	return port == 5353 || port == 5355 || port == 1900 || port == 3702;
}

static void sharing(struct why_report *report, const struct why_socket *socket, const char *local)
{
	const struct why_evidence *evidence = report->evidence;
	size_t count = count_sharing(evidence, socket);

	if (count < 2 || why_has_cause(report, "udp-shared") ||
	    why_has_cause(report, "udp-multicast"))
		return;
	if (is_multicast_port(evidence->query.port)) {
		why_cause(report, "udp-multicast",
			  "%zu sockets share %s, as receivers of a multicast group do.", count,
			  local);
		why_remedy(report, "a socket that sets SO_REUSEADDR can join, if all others have");
		return;
	}
	/* A group of SO_REUSEPORT divides what comes in: nobody steals. */
	if (socket->reuseport == TRI_YES)
		return;
	why_cause(report, "udp-shared",
		  "%zu sockets share %s; what is sent to one address reaches only the last that "
		  "was bound.",
		  count, local);
	why_remedy(report, "stop all but one of them");
}

static void one_socket(struct why_report *report, const struct why_socket *socket)
{
	const struct why_evidence *evidence = report->evidence;
	const struct why_holder *holder = first_holder(evidence, socket);
	bool any = addr_is_any(&socket->entry.local);
	char who[PHRASE_SIZE], local[PHRASE_SIZE];

	phrase_who(who, evidence, socket);
	phrase_local(local, socket);
	if (socket->entry.foreign_port)
		connected(report, socket, who, local);
	else
		sharing(report, socket, local);
	if (is_multicast(&socket->entry) && !why_has_cause(report, "udp-multicast"))
		why_cause(report, "udp-multicast", "%s receives multicast on %s.", who, local);
	if (why_has_cause(report, "udp-holder"))
		return;
	if (socket->entry.family == AF_INET6 && any && socket->v6only != TRI_YES) {
		why_cause(report, "udp-dual-stack", "%s has %s, which takes IPv4 too.", who, local);
	} else if (!any && !socket->entry.foreign_port) {
		why_cause(report, "udp-specific", "%s has %s, and that overlaps the wildcard.", who,
			  local);
	}
	if (socket->entry.foreign_port)
		return;
	why_cause(report, "udp-holder", "%s has %s.", who, local);
	if (holder && !why_has_remedy(report))
		remedy_stop(report, holder);
}

void causes_udp(struct why_report *report)
{
	const struct why_evidence *evidence = report->evidence;

	for (size_t i = 0; i < evidence->socket_count; i++)
		if (why_blocks(evidence, &evidence->sockets[i]) &&
		    !evidence->sockets[i].kernel_owner)
			one_socket(report, &evidence->sockets[i]);
}
