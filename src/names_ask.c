#include "config.h"

#include "names_ask.h"

#include <arpa/inet.h>
#include <net/if.h>
#include <netdb.h>
#include <netinet/in.h>
#include <pwd.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

#include "names.h"
#include "render/text.h"

char *names_copy(bool raw, const char *name)
{
	size_t length;
	char *copy;

	if (!name)
		return NULL;
	if (raw)
		return strdup(name);
	length = text_escaped_length(name);
	copy = malloc(length + 1);
	if (copy)
		copy[text_escape(copy, length, name)] = '\0';
	return copy;
}

static char *ask_host(bool raw, const union inet_addr *addr)
{
	const struct hostent *host = gethostbyaddr(addr->bytes, 4, AF_INET);

	return host ? names_copy(raw, host->h_name) : NULL;
}

static char *ask_network(bool raw, const union inet_addr *addr)
{
	const struct netent *net = getnetbyaddr(ntohl(addr->words[0]), AF_INET);

	return net ? names_copy(raw, net->n_name) : NULL;
}

/* net-tools takes an address whose first byte is 0 for that of a network. */
static char *ask_ipv4(bool raw, const union inet_addr *addr)
{
	return addr->bytes[0] ? ask_host(raw, addr) : ask_network(raw, addr);
}

static char *ask_ipv6(bool raw, const union inet_addr *addr)
{
	struct sockaddr_in6 end = { .sin6_family = AF_INET6 };
	char name[NI_MAXHOST];

	memcpy(&end.sin6_addr, addr, sizeof(end.sin6_addr));
	if (getnameinfo((const struct sockaddr *)&end, sizeof(end), name, sizeof(name), NULL, 0,
			NI_NAMEREQD))
		return NULL;
	return names_copy(raw, name);
}

char *names_ask(bool raw, uint8_t kind, const union inet_addr *addr)
{
	const struct passwd *user;
	char interface[IF_NAMESIZE];

	if (kind == NAME_INTERFACE)
		return names_copy(raw, if_indextoname(addr->words[0], interface));
	if (kind == NAME_OF_HOST)
		return ask_host(raw, addr);
	if (kind == NAME_OF_NETWORK)
		return ask_network(raw, addr);
	if (kind == AF_INET)
		return ask_ipv4(raw, addr);
	if (kind == AF_INET6)
		return ask_ipv6(raw, addr);
	user = getpwuid(addr->words[0]);
	return user ? names_copy(raw, user->pw_name) : NULL;
}
