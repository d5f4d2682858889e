#include "config.h"

#include "why/query.h"

#include <arpa/inet.h>
#include <netdb.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

#include "render/text.h"

static const char form[] = "expected PORT, ADDRESS:PORT or [IPV6-ADDRESS]:PORT, with /tcp or /udp "
			   "behind it if only that is meant";

/* Which protocols a query is for. */
enum { WANT_TCP = 1, WANT_UDP = 2 };

static bool complain(char *message, size_t size, const char *what, const char *text)
{
	char shown[256];

	shown[text_escape(shown, 80, text)] = '\0';
	snprintf(message, size, "%s: `%s'; %s", what, shown, form);
	return false;
}

/* A number or the name of a service; a name may mean one protocol only. */
static bool parse_port(const char *text, int *wanted, uint16_t *port, char *message, size_t size)
{
	const struct servent *tcp, *udp;
	uint16_t tcp_port, udp_port;
	char *end;
	unsigned long number = strtoul(text, &end, 10);

	if (*text >= '0' && *text <= '9' && !*end) {
		if (number < 1 || number > 65535)
			return complain(message, size, "a port is a number from 1 to 65535", text);
		*port = (uint16_t)number;
		return true;
	}
	tcp = *wanted & WANT_TCP && *text ? getservbyname(text, "tcp") : NULL;
	tcp_port = tcp ? ntohs((uint16_t)tcp->s_port) : 0;
	udp = *wanted & WANT_UDP && *text ? getservbyname(text, "udp") : NULL;
	udp_port = udp ? ntohs((uint16_t)udp->s_port) : 0;
	if (!tcp_port && !udp_port)
		return complain(message, size, "not a port or the name of a service", text);
	if (!tcp_port || !udp_port)
		*wanted = tcp_port ? WANT_TCP : WANT_UDP;
	else if (tcp_port != udp_port)
		return complain(message, size, "two ports have this name, say which", text);
	*port = tcp_port ? tcp_port : udp_port;
	return true;
}

/* Cut a `/tcp` or `/udp` off the text. */
static bool parse_proto(char *text, int *wanted, char *message, size_t size)
{
	char *slash = strrchr(text, '/');

	*wanted = WANT_TCP | WANT_UDP;
	if (!slash)
		return true;
	if (!strcmp(slash, "/tcp"))
		*wanted = WANT_TCP;
	else if (!strcmp(slash, "/udp"))
		*wanted = WANT_UDP;
	else
		return complain(message, size, "the protocol is tcp or udp", slash + 1);
	*slash = '\0';
	return true;
}

static bool parse_scope(char *address, struct why_query *query, char *message, size_t size)
{
	char *scope = strchr(address, '%');

	if (!scope)
		return true;
	*scope++ = '\0';
	query->ifindex = if_nametoindex(scope);
	if (!query->ifindex)
		query->ifindex = (uint32_t)strtoul(scope, NULL, 10);
	if (!*scope || strlen(scope) >= sizeof(query->device) ||
	    !if_indextoname(query->ifindex, query->device))
		return complain(message, size, "no such interface", scope);
	return true;
}

static bool parse_address(char *address, struct why_query *query, char *message, size_t size)
{
	if (!parse_scope(address, query, message, size))
		return false;
	if (inet_pton(AF_INET, address, query->addr.bytes) == 1)
		query->family = AF_INET;
	else if (inet_pton(AF_INET6, address, query->addr.bytes) == 1)
		query->family = AF_INET6;
	else
		return complain(message, size, "not an address", address);
	return true;
}

/* Divide `[ADDRESS]:PORT` or `ADDRESS:PORT`; the port is what is left of the text. */
static bool split(char *text, char **address, char **port, char *message, size_t size)
{
	char *colon = strrchr(text, ':'), *bracket;

	*address = NULL;
	*port = text;
	if (text[0] == '[') {
		bracket = strchr(text, ']');
		if (!bracket || bracket[1] != ':')
			return complain(message, size, "`]:' is missing", text);
		*bracket = '\0';
		*address = text + 1;
		*port = bracket + 2;
	} else if (colon) {
		*colon = '\0';
		*address = text;
		*port = colon + 1;
		if (strchr(text, ':'))
			return complain(message, size, "an IPv6 address needs brackets", text);
	}
	return true;
}

/* One item of the list, as one query or two. Returns how many, or -1. */
static int parse_one(char *text, struct why_query *queries, char *message, size_t size)
{
	struct why_query query = { .family = AF_UNSPEC };
	char *address, *port;
	int wanted, count = 0;

	if (!parse_proto(text, &wanted, message, size) ||
	    !split(text, &address, &port, message, size) ||
	    !parse_port(port, &wanted, &query.port, message, size) ||
	    (address && !parse_address(address, &query, message, size)))
		return -1;
	for (int i = 0; i < 2; i++) {
		if (!(wanted & (i ? WANT_UDP : WANT_TCP)))
			continue;
		query.proto = i ? PROTO_UDP : PROTO_TCP;
		queries[count++] = query;
	}
	return count;
}

int why_query_parse(const char *text, struct why_query queries[WHY_MAX_QUERIES], char *message,
		    size_t size)
{
	char *list = strdup(text), *rest = list, *item;
	int count = 0;

	if (!list) {
		snprintf(message, size, "out of memory");
		return -1;
	}
	while (count >= 0 && (item = strsep(&rest, ","))) {
		int more = -1;

		if (count + 2 > WHY_MAX_QUERIES)
			snprintf(message, size, "more than %d ports at once; %s", WHY_MAX_QUERIES / 2,
				 form);
		else
			more = parse_one(item, queries + count, message, size);
		count = more < 0 ? -1 : count + more;
	}
	free(list);
	return count;
}
