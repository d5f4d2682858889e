/* The columns of the view of routes, for text and for programs. */
#ifndef NETSTAT_RENDER_ROUTE_COLUMNS_H
#define NETSTAT_RENDER_ROUTE_COLUMNS_H

#include "render/columns.h"
#include "render/view_columns.h"

#endif
