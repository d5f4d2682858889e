#include "config.h"

#include "render/statistic_columns.h"

#include <string.h>

static void get_group(const void *row, const void *item, struct cell *cell)
{
	(void)item;
	cell_text(cell, ((const struct statistic_row *)row)->counter->group);
}

static void get_name(const void *row, const void *item, struct cell *cell)
{
	(void)item;
	cell_text(cell, ((const struct statistic_row *)row)->counter->name);
}

static void get_value(const void *row, const void *item, struct cell *cell)
{
	const struct snmp_row *counter = ((const struct statistic_row *)row)->counter;

	(void)item;
	if (counter->negative)
		cell_signed(cell, (int64_t)counter->value);
	else if (!counter->missing)
		cell_unsigned(cell, counter->value);
}

/* Values are of two kinds, which cannot be compared as they are. */
static int compare_value(const void *a, const void *b)
{
	const struct snmp_row *x = ((const struct statistic_row *)a)->counter;
	const struct snmp_row *y = ((const struct statistic_row *)b)->counter;

	if (x->negative != y->negative)
		return x->negative ? -1 : 1;
	return (x->value > y->value) - (x->value < y->value);
}

static void get_description(const void *row, const void *item, struct cell *cell)
{
	const struct statistic *statistic = ((const struct statistic_row *)row)->statistic;
	size_t length;

	(void)item;
	if (!statistic)
		return;
	cell_text(cell, statistic->words);
	length = strlen(statistic->words);
	/* Two of SCTP end in a blank, in net-tools' listing. */
	if (statistic->words[length - 1] != ' ' || length > sizeof(cell->buffer))
		return;
	memcpy(cell->buffer, statistic->words, length - 1);
	cell->buffer[length - 1] = '\0';
	cell_text(cell, cell->buffer);
}

const struct column statistic_columns[STATISTIC_COLUMNS] = {
	[STATISTIC_GROUP] = { NULL, "group", "string",
			      "as the kernel's files call it: Ip, Icmp, Tcp, TcpExt, Ip6 and "
			      "others",
			      .get = get_group },
	[STATISTIC_NAME] = { NULL, "name", "string",
			     "of the counter, as the kernel's files have it; unique within its "
			     "group",
			     .get = get_name },
	[STATISTIC_VALUE] = { NULL, "value", "integer",
			      "up to 64 bits, negative where the kernel says so; null: the file "
			      "has "
			      "none",
			      .get = get_value, .compare = compare_value },
	[STATISTIC_DESCRIPTION] = { NULL, "description", "string",
				    "what it counts, in the words of the listing; null: not known",
				    .get = get_description },
};

const struct view_columns statistic_view_columns = {
	.columns = statistic_columns,
	.count = STATISTIC_COLUMNS,
	.schema = "netstat-ng/statistics/1",
	.list = "statistics",
};

static const struct layout_cell cells[] = {
	{ &statistic_columns[STATISTIC_GROUP], "Group", .width = 8 },
	{ &statistic_columns[STATISTIC_NAME], "Counter", .width = 29, .gap = 1 },
	{ &statistic_columns[STATISTIC_VALUE], "Value", .width = 12, .gap = 1, .right = true },
	{ &statistic_columns[STATISTIC_DESCRIPTION], "Meaning", .gap = 1 },
};

const struct layout statistic_layout = { cells, sizeof(cells) / sizeof(*cells) };
