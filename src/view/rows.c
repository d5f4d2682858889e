#include "config.h"

#include "view/rows.h"

#include <errno.h>
#include <stdlib.h>

#include "processors.h"
#include "sort.h"
#include "view/events.h"
#include "view/overlap.h"

enum { AHEAD = 8 }; /* rows between the one that is fetched and the one that is printed */

int rows_prepare(struct listing *listing, const struct sock_table *table)
{
	int result = names_prepare(listing->names, listing->options, table);

	/* The numbers of control groups are those of the machine that has them. */
	if (!result && listing->options->format != FORMAT_TABLE && !listing->options->replay)
		result = cgroup_names_prepare(&listing->cgroups, table);
	return result;
}

/* While rows are streamed, this thread is in the namespace that they are from. */
static uint32_t netns_of(const struct listing *listing, const struct sock_table *table, size_t i)
{
	return table->netns ? table->netns[i] : (uint32_t)listing->namespaces.here;
}

static const char *netns_name_of(const struct listing *listing, uint32_t place)
{
	return listing->options->netns ? listing->namespaces.item[place].name : NULL;
}

/* A row for programs, with what was known in the round that it is of. */
static void print_record(struct records *records, const struct listing *of,
			 const struct sock_table *table, size_t i, const char *event)
{
	uint32_t place = netns_of(of, table, i);
	struct socket_row row = { .style = &of->style, .cgroups = &of->cgroups,
				  .table = table, .entry = &table->rows[i],
				  .interfaces = &of->interfaces, .place = place,
				  .netns = netns_name_of(of, place) };

	records_row(records, &row, event);
}

static void print_row(struct listing *listing, const struct sock_table *table, size_t i)
{
	if (listing->options->format != FORMAT_TABLE) {
		print_record(&listing->document.records, listing, table, i, NULL);
		return;
	}
	listing->style.netns = netns_name_of(listing, netns_of(listing, table, i));
	table_row(listing->out, &listing->style, table, i);
}

static void print_rows(struct listing *listing, const struct sock_table *table,
		       const uint32_t *order, size_t count)
{
	for (size_t i = 0; i < count && !listing->out->error; i++) {
		/* Neighbours in the order are strangers in memory: have the next ones fetched. */
		if (i + AHEAD < count)
			table_prefetch(table, order[i + AHEAD]);
		print_row(listing, table, order[i]);
	}
}

/* A section of this round and of the one before. */
struct difference {
	struct listing *listing;
	const struct section *before, *now;
};

static void print_event(void *arg, enum event event, uint32_t row)
{
	const struct difference *difference = arg;
	struct listing *listing = difference->listing;
	bool gone = event == EVENT_CLOSED;

	if (!listing->out->error)
		print_record(&listing->document.records, gone ? listing->last : listing,
			     gone ? &difference->before->table : &difference->now->table, row,
			     event_word(event));
}

static struct events_round round_of(const struct section *section)
{
	return (struct events_round){ .table = &section->table, .order = section->order,
				      .count = section->shown };
}

/* Both rounds have the same sections, since they have the same options. */
static int print_events(struct listing *listing, const struct section *section)
{
	struct difference difference = {
		.listing = listing,
		.before = &listing->last->section[section - listing->section],
		.now = section,
	};
	struct events_round before = round_of(difference.before), now = round_of(section);

	return events_compare(&before, &now, print_event, &difference);
}

int rows_print(struct listing *listing, struct section *section)
{
	const struct sock_table *table = &section->table;
	int result = 0;

	if (!table->count && !listing->last)
		return 0;
	section->order = sort_rows(table, &listing->options->sort, &listing->owners,
				   &section->shown);
	if (!section->order)
		return -ENOMEM;
	if (listing->last)
		result = print_events(listing, section);
	else
		print_rows(listing, table, section->order, section->shown);
	if (!listing->events) {
		free(section->order);
		section->order = NULL;
	}
	return result;
}

/* A batch of a listing in kernel order. */
static int print_batch(struct sock_table *table, void *arg)
{
	struct listing *listing = arg;
	int result;

	listing_settle(listing, table);
	result = rows_prepare(listing, table);
	if (!result && listing_shows_interfaces(listing))
		result = names_prepare_interfaces(&listing->interfaces, table, 0,
						  (uint32_t)listing->namespaces.here);
	progress_end(&listing->progress);
	for (size_t i = 0; i < table->count && !result; i++)
		print_row(listing, table, i);
	table_clear(table);
	return result ? result : -listing->out->error;
}

/*
 * On a terminal both are done by one thread: the pager and the line that counts are no thread's but
 * the first one's, and the terminal is slower anyway.
 */
static void stream_here(struct listing *listing, struct section *section)
{
	struct overlap overlap;
	int result;

	if (listing->screen->terminal || processors_count() < 2) {
		listing_read(listing, section, print_batch, listing);
		return;
	}
	overlap_begin(&overlap, print_batch, listing);
	listing_read(listing, section, overlap_take, &overlap);
	result = overlap_end(&overlap);
	if (!section->result)
		section->result = result;
}

void rows_stream(struct listing *listing, struct section *section)
{
	for (size_t i = 0; i < listing->namespaces.count && !listing->out->error; i++)
		if (listing_enter(listing, i))
			stream_here(listing, section);
}
