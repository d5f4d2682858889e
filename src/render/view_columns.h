/* The columns of the views other than the sockets', and what their documents are called. */
#ifndef NETSTAT_RENDER_VIEW_COLUMNS_H
#define NETSTAT_RENDER_VIEW_COLUMNS_H

#include <stddef.h>

#include "render/columns.h"

struct view_columns {
	const struct column *columns;
	size_t count;
	const char *schema; /* of the document, such as netstat-ng/routes/1 */
	const char *list;   /* key of the list of rows in the document */
};

extern const struct view_columns route_view_columns, interface_view_columns, group_view_columns,
	statistic_view_columns, masquerade_view_columns;

#endif
