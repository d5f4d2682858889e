/* How filter expressions are read, and what is said of those that cannot be. */
#include "config.h"

#include <criterion/criterion.h>
#include <net/if.h>
#include <netdb.h>
#include <netinet/in.h>
#include <pwd.h>

#include "filter/bytecode.h"
#include "filter/cgroup_path.h"
#include "filter/match.h"
#include "filter_expressions.h"

/*
 * ---- the system's names ----
 *
 * These take the place of the C library's functions, so that no name depends on the machine and
 * none is asked of a name server.
 */

struct servent *getservbyname(const char *name, const char *proto)
{
	static const struct {
		const char *name;
		int tcp, udp; /* 0: none */
	} services[] = {
		{ "ssh", 22, 22 },     { "smtp", 25, 0 },          { "tftp", 0, 69 },
		{ "split", 512, 513 }, { "http-alt", 8080, 8080 }, { "3com-tsmux", 106, 106 },
	};
	static struct servent found;

	for (size_t i = 0; i < COUNT(services); i++) {
		int port = strcmp(proto, "tcp") ? services[i].udp : services[i].tcp;

		if (strcmp(name, services[i].name) || !port)
			continue;
		found.s_port = htons((uint16_t)port);
		return &found;
	}
	return NULL;
}

struct passwd *getpwnam(const char *name)
{
	static struct passwd found;

	found.pw_uid = strcmp(name, "root") ? 1001 : 0;
	return !strcmp(name, "root") || !strcmp(name, "alice-x") ? &found : NULL;
}

unsigned int if_nametoindex(const char *name)
{
	return !strcmp(name, "lo") ? 1 : !strcmp(name, "eth0") ? 2 : 0;
}

struct host {
	struct addrinfo info;
	struct sockaddr_in6 addr; /* or a sockaddr_in */
};

static struct addrinfo *new_host(const char *address, struct addrinfo *next)
{
	struct host *host = calloc(1, sizeof(*host));
	struct sockaddr_in *v4 = (struct sockaddr_in *)&host->addr;

	cr_assert_not_null(host);
	host->info.ai_family = strchr(address, ':') ? AF_INET6 : AF_INET;
	host->info.ai_addr = (struct sockaddr *)&host->addr;
	host->info.ai_next = next;
	cr_assert_eq(inet_pton(host->info.ai_family, address,
			       host->info.ai_family == AF_INET ? (void *)&v4->sin_addr
							       : (void *)&host->addr.sin6_addr),
		     1);
	return &host->info;
}

int getaddrinfo(const char *restrict node, const char *restrict service,
		const struct addrinfo *restrict hints, struct addrinfo **restrict list)
{
	bool both = !strcmp(node, "both.example");

	(void)service;
	*list = NULL;
	if (hints->ai_family != AF_INET && (both || !strcmp(node, "six.example")))
		*list = new_host("2001:db8::1", *list);
	if (hints->ai_family != AF_INET6 && (both || !strcmp(node, "four.example")))
		*list = new_host("192.0.2.1", *list);
	return *list ? 0 : EAI_NONAME;
}

void freeaddrinfo(struct addrinfo *list)
{
	while (list) {
		struct addrinfo *next = list->ai_next;

		free(list);
		list = next;
	}
}

/* ---- trees as text ---- */

struct text {
	char bytes[TEXT_SIZE];
};

static void say(struct text *text, const char *format, ...) __attribute__((format(printf, 2, 3)));

static void say(struct text *text, const char *format, ...)
{
	size_t length = strlen(text->bytes);
	va_list arguments;

	va_start(arguments, format);
	vsnprintf(text->bytes + length, sizeof(text->bytes) - length, format, arguments);
	va_end(arguments);
}

static void say_number(struct text *text, const struct filter_node *node)
{
	static const char *const fields[] = {
		[FIELD_LOCAL_PORT] = "sport", [FIELD_FOREIGN_PORT] = "dport",
		[FIELD_INTERFACE] = "dev",    [FIELD_UID] = "user",
		[FIELD_INODE] = "inode",      [FIELD_RECVQ] = "recvq",
		[FIELD_SENDQ] = "sendq",      [FIELD_PID] = "pid",
	};

	say(text, "%s{", fields[node->number.field]);
	for (size_t i = 0; i < node->number.count; i++) {
		const struct filter_range *range = &node->number.ranges[i];

		say(text, "%s%" PRIu64, i ? "," : "", range->first);
		if (range->last != range->first)
			say(text, "-%" PRIu64, range->last);
	}
	say(text, "}");
}

static void say_address(struct text *text, const struct filter_node *node)
{
	char address[INET6_ADDRSTRLEN];

	inet_ntop(node->address.family, &node->address.addr, address, sizeof(address));
	say(text, "%s %s/%d", node->address.foreign ? "dst" : "src", address, node->address.bits);
}

static void say_states(struct text *text, uint32_t states)
{
	static const char *const names[] = {
		"?",          "established", "syn-sent",     "syn-recv",       "fin-wait-1",
		"fin-wait-2", "time-wait",   "close",        "close-wait",     "last-ack",
		"listen",     "closing",     "new-syn-recv", "bound-inactive",
	};

	say(text, "state{");
	for (unsigned i = 0; i < 32; i++)
		if (states & 1u << i)
			say(text, "%s%s", states & ((1u << i) - 1) ? "," : "",
			    i < COUNT(names) ? names[i] : "?");
	say(text, "}");
}

static void say_protos(struct text *text, uint32_t protos)
{
	const char *between = "";

	say(text, "proto{");
	for (unsigned proto = 0; proto < PROTO_COUNT; proto++) {
		unsigned versions = protos >> proto * 2 & 3;

		if (!versions)
			continue;
		say(text, "%s%s%s", between, proto_names[proto],
		    versions == 3   ? ""
		    : versions == 2 ? "6"
				    : "4");
		between = ",";
	}
	say(text, "}");
}

static void say_node(struct text *text, const struct filter_node *node);

static void say_pair(struct text *text, const struct filter_node *node, const char *between)
{
	say(text, "(");
	say_node(text, node->left);
	say(text, "%s", between);
	say_node(text, node->right);
	say(text, ")");
}

static void say_leaf(struct text *text, const struct filter_node *node)
{
	switch (node->kind) {
	case FILTER_NUMBER:
		say_number(text, node);
		return;
	case FILTER_ADDRESS:
		say_address(text, node);
		return;
	case FILTER_STATE:
		say_states(text, node->states);
		return;
	case FILTER_PROTO:
		say_protos(text, node->protos);
		return;
	case FILTER_MARK:
		say(text, "fwmark %#x/%#x", node->mark.value, node->mark.mask);
		return;
	case FILTER_CGROUP:
		say(text, "cgroup %" PRIu64, node->cgroup);
		return;
	case FILTER_PATH:
		say(text, "path%s{%s}", node->glob.ignore_case ? "~" : "", node->glob.pattern);
		return;
	case FILTER_PROCESS:
		say(text, "process%s{%s}", node->glob.ignore_case ? "~" : "", node->glob.pattern);
		return;
	default:
		say(text, "%s", node->kind == FILTER_AUTOBOUND ? "autobound" : "all");
		return;
	}
}

static void say_node(struct text *text, const struct filter_node *node)
{
	if (node->kind == FILTER_AND) {
		say_pair(text, node, " & ");
	} else if (node->kind == FILTER_OR) {
		say_pair(text, node, " | ");
	} else if (node->kind == FILTER_NOT) {
		say(text, "!");
		say_node(text, node->left);
	} else {
		say_leaf(text, node);
	}
}

/* ---- what is read ---- */

struct sample {
	const char *text, *tree;
};

static void expect_tree(const char *text, const char *tree)
{
	struct filter_error error;
	struct filter_node *node = filter_parse(text, &error);
	struct text said = { "" };

	cr_expect(node, "%s: %s, at %zu", text, error.message, error.start);
	if (!node)
		return;
	say_node(&said, node);
	cr_expect_str_eq(said.bytes, tree, "%s: %s instead of %s", text, said.bytes, tree);
	filter_free(node);
}

static void expect_trees(const struct sample *samples, size_t count)
{
	for (size_t i = 0; i < count; i++)
		expect_tree(samples[i].text, samples[i].tree);
}

Test(operators, have_signs_and_words)
{
	static const struct sample samples[] = {
		{ "sport 22", "sport{22}" },          { "sport = 22", "sport{22}" },
		{ "sport == 22", "sport{22}" },       { "sport eq 22", "sport{22}" },
		{ "sport != 22", "!sport{22}" },      { "sport ne 22", "!sport{22}" },
		{ "sport neq 22", "!sport{22}" },     { "sport > 22", "sport{23-65535}" },
		{ "sport gt 22", "sport{23-65535}" }, { "sport >= 22", "sport{22-65535}" },
		{ "sport ge 22", "sport{22-65535}" }, { "sport geq 22", "sport{22-65535}" },
		{ "sport < 22", "sport{0-21}" },      { "sport lt 22", "sport{0-21}" },
		{ "sport <= 22", "sport{0-22}" },     { "sport le 22", "sport{0-22}" },
		{ "sport leq 22", "sport{0-22}" },    { "sport < 0", "sport{}" },
		{ "sport > 65535", "sport{}" },       { "sport >= 65535", "sport{65535}" },
		{ "sport <= 0", "sport{0}" },         { "sport >= 0", "sport{0-65535}" },
	};

	expect_trees(samples, COUNT(samples));
}

Test(operators, join_and_negate)
{
	static const struct sample samples[] = {
		{ "sport 1 and dport 2", "(sport{1} & dport{2})" },
		{ "sport 1 & dport 2", "(sport{1} & dport{2})" },
		{ "sport 1 && dport 2", "(sport{1} & dport{2})" },
		{ "sport 1 dport 2", "(sport{1} & dport{2})" },
		{ "sport 1 or dport 2", "(sport{1} | dport{2})" },
		{ "sport 1 | dport 2", "(sport{1} | dport{2})" },
		{ "sport 1 || dport 2", "(sport{1} | dport{2})" },
		{ "not sport 1", "!sport{1}" },
		{ "! sport 1", "!sport{1}" },
		{ "not not sport 1", "!!sport{1}" },
		{ "!!sport 1", "!!sport{1}" },
		{ "not sport != 1", "!!sport{1}" },
		{ "sport 1 not dport 2", "(sport{1} & !dport{2})" },
		{ "sport 1 (dport 2)", "(sport{1} & dport{2})" },
	};

	expect_trees(samples, COUNT(samples));
}

Test(operators, bind_not_and_or_in_this_order)
{
	static const struct sample samples[] = {
		{ "sport 1 or sport 2 and sport 3", "(sport{1} | (sport{2} & sport{3}))" },
		{ "sport 1 and sport 2 or sport 3", "((sport{1} & sport{2}) | sport{3})" },
		{ "sport 1 or sport 2 sport 3", "(sport{1} | (sport{2} & sport{3}))" },
		{ "sport 1 sport 2 or sport 3", "((sport{1} & sport{2}) | sport{3})" },
		{ "sport 1 sport 2 and sport 3", "((sport{1} & sport{2}) & sport{3})" },
		{ "sport 1 or sport 2 or sport 3", "((sport{1} | sport{2}) | sport{3})" },
		{ "sport 1 and sport 2 or sport 3 and sport 4",
		  "((sport{1} & sport{2}) | (sport{3} & sport{4}))" },
		{ "(sport 1 or sport 2) and sport 3", "((sport{1} | sport{2}) & sport{3})" },
		{ "sport 1 (sport 2 or sport 3)", "(sport{1} & (sport{2} | sport{3}))" },
		{ "not sport 1 and sport 2", "(!sport{1} & sport{2})" },
		{ "not sport 1 or sport 2", "(!sport{1} | sport{2})" },
		{ "not (sport 1 or sport 2)", "!(sport{1} | sport{2})" },
		{ "sport 1 and not sport 2 or sport 3", "((sport{1} & !sport{2}) | sport{3})" },
		{ "((sport 1))", "sport{1}" },
	};

	expect_trees(samples, COUNT(samples));
}

Test(blanks, are_needed_between_words_only)
{
	static const struct sample samples[] = {
		{ "dport=22", "dport{22}" },
		{ "(sport=22)", "sport{22}" },
		{ "!dport 22", "!dport{22}" },
		{ "!(dport 22)", "!dport{22}" },
		{ "not(dport 22)", "!dport{22}" },
		{ "sport!=22", "!sport{22}" },
		{ "sport>=22", "sport{22-65535}" },
		{ "sport<22", "sport{0-21}" },
		{ "sport==22", "sport{22}" },
		{ "sport=1&&dport=2", "(sport{1} & dport{2})" },
		{ "sport=1&dport=2", "(sport{1} & dport{2})" },
		{ "sport=1||dport=2", "(sport{1} | dport{2})" },
		{ "sport=1|dport=2", "(sport{1} | dport{2})" },
		{ "process=a&&process=b", "(process{a} & process{b})" },
		{ "sport=1||!dport=2", "(sport{1} | !dport{2})" },
		{ "(sport=1)(dport=2)", "(sport{1} & dport{2})" },
		{ "sport=1(dport=2)", "(sport{1} & dport{2})" },
		{ "(sport 1)or(dport 2)", "(sport{1} | dport{2})" },
		{ "(sport 1)and not(dport 2)", "(sport{1} & !dport{2})" },
		{ "(sport 1)dport 2", "(sport{1} & dport{2})" },
		{ " \t\n\r\v\fsport\t=\n22\r", "sport{22}" },
		{ "src=10.0.0.1", "src 10.0.0.1/32" },
		{ "src=[::1]:22", "(src ::1/128 & sport{22})" },
		{ "src!=::1", "!src ::1/128" },
		{ "autobound&&sport=1", "(autobound & sport{1})" },
		{ "!autobound", "!autobound" },
	};

	expect_trees(samples, COUNT(samples));
}

Test(words, are_freed_of_their_meaning_by_quotes_and_backslashes)
{
	static const struct sample samples[] = {
		{ "process 'a b'", "process{a b}" },
		{ "process \"a b\"", "process{a b}" },
		{ "process a\\ b", "process{a b}" },
		{ "process a' 'b", "process{a b}" },
		{ "process 'a'\"b\"c", "process{abc}" },
		{ "process=\"a=b\"", "process{a=b}" },
		{ "process a\\=b", "process{a=b}" },
		{ "process '(x)'", "process{(x)}" },
		{ "process \\(x\\)", "process{(x)}" },
		{ "process 'and'", "process{and}" },
		{ "process \\not", "process{not}" },
		{ "process \"eq\"", "process{eq}" },
		{ "process ''", "process{}" },
		{ "process \"\"", "process{}" },
		{ "process 'a\\b'", "process{a\\b}" },
		{ "process \"a\\\\b\"", "process{a\\b}" },
		{ "process \"a\\\"b\"", "process{a\"b}" },
		{ "process \"a'b\"", "process{a'b}" },
		{ "process 'a\"b'", "process{a\"b}" },
		{ "process \\'x", "process{'x}" },
		{ "process x\\", "process{x\\}" },
		{ "'sport' 22", "sport{22}" },
		{ "sport '22'", "sport{22}" },
		{ "sport = \"22,80\"", "sport{22,80}" },
		{ "process h\xc3\xb6her", "process{h\xc3\xb6her}" },
		{ "process AND", "process{AND}" },
		{ "process android", "process{android}" },
		{ "process not-a-sign", "process{not-a-sign}" },
	};

	expect_trees(samples, COUNT(samples));
}

Test(words, may_have_an_exclamation_mark_within)
{
	static const struct sample samples[] = {
		{ "process [!a-z]*", "process{[!a-z]*}" },
		{ "process a!b", "process{a!b}" },
		{ "process a!", "process{a!}" },
		{ "path=/run/[!x]", "path{/run/[!x]}" },
		{ "process a! !process b", "(process{a!} & !process{b})" },
	};

	expect_trees(samples, COUNT(samples));
}

Test(ports, are_numbers_names_lists_and_ranges)
{
	static const struct sample samples[] = {
		{ "sport 25,80,1000-2000", "sport{25,80,1000-2000}" },
		{ "sport != 25,80,1000-2000", "!sport{25,80,1000-2000}" },
		{ "dport = 0", "dport{0}" },
		{ "dport 65535", "dport{65535}" },
		{ "sport 2000,80,25", "sport{25,80,2000}" },
		{ "sport 80,80", "sport{80}" },
		{ "sport 1-10,5-20", "sport{1-20}" },
		{ "sport 1-10,11", "sport{1-11}" },
		{ "sport 1-10,12", "sport{1-10,12}" },
		{ "sport 5-20,1-30,7", "sport{1-30}" },
		{ "sport 3,1,2", "sport{1-3}" },
		{ "sport 0-65535", "sport{0-65535}" },
		{ "sport 22-22", "sport{22}" },
		{ "sport 0022", "sport{22}" },
		{ "sport ssh", "sport{22}" },
		{ "sport smtp", "sport{25}" },
		{ "sport tftp", "sport{69}" },
		{ "sport http-alt", "sport{8080}" },
		{ "sport ssh,smtp,1000-2000,80", "sport{22,25,80,1000-2000}" },
		{ "sport > ssh", "sport{23-65535}" },
		{ "sport :22", "sport{22}" },
		{ "sport = :ssh", "sport{22}" },
		{ "sport :22,80", "sport{22,80}" },
		{ "sport >= :1000", "sport{1000-65535}" },
		{ "sport < *:1000", "sport{0-999}" },
		{ "sport < 10.0.0.1:1000", "sport{0-999}" },
		{ "dport = 10.0.0.1:22", "(dst 10.0.0.1/32 & dport{22})" },
		{ "dport != 10.0.0.1:22", "!(dst 10.0.0.1/32 & dport{22})" },
		{ "sport [::1]:ssh", "(src ::1/128 & sport{22})" },
		{ "sport 10.0.0.0/8:22", "(src 10.0.0.0/8 & sport{22})" },
		{ "sport *:22", "sport{22}" },
		{ "sport *", "all" },
		{ "port 22", "(sport{22} | dport{22})" },
		{ "port != 22", "!(sport{22} | dport{22})" },
		{ "port > 1000", "(sport{1001-65535} | dport{1001-65535})" },
		{ "port 25,smtp,1-3", "(sport{1-3,25} | dport{1-3,25})" },
	};

	expect_trees(samples, COUNT(samples));
}

/* There are such names, 3com-tsmux and 9pfs among them. */
Test(ports, may_have_a_name_that_begins_with_a_digit)
{
	expect_tree("sport 3com-tsmux", "sport{106}");
	expect_tree("sport 22,3com-tsmux", "sport{22,106}");
}

Test(hosts, are_addresses_prefixes_and_ports_of_them)
{
	static const struct sample samples[] = {
		{ "src *", "all" },
		{ "dst *:*", "all" },
		{ "dst *:22", "dport{22}" },
		{ "dst :22", "dport{22}" },
		{ "dst :ssh", "dport{22}" },
		{ "src :22,80,100-200", "sport{22,80,100-200}" },
		{ "src 10.0.0.1", "src 10.0.0.1/32" },
		{ "src = 10.0.0.1", "src 10.0.0.1/32" },
		{ "src != 10.0.0.1", "!src 10.0.0.1/32" },
		{ "src 10.0.0.1:*", "src 10.0.0.1/32" },
		{ "src 10.0.0.1:", "src 10.0.0.1/32" },
		{ "dst 10.0.0.1:22", "(dst 10.0.0.1/32 & dport{22})" },
		{ "dst 10.0.0.1:22,80", "(dst 10.0.0.1/32 & dport{22,80})" },
		{ "src 10/8", "src 10.0.0.0/8" },
		{ "src 10.1/16", "src 10.1.0.0/16" },
		{ "src 10.1.2/24", "src 10.1.2.0/24" },
		{ "src 10.1.2.3/24", "src 10.1.2.3/24" },
		{ "src 10/8:22", "(src 10.0.0.0/8 & sport{22})" },
		{ "src 10.0.0.0/24:22", "(src 10.0.0.0/24 & sport{22})" },
		{ "src 0.0.0.0/0", "src 0.0.0.0/0" },
		{ "src 255.255.255.255/32", "src 255.255.255.255/32" },
		{ "src ::1", "src ::1/128" },
		{ "src ::", "src ::/128" },
		{ "src [::]", "src ::/128" },
		{ "src [::1]", "src ::1/128" },
		{ "src [::1]:22", "(src ::1/128 & sport{22})" },
		{ "src [::1]:*", "src ::1/128" },
		{ "src [fe80::]/10", "src fe80::/10" },
		{ "src [fe80::/10]", "src fe80::/10" },
		{ "src [fe80::]/10:22", "(src fe80::/10 & sport{22})" },
		{ "src [fe80::/10]:22", "(src fe80::/10 & sport{22})" },
		{ "src 2001:db8::/32", "src 2001:db8::/32" },
		{ "src 2001:db8::/32:22", "(src 2001:db8::/32 & sport{22})" },
		{ "src ::/0", "src ::/0" },
		{ "src 1:2:3:4:5:6:7:8", "src 1:2:3:4:5:6:7:8/128" },
		{ "src 1:2:3:4:5:6:7:8:22", "(src 1:2:3:4:5:6:7:8/128 & sport{22})" },
		{ "src 2001:DB8::A", "src 2001:db8::a/128" },
		{ "src [::ffff:10.0.0.1]", "src ::ffff:10.0.0.1/128" },
		{ "src ::10.0.0.1", "src ::10.0.0.1/128" },
		/* What could be a port is one, as in ss. */
		{ "src ::1:22", "(src ::1/128 & sport{22})" },
	};

	expect_trees(samples, COUNT(samples));
}

Test(hosts, may_be_names)
{
	static const struct sample samples[] = {
		{ "src four.example", "src 192.0.2.1/32" },
		{ "src six.example", "src 2001:db8::1/128" },
		{ "dst both.example", "(dst 192.0.2.1/32 | dst 2001:db8::1/128)" },
		{ "dst both.example:22", "((dst 192.0.2.1/32 | dst 2001:db8::1/128) & dport{22})" },
		{ "dst four.example:ssh", "(dst 192.0.2.1/32 & dport{22})" },
		{ "dport four.example:22", "(dst 192.0.2.1/32 & dport{22})" },
	};

	expect_trees(samples, COUNT(samples));
}

Test(hosts, may_be_names_of_unix_sockets)
{
	static const struct sample samples[] = {
		{ "src /run/*", "path~{/run/*}" },
		{ "src unix:/run/*", "path~{/run/*}" },
		{ "src @abstract*", "path~{@abstract*}" },
		{ "src unix:@abstract*", "path~{@abstract*}" },
		{ "src unix:*", "path~{*}" },
		{ "src unix:relative", "path~{relative}" },
		{ "src '/tmp/a b'", "path~{/tmp/a b}" },
		{ "src != /run/*", "!path~{/run/*}" },
		{ "path /run/*", "path{/run/*}" },
		{ "path != x", "!path{x}" },
	};

	expect_trees(samples, COUNT(samples));
}

/* What of these is in a family, unit/test_filter_match.c says. */
Test(hosts, may_have_a_family)
{
	static const char *const texts[] = {
		"src inet:10.0.0.1",     "src inet6:[::1]",
		"src inet6:*",           "src inet:*",
		"dst inet:*:22",         "dst inet6::22",
		"src inet:10/8",         "dst inet6:::1",
		"src inet:10.0.0.1:22",  "src inet6:[::1]:22,80",
		"src inet:four.example", "src inet6:both.example",
	};

	for (size_t i = 0; i < COUNT(texts); i++) {
		struct filter_error error;
		struct filter_node *node = filter_parse(texts[i], &error);

		cr_expect(node, "%s: %s", texts[i], error.message);
		filter_free(node);
	}
}

#define CONNECTED "established,syn-sent,syn-recv,fin-wait-1,fin-wait-2,time-wait"
#define CONNECTED_TOO "close-wait,last-ack,closing,new-syn-recv,bound-inactive"
#define SYNCHRONIZED "established,syn-recv,fin-wait-1,fin-wait-2,time-wait"
#define BIG "established,syn-sent,fin-wait-1,fin-wait-2,close,close-wait,last-ack,listen,closing"

struct state_name {
	const char *name, *states; /* as the test writes a tree */
};

static void expect_states(const struct state_name *names, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		char text[64], tree[256];

		snprintf(text, sizeof(text), "state %s", names[i].name);
		snprintf(tree, sizeof(tree), "state{%s}", names[i].states);
		expect_tree(text, tree);
		snprintf(text, sizeof(text), "exclude = %s", names[i].name);
		snprintf(tree, sizeof(tree), "!state{%s}", names[i].states);
		expect_tree(text, tree);
	}
}

Test(states, have_the_names_that_ss_takes)
{
	static const struct state_name names[] = {
		{ "established", "established" },
		{ "syn-sent", "syn-sent" },
		{ "syn-recv", "syn-recv" },
		{ "syn-rcv", "syn-recv" },
		{ "fin-wait-1", "fin-wait-1" },
		{ "fin-wait-2", "fin-wait-2" },
		{ "time-wait", "time-wait" },
		{ "unconnected", "close" },
		{ "close", "close" },
		{ "closed", "close" },
		{ "close-wait", "close-wait" },
		{ "last-ack", "last-ack" },
		{ "listening", "listen" },
		{ "closing", "closing" },
		{ "bound-inactive", "bound-inactive" },
		{ "connected", CONNECTED "," CONNECTED_TOO },
		{ "synchronized", SYNCHRONIZED "," CONNECTED_TOO },
		{ "bucket", "syn-recv,time-wait" },
		{ "big", BIG ",new-syn-recv,bound-inactive" },
		{ "all", CONNECTED ",close,close-wait,last-ack,listen,closing,new-syn-recv,"
				   "bound-inactive" },
	};

	expect_states(names, COUNT(names));
}

Test(states, have_the_names_that_ss_prints)
{
	static const struct state_name names[] = {
		{ "ESTAB", "established" },
		{ "SYN-SENT", "syn-sent" },
		{ "SYN-RECV", "syn-recv" },
		{ "FIN-WAIT-1", "fin-wait-1" },
		{ "FIN-WAIT-2", "fin-wait-2" },
		{ "TIME-WAIT", "time-wait" },
		{ "UNCONN", "close" },
		{ "CLOSE-WAIT", "close-wait" },
		{ "LAST-ACK", "last-ack" },
		{ "LISTEN", "listen" },
		{ "CLOSING", "closing" },
	};

	expect_states(names, COUNT(names));
}

Test(states, have_the_names_that_netstat_prints)
{
	static const struct state_name names[] = {
		{ "ESTABLISHED", "established" },
		{ "SYN_SENT", "syn-sent" },
		{ "SYN_RECV", "syn-recv" },
		{ "FIN_WAIT1", "fin-wait-1" },
		{ "FIN_WAIT2", "fin-wait-2" },
		{ "TIME_WAIT", "time-wait" },
		{ "CLOSE", "close" },
		{ "CLOSE_WAIT", "close-wait" },
		{ "LAST_ACK", "last-ack" },
		{ "LISTENING", "listen" },
	};

	expect_states(names, COUNT(names));
}

Test(states, have_the_names_that_anybody_writes)
{
	static const struct state_name names[] = {
		{ "listen", "listen" },
		{ "Established", "established" },
		{ "timewait", "time-wait" },
		{ "fin_wait_1", "fin-wait-1" },
		{ "listen,time-wait", "time-wait,listen" },
		{ "listen,LISTEN", "listen" },
	};

	expect_states(names, COUNT(names));
}

Test(states, side_by_side_mean_either)
{
	static const struct sample samples[] = {
		{ "state listen state time-wait", "state{time-wait,listen}" },
		{ "state listen state close state closing", "state{close,listen,closing}" },
		{ "state listen state close sport 1", "(state{close,listen} & sport{1})" },
		{ "sport 1 state listen state close", "(sport{1} & state{close,listen})" },
		{ "sport 1 and state listen state close", "(sport{1} & state{close,listen})" },
		{ "sport 1 or state listen state close", "(sport{1} | state{close,listen})" },
		{ "state listen and state close", "(state{listen} & state{close})" },
		{ "state listen or state close", "(state{listen} | state{close})" },
		{ "not state listen state close", "(!state{listen} & state{close})" },
		{ "exclude listen exclude close", "(!state{listen} & !state{close})" },
		{ "excl listen", "!state{listen}" },
		{ "state all exclude listen",
		  "(state{" CONNECTED ",close,close-wait,last-ack,listen,"
		  "closing,new-syn-recv,bound-inactive} & "
		  "!state{listen})" },
		{ "state != listen", "!state{listen}" },
		{ "exclude != listen", "!!state{listen}" },
		{ "state != listen state != close", "(!state{listen} & !state{close})" },
	};

	expect_trees(samples, COUNT(samples));
}

Test(terms, have_values_of_their_own)
{
	static const struct sample samples[] = {
		{ "dev eth0", "dev{2}" },
		{ "dev = 17", "dev{17}" },
		{ "dev != lo", "!dev{1}" },
		{ "dev lo,eth0,5", "dev{1-2,5}" },
		{ "fwmark 23", "fwmark 0x17/0xffffffff" },
		{ "fwmark = 0x17", "fwmark 0x17/0xffffffff" },
		{ "fwmark 027", "fwmark 0x17/0xffffffff" },
		{ "fwmark != 0x10/0xf0", "!fwmark 0x10/0xf0" },
		{ "fwmark 0xFF/255", "fwmark 0xff/0xff" },
		{ "fwmark 0/1", "fwmark 0/0x1" },
		{ "fwmark 4294967295/0xffffffff", "fwmark 0xffffffff/0xffffffff" },
		{ "autobound", "autobound" },
		{ "autobound sport 22", "(autobound & sport{22})" },
		{ "pid 1,5-9", "pid{1,5-9}" },
		{ "pid > 4294967294", "pid{4294967295}" },
		{ "process nginx*", "process{nginx*}" },
		{ "process != sshd", "!process{sshd}" },
		{ "user root", "user{0}" },
		{ "user 1000-2000,root,alice-x", "user{0,1000-2000}" },
		{ "user alice-x", "user{1001}" },
		{ "user != 4294967295", "!user{4294967295}" },
		{ "inode 5", "inode{5}" },
		{ "inode 18446744073709551615", "inode{18446744073709551615}" },
		{ "inode > 18446744073709551615", "inode{}" },
		{ "inode 18446744073709551614,18446744073709551615,0",
		  "inode{0,18446744073709551614-18446744073709551615}" },
		{ "inode >= 1", "inode{1-18446744073709551615}" },
		{ "recvq > 0", "recvq{1-4294967295}" },
		{ "sendq != 0", "!sendq{0}" },
		{ "sendq <= 4294967295", "sendq{0-4294967295}" },
		{ "proto tcp", "proto{tcp}" },
		{ "proto tcp,udp6,raw4", "proto{tcp,udp6,raw4}" },
		{ "proto udp4,udp6", "proto{udp}" },
		{ "proto != udplite", "!proto{udplite}" },
		{ "proto udpl,sctp,unix", "proto{sctp,udplite,unix}" },
	};

	expect_trees(samples, COUNT(samples));
}

Test(terms, know_the_control_group_by_its_path)
{
	struct filter_error error;
	struct filter_node *node;

	if (!cgroup_path_id("/"))
		cr_skip_test("no control groups of version 2 are mounted");
	node = filter_parse("cgroup /", &error);
	cr_assert(node, "%s", error.message);
	cr_expect_eq(node->kind, FILTER_CGROUP);
	cr_expect_eq(node->cgroup, cgroup_path_id("/"));
	filter_free(node);
}

Test(value, of_one_term_is_read_like_that_of_an_expression)
{
	static const char *const values[][3] = {
		{ "port", "22,80", "(sport{22,80} | dport{22,80})" },
		{ "port", "ssh", "(sport{22} | dport{22})" },
		{ "state", "LISTEN,TIME_WAIT", "state{time-wait,listen}" },
		{ "process", "a b & c", "process{a b & c}" },
		{ "process", "", "process{}" },
		{ "pid", "1-5", "pid{1-5}" },
		{ "user", "root", "user{0}" },
	};

	for (size_t i = 0; i < COUNT(values); i++) {
		struct filter_error error;
		struct filter_node *node = filter_parse_value(values[i][0], values[i][1], &error);
		struct text said = { "" };

		cr_assert(node, "%s: %s", values[i][1], error.message);
		say_node(&said, node);
		cr_expect_str_eq(said.bytes, values[i][2], "%s", values[i][1]);
		filter_free(node);
	}
}

/* ---- what cannot be read ---- */

struct bad {
	const char *text;
	size_t start, length; /* the part at fault */
	const char *message;  /* a part of what is said */
};

static void expect_errors(const struct bad *bad, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		struct filter_error error;
		struct filter_node *node = filter_parse(bad[i].text, &error);

		cr_expect_null(node, "%s: is no error", bad[i].text);
		filter_free(node);
		if (node)
			continue;
		cr_expect(error.start == bad[i].start && error.length == bad[i].length,
			  "%s: at %zu+%zu instead of %zu+%zu (%s)", bad[i].text, error.start,
			  error.length, bad[i].start, bad[i].length, error.message);
		cr_expect(strstr(error.message, bad[i].message), "%s: says %s, without %s",
			  bad[i].text, error.message, bad[i].message);
	}
}

Test(error, is_shown_where_a_value_is_missing)
{
	static const struct bad bad[] = {
		{ "", 0, 0, "term" },
		{ "   ", 3, 0, "term" },
		{ "sport", 5, 0, "value" },
		{ "sport ", 6, 0, "value" },
		{ "sport =", 7, 0, "value" },
		{ "sport = =", 8, 1, "value" },
		{ "sport = (", 8, 1, "value" },
		{ "sport )", 6, 1, "value" },
		{ "sport and", 6, 3, "value" },
		{ "sport = not", 8, 3, "value" },
		{ "sport == != 22", 9, 2, "value" },
	};

	expect_errors(bad, COUNT(bad));
}

Test(error, is_shown_where_a_word_is_no_term)
{
	static const struct bad bad[] = {
		{ "= 22", 0, 1, "term" },
		{ "22", 0, 2, "a number is no term" },
		{ "bogus", 0, 5, "no such term" },
		{ "bogus = 22", 0, 5, "no such term" },
		{ "SPORT 22", 0, 5, "no such term" },
		{ "sports 22", 0, 6, "no such term" },
		{ "sport 22 bogus", 9, 5, "no such term" },
		{ "sport 22 80", 9, 2, "a number is no term" },
		{ "sport 22 or 80", 12, 2, "a number is no term" },
		{ "sport 22, 80", 6, 3, "no blanks" },
		{ "sport 22 ,80", 9, 3, "no such term" },
		{ "not 22", 4, 2, "a number is no term" },
		{ "sport 22 = 80", 9, 1, "term" },
	};

	expect_errors(bad, COUNT(bad));
}

Test(error, is_shown_where_something_is_missing_to_join)
{
	static const struct bad bad[] = {
		{ "sport 22 or", 11, 0, "term" },
		{ "sport 22 and", 12, 0, "term" },
		{ "sport 22 &&", 11, 0, "term" },
		{ "sport 22 and and sport 5", 13, 3, "term" },
		{ "sport 22 or || sport 5", 12, 2, "term" },
		{ "or sport 22", 0, 2, "term" },
		{ "&& sport 22", 0, 2, "term" },
		{ "not", 3, 0, "term" },
		{ "!", 1, 0, "term" },
		{ "not and", 4, 3, "term" },
		{ "sport 22 not", 12, 0, "term" },
	};

	expect_errors(bad, COUNT(bad));
}

Test(error, is_shown_where_parentheses_do_not_match)
{
	static const struct bad bad[] = {
		{ "()", 1, 1, ")" },
		{ "(", 1, 0, "term" },
		{ ")", 0, 1, ")" },
		{ "(sport 22", 9, 0, ")" },
		{ "((sport 22)", 11, 0, ")" },
		{ "sport 22)", 8, 1, ")" },
		{ "(sport 22))", 10, 1, ")" },
		{ "sport 22) or (sport 5", 8, 1, ")" },
		{ "(sport 22 or)", 12, 1, ")" },
	};

	expect_errors(bad, COUNT(bad));
}

Test(error, is_shown_where_the_term_has_no_such_comparison)
{
	static const struct bad bad[] = {
		{ "autobound 22", 10, 2, "a number is no term" },
		{ "autobound = 1", 10, 1, "term" },
		{ "src > 10.0.0.1", 4, 1, "= and !=" },
		{ "state >= listen", 6, 2, "= and !=" },
		{ "dev lt 5", 4, 2, "= and !=" },
		{ "fwmark < 5", 7, 1, "= and !=" },
		{ "process gt a", 8, 2, "= and !=" },
		{ "user <= 5", 5, 2, "= and !=" },
		{ "proto > tcp", 6, 1, "= and !=" },
		{ "path < x", 5, 1, "= and !=" },
		{ "cgroup > x", 7, 1, "= and !=" },
	};

	expect_errors(bad, COUNT(bad));
}

Test(error, is_shown_where_a_quotation_does_not_end)
{
	static const struct bad bad[] = {
		{ "process 'a b", 8, 4, "quotation" },
		{ "process \"a b", 8, 4, "quotation" },
		{ "process \"a\\\"", 8, 4, "quotation" },
		{ "process a'b c", 8, 5, "quotation" },
		{ "sport 22 and 'x", 13, 2, "quotation" },
		{ "sport 22 'x", 9, 2, "quotation" },
		{ "'", 0, 1, "quotation" },
		/* Not taken for what it would be if it ended. */
		{ "'autobound", 0, 10, "quotation" },
		{ "sport 22 or \"autobound", 12, 10, "quotation" },
		{ "'sport", 0, 6, "quotation" },
	};

	expect_errors(bad, COUNT(bad));
}

Test(error, is_shown_where_a_port_is_wrong)
{
	static const struct bad bad[] = {
		{ "sport 65536", 6, 5, "larger than 65535" },
		{ "sport 99999999999999999999999", 6, 23, "larger than 65535" },
		{ "sport = 22,65536", 8, 8, "larger than 65535" },
		{ "sport 1-65536", 6, 7, "larger than 65535" },
		{ "sport > 65536", 8, 5, "larger than 65535" },
		{ "sport 22-", 6, 3, "number" },
		{ "sport 22,", 6, 3, "missing in the list" },
		{ "sport ,22", 6, 3, "missing in the list" },
		{ "sport ,", 6, 1, "missing in the list" },
		{ "sport ''", 6, 2, "missing in the list" },
		{ "sport 22,,80", 6, 6, "missing in the list" },
		{ "sport 23-22", 6, 5, "range" },
		{ "sport 22-23-24", 6, 8, "number" },
		{ "sport 0x16", 6, 4, "0x16" },
		{ "sport -22", 6, 3, "-22" },
		{ "sport > 22,80", 8, 5, "22,80" },
		{ "sport > 22-80", 8, 5, "22-80" },
		{ "sport nosuch", 6, 6, "nosuch" },
		{ "sport ssh,nosuch", 6, 10, "nosuch" },
		{ "sport split", 6, 5, "ambiguous" },
		{ "dport *:nosuch", 6, 8, "nosuch" },
		{ "port nosuch", 5, 6, "nosuch" },
		{ "sport > nosuch", 8, 6, "nosuch" },
		{ "sport 10.0.0.1", 6, 8, "10.0.0.1" },
	};

	expect_errors(bad, COUNT(bad));
}

Test(error, is_shown_where_a_host_is_wrong)
{
	static const struct bad bad[] = {
		{ "src 10.0.0.256", 4, 10, "10.0.0.256" },
		{ "src 1.2.3.4.5", 4, 9, "1.2.3.4.5" },
		{ "src 10.0.0.0/33", 4, 11, "prefix" },
		{ "src 10.0.0.0/x", 4, 10, "prefix" },
		{ "src 10.0.0.0/", 4, 9, "prefix" },
		{ "src 10.0.0.0/-1", 4, 11, "prefix" },
		{ "src ::1/129", 4, 7, "prefix" },
		{ "src [::1", 4, 4, "]" },
		{ "src [::1]x", 4, 6, "" },
		{ "src [::1]22", 4, 7, "" },
		{ "src *x", 4, 2, "" },
		{ "src [::g]", 4, 5, "::g" },
		{ "src no.such.host", 4, 12, "no.such.host" },
		{ "src no.such.host:22", 4, 15, "no.such.host" },
		{ "src four.example/24", 4, 15, "prefix" },
		{ "src inet6:four.example", 4, 18, "four.example" },
		{ "src inet6:10.0.0.1", 4, 14, "10.0.0.1" },
		{ "src inet:::1", 4, 8, "::1" },
		{ "dst 10.0.0.1:nosuch", 4, 15, "nosuch" },
		{ "dst 10.0.0.1:65536", 4, 14, "65536" },
	};

	expect_errors(bad, COUNT(bad));
}

Test(error, is_shown_where_a_state_is_wrong)
{
	static const struct bad bad[] = {
		{ "state nosuch", 6, 6, "nosuch" },
		{ "state listen,nosuch", 6, 13, "nosuch" },
		{ "state listen,", 6, 7, "state" },
		{ "state ''", 6, 2, "state" },
		{ "state new-syn-recv", 6, 12, "new-syn-recv" },
		{ "exclude nosuch", 8, 6, "nosuch" },
	};

	expect_errors(bad, COUNT(bad));
}

Test(error, is_shown_where_a_device_a_mark_or_a_group_is_wrong)
{
	static const struct bad bad[] = {
		{ "dev nosuch0", 4, 7, "nosuch0" },
		{ "fwmark x", 7, 1, "x" },
		{ "fwmark ''", 7, 2, "mark" },
		{ "fwmark 1/", 7, 2, "1/" },
		{ "fwmark 1/x", 7, 3, "1/x" },
		{ "fwmark 1/2/3", 7, 5, "1/2/3" },
		{ "fwmark 0x100000000", 7, 11, "32 bits" },
		{ "fwmark 1/0x100000000", 7, 13, "32 bits" },
		{ "fwmark -1", 7, 2, "-1" },
		{ "cgroup /no/such/group", 7, 14, "/no/such/group" },
		{ "cgroup = no/such", 9, 7, "no/such" },
	};

	expect_errors(bad, COUNT(bad));
}

Test(error, is_shown_where_a_number_or_a_user_is_wrong)
{
	static const struct bad bad[] = {
		{ "pid x", 4, 1, "x" },
		{ "pid 5-4", 4, 3, "range" },
		{ "pid 4294967296", 4, 10, "larger" },
		{ "user nosuch", 5, 6, "nosuch" },
		{ "user root,nosuch", 5, 11, "nosuch" },
		{ "inode x", 6, 1, "x" },
		{ "inode 18446744073709551616", 6, 20, "larger" },
		{ "inode 99999999999999999999", 6, 20, "larger" },
		{ "recvq -1", 6, 2, "-1" },
		{ "sendq 1k", 6, 2, "1k" },
		{ "sendq > 4294967296", 8, 10, "larger" },
	};

	expect_errors(bad, COUNT(bad));
}

Test(error, is_shown_where_a_protocol_is_wrong)
{
	static const struct bad bad[] = {
		{ "proto foo", 6, 3, "protocol" },
		{ "proto tcp,foo", 6, 7, "protocol" },
		{ "proto tcp5", 6, 4, "protocol" },
		{ "proto 4", 6, 1, "protocol" },
		{ "proto ''", 6, 2, "protocol" },
		{ "proto tcp,", 6, 4, "protocol" },
	};

	expect_errors(bad, COUNT(bad));
}

Test(error, is_shown_deep_within_an_expression)
{
	static const struct bad bad[] = {
		{ "sport 22 and (dport 5 or sport 99999) and sport 1", 31, 5, "larger" },
	};

	expect_errors(bad, COUNT(bad));
}

Test(error, in_the_value_of_one_term_is_the_whole_of_it)
{
	static const char *const values[][2] = {
		{ "port", "x" },       { "port", "" },   { "port", "1,2,99999" },
		{ "state", "nosuch" }, { "pid", "5-4" }, { "user", "nosuch" },
	};

	for (size_t i = 0; i < COUNT(values); i++) {
		struct filter_error error;

		cr_expect_null(filter_parse_value(values[i][0], values[i][1], &error));
		cr_expect(*error.message && strcmp(error.message, "out of memory"), "%s: %s",
			  values[i][1], error.message);
		cr_expect_eq(error.start, 0);
		cr_expect_eq(error.length, strlen(values[i][1]));
	}
}

/* ---- limits ---- */

/* An error that is of use, or a tree that everything can be done with. */
static bool read_any(const char *text)
{
	struct sock_entry entry = { .proto = PROTO_TCP, .family = AF_INET, .state = STATE_LISTEN };
	struct sock_table table = { .rows = &entry, .count = 1 };
	struct filter_error error;
	struct filter_node *node;
	struct bytecode code;

	memset(&error, 'x', sizeof(error));
	node = filter_parse(text, &error);
	if (!node) {
		cr_assert(*error.message && memchr(error.message, 0, sizeof(error.message)),
			  "%.200s", text);
		cr_assert_str_neq(error.message, "out of memory", "%.200s", text);
		cr_assert_leq(error.start, strlen(text), "%.200s", text);
		cr_assert_leq(error.length, strlen(text) - error.start, "%.200s", text);
		return false;
	}
	filter_match(node, &table, &entry, NULL);
	filter_states(node);
	filter_excludes(node, PROTO_UNIX);
	cr_assert_eq(bytecode_compile(node, &code), 0, "%.200s", text);
	bytecode_free(&code);
	filter_free(node);
	return true;
}

/* `count` times `part`, then `rest`; to be freed. */
static char *repeated(const char *part, size_t count, const char *rest)
{
	size_t length = strlen(part);
	char *text = malloc(length * count + strlen(rest) + 1);

	cr_assert_not_null(text);
	for (size_t i = 0; i < count; i++)
		memcpy(text + i * length, part, length);
	strcpy(text + length * count, rest);
	return text;
}

static bool read_repeated(const char *part, size_t count, const char *rest)
{
	char *text = repeated(part, count, rest);
	bool good = read_any(text);

	free(text);
	return good;
}

Test(limits, of_nesting_are_an_error_and_no_crash)
{
	static const char *const parts[] = {
		"(", "not ", "!", "not(", "! (", "sport 1 or (", "(sport 1 and ", "!!("
	};

	for (size_t i = 0; i < COUNT(parts); i++) {
		cr_expect_not(read_repeated(parts[i], 10000, "sport 22"), "%s", parts[i]);
		cr_expect_not(read_repeated(parts[i], 1000000, ""), "%s", parts[i]);
	}
	cr_expect(read_repeated("not ", 40, "sport 22"));
	cr_expect(read_repeated("(", 40, "sport 22))))))))))))))))))))))))))))))))))))))))"));
}

/* Side by side is not nested. */
Test(limits, of_nesting_do_not_count_what_has_been_closed)
{
	cr_expect(read_repeated("(sport 22) or ", 4000, "not (sport 22)"));
	cr_expect(read_repeated("not (not sport 22) and ", 4000, "sport 22"));
}

Test(limits, of_length_leave_room_for_thousands_of_terms)
{
	static const char *const parts[] = {
		"sport 22 or ",     "sport 22 and ",        "sport 22 ",
		"not dport 22 || ", "port != 5 && ",        "state listen ",
		"exclude listen ",  "src 2001:db8::/32 | ", "process x* or ",
	};

	for (size_t i = 0; i < COUNT(parts); i++)
		cr_expect(read_repeated(parts[i], 4999, "sport 22"), "%s", parts[i]);
}

Test(limits, of_the_number_of_terms_are_shown_where_they_are_passed)
{
	char *text = repeated("sport 22 or ", 100000, "sport 22");
	struct filter_error error;

	cr_expect_null(filter_parse(text, &error));
	cr_expect(strstr(error.message, "too many"), "%s", error.message);
	cr_expect_eq(error.start % 12, 0, "at %zu", error.start);
	cr_expect_geq(error.start, 5000 * 12, "at %zu", error.start);
	cr_expect_eq(error.length, 5);
	free(text);
}

Test(limits, of_words_are_an_error_at_the_word)
{
	static const char *const fields[] = {
		"sport ", "src ",     "src [",   "process ",  "path ",      "src /",      "state ",
		"dev ",   "fwmark ",  "cgroup ", "pid ",      "user ",      "inode ",     "recvq ",
		"proto ", "dport *:", "",        "process '", "process \"", "process \\",
	};

	for (size_t i = 0; i < COUNT(fields); i++) {
		char *word = repeated("a", 65536, ""), *text = repeated(fields[i], 1, word);
		struct filter_error error;

		cr_expect_null(filter_parse(text, &error), "%s", fields[i]);
		cr_expect_eq(error.start, strcspn(fields[i], " ") + (*fields[i] != '\0'), "%s: %zu",
			     fields[i], error.start);
		cr_expect_geq(error.length, 1000, "%s: %zu", fields[i], error.length);
		cr_expect_not(read_any(text));
		free(text);
		free(word);
	}
}

/* Around every size that some buffer could have. */
Test(limits, of_words_are_never_passed)
{
	static const char *const fields[] = {
		"sport ",   "src ",       "src [",      "dst *:",    "state ",
		"dev ",     "cgroup ",    "user ",      "proto ",    "fwmark ",
		"process ", "src inet6:", "src [::1]/", "dst 10/8:", "pid "
	};
	static const char *const parts[] = { "a", "1", ":", "/",        ",",  "-",
					     "[", "]", ".", "\xc3\xa9", "\\a" };
	static const size_t sizes[] = { 15,   16,   30,   31,   32,   45,   46,  47,  99,
					100,  254,  255,  256,  298,  299,  300, 301, 1023,
					4094, 4095, 4096, 4097, 4351, 4352, 8192 };

	for (size_t i = 0; i < COUNT(fields); i++)
		for (size_t j = 0; j < COUNT(parts); j++)
			for (size_t k = 0; k < COUNT(sizes); k++) {
				char *word = repeated(parts[j], sizes[k], "");
				char *text = repeated(fields[i], 1, word);

				read_any(text);
				free(text);
				free(word);
			}
}

Test(limits, of_words_leave_room_for_long_ones)
{
	cr_expect(read_repeated("process ", 1, "x"));
	for (size_t size = 1000; size <= 4000; size += 1000) {
		char *word = repeated("x", size, ""), *text = repeated("process ", 1, word);

		cr_expect(read_any(text), "%zu", size);
		free(text);
		free(word);
	}
}

/* ---- garbage ---- */

enum { GARBAGE = 35000, MOST = 200 };

static void random_bytes(struct dice *dice, char *text)
{
	size_t length = below(dice, 80);

	for (size_t i = 0; i < length; i++)
		text[i] = (char)(chance(dice, 50) ? 1 + below(dice, 255) : ' ' + below(dice, 95));
	text[length] = '\0';
}

Test(garbage, of_bytes_is_an_error_and_no_crash)
{
	struct dice dice = { 21 };
	char text[MOST];

	for (int i = 0; i < GARBAGE; i++) {
		random_bytes(&dice, text);
		read_any(text);
	}
}

static const char *const some_words[] = {
	"src",          "dst",      "sport",     "dport",  "port",    "state", "exclude", "excl",
	"dev",          "fwmark",   "autobound", "pid",    "process", "user",  "inode",   "recvq",
	"sendq",        "proto",    "path",      "and",    "or",      "not",   "eq",      "ne",
	"lt",           "ge",       "(",         ")",      "(",       ")",     "!",       "=",
	"==",           "!=",       "<",         ">=",     "&",       "&&",    "|",       "||",
	"22",           "25,80",    "1-5",       "ssh",    ":22",     "*",     "*:22",    "10/8",
	"[::1]",        "[::1]:22", "::1",       "listen", "all",     "tcp",   "root",    "lo",
	"0x1/0x1",      "'a b'",    "\"",        "'",      "\\",      "65536", "unix:*",  "/run/*",
	"@x",           "inet:",    "inet6:*",   "-",      ",",       "/",     "[",       "]",
	"four.example",
};

static void random_words(struct dice *dice, char *text)
{
	*text = '\0';
	for (uint32_t i = below(dice, 14); i; i--) {
		append(text, MOST, PICK(dice, some_words));
		append(text, MOST, chance(dice, 80) ? " " : "");
	}
}

Test(garbage, of_words_is_an_error_or_a_filter_and_no_crash)
{
	struct dice dice = { 22 };
	char text[MOST];
	size_t good = 0;

	for (int i = 0; i < GARBAGE; i++) {
		random_words(&dice, text);
		good += read_any(text);
	}
	cr_expect_gt(good, 20, "%zu", good);
}

/* Some bytes of a good expression are lost, doubled or replaced. */
static void damage(struct dice *dice, char *text)
{
	for (uint32_t i = 1 + below(dice, 3); i && *text; i--) {
		size_t length = strlen(text), at = below(dice, (uint32_t)length);

		if (chance(dice, 30))
			memmove(text + at, text + at + 1, length - at);
		else if (chance(dice, 50))
			text[at] = (char)(1 + below(dice, 255));
		else
			text[at] = text[below(dice, (uint32_t)length)];
	}
}

Test(garbage, of_damaged_expressions_is_an_error_or_a_filter_and_no_crash)
{
	struct dice dice = { 23 };
	size_t good = 0;

	for (int i = 0; i < GARBAGE; i++) {
		struct expression *expression = expression_make(&dice, 3, false);
		char *text = expression_text(expression, &dice);

		cr_assert(read_any(text), "%s", text);
		damage(&dice, text);
		good += read_any(text);
		free(text);
		expression_free(expression);
	}
	cr_expect(good > 1000 && good < GARBAGE - 1000, "%zu", good);
}
