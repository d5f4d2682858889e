/* The columns of the view of statistics, for text and for programs. */
#ifndef NETSTAT_RENDER_STATISTIC_COLUMNS_H
#define NETSTAT_RENDER_STATISTIC_COLUMNS_H

#include "render/columns.h"
#include "render/view_columns.h"

#endif
