#include "config.h"

#include "render/statistic_text.h"

#include <string.h>

#include "render/text.h"

/* Where the listing is. */
enum place {
	IN_LINES,
	IN_INPUT,
	IN_OUTPUT,
};

struct listing {
	struct out *out;
	enum place place;
	bool shown;                          /* the group is */
	const struct statistic_group *group; /* NULL: net-tools does not know it */
};

static const char *const titles[] = {
	[IN_INPUT] = "ICMP input histogram:\n",
	[IN_OUTPUT] = "ICMP output histogram:\n",
};

bool statistic_wanted(const struct options *options, const struct statistic_group *group)
{
	bool any = false;

	for (int proto = PROTO_TCP; proto <= PROTO_RAW; proto++)
		any |= options->proto[proto];
	return !group || !any || options->proto[group->proto];
}

static void indent(const struct listing *listing)
{
	out_spaces(listing->out, listing->place == IN_LINES ? 4 : 8);
}

static void put_escaped(struct out *out, const char *text)
{
	char shown[TEXT_ESCAPED];

	while (*text) {
		size_t taken, length = text_escape_one(shown, text, &taken);

		out_bytes(out, shown, length);
		text += taken;
	}
}

/* `NAME: VALUE`, where the listing is: also within the histogram of the group before. */
static void put_raw(const struct listing *listing, const struct snmp_row *row)
{
	if (!row->value)
		return;
	indent(listing);
	put_escaped(listing->out, row->name);
	out_text(listing->out, ": ");
	out_left_number(listing->out, row->value, 0);
	out_char(listing->out, '\n');
}

static void put_words(const struct listing *listing, const char *words, uint64_t value)
{
	const char *within = strstr(words, " N ");
	struct out *out = listing->out;

	indent(listing);
	if (listing->place != IN_LINES) {
		out_text(out, words);
		out_text(out, ": ");
	} else if (within) {
		out_bytes(out, words, (size_t)(within - words) + 1);
	}
	out_left_number(out, value, 0);
	if (within) {
		out_text(out, within + 2);
	} else if (listing->place == IN_LINES) {
		out_char(out, ' ');
		out_text(out, words);
	}
	out_char(out, '\n');
}

static void put_counter(struct listing *listing, const struct snmp_row *row)
{
	const struct statistic *statistic = statistic_find(listing->group, row->name);
	enum place place = IN_LINES;

	if (!statistic || statistic->class == STATISTIC_RAW) {
		put_raw(listing, row);
		return;
	}
	if (statistic->class == STATISTIC_HIDDEN)
		return;
	if (statistic->class == STATISTIC_INPUT)
		place = IN_INPUT;
	else if (statistic->class == STATISTIC_OUTPUT)
		place = IN_OUTPUT;
	if (place != IN_LINES && place != listing->place) {
		indent(listing); /* as what was before: net-tools does so */
		out_text(listing->out, titles[place]);
	}
	listing->place = place;
	if (row->value || statistic->class == STATISTIC_ALWAYS)
		put_words(listing, statistic->words, row->value);
}

static void begin_group(struct listing *listing, const struct options *options,
			const struct snmp_row *row)
{
	const struct statistic_group *group = statistic_find_group(row->group, row->snmp6);

	listing->group = group && group->known ? group : NULL;
	listing->shown = statistic_wanted(options, listing->group);
	if (listing->group)
		listing->place = IN_LINES;
	if (!listing->shown)
		return;
	put_escaped(listing->out, row->group);
	out_text(listing->out, ":\n");
}

void statistic_text(struct out *out, const struct options *options, const struct snmp_table *table)
{
	struct listing listing = { .out = out };

	for (size_t i = 0; i < table->count && !out->error; i++) {
		const struct snmp_row *row = &table->rows[i];

		if (!row->name)
			begin_group(&listing, options, row);
		else if (listing.shown)
			put_counter(&listing, row);
	}
}
