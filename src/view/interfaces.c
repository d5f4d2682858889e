#include "config.h"

#include "view/interfaces.h"

#include "view/list.h"

int view_interfaces(const struct round *round)
{
	out_message(round->out, "netstat: interfaces are not in this version yet");
	return STATUS_FAILED;
}
