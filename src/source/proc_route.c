#include "config.h"

#include "source/proc_route.h"

#include <arpa/inet.h>
#include <errno.h>
#include <string.h>

enum field {
	FIELD_SKIP,
	FIELD_INTERFACE,
	FIELD_DESTINATION,
	FIELD_GATEWAY,
	FIELD_FLAGS,
	FIELD_REF,
	FIELD_USE,
	FIELD_METRIC,
	FIELD_MASK,
	FIELD_SOURCE,
	FIELD_MSS,
	FIELD_WINDOW,
	FIELD_IRTT,
	FIELD_TOS,
	FIELD_HH_REFERENCES,
	FIELD_HH_UP_TO_DATE,
	FIELD_PREFERRED_SOURCE,
};

struct title {
	const char *text;
	enum field field;
};

/* The titles that net-tools looks for, in the order in which they must stand. */
static const struct title inet_titles[] = {
	{ "Iface", FIELD_INTERFACE }, { "Destination", FIELD_DESTINATION },
	{ "Gateway", FIELD_GATEWAY }, { "Flags", FIELD_FLAGS },
	{ "RefCnt", FIELD_REF },      { "Use", FIELD_USE },
	{ "Metric", FIELD_METRIC },   { "Mask", FIELD_MASK },
	{ "MTU", FIELD_MSS },         { "Window", FIELD_WINDOW },
	{ "IRTT", FIELD_IRTT },       { NULL, FIELD_SKIP },
};
static const struct title cache_titles[] = {
	{ "Iface", FIELD_INTERFACE },
	{ "Destination", FIELD_DESTINATION },
	{ "Gateway", FIELD_GATEWAY },
	{ "Flags", FIELD_FLAGS },
	{ "RefCnt", FIELD_REF },
	{ "Use", FIELD_USE },
	{ "Metric", FIELD_METRIC },
	{ "Source", FIELD_SOURCE },
	{ "MTU", FIELD_MSS },
	{ "Window", FIELD_WINDOW },
	{ "IRTT", FIELD_IRTT },
	{ "TOS", FIELD_TOS },
	{ "HHRef", FIELD_HH_REFERENCES },
	{ "HHUptod", FIELD_HH_UP_TO_DATE },
	{ "SpecDst", FIELD_PREFERRED_SOURCE },
	{ NULL, FIELD_SKIP },
};

/* How many of them a line must have: net-tools lets the last ones be missing. */
enum { INET_NEEDED = 10, CACHE_NEEDED = 12 };

const char *proc_route_path(enum route_file file)
{
	static const char *const paths[] = {
		[ROUTE_FILE_INET] = "/proc/net/route",
		[ROUTE_FILE_INET_CACHE] = "/proc/net/rt_cache",
		[ROUTE_FILE_INET6] = "/proc/net/ipv6_route",
	};

	return paths[file];
}

bool proc_route_heading(struct route_heading *heading, enum route_file file, char *line)
{
	const struct title *next = file == ROUTE_FILE_INET ? inet_titles : cache_titles;
	char *save = NULL;

	*heading = (struct route_heading){ 0 };
	for (char *word = strtok_r(line, "| \t\n\v\f\r", &save); word && next->text;
	     word = strtok_r(NULL, "| \t\n\v\f\r", &save)) {
		bool wanted = !strcmp(word, next->text);

		if (heading->count == sizeof(heading->fields))
			break;
		heading->fields[heading->count++] = wanted ? (uint8_t)next->field : FIELD_SKIP;
		next += wanted;
	}
	heading->missing = next->text;
	return !next->text;
}

int proc_route_cache_format(const char *line)
{
	static const char *const titles[] = { "IRTT",    "TOS", "HHRef", "HHUptod",
					      "SpecDst", "HH",  "ARP" };
	int format = 0;

	for (size_t i = 0; i < sizeof(titles) / sizeof(*titles); i++)
		if (strstr(line, titles[i]))
			format |= 1 << i;
	return format;
}

/* ---- values ---- */

/* The kernel prints the four bytes of an address as the number that they are in memory. */
static bool read_ipv4(const char **text, union inet_addr *addr)
{
	const char *word, *digits;
	size_t length;
	uint64_t value;
	char copy[9];

	if (!scan_word(text, &word, &length) || length < 8)
		return false;
	memcpy(copy, word, 8);
	copy[8] = '\0';
	digits = copy;
	if (!scan_hex(&digits, &value) || *digits)
		return false;
	*addr = (union inet_addr){ .words = { (uint32_t)value } };
	return true;
}

static bool read_mask(const char **text, uint32_t *mask)
{
	union inet_addr addr;

	if (!read_ipv4(text, &addr))
		return false;
	*mask = addr.words[0];
	return true;
}

static bool read_number(const char **text, uint32_t *number)
{
	int64_t value;

	if (!scan_signed(text, &value))
		return false;
	*number = (uint32_t)value;
	return true;
}

static bool read_flags(const char **text, uint32_t *flags)
{
	uint64_t value;

	if (!scan_hex(text, &value))
		return false;
	*flags = (uint32_t)value;
	return true;
}

/* `*` is what the kernel prints where there is no interface. */
static bool read_interface(const char **text, size_t limit, char interface[ROUTE_INTERFACE])
{
	const char *word;
	size_t length;

	if (!scan_word(text, &word, &length))
		return false;
	if (length > limit) {
		*text -= length - limit; /* the rest is the next word, as scanf has it */
		length = limit;
	}
	memcpy(interface, word, length);
	interface[length] = '\0';
	if (!strcmp(interface, "*"))
		interface[0] = '\0';
	return true;
}

static bool skip_word(const char **text)
{
	const char *word;
	size_t length;

	return scan_word(text, &word, &length);
}

enum { INTERFACE_LIMIT = 15 }; /* net-tools' */

static bool read_field(struct route *route, enum field field, const char **text)
{
	switch (field) {
	case FIELD_INTERFACE:
		return read_interface(text, INTERFACE_LIMIT, route->interface);
	case FIELD_DESTINATION:
		return read_ipv4(text, &route->destination);
	case FIELD_GATEWAY:
		return read_ipv4(text, &route->gateway);
	case FIELD_SOURCE:
		return read_ipv4(text, &route->source);
	case FIELD_PREFERRED_SOURCE:
		return read_ipv4(text, &route->preferred_source);
	case FIELD_MASK:
		return read_mask(text, &route->mask);
	case FIELD_FLAGS:
		return read_flags(text, &route->flags);
	case FIELD_REF:
		return read_number(text, &route->ref);
	case FIELD_USE:
		return read_number(text, &route->use);
	case FIELD_METRIC:
		return read_number(text, &route->metric);
	case FIELD_MSS:
		return read_number(text, &route->mss);
	case FIELD_WINDOW:
		return read_number(text, &route->window);
	case FIELD_IRTT:
		return read_number(text, &route->irtt);
	case FIELD_TOS:
		return read_number(text, &route->tos);
	case FIELD_HH_REFERENCES:
		return read_number(text, &route->hh_references);
	case FIELD_HH_UP_TO_DATE:
		return read_number(text, &route->hh_up_to_date);
	default:
		return skip_word(text);
	}
}

/* ---- rows ---- */

bool proc_route_inet(struct route *route, enum route_file file, const struct route_heading *heading,
		     const char *line)
{
	bool cached = file == ROUTE_FILE_INET_CACHE;
	int found = 0;

	route->family = route->gateway_family = AF_INET;
	route->has = ROUTE_HAS_FLAGS | ROUTE_HAS_COUNTS | ROUTE_HAS_METRICS;
	if (cached) {
		route->has |= ROUTE_HAS_CACHE;
		route->mask = 0xffffffff;
	}
	route->cached = cached;
	for (int i = 0; i < heading->count; i++) {
		if (!read_field(route, heading->fields[i], &line))
			break;
		found += heading->fields[i] != FIELD_SKIP;
	}
	return found >= (cached ? CACHE_NEEDED : INET_NEEDED);
}

static bool read_ipv6(const char **text, union inet_addr *addr)
{
	const char *word;
	size_t length;

	if (!scan_word(text, &word, &length) || length != 32)
		return false;
	for (int i = 0; i < 16; i++) {
		const char digits[3] = { word[2 * i], word[2 * i + 1], '\0' }, *at = digits;
		uint64_t value;

		if (!scan_hex(&at, &value) || *at)
			return false;
		addr->bytes[i] = (uint8_t)value;
	}
	return true;
}

static bool read_length(const char **text, uint8_t *length)
{
	uint64_t value;

	if (!scan_hex(text, &value) || value > 255)
		return false;
	*length = (uint8_t)value;
	return true;
}

bool proc_route_inet6(struct route *route, const char *line)
{
	*route = (struct route){ .family = AF_INET6,
				 .gateway_family = AF_INET6,
				 .has = ROUTE_HAS_FLAGS | ROUTE_HAS_COUNTS };
	if (!read_ipv6(&line, &route->destination) || !read_length(&line, &route->prefix_length) ||
	    !read_ipv6(&line, &route->source) || !read_length(&line, &route->source_length) ||
	    !read_ipv6(&line, &route->gateway) || !read_flags(&line, &route->metric) ||
	    !read_flags(&line, &route->ref) || !read_flags(&line, &route->use) ||
	    !read_flags(&line, &route->flags))
		return false;
	route->cached = route->flags & ROUTE_CACHE;
	return read_interface(&line, INTERFACE_LIMIT, route->interface);
}

/* Whether net-tools lists it. */
static bool is_listed(const struct route *route, enum route_file file, bool cached)
{
	if (file == ROUTE_FILE_INET6)
		return route->cached == cached;
	return cached || route->flags & ROUTE_UP;
}

int proc_route_rows(struct lines *lines, enum route_file file, const struct route_heading *heading,
		    bool cached, const struct route_sink *sink)
{
	struct route route = { 0 };
	const char *line;
	size_t length;

	while ((line = lines_next(lines, &length))) {
		bool good = file == ROUTE_FILE_INET6 ? proc_route_inet6(&route, line)
						     : proc_route_inet(&route, file, heading, line);
		int result = 0;

		if (good && is_listed(&route, file, cached))
			result = route_sink_put(sink, &route);
		if (result)
			return result;
	}
	return lines->error;
}
