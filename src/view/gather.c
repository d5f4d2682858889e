#include "config.h"

#include <errno.h>

#include "filter/listed.h"
#include "filter/match.h"
#include "sort.h"
#include "view/listing.h"
#include "view/recording.h"

/* The states to ask the kernel for: -l and -a, narrowed by the filter. */
static uint32_t wanted_states(const struct options *options)
{
	uint32_t states = listed_states(options), filtered;

	if (!options->filter)
		return states;
	filtered = filter_states(options->filter);
	/* Sockets that are only bound are in no listing, unless asked for by this name. */
	if (filter_names_state(options->filter, STATE_BOUND_INACTIVE))
		states |= 1u << STATE_BOUND_INACTIVE;
	return states & filtered;
}

static struct section *add_section(struct listing *listing, enum proto proto)
{
	const struct options *options = listing->options;
	struct section *section = &listing->section[listing->sections++];

	section->request = (struct source_request){
		.proto = proto,
		.v4 = options_wants_family(options, FAMILY_INET),
		.v6 = options_wants_family(options, FAMILY_INET6),
		.states = wanted_states(options),
		.uids = (options->extend && proto != PROTO_UNIX) ||
			filter_has_field(options->filter, FIELD_UID) ||
			sort_has(&options->sort, SORT_USER) || options->format != FORMAT_TABLE,
		.filter = options->filter,
		.kernel_order = sort_is_none(&options->sort),
	};
	section->table.with_timers = options->timers && proto != PROTO_UNIX;
	section->table.with_details =
		(options->filter && filter_needs_details(options->filter)) ||
		(options->format != FORMAT_TABLE && proto != PROTO_UNIX);
	return section;
}

void listing_plan(struct listing *listing)
{
	const struct options *options = listing->options;

	for (int proto = PROTO_TCP; proto < PROTO_COUNT; proto++) {
		if (!options_wants(options, (enum proto)proto) ||
		    !recording_lists(listing, (enum proto)proto))
			continue;
		if (proto != PROTO_SCTP) {
			add_section(listing, (enum proto)proto);
			continue;
		}
		if (options->all || options->listening)
			add_section(listing, PROTO_SCTP)->request.endpoints = true;
		if (options->all || !options->listening)
			add_section(listing, PROTO_SCTP)->request.associations = true;
	}
	/* The processes here are not those that had the sockets of a recording. */
	listing->with_owners =
		!options->replay &&
		(options->programs || sort_needs_owners(&options->sort) ||
		 (options->filter && filter_needs_owners(options->filter)));
}

/* While rows are streamed this thread is where they are from, and name servers may not be there. */
static bool asks_elsewhere(const struct options *options)
{
	return options->netns && !(options->numeric_hosts && options->numeric_users);
}

bool listing_streams(const struct listing *listing)
{
	return sort_is_none(&listing->options->sort) && !listing->with_owners &&
	       !listing->events && !asks_elsewhere(listing->options);
}

/* A netlink socket belongs to the namespace in which it was opened. */
bool listing_enter(struct listing *listing, size_t place)
{
	if (netns_enter(&listing->namespaces, place))
		return false;
	if (listing->source_place != place) {
		source_close(&listing->source);
		source_open(&listing->source, listing->options->source, NULL);
		if (listing->recording)
			source_record(&listing->source, &listing->record);
		listing->source_place = place;
	}
	return true;
}

static bool keep(const struct sock_table *table, const struct sock_entry *entry, const void *arg)
{
	const struct options *options = arg;

	return listed(options, entry) &&
	       (!options->filter ||
		filter_match(options->filter, table, entry, NULL) != MATCH_NO);
}

/*
 * Of the results of several namespaces: errors most, and of them the first; a protocol is missing
 * only if it is missing everywhere.
 */
static bool counts_more(int result, int than)
{
	return than == -ENOENT || (!than && result != -ENOENT);
}

void listing_read(struct listing *listing, struct section *section,
		  int (*flush)(struct sock_table *table, void *arg), void *flush_arg)
{
	const struct options *options = listing->options;
	struct sink sink = { .table = &section->table, .keep = keep, .keep_arg = options,
			     .flush = flush, .flush_arg = flush_arg };
	bool first = !section->read;
	int result;

	section->read = true;
	if (options->filter && filter_excludes(options->filter, section->request.proto))
		return;
	listing->source.notes = &section->notes;
	listing->source.progress = &listing->progress;
	result = source_read(&listing->source, &section->request, &sink);
	if (!first && !counts_more(result, section->result))
		return;
	section->result = result;
	section->failed_path = listing->source.failed_path;
	section->failed_open = listing->source.failed_open;
}

static void move_row(struct sock_table *table, size_t to, size_t from)
{
	table->rows[to] = table->rows[from];
	if (table->timers)
		table->timers[to] = table->timers[from];
	if (table->details)
		table->details[to] = table->details[from];
	if (table->netns)
		table->netns[to] = table->netns[from];
}

void listing_settle(struct listing *listing, struct sock_table *table)
{
	const struct filter_node *filter = listing->options->filter;
	const struct owners *owners = listing->with_owners ? &listing->owners : NULL;
	size_t kept = 0;

	if (!filter)
		return;
	for (size_t i = 0; i < table->count; i++) {
		enum match match = filter_match(filter, table, &table->rows[i], owners);

		if (match == MATCH_UNKNOWN)
			listing->undecided++;
		else if (match == MATCH_YES)
			move_row(table, kept++, i);
	}
	table->count = kept;
}

/* One pass over the processes serves all sections. */
static int find_owners(struct listing *listing)
{
	const struct options *options = listing->options;
	/* Programs get every owner of a socket, the table one; a filter may ask for any. */
	bool all = options->format != FORMAT_TABLE ||
		   (options->filter && filter_needs_owners(options->filter));
	size_t sockets = 0;
	int result;

	listing->owners.proc_only = options->source == SOURCE_PROC;
	for (int i = 0; i < listing->sections; i++)
		sockets += listing->section[i].table.count;
	result = owners_expect(&listing->owners, sockets);
	for (int i = 0; i < listing->sections && !result; i++)
		result = owners_want(&listing->owners, &listing->section[i].table);
	if (!result)
		result = owners_scan(&listing->owners, all, options->context, &listing->progress);
	return result;
}

/* Read all sections of one namespace; interfaces have their names only there. */
static int gather_here(struct listing *listing)
{
	uint32_t here = (uint32_t)listing->namespaces.here;
	int result = 0;

	for (int i = 0; i < listing->sections && !result; i++) {
		struct sock_table *table = &listing->section[i].table;
		size_t first = table->count;

		listing_read(listing, &listing->section[i], NULL, NULL);
		if (table->with_netns)
			table_set_netns(table, first, here);
		if (listing_shows_interfaces(listing))
			result = names_prepare_interfaces(&listing->interfaces, table, first, here);
	}
	return result;
}

int listing_gather(struct listing *listing)
{
	int result = 0;

	for (int i = 0; i < listing->sections; i++)
		listing->section[i].table.with_netns = listing->options->netns;
	for (size_t i = 0; i < listing->namespaces.count && !result; i++)
		if (listing_enter(listing, i))
			result = gather_here(listing);
	netns_leave(&listing->namespaces);
	for (int i = 0; i < listing->sections; i++)
		listing->section[i].read = true; /* the last namespace may have gone */
	if (!result && listing->with_owners && listing->sections)
		result = find_owners(listing);
	for (int i = 0; i < listing->sections; i++)
		listing_settle(listing, &listing->section[i].table);
	return result;
}
