/* The words for counters, and their columns. */
#include "config.h"

#include <criterion/criterion.h>
#include <string.h>

#include "render/statistic_columns.h"
#include "render/statistic_text.h"

static const struct statistic_list *const lists[] = {
	&statistic_ip,  &statistic_ip_ext, &statistic_icmp, &statistic_tcp,   &statistic_tcp_ext,
	&statistic_udp, &statistic_sctp,   &statistic_ip6,  &statistic_icmp6, &statistic_udp6,
};

/* A counter that its own search does not find would be listed by its name. */
Test(statistics, tables_are_sorted)
{
	for (size_t i = 0; i < sizeof(lists) / sizeof(*lists); i++) {
		struct statistic_group group = { "", lists[i], PROTO_TCP, false, true };

		cr_expect_gt(lists[i]->count, 5);
		for (size_t j = 0; j < lists[i]->count; j++) {
			const struct statistic *entry = &lists[i]->entries[j];

			cr_expect(!j || strcmp(entry[-1].name, entry->name) < 0, "%s", entry->name);
			cr_expect_eq(statistic_find(&group, entry->name), entry);
			cr_expect_gt(strlen(entry->words), 3, "%s", entry->name);
		}
	}
}

Test(statistics, unknown)
{
	cr_expect_null(statistic_find(NULL, "InReceives"));
	cr_expect_null(statistic_find(statistic_find_group("MPTcpExt", false), "WinProbe"));
	cr_expect_null(statistic_find(statistic_find_group("Ip", false), ""));
	cr_expect_null(statistic_find(statistic_find_group("Ip", false), "InReceive"));
	cr_expect_null(statistic_find_group("Ip6", false));
	cr_expect_null(statistic_find_group("Ip", true));
}

/* What the options choose: the groups of a protocol, and all that belong to none that is known. */
Test(statistics, wanted)
{
	struct options options = { 0 };
	const struct statistic_group *ip = statistic_find_group("IpExt", false);

	cr_expect(statistic_wanted(&options, ip));
	options.proto[PROTO_TCP] = true;
	cr_expect_not(statistic_wanted(&options, ip));
	cr_expect(statistic_wanted(&options, NULL));
	cr_expect(statistic_wanted(&options, statistic_find_group("MPTcpExt", false)));
	options.proto[PROTO_RAW] = true;
	cr_expect(statistic_wanted(&options, ip));
}

static struct cell value_of(enum statistic_column column, const struct statistic_row *row)
{
	struct cell cell = { .kind = CELL_NULL };

	statistic_columns[column].get(row, NULL, &cell);
	return cell;
}

Test(statistics, values)
{
	const struct snmp_row negative = { "Tcp", "MaxConn", UINT64_MAX, .negative = true };
	const struct snmp_row largest = { "Tcp", "InSegs", UINT64_MAX, .negative = false };
	const struct snmp_row missing = { "Tcp", "OutSegs", 0, .missing = true };
	const struct statistic_row rows[] = { { &negative, NULL },
					      { &largest, NULL },
					      { &missing, NULL } };

	cr_expect_eq(value_of(STATISTIC_VALUE, &rows[0]).kind, CELL_SIGNED);
	cr_expect_eq(value_of(STATISTIC_VALUE, &rows[0]).signed_number, -1);
	cr_expect_eq(value_of(STATISTIC_VALUE, &rows[1]).kind, CELL_UNSIGNED);
	cr_expect_eq(value_of(STATISTIC_VALUE, &rows[1]).number, UINT64_MAX);
	cr_expect_eq(value_of(STATISTIC_VALUE, &rows[2]).kind, CELL_NULL);
	cr_expect_lt(statistic_columns[STATISTIC_VALUE].compare(&rows[0], &rows[1]), 0);
	cr_expect_gt(statistic_columns[STATISTIC_VALUE].compare(&rows[1], &rows[0]), 0);
	cr_expect_eq(statistic_columns[STATISTIC_VALUE].compare(&rows[0], &rows[0]), 0);
}

/* In the listing some words end in a blank; a description does not. */
Test(statistics, descriptions)
{
	size_t blanks = 0;

	for (size_t i = 0; i < sizeof(lists) / sizeof(*lists); i++) {
		for (size_t j = 0; j < lists[i]->count; j++) {
			const struct statistic *entry = &lists[i]->entries[j];
			const struct snmp_row counter = { "", entry->name, .value = 0 };
			struct cell cell = { .kind = CELL_NULL };

			statistic_columns[STATISTIC_DESCRIPTION].get(
				&(struct statistic_row){ &counter, entry }, NULL, &cell);
			cr_assert_eq(cell.kind, CELL_TEXT);
			cr_expect_neq(cell.text[strlen(cell.text) - 1], ' ', "%s", entry->name);
			blanks += entry->words[strlen(entry->words) - 1] == ' ';
		}
	}
	cr_expect_eq(blanks, 2);
}
