/* The columns of the multicast groups, for text and for programs. */
#ifndef NETSTAT_RENDER_GROUP_COLUMNS_H
#define NETSTAT_RENDER_GROUP_COLUMNS_H

#include "names.h"
#include "render/columns.h"
#include "render/text_table.h"
#include "render/view_columns.h"
#include "source/groups.h"

/* What the columns' functions get as their row. */
struct group_row {
	const struct group *group;
	const struct names *names; /* NULL: addresses are shown as numbers */
};

extern const struct column group_columns[];
extern const struct layout group_layout;

#endif
