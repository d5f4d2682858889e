#include "config.h"

#include "why/probe.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

static enum bind_result result_of(int error)
{
	switch (error) {
	case 0:
		return BIND_OK;
	case EADDRINUSE:
		return BIND_EADDRINUSE;
	case EACCES:
		return BIND_EACCES;
	case EPERM:
		return BIND_EPERM;
	case EADDRNOTAVAIL:
		return BIND_EADDRNOTAVAIL;
	case EINVAL:
		return BIND_EINVAL;
	case EAFNOSUPPORT:
		return BIND_EAFNOSUPPORT;
	default:
		return BIND_OTHER;
	}
}

static int try_bind(int fd, uint16_t port, const struct why_bind *bind_to)
{
	struct sockaddr_in v4 = { .sin_family = AF_INET, .sin_port = htons(port) };
	struct sockaddr_in6 v6 = { .sin6_family = AF_INET6,
				   .sin6_port = htons(port),
				   .sin6_scope_id = bind_to->ifindex };
	int v6only = bind_to->v6only;

	memcpy(&v4.sin_addr, &bind_to->addr, sizeof(v4.sin_addr));
	memcpy(&v6.sin6_addr, &bind_to->addr, sizeof(v6.sin6_addr));
	if (bind_to->family == AF_INET)
		return bind(fd, (const struct sockaddr *)&v4, sizeof(v4));
	if (setsockopt(fd, IPPROTO_IPV6, IPV6_V6ONLY, &v6only, sizeof(v6only)))
		return -1;
	return bind(fd, (const struct sockaddr *)&v6, sizeof(v6));
}

/* Bind and close at once. Returns whether it was let. */
static bool probe(struct why_evidence *evidence, struct why_bind bind_to)
{
	int type = evidence->query.proto == PROTO_UDP ? SOCK_DGRAM : SOCK_STREAM, error = 0;
	int fd = socket(bind_to.family, type | SOCK_CLOEXEC, 0);

	if (fd < 0 || try_bind(fd, evidence->query.port, &bind_to))
		error = errno;
	if (fd >= 0)
		close(fd);
	bind_to.result = result_of(error);
	evidence->probes[evidence->probe_count++] = bind_to;
	if (!evidence->probed || evidence->probe.result == BIND_OK)
		evidence->probe = bind_to;
	evidence->probed = true;
	return bind_to.result == BIND_OK;
}

void why_probe(struct why_evidence *evidence)
{
	static const struct why_bind standard[] = {
		{ .family = AF_INET },
		{ .family = AF_INET6 },
		{ .family = AF_INET, .addr.bytes = { 127, 0, 0, 1 } },
		{ .family = AF_INET6, .v6only = true },
		{ .family = AF_INET6, .addr.bytes = { [15] = 1 } },
	};
	const struct why_query *query = &evidence->query;
	size_t wanted = 2; /* the wildcards, unless one address was asked about */
	bool refused = false;

	if (evidence->socket_count || !query->port)
		return;
	if (query->family != AF_UNSPEC) {
		refused = !probe(evidence, (struct why_bind){ .family = query->family,
							      .addr = query->addr,
							      .ifindex = query->ifindex });
		wanted = 0;
	}
	/* Once one is refused, only trying tells which others are. */
	for (size_t i = 0; i < sizeof(standard) / sizeof(*standard); i++) {
		if ((i >= wanted && !refused) ||
		    (standard[i].family == AF_INET6 && !evidence->system.ipv6))
			continue;
		refused |= !probe(evidence, standard[i]);
	}
}
