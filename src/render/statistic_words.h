/*
 * What the counters of -s mean, and when net-tools' listing shows them. The tables know what that
 * program finds in its own; where it does not, they have words of ours, which the listing does not
 * show.
 */
#ifndef NETSTAT_RENDER_STATISTIC_WORDS_H
#define NETSTAT_RENDER_STATISTIC_WORDS_H

#include <stdbool.h>
#include <stddef.h>

#include "entry.h"

enum statistic_class {
	STATISTIC_ALWAYS,  /* in words, also when it is 0 */
	STATISTIC_NONZERO, /* in words, when it is not 0 */
	STATISTIC_INPUT,   /* in the histogram of ICMP messages received */
	STATISTIC_OUTPUT,  /* in that of those sent */
	STATISTIC_RAW,     /* by its name: net-tools does not find it */
	STATISTIC_HIDDEN,  /* never */
};

struct statistic {
	const char *name;
	enum statistic_class class;
	/* The value stands before it, in a histogram behind it; where it has an N as a word, there. */
	const char *words;
};

/* Sorted by name, in bytes. */
struct statistic_list {
	const struct statistic *entries;
	size_t count;
};

extern const struct statistic_list statistic_ip, statistic_ip_ext, statistic_icmp, statistic_tcp,
	statistic_tcp_ext, statistic_udp, statistic_sctp, statistic_ip6, statistic_icmp6,
	statistic_udp6;

struct statistic_group {
	const char *title;
	const struct statistic_list *list; /* or NULL */
	enum proto proto;                  /* the option that chooses it */
	bool snmp6;                        /* of /proc/net/snmp6 */
	bool known; /* to net-tools; others it prints by name, whatever is chosen */
};

/* NULL: not known. */
const struct statistic_group *statistic_find_group(const char *title, bool snmp6);

/* NULL: not known. `group` may be NULL. */
const struct statistic *statistic_find(const struct statistic_group *group, const char *name);

#endif
