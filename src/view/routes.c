#include "config.h"

#include "view/routes.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "source/netlink_route.h"
#include "source/proc_route.h"
#include "view/route_families.h"
#include "view/route_rows.h"

/* A table to be shown. */
struct kind {
	enum route_file file;
	bool cached;
	const char *title;
	const char *missing; /* what is said on standard output if there is no file */
};

static const char no_inet[] = "INET (IPv4) not configured in this system.";
static const char no_inet6[] = "INET6 (IPv6) not configured in this system.";

/* ---- messages ---- */

static int say_read_error(struct route_rows *rows, const char *path, int error)
{
	progress_end(&rows->progress);
	if (rows->round->out->error)
		return STATUS_FAILED; /* it is that of writing, which main() tells */
	if (error == -ENOMEM)
		out_message(rows->round->out, "netstat: out of memory");
	else
		out_message(rows->round->out, "netstat: %s: read error: %s", path,
			    strerror(-error));
	return STATUS_FAILED;
}

static int say_no_file(struct route_rows *rows, const struct kind *kind, int error)
{
	out_message(rows->round->out, "%s: %s", proc_route_path(kind->file), strerror(-error));
	list_title(&rows->list, kind->missing);
	return STATUS_FAILED;
}

/* The format of a kernel that is unknown, or older than 2.2: there are no rows that can be read. */
static void say_format(struct route_rows *rows, const char *path, int format)
{
	struct out *out = rows->round->out;
	char text[160];

	snprintf(text, sizeof(text), "ERROR: proc_guess_fmt(%s,... returned: %d", path, format);
	if (list_is_text(&rows->list))
		list_title(&rows->list, text);
	else
		out_message(out, "%s", text);
}

/* ---- from /proc ---- */

/* Read the titles. Returns OPTIONS_GO_ON, or the exit status that this table ends with. */
static int read_heading(struct route_rows *rows, enum route_file file, char *line,
			struct route_heading *heading)
{
	const char *path = proc_route_path(file);

	if (!line && file == ROUTE_FILE_INET_CACHE) {
		out_message(rows->round->out, "netstat: %s: there are no titles", path);
		return STATUS_UNREADABLE;
	}
	/* There has never been a route. net-tools fails; for programs it is a table without rows. */
	if (!line)
		return list_is_text(&rows->list) ? STATUS_FAILED : STATUS_OK;
	if (proc_route_heading(heading, file, line))
		return OPTIONS_GO_ON;
	out_message(rows->round->out, "warning: %s does not contain required field %s", path,
		    heading->missing);
	return STATUS_FAILED;
}

/* net-tools has no heading where it does not know the columns. */
static bool shows_heading(const struct route_rows *rows, const struct kind *kind, const char *line,
			  int format)
{
	if (!rows->layout || kind->file != ROUTE_FILE_INET_CACHE)
		return rows->layout;
	return line && (format == ROUTE_CACHE_FORMAT ||
			rows->layout != &route_cache_layouts[ROUTE_LAYOUT_BOTH]);
}

static int show_lines(struct route_rows *rows, const struct kind *kind, struct lines *lines)
{
	const char *path = proc_route_path(kind->file);
	struct route_heading heading = { 0 };
	bool titled = kind->file != ROUTE_FILE_INET6;
	size_t length;
	char *line = titled ? lines_next(lines, &length) : NULL;
	int format = ROUTE_CACHE_FORMAT, status = OPTIONS_GO_ON, result;
	const struct route_sink sink = route_rows_sink(rows);

	if (lines->error)
		return say_read_error(rows, path, lines->error);
	if (line && kind->file == ROUTE_FILE_INET_CACHE)
		format = proc_route_cache_format(line);
	if (format != ROUTE_CACHE_FORMAT)
		say_format(rows, path, format);
	if (shows_heading(rows, kind, line, format))
		list_heading(&rows->list, rows->layout);
	if (format != ROUTE_CACHE_FORMAT)
		return STATUS_OK;
	if (titled)
		status = read_heading(rows, kind->file, line, &heading);
	if (status != OPTIONS_GO_ON)
		return status;
	result = proc_route_rows(lines, kind->file, &heading, kind->cached, &sink);
	if (!result)
		result = route_rows_show(rows);
	return result ? say_read_error(rows, path, result) : STATUS_OK;
}

static int show_file(struct route_rows *rows, const struct kind *kind)
{
	struct lines lines;
	int status = lines_open(&lines, proc_route_path(kind->file));

	if (status)
		return say_no_file(rows, kind, status);
	list_title(&rows->list, kind->title);
	status = show_lines(rows, kind, &lines);
	lines_close(&lines);
	return status;
}

/* ---- over netlink ---- */

/* What is shown above the rows waits until there are some: before them /proc can still be read. */
struct stream {
	struct route_rows *rows;
	const struct kind *kind;
	bool begun;
};

static void begin(struct stream *stream)
{
	struct route_rows *rows = stream->rows;

	if (stream->begun)
		return;
	stream->begun = true;
	list_title(&rows->list, stream->kind->title);
	if (rows->layout)
		list_heading(&rows->list, rows->layout);
}

static int show_batch(void *arg)
{
	struct stream *stream = arg;

	begin(stream);
	return route_rows_show(stream->rows);
}

static int say_netlink_error(struct route_rows *rows, int error)
{
	struct out *out = rows->round->out;

	if (error == -ENOMEM || out->error)
		return say_read_error(rows, NULL, error);
	progress_end(&rows->progress);
	out_message(out, "netstat: netlink: %s; try --source=proc", strerror(-error));
	return STATUS_FAILED;
}

static int show_netlink(struct route_rows *rows, const struct kind *kind)
{
	struct stream stream = { rows, kind, false };
	enum source_kind source = rows->round->options->source;
	struct route_sink sink = route_rows_sink(rows);
	int result;

	sink.full = sink.full && list_is_text(&rows->list) ? show_batch : NULL;
	sink.arg = &stream;
	result = netlink_routes(kind->file == ROUTE_FILE_INET6 ? AF_INET6 : AF_INET, &sink);
	/* The table main has never had a route. Of that net-tools prints less, and fails; see /proc. */
	if (result == -ENOENT && (source == SOURCE_NETLINK || !list_is_text(&rows->list)))
		result = 0;
	if (!result)
		result = show_batch(&stream);
	if (!result)
		return STATUS_OK;
	route_table_empty(&rows->table);
	if (stream.begun || result == -ENOMEM || source != SOURCE_AUTO)
		return say_netlink_error(rows, result);
	return show_file(rows, kind);
}

/* ---- families ---- */

/* Some columns of the text are only in /proc, what programs want is only in netlink (DESIGN.md). */
static bool wants_netlink(const struct route_rows *rows, const struct kind *kind)
{
	const struct options *options = rows->round->options;

	if (kind->cached || options->source == SOURCE_PROC)
		return false;
	if (options->source == SOURCE_NETLINK || options->format != FORMAT_TABLE)
		return true;
	return rows->layout == &route_inet_layouts[ROUTE_LAYOUT_MSS] && netlink_routes_tell_hops();
}

static int show_kind(struct route_rows *rows, const struct kind *kind, const struct layout *layout)
{
	rows->layout = layout;
	return wants_netlink(rows, kind) ? show_netlink(rows, kind) : show_file(rows, kind);
}

/* net-tools' arithmetic: how often -e was given decides, and no -e is not the shortest. */
static const struct layout *choose(const struct layout layouts[ROUTE_LAYOUTS], int extend)
{
	int shown = extend < 2 ? 2 - extend : (extend + 1) & 3;

	return shown ? &layouts[shown - 1] : NULL;
}

/* The table and the cache of a family, in this order, as -F and -C choose. */
static int show_chosen(struct route_rows *rows, const struct kind kinds[2],
		       const struct layout *fib, const struct layout *cache)
{
	const struct options *options = rows->round->options;
	int status = STATUS_OK;

	if (options->fib || !options->cache)
		status = show_kind(rows, &kinds[0], fib);
	if (!status && options->cache)
		status = show_kind(rows, &kinds[1], cache);
	return status;
}

static int show_inet(struct route_rows *rows)
{
	static const struct kind kinds[] = {
		{ ROUTE_FILE_INET, false, "Kernel IP routing table", no_inet },
		{ ROUTE_FILE_INET_CACHE, true, "Kernel IP routing cache", no_inet },
	};
	int extend = rows->round->options->extend;

	return show_chosen(rows, kinds, choose(route_inet_layouts, extend),
			   choose(route_cache_layouts, extend));
}

static int show_inet6(struct route_rows *rows)
{
	static const struct kind kinds[] = {
		{ ROUTE_FILE_INET6, false, "Kernel IPv6 routing table", no_inet6 },
		{ ROUTE_FILE_INET6, true, "Kernel IPv6 routing cache", no_inet6 },
	};

	return show_chosen(rows, kinds, &route_inet6_layout, &route_inet6_layout);
}

static int show_family(struct route_rows *rows, enum family family)
{
	if (family == FAMILY_INET)
		return show_inet(rows);
	if (family == FAMILY_INET6)
		return show_inet6(rows);
	return route_families_missing(rows->round, family);
}

int view_routes(const struct round *round)
{
	const struct options *options = round->options;
	struct route_rows rows;
	int status = STATUS_OK;

	route_rows_begin(&rows, round);
	if (!options->family_orders)
		status = show_family(&rows, FAMILY_INET);
	for (size_t i = 0; i < options->family_orders && !status; i++)
		status = show_family(&rows, options->family_order[i]);
	route_rows_end(&rows);
	return status;
}
