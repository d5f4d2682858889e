/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What is measured. The ports are those of the farm's listeners (farm_sockets.h). */
#include "config.h"

#include "contest.h"

#define ONE_PORT "-tan ( sport = :2003 or dport = :2003 )"

const struct contest socket_contests[] = {
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

#define BESIDE_NET_TOOLS(line) \
	{ .name = line, .arguments = { [OURS] = line, [NET_TOOLS] = line }, .series = SERIES }

const struct contest table_contests[] = {
	BESIDE_NET_TOOLS("-rn"),
	BESIDE_NET_TOOLS("-rn -e"),
	BESIDE_NET_TOOLS("-rn -6"),
	BESIDE_NET_TOOLS("-i"),
	BESIDE_NET_TOOLS("-ia"),
	BESIDE_NET_TOOLS("-ie"),
	BESIDE_NET_TOOLS("-gn"),
	BESIDE_NET_TOOLS("-s"),
	{ .name = "-rn --json",
	  .arguments = { [OURS] = "-rn --json", [ITSELF] = "-rn" },
	  .series = SERIES },
	{ .name = "-i --json",
	  .arguments = { [OURS] = "-i --json", [ITSELF] = "-i" },
	  .series = SERIES },
	{ .name = NULL },
};
