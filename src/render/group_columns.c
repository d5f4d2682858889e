#include "config.h"

#include "render/group_columns.h"

#include <arpa/inet.h>
#include <string.h>
#include <sys/socket.h>

#include "render/text.h"

static const struct group *group_of(const void *row)
{
	return ((const struct group_row *)row)->group;
}

static void get_family(const void *row, const void *item, struct cell *cell)
{
	(void)item;
	cell_text(cell, group_of(row)->family == AF_INET6 ? "inet6" : "inet");
}

static void get_interface(const void *row, const void *item, struct cell *cell)
{
	(void)item;
	if (*group_of(row)->interface)
		cell_text(cell, group_of(row)->interface);
}

static void get_ifindex(const void *row, const void *item, struct cell *cell)
{
	(void)item;
	if (group_of(row)->ifindex)
		cell_unsigned(cell, group_of(row)->ifindex);
}

static void get_refcnt(const void *row, const void *item, struct cell *cell)
{
	(void)item;
	cell_signed(cell, group_of(row)->refcnt);
}

static void get_group(const void *row, const void *item, struct cell *cell)
{
	(void)item;
	cell->buffer[text_address_exact(cell->buffer, group_of(row)->family,
					&group_of(row)->addr)] = '\0';
	cell_text(cell, cell->buffer);
}

static void get_host(const void *row, const void *item, struct cell *cell)
{
	const struct group_row *group = row;

	(void)item;
	cell_text(cell, names_host(group->names, group->group->family, &group->group->addr));
}

static bool has_host(const void *row)
{
	return ((const struct group_row *)row)->names;
}

/* IPv4 before IPv6, then by the number. */
static int compare_groups(const void *a, const void *b)
{
	const struct group *x = group_of(a), *y = group_of(b);

	if (x->family != y->family)
		return x->family == AF_INET ? -1 : 1;
	return memcmp(&x->addr, &y->addr, sizeof(x->addr));
}

enum { FAMILY, INTERFACE, IFINDEX, REFCNT, GROUP, GROUP_HOST };

const struct column group_columns[] = {
	[FAMILY] = { .key = "family",
		     .type = "string",
		     .help = "inet or inet6",
		     .get = get_family },
	[INTERFACE] = { .key = "interface",
			.type = "string",
			.help = "the interface that is a member",
			.get = get_interface },
	[IFINDEX] = { .key = "ifindex",
		      .type = "integer",
		      .help = "its number",
		      .get = get_ifindex },
	[REFCNT] = { .key = "refcnt",
		     .type = "integer",
		     .help = "how often it has joined",
		     .get = get_refcnt },
	[GROUP] = { .key = "group",
		    .type = "string",
		    .help = "address of the multicast group",
		    .get = get_group,
		    .compare = compare_groups },
	[GROUP_HOST] = { .key = "group_host",
			 .type = "string",
			 .help = "name of that address; not with -n, --numeric-hosts",
			 .get = get_host,
			 .applies = has_host },
};

/* ---- the text ---- */

static void text_interface(const void *row, const void *item, struct cell *cell)
{
	(void)item;
	cell_text(cell, group_of(row)->interface);
}

static void text_group(const void *row, const void *item, struct cell *cell)
{
	const struct group_row *group = row;
	const struct group *it = group->group;

	cell->buffer[text_address(cell->buffer, it->family, &it->addr)] = '\0';
	cell_text(cell, cell->buffer);
	if (!group->names)
		return;
	if (it->family == AF_INET6 && addr_is_any(&it->addr))
		cell_text(cell, "[::]");
	get_host(row, item, cell);
}

static const struct layout_cell layout_cells[] = {
	{ .title = "Interface", .width = 15, .cut = GROUP_INTERFACE - 1, .get = text_interface },
	{ .title = "RefCnt", .width = 6, .gap = 1, .column = &group_columns[REFCNT] },
	{ .title = "Group", .gap = 1, .get = text_group },
};

const struct layout group_layout = { layout_cells, sizeof(layout_cells) / sizeof(*layout_cells) };

const struct view_columns group_view_columns = {
	.columns = group_columns,
	.count = sizeof(group_columns) / sizeof(*group_columns),
	.schema = "netstat-ng/groups/1",
	.list = "groups",
};
