#include "config.h"

#include "render/statistic_columns.h"

const struct view_columns statistic_view_columns = {
	.schema = "netstat-ng/statistics/1",
	.list = "statistics",
};
