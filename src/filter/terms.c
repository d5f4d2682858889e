#include "config.h"

#include "filter/terms.h"

#include <net/if.h>
#include <pwd.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "filter/cgroup_path.h"
#include "filter/values.h"
#include "port_range.h"

typedef struct filter_node *make_fn(const struct term *term, enum token_kind operator,
				    const char *value, struct filter_error *error);

static struct filter_node *make_host(const struct term *term, enum token_kind operator,
				     const char *value, struct filter_error *error)
{
	(void)operator;
	return value_host(term->what, value, false, error);
}

/* A port may be written as the end of an address, as in ss: `sport = :22`, `10.0.0.1:22`. */
static struct filter_node *make_ports(const struct term *term, enum token_kind operator,
				      const char *value, struct filter_error *error)
{
	const char *colon = strrchr(value, ':');

	if (operator == TOKEN_EQ || operator == TOKEN_NE)
		return value_host(term->what, value, true, error);
	return value_ports(term->what, operator, colon ? colon + 1 : value, error);
}

static bool user_id(const char *word, uint64_t *number, struct filter_error *error)
{
	const struct passwd *user = getpwnam(word);

	if (!user) {
		snprintf(error->message, sizeof(error->message), "no such user: `%.100s'", word);
		return false;
	}
	*number = user->pw_uid;
	return true;
}

static bool interface_index(const char *word, uint64_t *number, struct filter_error *error)
{
	*number = if_nametoindex(word);
	if (*number)
		return true;
	snprintf(error->message, sizeof(error->message), "no such interface: `%.100s'", word);
	return false;
}

static struct filter_node *make_number(const struct term *term, enum token_kind operator,
				       const char *value, struct filter_error *error)
{
	enum filter_field field = (enum filter_field)term->what;
	struct filter_node *node = filter_number(field, 1, 0);
	value_name_fn name = field == FIELD_UID	      ? user_id :
			     field == FIELD_INTERFACE ? interface_index :
							NULL;
	uint64_t most = field == FIELD_INODE ? UINT64_MAX : UINT32_MAX;

	if (node && !value_ranges(node, operator, value, most, name, error)) {
		filter_free(node);
		return NULL;
	}
	if (node)
		node->number.named = field == FIELD_INTERFACE &&
				     value[strspn(value, "0123456789,-")];
	return node;
}

static struct filter_node *make_state(const struct term *term, enum token_kind operator,
				      const char *value, struct filter_error *error)
{
	uint32_t states = value_states(value, error);
	struct filter_node *node = states ? filter_new(FILTER_STATE) : NULL;

	(void)operator;
	if (!node)
		return NULL;
	node->states = states;
	return term->what ? filter_not(node) : node; /* `exclude` */
}

static struct filter_node *make_proto(const struct term *term, enum token_kind operator,
				      const char *value, struct filter_error *error)
{
	static const struct {
		const char *name;
		enum proto proto;
	} names[] = {
		{ "tcp", PROTO_TCP },	      { "sctp", PROTO_SCTP }, { "udp", PROTO_UDP },
		{ "udplite", PROTO_UDPLITE }, { "udpl", PROTO_UDPLITE }, { "raw", PROTO_RAW },
		{ "unix", PROTO_UNIX },
	};
	struct filter_node *node = filter_new(FILTER_PROTO);

	(void)term;
	(void)operator;
	for (const char *word = value; node;) {
		size_t length = strcspn(word, ","), plain = length, i = 0;
		char version = length ? word[length - 1] : 0;

		if (version == '4' || version == '6')
			plain--;
		while (i < sizeof(names) / sizeof(*names) &&
		       (strlen(names[i].name) != plain || strncmp(names[i].name, word, plain)))
			i++;
		if (i == sizeof(names) / sizeof(*names)) {
			snprintf(error->message, sizeof(error->message),
				 "no such protocol; protocols are tcp udp udplite raw sctp unix, "
				 "with a 4 or 6 behind it of that IP version only");
			filter_free(node);
			return NULL;
		}
		if (version != '6')
			node->protos |= FILTER_PROTO_BIT(names[i].proto, 0);
		if (version != '4')
			node->protos |= FILTER_PROTO_BIT(names[i].proto, 1);
		if (!word[length])
			break;
		word += length + 1;
	}
	return node;
}

/* MARK[/MASK], decimal, 0x hexadecimal or 0 octal, as ss reads it. */
static struct filter_node *make_mark(const struct term *term, enum token_kind operator,
				     const char *value, struct filter_error *error)
{
	struct filter_node *node;
	char *end;
	unsigned long mark = strtoul(value, &end, 0), mask = UINT32_MAX;

	(void)term;
	(void)operator;
	if (end != value && *end == '/' && end[1])
		mask = strtoul(end + 1, &end, 0);
	if (end == value || *end || mark > UINT32_MAX || mask > UINT32_MAX || *value == '-') {
		snprintf(error->message, sizeof(error->message),
			 "a mark is MARK or MARK/MASK, numbers of 32 bits: `%.100s'", value);
		return NULL;
	}
	node = filter_new(FILTER_MARK);
	if (node) {
		node->mark.value = (uint32_t)mark;
		node->mark.mask = (uint32_t)mask;
	}
	return node;
}

static struct filter_node *make_cgroup(const struct term *term, enum token_kind operator,
				       const char *value, struct filter_error *error)
{
	uint64_t id = cgroup_path_id(value);
	struct filter_node *node;

	(void)term;
	(void)operator;
	if (!id) {
		snprintf(error->message, sizeof(error->message),
			 "no such control group (of version 2): `%.100s'", value);
		return NULL;
	}
	node = filter_new(FILTER_CGROUP);
	if (node)
		node->cgroup = id;
	return node;
}

static struct filter_node *make_autobound(const struct term *term, enum token_kind operator,
					  const char *value, struct filter_error *error)
{
	struct filter_node *node = filter_new(FILTER_AUTOBOUND);

	(void)term;
	(void)operator;
	(void)value;
	(void)error;
	if (node)
		port_range_read(&node->ephemeral.first, &node->ephemeral.last);
	return node;
}

static struct filter_node *make_glob(const struct term *term, enum token_kind operator,
				     const char *value, struct filter_error *error)
{
	struct filter_node *node = filter_new((enum filter_kind)term->what);

	(void)operator;
	(void)error;
	if (!node)
		return NULL;
	node->glob.pattern = strdup(value);
	if (node->glob.pattern)
		return node;
	free(node);
	return NULL;
}

static const struct term terms[] = {
	{ "src", .make = make_host, .what = END_LOCAL },
	{ "dst", .make = make_host, .what = END_FOREIGN },
	{ "sport", .ordered = true, .make = make_ports, .what = END_LOCAL },
	{ "dport", .ordered = true, .make = make_ports, .what = END_FOREIGN },
	{ "port", .ordered = true, .make = make_ports, .what = END_LOCAL | END_FOREIGN },
	{ "state", .make = make_state },
	{ "exclude", .make = make_state, .what = 1 },
	{ "excl", .make = make_state, .what = 1 },
	{ "dev", .make = make_number, .what = FIELD_INTERFACE },
	{ "fwmark", .make = make_mark },
	{ "cgroup", .make = make_cgroup },
	{ "autobound", .no_value = true, .make = make_autobound },
	{ "pid", .ordered = true, .make = make_number, .what = FIELD_PID },
	{ "process", .make = make_glob, .what = FILTER_PROCESS },
	{ "user", .make = make_number, .what = FIELD_UID },
	{ "inode", .ordered = true, .make = make_number, .what = FIELD_INODE },
	{ "recvq", .ordered = true, .make = make_number, .what = FIELD_RECVQ },
	{ "sendq", .ordered = true, .make = make_number, .what = FIELD_SENDQ },
	{ "proto", .make = make_proto },
	{ "path", .make = make_glob, .what = FILTER_PATH },
};

const struct term *term_find(const char *word)
{
	for (size_t i = 0; i < sizeof(terms) / sizeof(*terms); i++)
		if (!strcmp(word, terms[i].word))
			return &terms[i];
	return NULL;
}

struct filter_node *term_make(const struct term *term, enum token_kind operator,
			      const char *value, struct filter_error *error)
{
	struct filter_node *node = term->make(term, operator, value, error);

	return node && operator == TOKEN_NE ? filter_not(node) : node;
}
