#include "config.h"

#include "view/route_rows.h"

#include <errno.h>
#include <stdlib.h>

enum { BATCH = 1024 }; /* rows that are shown together where nothing sorts them */

void route_rows_begin(struct route_rows *rows, const struct round *round)
{
	*rows = (struct route_rows){ .round = round };
	rows->style =
		(struct route_style){ round->options, round->names, &rows->table, rows->scratch };
	list_begin(&rows->list, round, &route_view_columns);
	progress_start(&rows->progress, round->screen->terminal);
	rows->progress.rows_word = "routes";
}

void route_rows_end(struct route_rows *rows)
{
	progress_end(&rows->progress);
	list_end(&rows->list);
	route_table_free(&rows->table);
	free(rows->rows);
}

/* ---- names ---- */

static int look_up(struct route_rows *rows, const struct route *route)
{
	struct names *names = rows->round->names;
	const struct options *options = rows->round->options;
	int result = names_prepare_route(names, options, route_destination_kind(route),
					 &route->destination);

	if (!result)
		result = names_prepare_route(names, options, route_gateway_kind(route),
					     &route->gateway);
	if (!result && route_has(route, ROUTE_HAS_CACHE))
		result = names_prepare_route(names, options, NAME_OF_IPV4, &route->source);
	if (!result && route_has(route, ROUTE_HAS_CACHE))
		result =
			names_prepare_route(names, options, NAME_OF_IPV4, &route->preferred_source);
	return result;
}

static int prepare(struct route_rows *rows)
{
	const struct route_table *table = &rows->table;

	if (table->count > rows->size) {
		struct route_row *larger = reallocarray(rows->rows, table->count, sizeof(*larger));

		if (!larger)
			return -ENOMEM;
		rows->rows = larger;
		rows->size = table->count;
	}
	for (size_t i = 0; i < table->count; i++) {
		int result = look_up(rows, &table->rows[i]);

		if (result)
			return result;
		rows->rows[i] = (struct route_row){ &rows->style, &table->rows[i] };
	}
	return 0;
}

/* ---- rows ---- */

static void show_both(struct list *list, const void *row)
{
	const struct route *route = ((const struct route_row *)row)->route;
	bool rejects = route->flags & ROUTE_REJECT;

	text_table_row(list->round->out,
		       rejects ? &route_reject_layout : &route_inet_layouts[ROUTE_LAYOUT_BOTH],
		       row);
}

static int show(struct route_rows *rows)
{
	size_t count = rows->table.count;
	int result = prepare(rows);

	progress_end(&rows->progress);
	if (result)
		return result;
	if (rows->layout == &route_inet_layouts[ROUTE_LAYOUT_BOTH])
		return list_rows_by(&rows->list, show_both, rows->rows, count, sizeof(*rows->rows));
	return list_rows(&rows->list, rows->layout, rows->rows, count, sizeof(*rows->rows));
}

int route_rows_show(struct route_rows *rows)
{
	bool shown = rows->layout || !list_is_text(&rows->list);
	int result = shown && rows->table.count ? show(rows) : 0;

	route_table_empty(&rows->table);
	return result ? result : -rows->round->out->error;
}

static int show_batch(void *arg)
{
	return route_rows_show(arg);
}

struct route_sink route_rows_sink(struct route_rows *rows)
{
	return (struct route_sink){
		.table = &rows->table,
		.full = rows->round->options->row_sort.count ? NULL : show_batch,
		.arg = rows,
		.batch = BATCH,
		.progress = &rows->progress,
	};
}
