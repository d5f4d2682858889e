#include "config.h"

#include "view/statistics.h"

#include "view/list.h"

int view_statistics(const struct round *round)
{
	out_message(round->out, "netstat: statistics are not in this version yet");
	return STATUS_FAILED;
}
