#include "config.h"

#include "view/recording.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "filter/match.h"
#include "render/words.h"

enum { LIST_SIZE = 400 };

static const char *const labels[] = {
	[PROTO_TCP] = "TCP",          [PROTO_SCTP] = "SCTP", [PROTO_UDP] = "UDP",
	[PROTO_UDPLITE] = "UDP-Lite", [PROTO_RAW] = "raw",   [PROTO_UNIX] = "unix",
};

/* ---- opening ---- */

static int open_record(struct listing *listing)
{
	const char *path = listing->options->record;
	int result = record_open(&listing->record, path);

	if (!result) {
		source_record(&listing->source, &listing->record);
		listing->recording = true;
		return STATUS_OK;
	}
	if (result == -EEXIST)
		out_message(listing->out,
			    "netstat: %s: exists, and is no regular file of this user alone", path);
	else
		out_message(listing->out, "netstat: %s: %s", path, strerror(-result));
	return STATUS_FAILED;
}

static int open_replay(struct listing *listing)
{
	const char *path = listing->options->replay;
	int result = replay_open(&listing->replay, path);

	if (!result) {
		source_replay(&listing->source, &listing->replay, NULL);
		return STATUS_OK;
	}
	if (result == -EBADMSG)
		out_message(listing->out, "netstat: %s: at byte %zu: %s", path,
			    listing->replay.fault.offset, listing->replay.fault.text);
	else
		out_message(listing->out, "netstat: %s: %s", path, strerror(-result));
	return STATUS_FAILED;
}

int recording_open(struct listing *listing)
{
	const struct options *options = listing->options;

	if (options->replay)
		return open_replay(listing);
	source_open(&listing->source, options->source, NULL);
	return options->record ? open_record(listing) : STATUS_OK;
}

void recording_close(struct listing *listing)
{
	if (listing->recording)
		record_close(&listing->record, false);
	source_close(&listing->source);
	replay_close(&listing->replay);
}

/* ---- what is missing ---- */

static void add_word(char *list, const char *word, const char *what)
{
	size_t used = strlen(list);

	snprintf(list + used, LIST_SIZE - used, "%s%s%s", used ? ", " : "", word, what);
}

static bool holds(const struct listing *listing, enum proto proto)
{
	return listing->options->replay ? replay_has(&listing->replay, proto)
					: listing->record.has[proto];
}

bool recording_lists(const struct listing *listing, enum proto proto)
{
	return !listing->options->replay || replay_has(&listing->replay, proto);
}

/* Asked for by its name; or TCP, which no recording is without unless something is wrong. */
static bool is_expected(const struct options *options, enum proto proto)
{
	if (!options_wants(options, proto) ||
	    (options->filter && filter_excludes(options->filter, proto)))
		return false;
	if (proto == PROTO_TCP || proto == PROTO_UNIX)
		return proto == PROTO_TCP || options->explicit_choice;
	return options->explicit_choice && !options->quiet_missing;
}

/* Returns whether whole protocols are missing. */
static bool list_missing(const struct listing *listing, char *list)
{
	const struct options *options = listing->options;
	bool any = false;

	for (int i = PROTO_TCP; i < PROTO_COUNT; i++) {
		enum proto proto = (enum proto)i;

		if (!holds(listing, proto)) {
			if (is_expected(options, proto))
				add_word(list, labels[i], " sockets");
			any |= is_expected(options, proto);
		} else if (options->replay) {
			if (!listing->replay.v4[i] && options_wants_family(options, FAMILY_INET))
				add_word(list, labels[i], " over IPv4");
			if (!listing->replay.v6[i] && options_wants_family(options, FAMILY_INET6))
				add_word(list, labels[i], " over IPv6");
		}
	}
	if (options->programs)
		add_word(list, "the owners (-p)", "");
	return any;
}

/* Who listed fewer states when recording than now must not take the listing for all there were. */
static void list_states(const struct listing *listing, char *list)
{
	uint32_t missing = 0;

	for (int i = 0; i < listing->sections; i++)
		if (listing->section[i].request.proto == PROTO_TCP)
			missing = listing->section[i].request.states & ~listing->replay.states;
	for (int state = STATE_ESTABLISHED; state <= STATE_CLOSING; state++)
		if (missing & 1u << state)
			add_word(list, word_tcp_state((uint8_t)state), "");
}

static void tell_narrower(struct listing *listing)
{
	const char *path = listing->options->replay;
	char list[LIST_SIZE] = "";

	list_states(listing, list);
	if (*list)
		out_message(listing->out, "netstat: %s: recorded without the TCP states %s", path,
			    list);
	if (listing->replay.filtered && !listing->options->filter && holds(listing, PROTO_TCP))
		out_message(listing->out,
			    "netstat: %s: recorded with a filter; other sockets are not in it",
			    path);
}

/* Whether all that should come over netlink has been asked for, and answered to its end. */
static bool is_complete(const struct listing *listing)
{
	for (int i = 0; i < listing->sections; i++) {
		const struct section *section = &listing->section[i];

		if (section->request.proto == PROTO_UNIX || section->request.proto == PROTO_SCTP)
			continue;
		if (!section->read || (section->result && section->result != -ENOENT))
			return false;
	}
	return true;
}

static int end_record(struct listing *listing)
{
	const char *path = listing->options->record;
	bool complete = is_complete(listing);
	int result = record_close(&listing->record, complete);

	listing->recording = false;
	if (result)
		out_message(listing->out,
			    "netstat: %s: write error: %s; the recording is not complete", path,
			    strerror(-result));
	else if (!complete)
		out_message(listing->out, "netstat: %s: the recording is not complete", path);
	return result || !complete ? STATUS_FAILED : STATUS_OK;
}

int recording_end(struct listing *listing)
{
	const struct options *options = listing->options;
	char list[LIST_SIZE] = "";
	bool missing;

	if (!options->record && !options->replay)
		return STATUS_OK;
	if (options->record && end_record(listing))
		return STATUS_FAILED;
	missing = list_missing(listing, list);
	if (*list)
		out_message(listing->out, "netstat: %s: not in the recording: %s",
			    options->record ? options->record : options->replay, list);
	if (options->replay)
		tell_narrower(listing);
	return missing ? STATUS_FAILED : STATUS_OK;
}
