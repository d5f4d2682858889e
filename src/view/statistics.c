#include "config.h"

#include "view/statistics.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "render/statistic_columns.h"
#include "render/statistic_text.h"
#include "view/list.h"

/* As net-tools calls them here. */
static const char *const family_names[FAMILY_COUNT] = {
	[FAMILY_UNIX] = "unix",     [FAMILY_INET] = "inet", [FAMILY_INET6] = "inet6",
	[FAMILY_AX25] = "ax25",     [FAMILY_IPX] = "ipx",   [FAMILY_X25] = "x25",
	[FAMILY_NETROM] = "netrom", [FAMILY_ROSE] = "rose", [FAMILY_DDP] = "ddp",
	[FAMILY_ECONET] = "ec",     [FAMILY_ASH] = "ash",   [FAMILY_BLUETOOTH] = "bluetooth",
};

/* All families that were given, with commas between them. */
static void list_families(const struct options *options, char *text)
{
	*text = '\0';
	for (size_t i = 0; i < options->family_orders; i++) {
		if (i)
			text = stpcpy(text, ",");
		text = stpcpy(text, family_names[options->family_order[i]]);
	}
}

/* net-tools says it where the counters would stand; for programs it is a message. */
static int refuse_families(struct list *list)
{
	static const char message[] =
		"netstat: No statistics support for specified address family: ";
	char names[FAMILY_ORDER * 10], line[sizeof(message) + sizeof(names)];

	list_families(list->round->options, names);
	stpcpy(stpcpy(line, message), names);
	if (list_is_text(list))
		list_title(list, line);
	else
		out_message(list->round->out, "%s", line);
	return STATUS_FAILED;
}

/*
 * What net-tools says of a file, if anything. It fails for none of that, so a script that runs -s
 * where the kernel has no IPv6 goes on.
 */
static void tell(struct out *out, const char *path, bool opened, int error)
{
	if (error == -EBADMSG)
		out_message(out, "Problem while parsing %s", path);
	else if (!opened)
		out_message(out, "cannot open %s: %s", path, strerror(-error));
	else if (error)
		out_message(out, "%s: %s", path, strerror(-error));
}

/* Read what must be there. Returns 0, or an error that ends the listing. */
static int read_ipv4(struct snmp_table *table, struct out *out)
{
	static const char main_file[] = "/proc/net/snmp", more[] = "/proc/net/netstat",
			  sctp[] = "/proc/net/sctp/snmp";
	bool opened;
	int error = snmp_read_groups(table, main_file, NULL, &opened);

	tell(out, main_file, opened, error);
	if (!opened || error == -ENOMEM)
		return error;
	error = snmp_read_groups(table, more, NULL, &opened);
	if (opened)
		tell(out, more, opened, error);
	if (error == -ENOMEM)
		return error;
	error = snmp_read_names(table, sctp, "Sctp", &opened);
	if (opened)
		tell(out, sctp, opened, error);
	return error;
}

static int read_ipv6(struct snmp_table *table, struct out *out)
{
	static const char main_file[] = "/proc/net/snmp6", tcp[] = "/proc/net/snmp";
	bool opened;
	int error = snmp_read_names(table, main_file, NULL, &opened);

	tell(out, main_file, opened, error);
	if (!opened || error == -ENOMEM)
		return error;
	/* TCP has one set of counters for both versions of IP. */
	error = snmp_read_groups(table, tcp, "Tcp", &opened);
	if (error != -EBADMSG) /* about which net-tools says nothing here */
		tell(out, tcp, opened, error);
	return error;
}

/* All counters of the groups that are chosen, with what is known of them. Returns how many. */
static size_t resolve(const struct options *options, const struct snmp_table *table,
		      struct statistic_row *rows)
{
	const struct statistic_group *group = NULL;
	size_t count = 0;
	bool wanted = false;

	for (size_t i = 0; i < table->count; i++) {
		const struct snmp_row *row = &table->rows[i];

		if (!row->name) {
			group = statistic_find_group(row->group, row->snmp6);
			wanted = statistic_wanted(options, group);
		} else if (wanted) {
			rows[count++] =
				(struct statistic_row){ row, statistic_find(group, row->name) };
		}
	}
	return count;
}

static int show_rows(struct list *list, const struct snmp_table *table)
{
	struct statistic_row *rows = calloc(table->count + 1, sizeof(*rows));
	size_t count;
	int error;

	if (!rows)
		return -ENOMEM;
	count = resolve(list->round->options, table, rows);
	list_heading(list, &statistic_layout);
	error = list_rows(list, &statistic_layout, rows, count, sizeof(*rows));
	free(rows);
	return error;
}

static int show_counters(struct list *list, bool ipv6)
{
	const struct options *options = list->round->options;
	struct out *out = list->round->out;
	struct snmp_table table = { 0 };
	int error = ipv6 ? read_ipv6(&table, out) : read_ipv4(&table, out);

	if (error != -ENOMEM)
		error = 0;
	if (!error && list_is_text(list) && !options->row_sort.count)
		statistic_text(out, options, &table);
	else if (!error)
		error = show_rows(list, &table);
	snmp_free(&table);
	if (!error)
		return STATUS_OK;
	out_message(out, "netstat: out of memory");
	return STATUS_FAILED;
}

static int show(struct list *list)
{
	const struct options *options = list->round->options;
	enum family family = options->family_orders ? options->family_order[0] : FAMILY_INET;

	if (options->family_orders > 1 || (family != FAMILY_INET && family != FAMILY_INET6))
		return refuse_families(list);
	if (options->source == SOURCE_NETLINK) {
		out_message(list->round->out,
			    "netstat: --source=netlink: the counters of -s are in /proc only");
		return STATUS_FAILED;
	}
	return show_counters(list, family == FAMILY_INET6);
}

int view_statistics(const struct round *round)
{
	struct list list;
	int status;

	list_begin(&list, round, &statistic_view_columns);
	status = show(&list);
	list_end(&list);
	return status;
}
