#include "config.h"

#include "view/groups.h"

#include "view/list.h"

int view_groups(const struct round *round)
{
	out_message(round->out, "netstat: groups are not in this version yet");
	return STATUS_FAILED;
}
