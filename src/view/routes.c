#include "config.h"

#include "view/routes.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "render/route_columns.h"
#include "source/netlink_route.h"
#include "source/proc_route.h"
#include "view/list.h"
#include "view/route_families.h"

enum { BATCH = 1024 }; /* rows that are printed together where nothing sorts them */

struct routes {
	struct list list;
	const struct round *round;
	struct route_table table;
	struct route_row *rows;
	size_t rows_size;
	struct route_style style;
	const struct layout *layout; /* NULL: only the title is shown */
	char scratch[ROUTE_SCRATCH];
};

/* A table to be shown. */
struct kind {
	enum route_file file;
	bool cached;
	const char *title;
	const char *missing; /* what is said on standard output if there is no file */
};

static const char no_inet[] = "INET (IPv4) not configured in this system.";
static const char no_inet6[] = "INET6 (IPv6) not configured in this system.";

/* ---- rows ---- */

static int look_up(struct routes *routes, const struct route *route)
{
	struct names *names = routes->round->names;
	const struct options *options = routes->round->options;
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

static int prepare_rows(struct routes *routes)
{
	const struct route_table *table = &routes->table;

	if (table->count > routes->rows_size) {
		struct route_row *larger =
			reallocarray(routes->rows, table->count, sizeof(*larger));

		if (!larger)
			return -ENOMEM;
		routes->rows = larger;
		routes->rows_size = table->count;
	}
	for (size_t i = 0; i < table->count; i++) {
		int result = look_up(routes, &table->rows[i]);

		if (result)
			return result;
		routes->rows[i] = (struct route_row){ &routes->style, &table->rows[i] };
	}
	return 0;
}

static void show_both(struct list *list, const void *row)
{
	const struct route *route = ((const struct route_row *)row)->route;
	bool rejects = route->flags & ROUTE_REJECT;

	text_table_row(list->round->out,
		       rejects ? &route_reject_layout : &route_inet_layouts[ROUTE_LAYOUT_BOTH],
		       row);
}

/* Print what is in the table, and empty it. */
static int show_rows(void *arg)
{
	struct routes *routes = arg;
	size_t count = routes->table.count;
	bool shown = routes->layout || !list_is_text(&routes->list);
	int result = shown ? prepare_rows(routes) : 0;

	if (!result && shown) {
		if (routes->layout == &route_inet_layouts[ROUTE_LAYOUT_BOTH])
			result = list_rows_by(&routes->list, show_both, routes->rows, count,
					      sizeof(*routes->rows));
		else
			result = list_rows(&routes->list, routes->layout, routes->rows, count,
					   sizeof(*routes->rows));
	}
	route_table_empty(&routes->table);
	return result;
}

/* ---- messages ---- */

static int say_read_error(const struct routes *routes, const char *path, int error)
{
	if (error == -ENOMEM)
		out_message(routes->round->out, "netstat: out of memory");
	else
		out_message(routes->round->out, "netstat: %s: read error: %s", path,
			    strerror(-error));
	return STATUS_FAILED;
}

static int say_no_file(struct routes *routes, const struct kind *kind, int error)
{
	out_message(routes->round->out, "%s: %s", proc_route_path(kind->file), strerror(-error));
	list_title(&routes->list, kind->missing);
	return STATUS_FAILED;
}

/* The format of a kernel that is unknown, or older than 2.2: there are no rows that can be read. */
static void say_format(struct routes *routes, const char *path, int format)
{
	struct out *out = routes->round->out;
	char text[160];

	snprintf(text, sizeof(text), "ERROR: proc_guess_fmt(%s,... returned: %d", path, format);
	if (list_is_text(&routes->list))
		list_title(&routes->list, text);
	else
		out_message(out, "%s", text);
}

/* ---- from /proc ---- */

/* Read the titles. Returns OPTIONS_GO_ON, or the exit status that this table ends with. */
static int read_heading(struct routes *routes, enum route_file file, char *line,
			struct route_heading *heading)
{
	const char *path = proc_route_path(file);

	if (!line && file == ROUTE_FILE_INET_CACHE) {
		out_message(routes->round->out, "netstat: %s: there are no titles", path);
		return STATUS_UNREADABLE;
	}
	if (!line)
		return STATUS_FAILED;
	if (proc_route_heading(heading, file, line))
		return OPTIONS_GO_ON;
	out_message(routes->round->out, "warning: %s does not contain required field %s", path,
		    heading->missing);
	return STATUS_FAILED;
}

/* net-tools has no heading where it does not know the columns. */
static bool shows_heading(const struct routes *routes, const struct kind *kind, const char *line,
			  int format)
{
	if (!routes->layout || kind->file != ROUTE_FILE_INET_CACHE)
		return routes->layout;
	return line && (format == ROUTE_CACHE_FORMAT ||
			routes->layout != &route_cache_layouts[ROUTE_LAYOUT_BOTH]);
}

static int show_lines(struct routes *routes, const struct kind *kind, struct lines *lines)
{
	const char *path = proc_route_path(kind->file);
	struct route_heading heading = { 0 };
	bool titled = kind->file != ROUTE_FILE_INET6;
	size_t length;
	char *line = titled ? lines_next(lines, &length) : NULL;
	int format = ROUTE_CACHE_FORMAT, status = OPTIONS_GO_ON, result;
	const struct route_sink sink = {
		.table = &routes->table,
		.full = routes->round->options->row_sort.count ? NULL : show_rows,
		.arg = routes,
		.batch = BATCH,
	};

	if (lines->error)
		return say_read_error(routes, path, lines->error);
	if (line && kind->file == ROUTE_FILE_INET_CACHE)
		format = proc_route_cache_format(line);
	if (format != ROUTE_CACHE_FORMAT)
		say_format(routes, path, format);
	if (shows_heading(routes, kind, line, format))
		list_heading(&routes->list, routes->layout);
	if (format != ROUTE_CACHE_FORMAT)
		return STATUS_OK;
	if (titled)
		status = read_heading(routes, kind->file, line, &heading);
	if (status != OPTIONS_GO_ON)
		return status;
	result = proc_route_rows(lines, kind->file, &heading, kind->cached, &sink);
	if (!result)
		result = show_rows(routes);
	return result ? say_read_error(routes, path, result) : STATUS_OK;
}

static int show_file(struct routes *routes, const struct kind *kind)
{
	struct lines lines;
	int status = lines_open(&lines, proc_route_path(kind->file));

	if (status)
		return say_no_file(routes, kind, status);
	list_title(&routes->list, kind->title);
	status = show_lines(routes, kind, &lines);
	lines_close(&lines);
	return status;
}

/* ---- over netlink ---- */

static int read_netlink(struct routes *routes, const struct kind *kind)
{
	const struct route_sink sink = { .table = &routes->table };
	uint8_t family = kind->file == ROUTE_FILE_INET6 ? AF_INET6 : AF_INET;
	int result = netlink_routes(family, NULL, &sink);

	if (result)
		route_table_empty(&routes->table);
	return result;
}

static int show_netlink(struct routes *routes, const struct kind *kind)
{
	struct out *out = routes->round->out;
	int result = read_netlink(routes, kind);

	if (result == -ENOMEM) {
		out_message(out, "netstat: out of memory");
		return STATUS_FAILED;
	}
	if (result && routes->round->options->source == SOURCE_AUTO)
		return show_file(routes, kind);
	if (result) {
		out_message(out, "netstat: netlink: %s; try --source=proc", strerror(-result));
		return STATUS_FAILED;
	}
	list_title(&routes->list, kind->title);
	if (routes->layout)
		list_heading(&routes->list, routes->layout);
	if (!show_rows(routes))
		return STATUS_OK;
	out_message(out, "netstat: out of memory");
	return STATUS_FAILED;
}

/* ---- families ---- */

/* Text has columns that are only in /proc, programs want what is only in netlink (DESIGN.md). */
static bool wants_netlink(const struct routes *routes, const struct kind *kind)
{
	const struct options *options = routes->round->options;

	if (kind->cached || options->source == SOURCE_PROC)
		return false;
	return options->source == SOURCE_NETLINK || options->format != FORMAT_TABLE;
}

static int show_kind(struct routes *routes, const struct kind *kind, const struct layout *layout)
{
	routes->layout = layout;
	return wants_netlink(routes, kind) ? show_netlink(routes, kind) : show_file(routes, kind);
}

/* net-tools' arithmetic: how often -e was given decides, and no -e is not the shortest. */
static const struct layout *choose(const struct layout layouts[ROUTE_LAYOUTS], int extend)
{
	int shown = extend < 2 ? 2 - extend : (extend + 1) & 3;

	return shown ? &layouts[shown - 1] : NULL;
}

static int show_inet(struct routes *routes)
{
	static const struct kind fib = { ROUTE_FILE_INET, false, "Kernel IP routing table",
					 no_inet };
	static const struct kind cache = { ROUTE_FILE_INET_CACHE, true, "Kernel IP routing cache",
					   no_inet };
	const struct options *options = routes->round->options;
	int status = STATUS_OK;

	if (options->fib || !options->cache)
		status = show_kind(routes, &fib, choose(route_inet_layouts, options->extend));
	if (!status && options->cache)
		status = show_kind(routes, &cache, choose(route_cache_layouts, options->extend));
	return status;
}

static int show_inet6(struct routes *routes)
{
	static const struct kind fib = { ROUTE_FILE_INET6, false, "Kernel IPv6 routing table",
					 no_inet6 };
	static const struct kind cache = { ROUTE_FILE_INET6, true, "Kernel IPv6 routing cache",
					   no_inet6 };
	const struct options *options = routes->round->options;
	int status = STATUS_OK;

	if (options->fib || !options->cache)
		status = show_kind(routes, &fib, &route_inet6_layout);
	if (!status && options->cache)
		status = show_kind(routes, &cache, &route_inet6_layout);
	return status;
}

static int show_family(struct routes *routes, enum family family)
{
	if (family == FAMILY_INET)
		return show_inet(routes);
	if (family == FAMILY_INET6)
		return show_inet6(routes);
	return route_families_missing(routes->round, family);
}

int view_routes(const struct round *round)
{
	const struct options *options = round->options;
	struct routes routes = { .round = round };
	int status = STATUS_OK;

	routes.style = (struct route_style){ options, round->names, &routes.table, routes.scratch };
	list_begin(&routes.list, round, &route_view_columns);
	if (!options->family_orders)
		status = show_family(&routes, FAMILY_INET);
	for (size_t i = 0; i < options->family_orders && !status; i++)
		status = show_family(&routes, options->family_order[i]);
	list_end(&routes.list);
	route_table_free(&routes.table);
	free(routes.rows);
	return status;
}
