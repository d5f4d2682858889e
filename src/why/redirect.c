#include "config.h"

#include "why/redirect.h"

#include <arpa/inet.h>
#include <stdio.h>
#include <string.h>

enum fw_verdict redirect_verdict(const struct redirect *redirect, const struct why_query *query,
				 char **target)
{
	char addr[INET6_ADDRSTRLEN] = "";
	int length;

	*target = NULL;
	if (redirect->family != AF_UNSPEC)
		inet_ntop(redirect->family, &redirect->addr, addr, sizeof(addr));
	if (redirect->unknown)
		length = asprintf(target, "elsewhere");
	else if (*addr && redirect->port)
		length = asprintf(target, redirect->family == AF_INET6 ? "[%s]:%u" : "%s:%u", addr,
				  redirect->port);
	else if (*addr)
		length = asprintf(target, "%s", addr);
	else if (redirect->port && redirect->port != query->port)
		length = asprintf(target, "port %u", redirect->port);
	else
		return FW_ACCEPT;
	if (length < 0)
		*target = NULL;
	return FW_REDIRECT;
}
