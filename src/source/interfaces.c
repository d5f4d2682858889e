#include "config.h"

#include "source/interfaces.h"

#include <errno.h>

#include "source/interface_list.h"
#include "source/interface_netlink.h"
#include "source/interface_proc.h"

int interfaces_read(struct interface_list *list, enum source_kind source, bool details)
{
	int result;

	*list = (struct interface_list){ 0 };
	if (source == SOURCE_PROC)
		return interface_proc_read(list, details);
	result = interface_netlink_read(list, details);
	if (!result)
		return interface_list_finish(list);
	if (source == SOURCE_NETLINK || result == -ENOMEM)
		return result;
	interface_list_free(list);
	return interface_proc_read(list, details);
}
