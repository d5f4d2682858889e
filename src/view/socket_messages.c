#include "config.h"

#include "view/socket_messages.h"

#include <errno.h>
#include <stdbool.h>
#include <string.h>
#include <unistd.h>

#include "filter/match.h"

static const char *const missing_names[] = {
	[PROTO_TCP] = "AF INET (tcp)", [PROTO_SCTP] = "AF INET (sctp)",
	[PROTO_UDP] = "AF INET (udp)", [PROTO_UDPLITE] = "AF INET (udplite)",
	[PROTO_RAW] = "AF INET (raw)", [PROTO_UNIX] = "AF UNIX",
};

/* The warnings of net-tools, word for word: scripts look for them. */
void say_owner_warnings(struct listing *listing)
{
	const struct owners *owners = &listing->owners;

	if (!listing->options->programs || !listing->sections || listing->options->replay)
		return;
	if (owners->denied && owners->any_socket)
		out_message(listing->out,
			    "(Not all processes could be identified, non-owned process info\n"
			    " will not be shown, you would have to be root to see it all.)");
	else if (owners->denied || owners->no_proc)
		out_message(listing->out,
			    "(No info could be read for \"-p\": geteuid()=%d but you should be "
			    "root.)",
			    (int)geteuid());
}

/* The processes of others, and over netlink the marks of sockets. */
static bool root_sees_more(const struct listing *listing)
{
	return listing->owners.denied ||
	       (geteuid() && !listing->options->replay && listing->options->source != SOURCE_PROC &&
		filter_has(listing->options->filter, FILTER_MARK));
}

void say_undecided(struct listing *listing)
{
	if (listing->undecided)
		out_message(listing->out,
			    "netstat: not listed, because what the filter asks of them cannot be "
			    "seen%s: %zu socket%s",
			    root_sees_more(listing) ? " (root sees more)" : " here",
			    listing->undecided, listing->undecided > 1 ? "s" : "");
}

/* The system has no such protocol: an error only if it was asked for by name. */
int say_missing_protocol(const struct listing *listing, const struct section *section)
{
	const struct options *options = listing->options;
	enum proto proto = section->request.proto;

	if (options->source == SOURCE_NETLINK && proto != PROTO_UNIX && proto != PROTO_SCTP) {
		out_message(listing->out,
			    "netstat: the kernel does not list `%s' over netlink; --source=auto "
			    "reads /proc too",
			    missing_names[proto]);
		return STATUS_FAILED;
	}
	if (options->quiet_missing || !(options->explicit_choice || options->verbose))
		return STATUS_OK;
	out_message(listing->out, "netstat: no support for `%s' on this system.",
		    missing_names[proto]);
	return options->explicit_choice ? STATUS_FAILED : STATUS_OK;
}

int say_section_failed(const struct listing *listing, const struct section *section, int error)
{
	struct out *out = listing->out;

	if (out->error) /* told when all is over */
		return STATUS_FAILED;
	if (error == -ENOMEM) {
		out_message(out, "netstat: out of memory; --sort=none needs little");
		return STATUS_FAILED;
	}
	if (section->failed_path && section->failed_open) {
		out_message(out, "%s: %s", section->failed_path, strerror(-error));
		return STATUS_UNREADABLE;
	}
	if (section->failed_path)
		out_message(out, "netstat: %s: read error: %s", section->failed_path,
			    strerror(-error));
	else
		out_message(out, "netstat: netlink: %s; try --source=proc", strerror(-error));
	return STATUS_FAILED;
}
