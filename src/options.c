#include "config.h"

#include "options.h"

#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "argv.h"
#include "help.h"
#include "options_check.h"
#include "options_new.h"
#include "options_operands.h"
#include "render/view_columns.h"

enum { OPT_FAMILY = 256, OPT_NUM_HOSTS, OPT_NUM_PORTS, OPT_NUM_USERS };

static const char short_options[] = "A:CFMacdeghilnNoprstSuUvVWw2fx64?Z" ARGV_NEW_OPTION ":";

/* In the order of net-tools, which shows in the messages about ambiguous abbreviations. */
static const struct option long_options[] = {
	{ "ax25", no_argument, NULL, OPT_FAMILY },
	{ "x25", no_argument, NULL, OPT_FAMILY },
	{ "ip", no_argument, NULL, OPT_FAMILY },
	{ "ipx", no_argument, NULL, OPT_FAMILY },
	{ "appletalk", no_argument, NULL, OPT_FAMILY },
	{ "netrom", no_argument, NULL, OPT_FAMILY },
	{ "inet", no_argument, NULL, OPT_FAMILY },
	{ "inet6", no_argument, NULL, OPT_FAMILY },
	{ "ddp", no_argument, NULL, OPT_FAMILY },
	{ "rose", no_argument, NULL, OPT_FAMILY },
	{ "unix", no_argument, NULL, OPT_FAMILY },
	{ "bluetooth", no_argument, NULL, OPT_FAMILY },
	{ "tcpip", no_argument, NULL, OPT_FAMILY },
	{ "version", no_argument, NULL, 'V' },
	{ "interfaces", no_argument, NULL, 'i' },
	{ "help", no_argument, NULL, 'h' },
	{ "route", no_argument, NULL, 'r' },
	{ "masquerade", no_argument, NULL, 'M' },
	{ "protocol", required_argument, NULL, 'A' },
	{ "tcp", no_argument, NULL, 't' },
	{ "sctp", no_argument, NULL, 'S' },
	{ "udp", no_argument, NULL, 'u' },
	{ "udplite", no_argument, NULL, 'U' },
	{ "raw", no_argument, NULL, 'w' },
	{ "unix", no_argument, NULL, 'x' },
	{ "l2cap", no_argument, NULL, '2' },
	{ "rfcomm", no_argument, NULL, 'f' },
	{ "listening", no_argument, NULL, 'l' },
	{ "all", no_argument, NULL, 'a' },
	{ "timers", no_argument, NULL, 'o' },
	{ "continuous", no_argument, NULL, 'c' },
	{ "extend", no_argument, NULL, 'e' },
	{ "programs", no_argument, NULL, 'p' },
	{ "verbose", no_argument, NULL, 'v' },
	{ "statistics", no_argument, NULL, 's' },
	{ "wide", no_argument, NULL, 'W' },
	{ "numeric", no_argument, NULL, 'n' },
	{ "numeric-hosts", no_argument, NULL, OPT_NUM_HOSTS },
	{ "numeric-ports", no_argument, NULL, OPT_NUM_PORTS },
	{ "numeric-users", no_argument, NULL, OPT_NUM_USERS },
	{ "symbolic", no_argument, NULL, 'N' },
	{ "cache", no_argument, NULL, 'C' },
	{ "fib", no_argument, NULL, 'F' },
	{ "groups", no_argument, NULL, 'g' },
	{ "context", no_argument, NULL, 'Z' },
	{ 0 },
};

static const struct {
	const char *name;
	enum family family;
} family_names[] = {
	{ "ax25", FAMILY_AX25 },     { "ip", FAMILY_INET },
	{ "ip6", FAMILY_INET6 },     { "ipx", FAMILY_IPX },
	{ "rose", FAMILY_ROSE },     { "appletalk", FAMILY_DDP },
	{ "netrom", FAMILY_NETROM }, { "inet", FAMILY_INET },
	{ "inet6", FAMILY_INET6 },   { "ddp", FAMILY_DDP },
	{ "unix", FAMILY_UNIX },     { "tcpip", FAMILY_INET },
	{ "econet", FAMILY_ECONET }, { "x25", FAMILY_X25 },
	{ "ash", FAMILY_ASH },       { "bluetooth", FAMILY_BLUETOOTH },
};

/* Options that only set a switch. */
static const struct {
	int code;
	size_t field;
} switches[] = {
	{ 'a', offsetof(struct options, all) },
	{ 'l', offsetof(struct options, listening) },
	{ 'W', offsetof(struct options, wide) },
	{ 'p', offsetof(struct options, programs) },
	{ 'o', offsetof(struct options, timers) },
	{ 'c', offsetof(struct options, continuous) },
	{ 'v', offsetof(struct options, verbose) },
	{ 'N', offsetof(struct options, symbolic) },
	{ 'F', offsetof(struct options, fib) },
	{ 'C', offsetof(struct options, cache) },
	{ 'g', offsetof(struct options, groups) },
	{ '2', offsetof(struct options, l2cap) },
	{ 'f', offsetof(struct options, rfcomm) },
	{ 't', offsetof(struct options, proto[PROTO_TCP]) },
	{ 'S', offsetof(struct options, proto[PROTO_SCTP]) },
	{ 'u', offsetof(struct options, proto[PROTO_UDP]) },
	{ 'U', offsetof(struct options, proto[PROTO_UDPLITE]) },
	{ 'w', offsetof(struct options, proto[PROTO_RAW]) },
	{ OPT_NUM_HOSTS, offsetof(struct options, numeric_hosts) },
	{ OPT_NUM_PORTS, offsetof(struct options, numeric_ports) },
	{ OPT_NUM_USERS, offsetof(struct options, numeric_users) },
};

static int usage_error(void)
{
	help_usage(stderr);
	return STATUS_USAGE;
}

/* net-tools says no word of it; the usage is longer than a screen, so this comes last. */
static int too_many_tables(void)
{
	help_usage(stderr);
	fputs("netstat: each of -r, -i, -s and -M is a table of its own: give only one, once\n",
	      stderr);
	return STATUS_USAGE;
}

static void give_family(struct options *options, enum family family)
{
	options->family[family] = true;
	if (options->family_orders < FAMILY_ORDER)
		options->family_order[options->family_orders++] = (uint8_t)family;
}

static int add_family(struct options *options, const char *name, size_t length)
{
	for (size_t i = 0; i < sizeof(family_names) / sizeof(*family_names); i++) {
		if (strlen(family_names[i].name) == length &&
		    !memcmp(family_names[i].name, name, length)) {
			give_family(options, family_names[i].family);
			return OPTIONS_GO_ON;
		}
	}
	fprintf(stderr, "Unknown address family `%.*s'.\n", (int)length, name);
	return STATUS_FAILED;
}

/* -A LIST: names between commas; an empty one is unknown like any other. */
static int add_families(struct options *options, const char *list)
{
	for (;;) {
		size_t length = strcspn(list, ",");
		int status = add_family(options, list, length);

		if (status != OPTIONS_GO_ON || !list[length])
			return status;
		list += length + 1;
	}
}

static int add_long_family(struct options *options, const char *name)
{
	if (strcmp(name, "tcpip"))
		return add_families(options, name);
	/* net-tools has this name in one of its tables and not in the other. */
	fputs("netstat.c: Internal Error `longopts 1 range'.\n", stderr);
	return OPTIONS_GO_ON;
}

static int set_context(struct options *options)
{
	if (access("/sys/fs/selinux/enforce", F_OK)) {
		fprintf(stderr, "SELinux is not enabled on this machine.\n");
		return STATUS_FAILED;
	}
	options->context = options->programs = true;
	return OPTIONS_GO_ON;
}

static bool apply_switch(struct options *options, int code)
{
	for (size_t i = 0; i < sizeof(switches) / sizeof(*switches); i++) {
		if (switches[i].code == code) {
			*(bool *)((char *)options + switches[i].field) = true;
			return true;
		}
	}
	return false;
}

/* *modes counts -r -i -s -M: more than one of them, or one twice, is an error. */
static int apply(struct options *options, int code, int index, int *modes)
{
	static const char mode_letters[] = { 'r', 'i', 's', 'M' };
	const char *mode = memchr(mode_letters, code, sizeof(mode_letters));

	if (mode) {
		options->mode = (enum mode)(MODE_ROUTES + (mode - mode_letters));
		++*modes;
		return OPTIONS_GO_ON;
	}
	if (code == ARGV_NEW_OPTION[0])
		return options_apply_new(options, optarg);
	if (apply_switch(options, code))
		return OPTIONS_GO_ON;
	switch (code) {
	case 'x':
		give_family(options, FAMILY_UNIX);
		return OPTIONS_GO_ON;
	case '4':
		give_family(options, FAMILY_INET);
		return OPTIONS_GO_ON;
	case '6':
		give_family(options, FAMILY_INET6);
		return OPTIONS_GO_ON;
	case 'A':
		return add_families(options, optarg);
	case OPT_FAMILY:
		return add_long_family(options, long_options[index].name);
	case 'Z':
		return set_context(options);
	case 'd':
		return OPTIONS_GO_ON;
	case 'e':
		options->extend++;
		return OPTIONS_GO_ON;
	case 'n':
		options->numeric_hosts = options->numeric_ports = options->numeric_users = true;
		return OPTIONS_GO_ON;
	case 'h':
		help_usage(stdout);
		return STATUS_OK;
	case 'V':
		help_version(stdout);
		return STATUS_OK;
	default:
		return usage_error();
	}
}

static bool any_inet_proto(const struct options *options)
{
	for (int proto = PROTO_TCP; proto <= PROTO_RAW; proto++)
		if (options->proto[proto])
			return true;
	return false;
}

/* What the given options imply: netstat-behaviour of net-tools' -4, -6 and protocol options. */
static void complete(struct options *options)
{
	bool *family = options->family;

	if ((family[FAMILY_INET] || family[FAMILY_INET6]) && !any_inet_proto(options)) {
		options->quiet_missing = true;
		for (int proto = PROTO_TCP; proto <= PROTO_RAW; proto++)
			options->proto[proto] = true;
	}
	if ((any_inet_proto(options) || options->groups) &&
	    !(family[FAMILY_INET] || family[FAMILY_INET6]))
		family[FAMILY_INET] = family[FAMILY_INET6] = true;
	if (family[FAMILY_BLUETOOTH])
		options->l2cap = options->rfcomm = true;
	options->proto[PROTO_UNIX] = family[FAMILY_UNIX];
	options->explicit_choice = any_inet_proto(options) || options->groups || options->l2cap ||
				   options->rfcomm || family[FAMILY_UNIX] || family[FAMILY_IPX] ||
				   family[FAMILY_AX25] || family[FAMILY_X25] ||
				   family[FAMILY_NETROM] || family[FAMILY_ROSE];
}

int options_parse(struct options *options, int argc, char **argv)
{
	int code, count, index = 0, modes = 0, status;

	*options = (struct options){ .interval = 1 };
	options->storage = argv_rewrite(argc, argv, options_is_new, &count);
	if (!options->storage) {
		fputs("netstat: out of memory\n", stderr);
		return STATUS_FAILED;
	}
	optind = 1;
	while ((code = getopt_long(count, options->storage, short_options, long_options,
				   &index)) != -1) {
		status = apply(options, code, index, &modes);
		if (status != OPTIONS_GO_ON)
			return status;
	}
	if (modes > 1)
		return too_many_tables();
	options->operands = options->storage + optind;
	options->operand_count = count - optind;
	complete(options);
	status = options_read_operands(options);
	if (options->mode == MODE_STATISTICS) /* shown once, whatever -c says: as in net-tools */
		options->continuous = false;
	if (status == OPTIONS_GO_ON)
		status = options_read_sort(options);
	if (status == OPTIONS_GO_ON)
		status = options_check(options);
	return status;
}

const struct view_columns *options_view(const struct options *options)
{
	switch (options->mode) {
	case MODE_ROUTES:
		return &route_view_columns;
	case MODE_INTERFACES:
		return &interface_view_columns;
	case MODE_STATISTICS:
		return &statistic_view_columns;
	case MODE_MASQUERADE:
		return &masquerade_view_columns;
	case MODE_SOCKETS:
		return options->groups && !any_inet_proto(options) && !options->proto[PROTO_UNIX] ?
			       &group_view_columns :
			       NULL;
	default:
		return NULL;
	}
}

bool options_tell_events(const struct options *options)
{
	return options->mode == MODE_SOCKETS && !options_view(options) && options->continuous &&
	       options->format == FORMAT_JSONL;
}

void options_free(struct options *options)
{
	filter_free(options->filter);
	free(options->storage);
	options->filter = NULL;
	options->storage = NULL;
}

bool options_wants(const struct options *options, enum proto proto)
{
	return !options->explicit_choice || options->proto[proto];
}

bool options_wants_family(const struct options *options, enum family family)
{
	return !options->explicit_choice || options->family[family];
}
