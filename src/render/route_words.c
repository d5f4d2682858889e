#include "config.h"

#include "render/route_words.h"

#include <linux/rtnetlink.h>
#include <stdio.h>

#define COUNT(array) (sizeof(array) / sizeof(*(array)))

/* ---- letters ---- */

struct letter {
	uint32_t bit;
	char letter;
};

/* In the order in which net-tools prints them. */
static const struct letter inet_letters[] = {
	{ ROUTE_HOST, 'H' },     { ROUTE_REINSTATE, 'R' }, { ROUTE_DYNAMIC, 'D' },
	{ ROUTE_MODIFIED, 'M' }, { ROUTE_DEFAULT, 'd' },   { ROUTE_ALLONLINK, 'a' },
	{ ROUTE_ADDRCONF, 'c' }, { ROUTE_NONEXTHOP, 'o' }, { ROUTE_EXPIRES, 'e' },
	{ ROUTE_CACHE, 'c' },    { ROUTE_FLOW, 'f' },      { ROUTE_POLICY, 'p' },
	{ ROUTE_LOCAL, 'l' },    { ROUTE_MTU, 'u' },       { ROUTE_WINDOW, 'w' },
	{ ROUTE_IRTT, 'i' },     { ROUTE_NOTCACHED, 'n' },
};
static const struct letter inet6_letters[] = {
	{ ROUTE_UP, 'U' },       { ROUTE_REJECT, '!' },    { ROUTE_GATEWAY, 'G' },
	{ ROUTE_HOST, 'H' },     { ROUTE_DEFAULT, 'D' },   { ROUTE_ADDRCONF, 'A' },
	{ ROUTE_CACHE, 'C' },    { ROUTE_ALLONLINK, 'a' }, { ROUTE_EXPIRES, 'e' },
	{ ROUTE_MODIFIED, 'm' }, { ROUTE_NONEXTHOP, 'n' }, { ROUTE_FLOW, 'f' },
};
/* rt_cache has bits of its own (linux/in_route.h): N before a letter is of the letter. */
static const struct letter cache_letters[] = {
	{ ROUTE_REINSTATE, 'R' }, { ROUTE_DYNAMIC, 'D' }, { ROUTE_MODIFIED, 'M' },
	{ RTNH_F_DEAD, '-' },     { RTNH_F_ONLINK, 'o' }, { 0x00010000, 'n' },
	{ 0x00020000, 'd' },      { 0x00080000, 't' },    { 0x00200000, 'f' },
	{ 0x00400000, 'q' },      { 0x00800000, 'N' },    { 0x00800000, 's' },
	{ 0x01000000, 'r' },      { 0x04000000, 'i' },    { 0x08000000, 'N' },
	{ 0x08000000, 'd' },      { 0x10000000, 'b' },    { 0x20000000, 'm' },
	{ 0x40000000, '#' },      { 0x80000000, 'l' },
};

static void add_letters(char *to, const struct letter *table, size_t count, uint32_t flags)
{
	for (size_t i = 0; i < count; i++)
		if (flags & table[i].bit)
			*to++ = table[i].letter;
	*to = '\0';
}

void route_letters(char letters[ROUTE_LETTERS], const struct route *route)
{
	uint32_t flags = route->flags;
	bool of_cache = route_has(route, ROUTE_HAS_CACHE);

	if (route->family == AF_INET6) {
		add_letters(letters, inet6_letters, COUNT(inet6_letters), flags);
		return;
	}
	/* A rejecting route is shown as neither up nor by way of a gateway. */
	if (flags & ROUTE_REJECT) {
		*letters++ = '!';
	} else {
		if (flags & ROUTE_UP && !of_cache)
			*letters++ = 'U';
		if (flags & ROUTE_GATEWAY)
			*letters++ = 'G';
	}
	if (of_cache)
		add_letters(letters, cache_letters, COUNT(cache_letters), flags);
	else
		add_letters(letters, inet_letters, COUNT(inet_letters), flags);
}

/* ---- words ---- */

static const struct route_flag flag_words[] = {
	{ ROUTE_UP, "up" },
	{ ROUTE_GATEWAY, "gateway" },
	{ ROUTE_HOST, "host" },
	{ ROUTE_REINSTATE, "reinstate" },
	{ ROUTE_DYNAMIC, "dynamic" },
	{ ROUTE_MODIFIED, "modified" },
	{ ROUTE_MTU, "mtu" },
	{ ROUTE_WINDOW, "window" },
	{ ROUTE_IRTT, "irtt" },
	{ ROUTE_REJECT, "reject" },
	{ ROUTE_NOTCACHED, "notcached" },
	{ ROUTE_DEFAULT, "default" },
	{ ROUTE_ALLONLINK, "allonlink" },
	{ ROUTE_ADDRCONF, "addrconf" },
	{ ROUTE_ANYCAST, "anycast" },
	{ ROUTE_NONEXTHOP, "nonexthop" },
	{ ROUTE_EXPIRES, "expires" },
	{ ROUTE_CACHE, "cache" },
	{ ROUTE_FLOW, "flow" },
	{ ROUTE_POLICY, "policy" },
	{ ROUTE_LOCAL, "local" },
};

const struct route_flag *route_next_flag(uint32_t flags, const struct route_flag *after)
{
	const struct route_flag *end = flag_words + COUNT(flag_words);

	for (const struct route_flag *flag = after ? after + 1 : flag_words; flag < end; flag++)
		if (flags & flag->bit)
			return flag;
	return NULL;
}

struct word {
	uint8_t number;
	const char *text;
};

static const char *word_for(const struct word *table, size_t count, uint8_t value,
			    char number[ROUTE_WORD])
{
	for (size_t i = 0; i < count; i++)
		if (table[i].number == value)
			return table[i].text;
	snprintf(number, ROUTE_WORD, "%u", value);
	return number;
}

const char *route_type_word(uint8_t type, char number[ROUTE_WORD])
{
	static const struct word words[] = {
		{ RTN_UNSPEC, "unspec" },
		{ RTN_UNICAST, "unicast" },
		{ RTN_LOCAL, "local" },
		{ RTN_BROADCAST, "broadcast" },
		{ RTN_ANYCAST, "anycast" },
		{ RTN_MULTICAST, "multicast" },
		{ RTN_BLACKHOLE, "blackhole" },
		{ RTN_UNREACHABLE, "unreachable" },
		{ RTN_PROHIBIT, "prohibit" },
		{ RTN_THROW, "throw" },
		{ RTN_NAT, "nat" },
		{ RTN_XRESOLVE, "xresolve" },
	};

	return word_for(words, COUNT(words), type, number);
}

/* linux/rtnetlink.h; the numbers, because older headers lack some names. */
const char *route_protocol_word(uint8_t protocol, char number[ROUTE_WORD])
{
	static const struct word words[] = {
		{ 0, "unspec" }, { 1, "redirect" }, { 2, "kernel" },    { 3, "boot" },
		{ 4, "static" }, { 8, "gated" },    { 9, "ra" },        { 10, "mrt" },
		{ 11, "zebra" }, { 12, "bird" },    { 13, "dnrouted" }, { 14, "xorp" },
		{ 15, "ntk" },   { 16, "dhcp" },    { 17, "mrouted" },  { 18, "keepalived" },
		{ 42, "babel" }, { 84, "ovn" },     { 99, "openr" },    { 186, "bgp" },
		{ 187, "isis" }, { 188, "ospf" },   { 189, "rip" },     { 192, "eigrp" },
	};

	return word_for(words, COUNT(words), protocol, number);
}

const char *route_scope_word(uint8_t scope, char number[ROUTE_WORD])
{
	static const struct word words[] = {
		{ RT_SCOPE_UNIVERSE, "global" }, { RT_SCOPE_SITE, "site" },
		{ RT_SCOPE_LINK, "link" },       { RT_SCOPE_HOST, "host" },
		{ RT_SCOPE_NOWHERE, "nowhere" },
	};

	return word_for(words, COUNT(words), scope, number);
}
