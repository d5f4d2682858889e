/*
 * Random terms of the filter language, each with its meaning: a function over the pieces of text
 * that the term is made of. Slow and simple, and nothing of it is shared with src/filter.
 */
#ifndef TESTS_UNIT_FILTER_LEAVES_H
#define TESTS_UNIT_FILTER_LEAVES_H

#include <ctype.h>
#include <fnmatch.h>
#include <inttypes.h>
#include <stdio.h>

#include "filter_rows.h"

/* In the order of enum match, so that NOT is the other side of the middle. */
enum truth {
	NO,
	MAYBE,
	YES,
};

enum { VALUE_SIZE = 320, LIST_SIZE = 128 };

struct leaf {
	const struct leaf_kind *kind;
	const char *field;
	const char *operator;   /* "" stands for = */
	char value[VALUE_SIZE]; /* as it is written, without quotes */
	/* what the value was written from */
	char list[LIST_SIZE]; /* numbers, ranges, names; of an address its ports, "" for any */
	const char *family;   /* "", "inet", "inet6" or "unix" */
	const char *address;  /* "" for any */
	int bits;
};

/* A row, and what is known when it is judged. */
struct view {
	const struct rows *rows;
	size_t row;
	bool owners; /* whether somebody has looked for them */
};

struct leaf_kind {
	const char *fields[3];
	bool ordered; /* < and > have a meaning */
	bool exact;   /* the kernel decides it as we do */
	void (*make)(struct leaf *leaf, struct dice *dice);
	enum truth (*judge)(const struct leaf *leaf, const struct view *view);
};

static inline const struct sock_entry *entry_of(const struct view *view)
{
	return &view->rows->table.rows[view->row];
}

static inline const struct sock_detail *detail_of(const struct view *view)
{
	return &view->rows->table.details[view->row];
}

static inline bool is_unix(const struct view *view)
{
	return entry_of(view)->proto == PROTO_UNIX;
}

static inline enum truth truth_of(bool value)
{
	return value ? YES : NO;
}

/* ---- operators ---- */

static const char *const equal_words[] = { "", "", "=", "==", "eq" };
static const char *const unequal_words[] = { "!=", "ne", "neq" };
static const char *const order_words[] = { "<",  "lt",  ">",  "gt", "<=",
					   "le", "leq", ">=", "ge", "geq" };

static inline bool among(const char *word, const char *const *words, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (!strcmp(word, words[i]))
			return true;
	return false;
}

static inline bool is_ordering(const char *operator)
{
	return among(operator, order_words, COUNT(order_words));
}

static inline bool is_unequal(const char *operator)
{
	return among(operator, unequal_words, COUNT(unequal_words));
}

static inline bool ordered_as(uint64_t number, const char *operator, uint64_t limit)
{
	bool less = *operator== '<' || * operator== 'l';
	bool or_equal = strchr(operator, '=') || strchr(operator, 'e');

	if (number == limit)
		return or_equal;
	return less ? number < limit : number > limit;
}

/* ---- numbers ---- */

/* The only word in these lists is root, whose number is 0. */
static inline uint64_t number_at(const char *text, const char **end)
{
	char *after;
	uint64_t number;

	if (isdigit((unsigned char)*text)) {
		number = strtoull(text, &after, 10);
		*end = after;
		return number;
	}
	*end = text + strcspn(text, ",");
	return 0;
}

static inline bool number_fits(const char *list, const char *operator, uint64_t number)
{
	const char *at = list;

	if (is_ordering(operator))
		return ordered_as(number, operator, number_at(list, &at));
	for (;; at++) {
		uint64_t first = number_at(at, &at), last = first;

		if (*at == '-')
			last = number_at(at + 1, &at);
		if (first <= number && number <= last)
			return true;
		if (!*at)
			return false;
	}
}

static inline void append(char *text, size_t size, const char *more)
{
	size_t length = strlen(text);

	cr_assert_lt(length + strlen(more), size);
	strcpy(text + length, more);
}

static inline void append_number(char list[LIST_SIZE], uint64_t number)
{
	char digits[24];

	snprintf(digits, sizeof(digits), "%" PRIu64, number);
	append(list, LIST_SIZE, digits);
}

/* Numbers and ranges; one number where an operator orders. */
static inline void random_list(struct leaf *leaf, struct dice *dice,
			       uint64_t (*number)(struct dice *dice))
{
	uint32_t count = is_ordering(leaf->operator) ? 1 : 1 + below(dice, 4);

	for (uint32_t i = 0; i < count; i++) {
		uint64_t first = number(dice), last = number(dice);

		if (i)
			append(leaf->list, LIST_SIZE, ",");
		append_number(leaf->list, first < last ? first : last);
		if (is_ordering(leaf->operator) || chance(dice, 70))
			continue;
		append(leaf->list, LIST_SIZE, "-");
		append_number(leaf->list, first < last ? last : first);
	}
}

static inline uint64_t number_of_port(struct dice *dice)
{
	return random_port(dice);
}

static inline uint64_t number_of_size(struct dice *dice)
{
	return PICK(dice, some_sizes);
}

static inline uint64_t number_of_inode(struct dice *dice)
{
	return chance(dice, 10) ? 0 : 1000 + below(dice, 60);
}

static inline uint64_t number_of_pid(struct dice *dice)
{
	return (uint64_t)PICK(dice, some_processes).pid;
}

static inline uint64_t number_of_user(struct dice *dice)
{
	return PICK(dice, some_users);
}

static inline uint64_t number_of_device(struct dice *dice)
{
	return PICK(dice, some_devices);
}

static inline void make_size(struct leaf *leaf, struct dice *dice)
{
	random_list(leaf, dice, number_of_size);
	strcpy(leaf->value, leaf->list);
}

static inline enum truth judge_size(const struct leaf *leaf, const struct view *view)
{
	const struct sock_entry *entry = entry_of(view);
	uint32_t number = *leaf->field == 'r' ? entry->recvq : entry->sendq;

	return truth_of(!is_unix(view) && number_fits(leaf->list, leaf->operator, number));
}

static inline void make_inode(struct leaf *leaf, struct dice *dice)
{
	random_list(leaf, dice, number_of_inode);
	strcpy(leaf->value, leaf->list);
}

static inline enum truth judge_inode(const struct leaf *leaf, const struct view *view)
{
	return truth_of(number_fits(leaf->list, leaf->operator, entry_of(view)->inode));
}

static inline void make_user(struct leaf *leaf, struct dice *dice)
{
	random_list(leaf, dice, number_of_user);
	if (chance(dice, 30))
		append(leaf->list, LIST_SIZE, ",root");
	strcpy(leaf->value, leaf->list);
}

static inline enum truth judge_user(const struct leaf *leaf, const struct view *view)
{
	const struct sock_entry *entry = entry_of(view);

	if (is_unix(view) && !(entry->flags & ENTRY_HAS_UID))
		return MAYBE;
	return truth_of(number_fits(leaf->list, leaf->operator, entry->uid));
}

static inline void make_device(struct leaf *leaf, struct dice *dice)
{
	random_list(leaf, dice, number_of_device);
	strcpy(leaf->value, leaf->list);
}

/* The kernel is asked for one device after the other, not for ranges: 1 and 2 would be one. */
static inline void make_exact_device(struct leaf *leaf, struct dice *dice)
{
	static const char *const lists[] = { "0", "2", "17", "1,3", "0,2,17", "3,5,17,4294967295" };

	strcpy(leaf->list, PICK(dice, lists));
	strcpy(leaf->value, leaf->list);
}

static inline enum truth judge_device(const struct leaf *leaf, const struct view *view)
{
	if (is_unix(view))
		return NO;
	if (!(detail_of(view)->known & DETAIL_INTERFACE))
		return MAYBE;
	return truth_of(number_fits(leaf->list, leaf->operator, entry_of(view)->ifindex));
}

/* ---- owners ---- */

static const char *const some_name_globs[] = {
	"init",        "sshd", "ngin*",    "*s*",     "a b", "[!a-m]*", "?????",
	"postgres: ?", "-*",   "postgres", "p??tg*s", "",    "*",
};

static inline void make_pid(struct leaf *leaf, struct dice *dice)
{
	random_list(leaf, dice, number_of_pid);
	strcpy(leaf->value, leaf->list);
}

static inline void make_process(struct leaf *leaf, struct dice *dice)
{
	strcpy(leaf->list, PICK(dice, some_name_globs));
	strcpy(leaf->value, leaf->list);
}

/* Of a title such as `nginx: master process` what stands before the colon is a name too. */
static inline bool is_named(const char *name, const char *glob)
{
	char word[64];

	snprintf(word, sizeof(word), "%.*s", (int)strcspn(name, ":"), name);
	return !fnmatch(glob, name, 0) || (strchr(name, ':') && !fnmatch(glob, word, 0));
}

/* Without an owner that is seen there may be one that is not, unless no process can have it. */
static inline enum truth judge_owner(const struct leaf *leaf, const struct view *view)
{
	const struct row_owners *owned = &view->rows->owned[view->row];

	if (!view->owners)
		return MAYBE;
	if (!owned->count && entry_of(view)->inode && view->rows->owners.denied)
		return MAYBE;
	for (size_t i = 0; i < owned->count; i++) {
		int pid = some_processes[owned->process[i]].pid;
		const char *name = some_processes[owned->process[i]].name;

		if (!strcmp(leaf->field, "pid")
			    ? number_fits(leaf->list, leaf->operator,(uint64_t) pid)
			    : is_named(name, leaf->list))
			return YES;
	}
	return NO;
}

/* ---- addresses ---- */

static const struct {
	const char *text, *address;
	int bits;
} short_prefixes[] = {
	{ "10/8", "10.0.0.0", 8 },         { "10.1/16", "10.1.0.0", 16 },
	{ "192.0.2/24", "192.0.2.0", 24 }, { "127/8", "127.0.0.0", 8 },
	{ "0/0", "0.0.0.0", 0 },           { "192/2", "192.0.0.0", 2 },
	{ "10.0.0/31", "10.0.0.0", 31 },
};

/* Behind the last colon stands a port, if what stands before it is an address too. */
static inline bool is_plain_v6(const char *text)
{
	char before[INET6_ADDRSTRLEN];
	struct in6_addr addr;

	snprintf(before, sizeof(before), "%.*s", (int)(strrchr(text, ':') - text), text);
	return inet_pton(AF_INET6, before, &addr) != 1;
}

static inline void write_prefix(struct leaf *leaf, struct dice *dice, bool with_ports)
{
	bool v6 = strchr(leaf->address, ':'), outside = chance(dice, 50);
	bool whole = leaf->bits == (v6 ? 128 : 32) && chance(dice, 80);
	bool brackets =
		v6 && (chance(dice, 50) || (whole && (with_ports || !is_plain_v6(leaf->address))));
	char bits[8] = "";

	if (!whole)
		snprintf(bits, sizeof(bits), "/%d", leaf->bits);
	snprintf(leaf->value + strlen(leaf->value), VALUE_SIZE - strlen(leaf->value), "%s%s%s%s%s",
		 brackets ? "[" : "", leaf->address, brackets && outside ? "]" : "", bits,
		 brackets && !outside ? "]" : "");
}

static inline void write_address(struct leaf *leaf, struct dice *dice, bool with_ports)
{
	uint32_t place = below(dice, COUNT(short_prefixes));

	if (strcmp(leaf->family, "inet6") && chance(dice, 20)) {
		leaf->address = short_prefixes[place].address;
		leaf->bits = short_prefixes[place].bits;
		append(leaf->value, VALUE_SIZE, short_prefixes[place].text);
		return;
	}
	if (!strcmp(leaf->family, "inet") || (!*leaf->family && chance(dice, 50))) {
		leaf->address = PICK(dice, v4_texts);
		leaf->bits = chance(dice, 40) ? 32 : (int)below(dice, 33);
	} else {
		leaf->address = PICK(dice, v6_texts);
		leaf->bits = chance(dice, 40) ? 128 : (int)below(dice, 129);
	}
	write_prefix(leaf, dice, with_ports);
}

static inline void write_ports(struct leaf *leaf, struct dice *dice)
{
	random_list(leaf, dice, number_of_port);
	append(leaf->value, VALUE_SIZE, ":");
	append(leaf->value, VALUE_SIZE, leaf->list);
}

static inline void make_inet_host(struct leaf *leaf, struct dice *dice)
{
	bool with_ports = chance(dice, 40);

	if (chance(dice, 20)) {
		leaf->family = chance(dice, 50) ? "inet" : "inet6";
		append(leaf->value, VALUE_SIZE, leaf->family);
		append(leaf->value, VALUE_SIZE, ":");
	}
	if (chance(dice, 75))
		write_address(leaf, dice, with_ports);
	else if (!with_ports || chance(dice, 50))
		append(leaf->value, VALUE_SIZE, "*");
	if (with_ports)
		write_ports(leaf, dice);
	else if (chance(dice, 10) && !strchr(leaf->value, '/'))
		append(leaf->value, VALUE_SIZE, strchr(leaf->address, ':') ? "" : ":*");
}

/* What the kernel decides as we do: an address, with ports or without. */
static inline void make_exact_host(struct leaf *leaf, struct dice *dice)
{
	bool with_ports = chance(dice, 40);

	write_address(leaf, dice, with_ports);
	if (with_ports)
		write_ports(leaf, dice);
}

static const char *const some_path_globs[] = {
	"/run/*", "/run/a.sock", "/run/?.sock",   "*",        "@abstract*", "/tmp/a b", "@*",
	"/RUN/*", "*/[ab].sock", "/tmp/\\[x\\]!", "/nowhere",
};

static inline void make_host(struct leaf *leaf, struct dice *dice)
{
	const char *glob = PICK(dice, some_path_globs);

	if (chance(dice, 85)) {
		make_inet_host(leaf, dice);
		return;
	}
	leaf->family = "unix";
	strcpy(leaf->list, glob);
	snprintf(leaf->value, VALUE_SIZE, "%s%s", chance(dice, 50) || *glob == '*' ? "unix:" : "",
		 glob);
}

static inline void make_ports(struct leaf *leaf, struct dice *dice)
{
	static const char *const ignored[] = { "", "", ":", "*:", "10.0.0.1:", "[::1]:" };

	if (is_ordering(leaf->operator)) {
		random_list(leaf, dice, number_of_port);
		snprintf(leaf->value, VALUE_SIZE, "%s%s", PICK(dice, ignored), leaf->list);
		return;
	}
	if (chance(dice, 30))
		write_address(leaf, dice, true);
	else if (chance(dice, 20))
		append(leaf->value, VALUE_SIZE, "*");
	write_ports(leaf, dice);
	if (!*leaf->address && leaf->value[0] == ':' && chance(dice, 70))
		memmove(leaf->value, leaf->value + 1, strlen(leaf->value));
}

/* IPv4 as the IPv6 address that it is mapped to, so that one comparison serves both. */
static inline void widen(uint8_t family, const void *addr, uint8_t wide[16])
{
	static const uint8_t mapped[16] = { [10] = 0xff, [11] = 0xff };

	if (family != AF_INET) {
		memcpy(wide, addr, 16);
		return;
	}
	memcpy(wide, mapped, 16);
	memcpy(wide + 12, addr, 4);
}

static inline bool same_bits(const uint8_t *a, const uint8_t *b, int bits)
{
	for (int i = 0; i < bits; i++)
		if ((a[i / 8] >> (7 - i % 8) & 1) != (b[i / 8] >> (7 - i % 8) & 1))
			return false;
	return true;
}

/* A prefix of IPv4 holds mapped addresses as well; one of IPv6 holds nothing of IPv4. */
static inline bool in_prefix(const struct leaf *leaf, uint8_t addr_family,
			     const union inet_addr *addr)
{
	uint8_t family = strchr(leaf->address, ':') ? AF_INET6 : AF_INET, parsed[16];
	uint8_t prefix[16], wide[16];

	cr_assert_eq(inet_pton(family, leaf->address, parsed), 1, "%s", leaf->address);
	if (family == AF_INET6 && addr_family == AF_INET)
		return false;
	widen(family, parsed, prefix);
	widen(addr_family, addr, wide);
	return same_bits(prefix, wide, leaf->bits + (family == AF_INET ? 96 : 0));
}

static inline bool port_fits(const struct leaf *leaf, uint16_t port)
{
	return number_fits(leaf->list, is_ordering(leaf->operator) ? leaf->operator : "=", port);
}

static inline bool end_fits(const struct leaf *leaf, const struct sock_entry *entry, bool foreign)
{
	const union inet_addr *addr = foreign ? &entry->foreign : &entry->local;
	uint8_t family = foreign ? foreign_family(entry) : entry->family;

	if (!strcmp(leaf->family, "inet") && family != AF_INET)
		return false;
	if (!strcmp(leaf->family, "inet6") && family != AF_INET6)
		return false;
	if (entry->proto == PROTO_UNIX)
		return !*leaf->address && !*leaf->list;
	if (*leaf->address && !in_prefix(leaf, family, addr))
		return false;
	return !*leaf->list || port_fits(leaf, foreign ? entry->foreign_port : entry->local_port);
}

static inline enum truth judge_host(const struct leaf *leaf, const struct view *view)
{
	const struct sock_entry *entry = entry_of(view);
	bool local = strchr("sp", *leaf->field), foreign = strchr("dp", *leaf->field);

	if (!strcmp(leaf->family, "unix"))
		return truth_of(
			local && is_unix(view) &&
			!fnmatch(leaf->list, table_path(&view->rows->table, entry), FNM_CASEFOLD));
	return truth_of((local && end_fits(leaf, entry, false)) ||
			(foreign && end_fits(leaf, entry, true)));
}

static inline void make_path(struct leaf *leaf, struct dice *dice)
{
	strcpy(leaf->list, PICK(dice, some_path_globs));
	strcpy(leaf->value, leaf->list);
}

static inline enum truth judge_path(const struct leaf *leaf, const struct view *view)
{
	return truth_of(is_unix(view) &&
			!fnmatch(leaf->list, table_path(&view->rows->table, entry_of(view)), 0));
}

/* ---- states ---- */

static const struct {
	const char *name;
	enum tcp_state state; /* 0: several, see in_group() */
} some_states[] = {
	{ "established", STATE_ESTABLISHED },
	{ "ESTAB", STATE_ESTABLISHED },
	{ "syn-sent", STATE_SYN_SENT },
	{ "SYN_SENT", STATE_SYN_SENT },
	{ "syn-recv", STATE_SYN_RECV },
	{ "syn-rcv", STATE_SYN_RECV },
	{ "SYN_RECV", STATE_SYN_RECV },
	{ "fin-wait-1", STATE_FIN_WAIT1 },
	{ "FIN_WAIT1", STATE_FIN_WAIT1 },
	{ "fin-wait-2", STATE_FIN_WAIT2 },
	{ "FIN_WAIT2", STATE_FIN_WAIT2 },
	{ "time-wait", STATE_TIME_WAIT },
	{ "TIME_WAIT", STATE_TIME_WAIT },
	{ "unconnected", STATE_CLOSE },
	{ "UNCONN", STATE_CLOSE },
	{ "close", STATE_CLOSE },
	{ "closed", STATE_CLOSE },
	{ "close-wait", STATE_CLOSE_WAIT },
	{ "CLOSE_WAIT", STATE_CLOSE_WAIT },
	{ "last-ack", STATE_LAST_ACK },
	{ "LAST_ACK", STATE_LAST_ACK },
	{ "listen", STATE_LISTEN },
	{ "listening", STATE_LISTEN },
	{ "LISTEN", STATE_LISTEN },
	{ "closing", STATE_CLOSING },
	{ "bound-inactive", STATE_BOUND_INACTIVE },
	{ "all", 0 },
	{ "connected", 0 },
	{ "synchronized", 0 },
	{ "bucket", 0 },
	{ "big", 0 },
};

static inline bool in_group(const char *group, enum tcp_state state)
{
	if (!strcmp(group, "bucket") || !strcmp(group, "big"))
		return (state == STATE_SYN_RECV || state == STATE_TIME_WAIT) == (group[1] == 'u');
	if (!strcmp(group, "all"))
		return true;
	return state != STATE_CLOSE && state != STATE_LISTEN &&
	       (*group == 'c' || state != STATE_SYN_SENT);
}

static inline bool is_state(const char *name, enum tcp_state state)
{
	for (size_t i = 0; i < COUNT(some_states); i++)
		if (!strcmp(name, some_states[i].name))
			return some_states[i].state ? some_states[i].state == state
						    : in_group(name, state);
	cr_assert_fail("%s is no state", name);
	return false;
}

static inline void make_state(struct leaf *leaf, struct dice *dice)
{
	for (uint32_t i = 0, count = 1 + below(dice, 3); i < count; i++) {
		if (i)
			append(leaf->list, LIST_SIZE, ",");
		append(leaf->list, LIST_SIZE, PICK(dice, some_states).name);
	}
	strcpy(leaf->value, leaf->list);
}

/* 0: none that has a name. */
static inline enum tcp_state state_of(const struct sock_entry *entry)
{
	if (entry->proto != PROTO_UNIX)
		return (enum tcp_state)entry->state;
	if (entry->state == UNIX_CONNECTED)
		return STATE_ESTABLISHED;
	if (entry->state == UNIX_CONNECTING)
		return STATE_SYN_SENT;
	if (entry->state == UNIX_DISCONNECTING)
		return STATE_CLOSING;
	if (entry->state == UNIX_FREE)
		return (enum tcp_state)0;
	return entry->un.flags & UNIX_FLAG_ACC ? STATE_LISTEN : STATE_CLOSE;
}

/* The kernel reports TCP sockets that are only bound as closed. */
static inline enum truth judge_state(const struct leaf *leaf, const struct view *view)
{
	const struct sock_entry *entry = entry_of(view);
	enum tcp_state state = state_of(entry);
	char list[LIST_SIZE], *rest = list, *name;
	bool found = false;

	strcpy(list, leaf->list);
	while (state && (name = strsep(&rest, ",")))
		found |= is_state(name, state) ||
			 (entry->proto == PROTO_TCP && state == STATE_CLOSE &&
			  is_state(name, STATE_BOUND_INACTIVE));
	return truth_of(found == (*leaf->field == 's'));
}

/* ---- others ---- */

static const char *const proto_names[PROTO_COUNT] = {
	"tcp", "sctp", "udp", "udplite", "raw", "unix"
};

static inline void make_proto(struct leaf *leaf, struct dice *dice)
{
	for (uint32_t i = 0, count = 1 + below(dice, 3); i < count; i++) {
		const char *name = PICK(dice, proto_names);

		if (i)
			append(leaf->list, LIST_SIZE, ",");
		append(leaf->list, LIST_SIZE, name);
		if (strcmp(name, "unix") && chance(dice, 50))
			append(leaf->list, LIST_SIZE, chance(dice, 50) ? "4" : "6");
	}
	strcpy(leaf->value, leaf->list);
}

static inline enum truth judge_proto(const struct leaf *leaf, const struct view *view)
{
	const struct sock_entry *entry = entry_of(view);
	const char *name = proto_names[entry->proto];
	char list[LIST_SIZE], *rest = list, *word;
	bool found = false;

	strcpy(list, leaf->list);
	while ((word = strsep(&rest, ","))) {
		size_t length = strcspn(word, "46");
		char version = word[length];

		if (strlen(name) == length && !strncmp(name, word, length))
			found |= !version || (version == '6') == (entry->family == AF_INET6);
	}
	return truth_of(found);
}

/* .list holds both numbers, the mask behind a blank. */
static inline void make_mark(struct leaf *leaf, struct dice *dice)
{
	static const char *const formats[] = { "%u", "0x%x", "0%o", "0x%08X" };
	uint32_t mark = PICK(dice, some_marks), mask = PICK(dice, some_marks);
	bool with_mask = chance(dice, 50);

	snprintf(leaf->list, LIST_SIZE, "%" PRIu32 " %" PRIu32, mark,
		 with_mask ? mask : UINT32_MAX);
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
	snprintf(leaf->value, VALUE_SIZE, PICK(dice, formats), mark);
	if (with_mask) {
		append(leaf->value, VALUE_SIZE, "/");
		snprintf(leaf->value + strlen(leaf->value), 24, PICK(dice, formats), mask);
	}
#pragma GCC diagnostic pop
}

static inline enum truth judge_mark(const struct leaf *leaf, const struct view *view)
{
	uint32_t mark, mask;

	if (is_unix(view))
		return NO;
	if (!(detail_of(view)->known & DETAIL_MARK))
		return MAYBE;
	cr_assert_eq(sscanf(leaf->list, "%" SCNu32 " %" SCNu32, &mark, &mask), 2);
	return truth_of((detail_of(view)->mark & mask) == mark);
}

/*
 * The id of a control group is that of a directory, which a test cannot choose. So a mark that is
 * in no row stands for one: expressions_put_cgroups() puts the id in its place.
 */
#define CGROUP_MARK 0xc96009u

static inline void make_cgroup(struct leaf *leaf, struct dice *dice)
{
	uint32_t place = below(dice, COUNT(some_cgroups));

	snprintf(leaf->value, VALUE_SIZE, "0x%x/%u", CGROUP_MARK, place);
	snprintf(leaf->list, LIST_SIZE, "%u", place);
}

static inline enum truth judge_cgroup(const struct leaf *leaf, const struct view *view)
{
	if (is_unix(view))
		return NO;
	if (!(detail_of(view)->known & DETAIL_CGROUP))
		return MAYBE;
	return truth_of(detail_of(view)->cgroup == some_cgroups[atoi(leaf->list)]);
}

static inline void make_autobound(struct leaf *leaf, struct dice *dice)
{
	(void)dice;
	leaf->operator= "";
}

static inline void ephemeral_ports(unsigned *first, unsigned *last)
{
	FILE *file = fopen("/proc/sys/net/ipv4/ip_local_port_range", "re");

	*first = 32768;
	*last = 60999;
	if (!file)
		return;
	cr_assert_eq(fscanf(file, "%u %u", first, last), 2);
	fclose(file);
}

/* Where the source does not tell who chose the port, its range must do. */
static inline enum truth judge_autobound(const struct leaf *leaf, const struct view *view)
{
	const struct sock_detail *detail = detail_of(view);
	uint16_t port = entry_of(view)->local_port;
	static unsigned first, last;

	(void)leaf;
	if (!last)
		ephemeral_ports(&first, &last);
	if (is_unix(view) || port < first || port > last)
		return NO;
	return truth_of(!(detail->known & DETAIL_AUTOBOUND) || detail->autobound);
}

/* What occurs more than once is wanted more often. */
static const struct leaf_kind leaf_kinds[] = {
	{ { "sport", "dport", "port" }, true, true, make_ports, judge_host },
	{ { "sport", "dport", "port" }, true, true, make_ports, judge_host },
	{ { "src", "dst" }, false, true, make_exact_host, judge_host },
	{ { "src", "dst" }, false, false, make_host, judge_host },
	{ { "state", "exclude", "excl" }, false, false, make_state, judge_state },
	{ { "state" }, false, false, make_state, judge_state },
	{ { "dev" }, false, true, make_exact_device, judge_device },
	{ { "dev" }, false, false, make_device, judge_device },
	{ { "fwmark" }, false, true, make_mark, judge_mark },
	{ { "fwmark" }, false, true, make_cgroup, judge_cgroup },
	{ { "autobound" }, false, false, make_autobound, judge_autobound },
	{ { "pid" }, true, false, make_pid, judge_owner },
	{ { "process" }, false, false, make_process, judge_owner },
	{ { "user" }, false, false, make_user, judge_user },
	{ { "inode" }, true, false, make_inode, judge_inode },
	{ { "recvq", "sendq" }, true, false, make_size, judge_size },
	{ { "proto" }, false, false, make_proto, judge_proto },
	{ { "path" }, false, false, make_path, judge_path },
};

static inline const char *random_field(const struct leaf_kind *kind, struct dice *dice)
{
	const char *field;

	do
		field = PICK(dice, kind->fields);
	while (!field);
	return field;
}

static inline const char *random_operator(bool ordered, struct dice *dice)
{
	if (ordered && chance(dice, 40))
		return PICK(dice, order_words);
	return chance(dice, 25) ? PICK(dice, unequal_words) : PICK(dice, equal_words);
}

static inline void leaf_make(struct leaf *leaf, struct dice *dice, bool exact)
{
	const struct leaf_kind *kind;

	do
		kind = &PICK(dice, leaf_kinds);
	while (exact && !kind->exact);
	*leaf = (struct leaf){ .kind = kind, .family = "", .address = "" };
	leaf->field = random_field(kind, dice);
	leaf->operator= random_operator(kind->ordered, dice);
	kind->make(leaf, dice);
}

static inline enum truth leaf_judge(const struct leaf *leaf, const struct view *view)
{
	enum truth truth = leaf->kind->judge(leaf, view);

	return is_unequal(leaf->operator) ? (enum truth)(YES - truth) : truth;
}

#endif
