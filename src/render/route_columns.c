#include "config.h"

#include "render/route_columns.h"

const struct view_columns route_view_columns = {
	.schema = "netstat-ng/routes/1",
	.list = "routes",
};
