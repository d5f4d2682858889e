/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What is measured. The ports are those of the farm's listeners (farm_sockets.h). */
#include "config.h"

#include "contest.h"

#define ONE_PORT "-tan ( sport = :2003 or dport = :2003 )"

const struct contest contests[] = {
	{ .name = "-tan",
	  .arguments = { [OURS] = "-tan", [SS] = "-tan", [NET_TOOLS] = "-tan", [BARE] = "" },
	  .series = SERIES_SORTED },
	{ .name = "-tan --sort=none",
	  .arguments = { [OURS] = "-tan --sort=none",
			 [SS] = "-tan",
			 [NET_TOOLS] = "-tan",
			 [BARE] = "" },
	  .series = SERIES_STREAMED },
	{ .name = "-tln",
	  .arguments = { [OURS] = "-tln", [SS] = "-tln", [NET_TOOLS] = "-tln" },
	  .series = SERIES },
	{ .name = "-tanp",
	  .arguments = { [OURS] = "-tanp", [SS] = "-tanp", [NET_TOOLS] = "-tanp" },
	  .series = SERIES_OWNERS },
	{ .name = "-tlnp",
	  .arguments = { [OURS] = "-tlnp", [SS] = "-tlnp", [NET_TOOLS] = "-tlnp" },
	  .series = SERIES },
	{ .name = "-tan, one port",
	  .arguments = { [OURS] = ONE_PORT, [SS] = ONE_PORT },
	  .series = SERIES },
	{ .name = "-tan --json",
	  .arguments = { [OURS] = "-tan --json", [ITSELF] = "-tan" },
	  .series = SERIES },
	{ .name = "--why-busy=2000",
	  .arguments = { [OURS] = "--why-busy=2000", [ITSELF] = "-tlnp" },
	  .series = SERIES,
	  .needs_sockets = true },
	{ .name = NULL },
};
