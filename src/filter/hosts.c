#include "config.h"

#include <arpa/inet.h>
#include <netdb.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

#include "filter/values.h"

enum { MAX_PORT = 65535, MAX_HOST = 300 };

/* `[FAMILY:]HOST[:PORTS]` taken apart. */
struct parts {
	char host[MAX_HOST]; /* without brackets and prefix length; "" or "*": any */
	const char *ports;   /* NULL or "*": any */
	int bits;            /* of the prefix; -1: a single address */
	uint8_t family;      /* AF_UNSPEC: not said */
};

struct filter_node *value_ports(int ends, enum token_kind operator, const char *text,
				struct filter_error *error)
{
	struct filter_node *local = NULL, *foreign = NULL;

	if (ends & END_LOCAL) {
		local = filter_number(FIELD_LOCAL_PORT, 1, 0);
		if (!local ||
		    !value_ranges(local, operator, text, MAX_PORT, value_service, error))
			goto fail;
	}
	if (ends & END_FOREIGN) {
		foreign = filter_number(FIELD_FOREIGN_PORT, 1, 0);
		if (!foreign ||
		    !value_ranges(foreign, operator, text, MAX_PORT, value_service, error))
			goto fail;
	}
	if (!local || !foreign)
		return local ? local : foreign;
	return filter_join(FILTER_OR, local, foreign);
fail:
	filter_free(local);
	filter_free(foreign);
	return NULL;
}

static const char *skip_family(const char *text, uint8_t *family)
{
	static const struct {
		const char *name;
		uint8_t family;
	} names[] = { { "inet:", AF_INET }, { "inet6:", AF_INET6 }, { "unix:", AF_UNIX } };

	*family = AF_UNSPEC;
	for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++) {
		size_t length = strlen(names[i].name);

		if (!strncmp(text, names[i].name, length)) {
			*family = names[i].family;
			return text + length;
		}
	}
	return text;
}

static bool is_ipv6(const char *text, size_t length)
{
	char copy[INET6_ADDRSTRLEN];
	struct in6_addr addr;

	if (length >= sizeof(copy))
		return false;
	memcpy(copy, text, length);
	copy[length] = '\0';
	return inet_pton(AF_INET6, copy, &addr) == 1;
}

/*
 * Where the host ends. The port is behind the last colon that follows a prefix length; but a text
 * that is an IPv6 address only as a whole (::1) has no port.
 */
static const char *host_end(const char *text)
{
	const char *slash = strchr(text, '/'), *colon;

	if (text[0] == '*')
		return text + 1;
	colon = strrchr(slash ? slash : text, ':');
	if (!colon)
		return text + strlen(text);
	if (!slash && is_ipv6(text, strlen(text)) && !is_ipv6(text, (size_t)(colon - text)))
		return text + strlen(text);
	return colon;
}

static bool split_bits(struct parts *parts, char *slash, struct filter_error *error)
{
	uint64_t bits;

	*slash = '\0';
	if (!value_number(slash + 1, 128, &bits)) {
		snprintf(error->message, sizeof(error->message),
			 "a prefix length is a number up to 32, or up to 128 of IPv6");
		return false;
	}
	parts->bits = (int)bits;
	return true;
}

static bool split(struct parts *parts, const char *text, struct filter_error *error)
{
	const char *end, *rest;
	size_t length;
	char *slash;

	parts->bits = -1;
	if (text[0] == '[') {
		end = strchr(++text, ']');
		if (!end) {
			snprintf(error->message, sizeof(error->message), "a `]' is missing");
			return false;
		}
		rest = end + 1;
		/* [::1]/64 as well as [::1/64] */
		if (*rest == '/')
			rest += strcspn(rest, ":");
	} else {
		end = rest = host_end(text);
	}
	length = (size_t)(end - text);
	if (length + (size_t)(rest - end) >= sizeof(parts->host) || (*rest && *rest != ':')) {
		snprintf(error->message, sizeof(error->message), "not a host or address: `%.100s'",
			 text);
		return false;
	}
	memcpy(parts->host, text, length);
	parts->host[length] = '\0';
	if (rest > end + 1 && *end == ']')
		snprintf(parts->host + length, sizeof(parts->host) - length, "%.*s",
			 (int)(rest - end - 1), end + 1);
	parts->ports = *rest == ':' && rest[1] && strcmp(rest + 1, "*") ? rest + 1 : NULL;
	slash = strchr(parts->host, '/');
	return !slash || split_bits(parts, slash, error);
}

static struct filter_node *address_node(int ends, uint8_t family, const void *bytes, int bits)
{
	struct filter_node *node = NULL;
	int size = family == AF_INET ? 4 : 16;

	for (int end = END_LOCAL; end <= END_FOREIGN; end++) {
		struct filter_node *one = ends & end ? filter_new(FILTER_ADDRESS) : NULL;

		if (!(ends & end))
			continue;
		if (one) {
			memcpy(&one->address.addr, bytes, (size_t)size);
			one->address.family = family;
			one->address.bits = (uint8_t)(bits < 0 ? size * 8 : bits);
			one->address.foreign = end == END_FOREIGN;
		}
		node = node ? filter_join(FILTER_OR, node, one) : one;
	}
	return node;
}

/* 10, 10.1, 10.1.2: the first bytes of a prefix, the rest being zero, as in ss. */
static bool short_ipv4(const char *text, uint8_t bytes[4])
{
	memset(bytes, 0, 4);
	for (int i = 0; i < 4; i++) {
		char *end;
		unsigned long byte;

		if (*text < '0' || *text > '9')
			return false;
		byte = strtoul(text, &end, 10);
		if (byte > 255)
			return false;
		bytes[i] = (uint8_t)byte;
		if (!*end)
			return true;
		if (*end != '.')
			return false;
		text = end + 1;
	}
	return false;
}

static struct filter_node *literal(const struct parts *parts, int ends)
{
	struct in6_addr v6;
	uint8_t v4[4];

	if (parts->family != AF_INET && inet_pton(AF_INET6, parts->host, &v6) == 1)
		return address_node(ends, AF_INET6, &v6, parts->bits);
	if (parts->family != AF_INET6 && parts->bits <= 32 && short_ipv4(parts->host, v4) &&
	    (parts->bits >= 0 || inet_pton(AF_INET, parts->host, v4) == 1))
		return address_node(ends, AF_INET, v4, parts->bits);
	return NULL;
}

/* A host name: any of its addresses. */
static struct filter_node *lookup(const struct parts *parts, int ends, struct filter_error *error)
{
	struct addrinfo hints = { .ai_family = parts->family, .ai_socktype = SOCK_STREAM };
	struct filter_node *node = NULL;
	struct addrinfo *list;
	int result;

	if (parts->bits >= 0)
		result = EAI_NONAME; /* a name has no prefix */
	else
		result = getaddrinfo(parts->host, NULL, &hints, &list);
	if (result) {
		snprintf(error->message, sizeof(error->message),
			 parts->bits >= 0 ?
				 "not an address for this prefix length: `%.100s'" :
				 "not an address, and no host is known by this name: `%.100s'",
			 parts->host);
		return NULL;
	}
	for (const struct addrinfo *item = list; item; item = item->ai_next) {
		const struct sockaddr_in6 *v6 = (const void *)item->ai_addr;
		const struct sockaddr_in *v4 = (const void *)item->ai_addr;
		struct filter_node *one;

		if (item->ai_family == AF_INET)
			one = address_node(ends, AF_INET, &v4->sin_addr, -1);
		else
			one = address_node(ends, AF_INET6, &v6->sin6_addr, -1);
		node = node ? filter_join(FILTER_OR, node, one) : one;
	}
	freeaddrinfo(list);
	return node;
}

static struct filter_node *family_node(uint8_t family, int end)
{
	struct filter_node *node = filter_new(FILTER_FAMILY);

	if (node) {
		node->address.family = family;
		node->address.foreign = end == END_FOREIGN;
	}
	return node;
}

static struct filter_node *unix_node(int ends, const char *pattern)
{
	struct filter_node *node;

	/* The other end's name is not in the listing: nothing matches. */
	if (!(ends & END_LOCAL))
		return filter_not(filter_new(FILTER_TRUE));
	node = filter_new(FILTER_PATH);
	if (!node)
		return NULL;
	node->glob.pattern = strdup(pattern);
	node->glob.ignore_case = true;
	if (!node->glob.pattern) {
		free(node);
		return NULL;
	}
	return node;
}

/* AND, where the first may be missing. */
static struct filter_node *also(struct filter_node *node, struct filter_node *more)
{
	return node ? filter_join(FILTER_AND, node, more) : more;
}

/* One end: its family, its address and its port must all fit, as far as they are given. */
static struct filter_node *end_node(const struct parts *parts, int end, struct filter_error *error)
{
	struct filter_node *node = NULL, *more;

	if (parts->host[0] && strcmp(parts->host, "*")) {
		node = literal(parts, end);
		if (!node)
			node = lookup(parts, end, error);
		if (!node)
			return NULL;
	}
	/* Without its name a prefix of IPv4 matches IPv4-mapped addresses too. */
	if (parts->family != AF_UNSPEC) {
		node = also(node, family_node(parts->family, end));
		if (!node)
			return NULL;
	}
	if (parts->ports) {
		more = value_ports(end, TOKEN_EQ, parts->ports, error);
		if (!more) {
			filter_free(node);
			return NULL;
		}
		node = also(node, more);
	}
	return node ? node : filter_new(FILTER_TRUE);
}

struct filter_node *value_host(int ends, const char *text, bool port_only,
			       struct filter_error *error)
{
	struct parts parts;
	struct filter_node *node;

	text = skip_family(text, &parts.family);
	if (parts.family == AF_UNIX || text[0] == '/' || text[0] == '@')
		return unix_node(ends, text);
	if (port_only && text[0] != '[' && text[0] != '*' && !strchr(text, ':') &&
	    !strchr(text, '/'))
		return value_ports(ends, TOKEN_EQ, text, error);
	if (!split(&parts, text, error))
		return NULL;
	if (ends != (END_LOCAL | END_FOREIGN))
		return end_node(&parts, ends, error);
	node = end_node(&parts, END_LOCAL, error);
	return node ? filter_join(FILTER_OR, node, end_node(&parts, END_FOREIGN, error)) : NULL;
}
