/* The columns of the view of statistics, for programs and for the sorted table of the text. */
#ifndef NETSTAT_RENDER_STATISTIC_COLUMNS_H
#define NETSTAT_RENDER_STATISTIC_COLUMNS_H

#include "render/columns.h"
#include "render/statistic_words.h"
#include "render/text_table.h"
#include "render/view_columns.h"
#include "source/snmp.h"

/* What the columns' functions get as their row. */
struct statistic_row {
	const struct snmp_row *counter;
	const struct statistic *statistic; /* NULL: not known */
};

enum statistic_column {
	STATISTIC_GROUP,
	STATISTIC_NAME,
	STATISTIC_VALUE,
	STATISTIC_DESCRIPTION,
	STATISTIC_COLUMNS,
};

extern const struct column statistic_columns[STATISTIC_COLUMNS];

extern const struct layout statistic_layout;

#endif
