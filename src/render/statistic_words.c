#include "config.h"

#include "render/statistic_words.h"

#include <stdlib.h>
#include <string.h>

static const struct statistic_group groups[] = {
	{ "Ip", &statistic_ip, PROTO_RAW, false, true },
	{ "Icmp", &statistic_icmp, PROTO_RAW, false, true },
	{ "IcmpMsg", NULL, PROTO_RAW, false, false },
	{ "Tcp", &statistic_tcp, PROTO_TCP, false, true },
	{ "Udp", &statistic_udp, PROTO_UDP, false, true },
	{ "UdpLite", &statistic_udp, PROTO_UDPLITE, false, false },
	{ "TcpExt", &statistic_tcp_ext, PROTO_TCP, false, true },
	{ "IpExt", &statistic_ip_ext, PROTO_RAW, false, false },
	{ "MPTcpExt", NULL, PROTO_TCP, false, false },
	{ "Sctp", &statistic_sctp, PROTO_SCTP, false, true },
	{ "Ip6", &statistic_ip6, PROTO_RAW, true, true },
	{ "Icmp6", &statistic_icmp6, PROTO_RAW, true, true },
	{ "Udp6", &statistic_udp6, PROTO_UDP, true, true },
	{ "UdpLite6", NULL, PROTO_UDPLITE, true, false },
	/* No kernel has it, but net-tools would know it. */
	{ "Tcp6", &statistic_tcp, PROTO_TCP, true, true },
};

const struct statistic_group *statistic_find_group(const char *title, bool snmp6)
{
	for (size_t i = 0; i < sizeof(groups) / sizeof(*groups); i++)
		if (groups[i].snmp6 == snmp6 && !strcmp(groups[i].title, title))
			return &groups[i];
	return NULL;
}

static int compare_name(const void *name, const void *statistic)
{
	return strcmp(name, ((const struct statistic *)statistic)->name);
}

const struct statistic *statistic_find(const struct statistic_group *group, const char *name)
{
	if (!group || !group->list)
		return NULL;
	return bsearch(name, group->list->entries, group->list->count, sizeof(struct statistic),
		       compare_name);
}
