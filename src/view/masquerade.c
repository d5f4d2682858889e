#include "config.h"

#include "view/masquerade.h"

#include "view/list.h"

int view_masquerade(const struct round *round)
{
	out_message(round->out, "netstat: masquerade are not in this version yet");
	return STATUS_FAILED;
}
