#include "config.h"

#include "why/redirect.h"

#include <arpa/inet.h>
#include <stdio.h>

#include "why/address_check.h"

/* The same port at an address of this machine is no other place, as far as can be told. */
static bool stays_here(const struct redirect *redirect, const struct why_query *query)
{
	if (redirect->port && redirect->port != query->port)
		return false;
	return address_check(redirect->family, &redirect->addr, 0, "") != ADDRESS_NOT_LOCAL;
}

enum fw_verdict redirect_verdict(const struct redirect *redirect, const struct why_query *query,
				 char **target)
{
	char addr[INET6_ADDRSTRLEN] = "";
	int length;

	*target = NULL;
	if (!redirect->unknown && stays_here(redirect, query))
		return FW_ACCEPT;
	if (redirect->family != AF_UNSPEC)
		inet_ntop(redirect->family, &redirect->addr, addr, sizeof(addr));
	if (redirect->unknown)
		length = asprintf(target, "elsewhere");
	else if (*addr && redirect->port)
		length = asprintf(target, redirect->family == AF_INET6 ? "to [%s]:%u" : "to %s:%u", addr,
				  redirect->port);
	else if (*addr)
		length = asprintf(target, "to %s", addr);
	else
		length = asprintf(target, "to port %u", redirect->port);
	if (length < 0)
		*target = NULL;
	return FW_REDIRECT;
}
