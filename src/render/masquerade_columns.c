#include "config.h"

#include "render/masquerade_columns.h"

const struct view_columns masquerade_view_columns = {
	.schema = "netstat-ng/masquerade/1",
	.list = "masquerade",
};
