/* The columns of the masqueraded connections, for text and for programs. */
#ifndef NETSTAT_RENDER_MASQUERADE_COLUMNS_H
#define NETSTAT_RENDER_MASQUERADE_COLUMNS_H

#include "names.h"
#include "options.h"
#include "render/columns.h"
#include "render/text_table.h"
#include "render/view_columns.h"
#include "source/masquerade.h"

/* What the columns' functions get as their row. */
struct masquerade_row {
	const struct masquerade *entry;
	const struct options *options;
	const struct names *names;
};

extern const struct column masquerade_columns[];

/* The titles; with -e there are more columns. */
extern const struct layout masquerade_layout, masquerade_layout_extended;

/* A row as net-tools writes it: what is too wide moves the rest. */
void masquerade_text(struct out *out, const struct masquerade_row *row);

#endif
