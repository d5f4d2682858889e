#include "config.h"

#include "view/routes.h"

#include "view/list.h"

int view_routes(const struct round *round)
{
	out_message(round->out, "netstat: routes are not in this version yet");
	return STATUS_FAILED;
}
