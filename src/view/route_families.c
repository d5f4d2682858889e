#include "config.h"

#include "view/route_families.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

/* What net-tools says of a family whose routes the kernel does not have. */
static const struct missing {
	const char *files[3]; /* tried in this order */
	const char *said[3];  /* on standard error for each; the reason follows */
	int second; /* the second reason in net-tools, where no terminal is: its first message left it */
	const char *conclusion; /* a line on standard error, or NULL */
	const char *line;       /* a line on standard output, or NULL */
} missing[FAMILY_COUNT] = {
	[FAMILY_AX25] = { .files = { "/proc/net/ax25_route" },
			  .said = { "/proc/net/ax25_route: " },
			  .line = "AX.25 not configured in this system." },
	[FAMILY_NETROM] = { .files = { "/proc/net/nr_nodes", "/proc/net/nr_neigh" },
			    .said = { "/proc/net/nr_nodes: ", "/proc/net/nr_neigh: " },
			    .second = EINVAL,
			    .line = "NET/ROM not configured in this system." },
	[FAMILY_ROSE] = { .files = { "/proc/net/rose_nodes" },
			  .said = { "/proc/net/rose_nodes: " },
			  .conclusion = "ROSE not configured in this system." },
	[FAMILY_IPX] = { .files = { "/proc/net/ipx/route", "/proc/net/ipx_route" },
			 .said = { NULL, "" },
			 .line = "IPX routing not in file /proc/net/ipx/route or "
				 "/proc/net/ipx_route found." },
	[FAMILY_DDP] = { .files = { "/proc/net/atalk_route" },
			 .said = { "Error opening /proc/net/atalk_route: " },
			 .conclusion = "DDP (AppleTalk) not configured on this system." },
	[FAMILY_X25] = { .files = { "/proc/net/x25_routes", "/proc/net/x25/route" },
			 .line = "X.25 not configured in this system." },
};

/* No kernel that this program runs on should have one of these. */
static bool is_there(const struct round *round, const struct missing *of)
{
	for (int i = 0; of->files[i]; i++) {
		if (access(of->files[i], F_OK))
			continue;
		out_message(round->out, "netstat: %s: routes of this family are not supported",
			    of->files[i]);
		return true;
	}
	return false;
}

static int say_missing(const struct round *round, const struct missing *of)
{
	struct out *out = round->out;

	if (is_there(round, of))
		return STATUS_FAILED;
	for (int i = 0; of->files[i]; i++) {
		bool odd = i && of->second && !isatty(STDERR_FILENO);

		if (of->said[i])
			out_message(out, "%s%s", of->said[i], strerror(odd ? of->second : ENOENT));
	}
	if (of->conclusion)
		out_message(out, "%s", of->conclusion);
	if (of->line && round->options->format == FORMAT_TABLE) {
		out_text(out, of->line);
		out_char(out, '\n');
	}
	return STATUS_FAILED;
}

int route_families_missing(const struct round *round, enum family family)
{
	switch (family) {
	case FAMILY_UNIX:
		out_message(round->out, "No routing for address family `unix'.");
		return STATUS_USAGE;
	case FAMILY_ASH:
		out_message(round->out, "No routing for address family `ash'.");
		return STATUS_USAGE;
	case FAMILY_ECONET:
		out_message(round->out, "No routing for address family `ec'.");
		return STATUS_USAGE;
	case FAMILY_BLUETOOTH:
		out_message(round->out, "Address family `bluetooth' not supported.");
		return STATUS_USAGE;
	default:
		return say_missing(round, &missing[family]);
	}
}
