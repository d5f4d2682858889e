#include "config.h"

#include "render/group_columns.h"

const struct view_columns group_view_columns = {
	.schema = "netstat-ng/groups/1",
	.list = "groups",
};
