#include "config.h"

#include "view/sockets.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "view/families.h"
#include "view/groups.h"
#include "view/listing.h"
#include "view/namespaces.h"
#include "view/recording.h"
#include "view/rows.h"
#include "view/socket_messages.h"

static bool is_table(const struct listing *listing)
{
	return listing->options->format == FORMAT_TABLE;
}

static int print_section(struct listing *listing, struct section *section)
{
	int result = 0;

	if (section->request.proto == PROTO_UNIX && is_table(listing))
		table_unix_heading(listing->out, &listing->style);
	if (!section->read)
		rows_stream(listing, section);
	for (size_t i = 0; i < section->notes.count; i++)
		out_message(listing->out, "%s", section->notes.text[i]);
	if (!section->result || section->result == -ENOENT)
		result = rows_print(listing, section);
	if (!result)
		result = section->result;
	if (!listing->events)
		table_free(&section->table);
	if (result == -ENOENT)
		return say_missing_protocol(listing, section);
	return result ? say_section_failed(listing, section, result) : STATUS_OK;
}

static bool has_inet_heading(const struct options *options)
{
	bool any = false;

	for (int proto = PROTO_TCP; proto <= PROTO_RAW; proto++)
		any |= options_wants(options, (enum proto)proto);
	return any;
}

/* Of an endpoint file that is missing, the missing associations are told only with -v. */
static bool told_already(const struct listing *listing, int i)
{
	return i && listing->section[i].request.proto == PROTO_SCTP &&
	       listing->section[i - 1].request.proto == PROTO_SCTP &&
	       listing->options->explicit_choice && listing->section[i - 1].result == -ENOENT;
}

static struct round round_of(const struct listing *listing)
{
	return (struct round){ listing->options, listing->screen, listing->out, listing->names,
			       .first = false };
}

/* The groups come after the internet's sockets. */
static int print_groups(struct listing *listing, struct group_section *groups)
{
	struct round round = round_of(listing);

	return listing->options->groups ? group_section_print(groups, &round) : STATUS_OK;
}

/* In the network namespace of the sockets; of several the families are not asked for. */
static int print_families(struct listing *listing)
{
	struct round round = round_of(listing);
	int status;

	if (listing->namespaces.count == 1 && !listing_enter(listing, 0))
		return STATUS_FAILED;
	status = view_families(&round);
	if (listing->namespaces.count == 1)
		netns_leave(&listing->namespaces);
	return status;
}

/* The sections up to `end`, from *next on; *status gets worse. Returns whether to go on. */
static bool print_up_to(struct listing *listing, int *next, enum proto end, int *status)
{
	for (; *next < listing->sections && listing->section[*next].request.proto < end; ++*next) {
		int section_status;

		if (listing->out->error)
			return false;
		if (told_already(listing, *next))
			continue;
		section_status = print_section(listing, &listing->section[*next]);
		if (section_status)
			*status = section_status;
		if (section_status == STATUS_UNREADABLE)
			return false;
	}
	return true;
}

static int print_sections(struct listing *listing, struct group_section *groups)
{
	int status = STATUS_OK, more, next = 0; /* more: of a section that is not of sockets */

	if (has_inet_heading(listing->options) && is_table(listing))
		table_inet_heading(listing->out, &listing->style);
	if (!print_up_to(listing, &next, PROTO_UNIX, &status))
		return status;
	more = print_groups(listing, groups);
	if (more)
		status = more;
	if (more == STATUS_UNREADABLE || !print_up_to(listing, &next, PROTO_COUNT, &status))
		return status;
	more = print_families(listing);
	return more ? more : status;
}

/* Everything that must be known before the first line. */
static int prepare(struct listing *listing)
{
	int result = listing_gather(listing);

	for (int i = 0; i < listing->sections && !result; i++) {
		const struct sock_table *table = &listing->section[i].table;

		result = rows_prepare(listing, table);
		if (!result && listing->screen->terminal)
			table_measure(&listing->style, table);
	}
	for (size_t i = 0; listing->options->netns && i < listing->namespaces.count; i++)
		table_measure_netns(&listing->style, listing->namespaces.item[i].name);
	if (listing->screen->terminal)
		table_fit(&listing->style, listing->screen->columns);
	return result;
}

/*
 * In the network namespace of the sockets; with groups there is only one, and that it cannot be
 * entered is told at the end. Returns whether the groups are there.
 */
static bool prepare_groups(struct listing *listing, struct group_section *groups)
{
	struct round round = round_of(listing);
	int result;

	if (!listing->options->groups)
		return true;
	if (listing->options->netns && !listing_enter(listing, 0))
		return false;
	result = group_section_gather(groups, &round);
	if (listing->options->netns && !listing_streams(listing))
		netns_leave(&listing->namespaces);
	if (result)
		out_message(listing->out, "netstat: out of memory");
	return !result;
}

/* All sections, as far as they are there. Returns the exit status. */
static int show_sections(struct listing *listing)
{
	struct group_section groups = { .rows = NULL };
	int status = STATUS_FAILED;

	if (prepare_groups(listing, &groups)) {
		say_owner_warnings(listing);
		if (!is_table(listing))
			records_begin(&listing->document.records);
		status = print_sections(listing, &groups);
	}
	group_section_free(&groups);
	return status;
}

static int show(struct listing *listing)
{
	const struct options *options = listing->options;
	int result = 0, status, recording_status;

	if (options->source == SOURCE_NETLINK && listing->source.netlink_error) {
		out_message(listing->out, "netstat: netlink: %s; --source=proc does without",
			    strerror(-listing->source.netlink_error));
		return STATUS_FAILED;
	}
	progress_start(&listing->progress, listing->screen->terminal);
	if (!listing_streams(listing))
		result = prepare(listing);
	if (!listing_streams(listing))
		progress_end(&listing->progress);
	if (result) {
		out_message(listing->out, "netstat: out of memory");
		return STATUS_FAILED;
	}
	status = show_sections(listing);
	progress_end(&listing->progress);
	say_undecided(listing);
	namespaces_tell_closed(&listing->namespaces, listing->out);
	recording_status = recording_end(listing);
	if (recording_status)
		status = recording_status;
	if (!is_table(listing))
		document_end(&listing->document, listing->out);
	return status;
}

static const struct view_columns columns = { socket_columns, SOCKET_COLUMNS, "netstat-ng/sockets/1",
					     "sockets" };

static void listing_free(struct listing *listing)
{
	if (!listing)
		return;
	for (int i = 0; i < listing->sections; i++) {
		table_free(&listing->section[i].table);
		free(listing->section[i].order);
		notes_free(&listing->section[i].notes);
	}
	notes_free(&listing->document.told);
	cgroup_names_free(&listing->cgroups);
	owners_free(&listing->owners);
	names_free(&listing->interfaces);
	netns_free(&listing->namespaces);
	free(listing);
}

/* On the heap, because the next round may need it, and its parts point to each other. */
static struct listing *listing_new(const struct options *options, const struct screen *screen,
				   struct rounds *rounds, struct out *out)
{
	struct listing *listing = calloc(1, sizeof(*listing));

	if (!listing)
		return NULL;
	listing->options = options;
	listing->screen = screen;
	listing->out = out;
	listing->names = &rounds->names;
	listing->events = options_tell_events(options);
	listing->last = rounds->last;
	listing->style = table_style(options, listing->names, &listing->owners);
	listing->style.color = screen->color;
	return listing;
}

/* What was printed now is what the next round compares with. */
static void keep_last(struct rounds *rounds, struct listing *listing)
{
	listing_free(rounds->last);
	rounds->last = listing->events ? listing : NULL;
	listing->last = NULL;
	if (!listing->events)
		listing_free(listing);
}

int view_sockets(const struct options *options, const struct screen *screen, struct rounds *rounds,
		 struct out *out)
{
	struct listing *listing = listing_new(options, screen, rounds, out);
	int status;

	if (!listing) {
		out_message(out, "netstat: out of memory");
		return STATUS_FAILED;
	}
	if (!namespaces_find(&listing->namespaces, options, out)) {
		listing_free(listing);
		return STATUS_FAILED;
	}
	if (options->format != FORMAT_TABLE)
		document_prepare(&listing->document, options, out, &columns);
	status = recording_open(listing);
	listing->source_place = listing->namespaces.here;
	if (status == STATUS_OK) {
		listing_plan(listing);
		status = show(listing);
	}
	out->told = NULL;
	recording_close(listing);
	if (netns_leave(&listing->namespaces) && options->continuous) {
		/* The next round would take this namespace for ours. */
		out_message(out, "netstat: there is no way back from this network namespace: "
				 "-c ends here");
		status = STATUS_FAILED;
	}
	keep_last(rounds, listing);
	return status;
}

void rounds_free(struct rounds *rounds)
{
	listing_free(rounds->last);
	names_free(&rounds->names);
	*rounds = (struct rounds){ 0 };
}
