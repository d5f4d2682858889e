/* The rows of a table of routes on their way out: their names, their order, their text. */
#ifndef NETSTAT_VIEW_ROUTE_ROWS_H
#define NETSTAT_VIEW_ROUTE_ROWS_H

#include "page/progress.h"
#include "render/route_columns.h"
#include "route.h"
#include "view/list.h"
#include "view/round.h"

struct route_rows {
	struct list list;
	const struct round *round;
	struct route_table table; /* read and not yet shown */
	struct progress progress; /* until the first row is shown */
	const struct layout *layout; /* NULL: only the title is shown */
	struct route_style style;    /* private, as the rest */
	struct route_row *rows;
	size_t size;
	char scratch[ROUTE_SCRATCH];
};

/* Must stay where it is, and be followed by route_rows_end(). */
void route_rows_begin(struct route_rows *rows, const struct round *round);
void route_rows_end(struct route_rows *rows);

/*
 * Show what is in the table, and empty it. Returns 0, -ENOMEM or, so that nobody goes on reading,
 * -errno of what has been written (out->error, of which main() tells).
 */
int route_rows_show(struct route_rows *rows);

/* Where a source puts rows: shown in batches where nothing sorts them. */
struct route_sink route_rows_sink(struct route_rows *rows);

#endif
