#include "config.h"

#include "render/interface_columns.h"

const struct view_columns interface_view_columns = {
	.schema = "netstat-ng/interfaces/1",
	.list = "interfaces",
};
