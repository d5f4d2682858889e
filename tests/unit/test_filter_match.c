/* What a filter says of a row: against a second opinion, for random expressions and rows. */
#include "config.h"

#include <criterion/criterion.h>

#include "filter/match.h"
#include "filter_expressions.h"

enum { ROWS = 50, EXPRESSIONS = 4000, DEPTH = 4 };

/* An expression, its text, and what src/filter makes of the text. */
struct subject {
	struct expression *expression;
	char *text;
	struct filter_node *filter;
};

static struct subject subject_make(struct dice *dice)
{
	struct subject subject = { .expression = expression_make(dice, DEPTH, false) };

	subject.text = expression_text(subject.expression, dice);
	subject.filter = expression_parse(subject.text);
	return subject;
}

static void subject_free(struct subject *subject)
{
	expression_free(subject->expression);
	free(subject->text);
	filter_free(subject->filter);
}

static enum match match_view(const struct filter_node *filter, const struct view *view)
{
	return filter_match(filter, &view->rows->table, &view->rows->table.rows[view->row],
			    view->owners ? &view->rows->owners : NULL);
}

/* Enough of a row to look into a disagreement. */
static const char *row_text(const struct view *view)
{
	const struct sock_entry *entry = entry_of(view);
	const struct sock_detail *detail = detail_of(view);
	char local[INET6_ADDRSTRLEN] = "", foreign[INET6_ADDRSTRLEN] = "";
	static char text[512];

	if (!is_unix(view)) {
		inet_ntop(entry->family, &entry->local, local, sizeof(local));
		inet_ntop(foreign_family(entry), &entry->foreign, foreign, sizeof(foreign));
	}
	snprintf(text, sizeof(text),
		 "%s%s [%s]:%u [%s]:%u path '%s' state %u flags %#x recvq %u sendq %u uid %u "
		 "inode %" PRIu64 " device %u mark %#x autobound %d known %#x, %zu owners%s",
		 proto_names[entry->proto], entry->family == AF_INET6 ? "6" : "", local,
		 entry->local_port, foreign, entry->foreign_port,
		 is_unix(view) ? table_path(&view->rows->table, entry) : "", entry->state,
		 is_unix(view) ? entry->un.flags : entry->flags, entry->recvq, entry->sendq,
		 entry->uid, entry->inode, entry->ifindex, detail->mark, detail->autobound,
		 detail->known, view->rows->owned[view->row].count,
		 view->owners ? "" : ", not looked for");
	return text;
}

static void expect_agreement(const struct subject *subject, const struct view *view)
{
	enum truth expected = expression_judge(subject->expression, view);
	enum match match = match_view(subject->filter, view);

	cr_assert_eq((int)match, (int)expected, "%s\nis %d and not %d of\n%s", subject->text,
		     (int)match, (int)expected, row_text(view));
}

/* Forget at random some of what is known of the rows. */
static void forget(struct rows *rows, struct dice *dice)
{
	for (size_t i = 0; i < rows->table.count; i++)
		rows->table.details[i].known &= (uint8_t)below(dice, 256);
	rows->owners.denied = chance(dice, 50);
}

static void expect_agreement_on_rows(struct dice *dice, size_t expressions, bool knowing)
{
	for (size_t i = 0; i < expressions; i++) {
		struct subject subject = subject_make(dice);
		struct rows rows;

		rows_make(&rows, dice, ROWS, PROTO_TCP, PROTO_UNIX);
		if (!knowing)
			forget(&rows, dice);
		for (size_t row = 0; row < ROWS; row++) {
			struct view view = { &rows, row, knowing || chance(dice, 50) };

			expect_agreement(&subject, &view);
		}
		rows_free(&rows);
		subject_free(&subject);
	}
}

Test(match, agrees_with_a_second_opinion_where_all_is_known)
{
	struct dice dice = { 1 };

	expect_agreement_on_rows(&dice, EXPRESSIONS, true);
}

Test(match, agrees_with_a_second_opinion_where_much_is_unknown)
{
	struct dice dice = { 2 };

	expect_agreement_on_rows(&dice, EXPRESSIONS, false);
}

/* The properties above mean little if nearly everything matches, or nothing. */
Test(match, has_a_fair_share_of_each_answer_in_these_tests)
{
	size_t answers[3] = { 0 };
	struct dice dice = { 3 };

	for (int i = 0; i < 500; i++) {
		struct subject subject = subject_make(&dice);
		struct rows rows;

		rows_make(&rows, &dice, ROWS, PROTO_TCP, PROTO_UNIX);
		forget(&rows, &dice);
		for (size_t row = 0; row < ROWS; row++)
			answers[match_view(subject.filter, &(struct view){ &rows, row, false })]++;
		rows_free(&rows);
		subject_free(&subject);
	}
	for (size_t i = 0; i < COUNT(answers); i++)
		cr_expect_gt(answers[i], 2500, "%zu: %zu of 25000", i, answers[i]);
}

/* Who knows more does not take back an answer. */
Test(match, once_decided_stays_when_the_owners_become_known)
{
	struct dice dice = { 4 };

	for (int i = 0; i < 1000; i++) {
		struct subject subject = subject_make(&dice);
		struct rows rows;

		rows_make(&rows, &dice, ROWS, PROTO_TCP, PROTO_UNIX);
		for (size_t row = 0; row < ROWS; row++) {
			struct view view = { &rows, row, false };
			enum match before = match_view(subject.filter, &view), after;

			view.owners = true;
			after = match_view(subject.filter, &view);
			cr_assert(before == MATCH_UNKNOWN || before == after, "%s: %s",
				  subject.text, row_text(&view));
			cr_assert(before != MATCH_UNKNOWN || filter_needs_owners(subject.filter) ||
					  is_unix(&view),
				  "%s: %s", subject.text, row_text(&view));
		}
		rows_free(&rows);
		subject_free(&subject);
	}
}

/* ---- what is asked of the kernel ---- */

/*
 * What is reported as closed is passed over: the kernel may mean one that is only bound, and takes
 * a bit of its own to list it. Of both at once (state close and state bound-inactive) match.c says
 * that such a row may be meant, and filter_states() that there is none, which is as well.
 */
Test(states, have_room_for_every_tcp_socket_that_may_match)
{
	struct dice dice = { 5 };
	size_t narrower = 0;

	for (int i = 0; i < EXPRESSIONS; i++) {
		struct subject subject = subject_make(&dice);
		uint32_t states = filter_states(subject.filter);
		struct rows rows;

		narrower += states != UINT32_MAX;
		rows_make(&rows, &dice, ROWS, PROTO_TCP, PROTO_TCP);
		forget(&rows, &dice);
		for (size_t row = 0; row < ROWS; row++) {
			struct view view = { &rows, row, chance(&dice, 50) };
			uint8_t state = rows.table.rows[row].state;

			cr_assert(states & 1u << state || state == STATE_CLOSE ||
					  match_view(subject.filter, &view) == MATCH_NO,
				  "%s: states %#x, but it matches %s", subject.text, states,
				  row_text(&view));
		}
		rows_free(&rows);
		subject_free(&subject);
	}
	cr_expect_gt(narrower, EXPRESSIONS / 20, "%zu", narrower);
}

Test(excluded, is_no_protocol_with_a_socket_that_may_match)
{
	struct dice dice = { 6 };
	size_t excluded = 0;

	for (int i = 0; i < EXPRESSIONS; i++) {
		struct subject subject = subject_make(&dice);
		struct rows rows;

		rows_make(&rows, &dice, 2 * ROWS, PROTO_TCP, PROTO_UNIX);
		forget(&rows, &dice);
		for (int proto = 0; proto < PROTO_COUNT; proto++)
			excluded += filter_excludes(subject.filter, (enum proto)proto);
		for (size_t row = 0; row < 2 * ROWS; row++) {
			struct view view = { &rows, row, chance(&dice, 50) };
			enum proto proto = (enum proto)rows.table.rows[row].proto;

			cr_assert(!filter_excludes(subject.filter, proto) ||
					  match_view(subject.filter, &view) == MATCH_NO,
				  "%s: excludes %s, but matches %s", subject.text,
				  proto_names[proto], row_text(&view));
		}
		rows_free(&rows);
		subject_free(&subject);
	}
	cr_expect_gt(excluded, EXPRESSIONS / 2, "%zu", excluded);
}

#define BIT(name) (1u << STATE_##name)

Test(states, are_as_few_as_the_states_in_the_filter_say)
{
	static const struct {
		const char *text;
		uint32_t states;
	} samples[] = {
		{ "state listening", BIT(LISTEN) },
		{ "state listen,time-wait", BIT(LISTEN) | BIT(TIME_WAIT) },
		{ "state close", BIT(CLOSE) },
		{ "state bound-inactive", BIT(BOUND_INACTIVE) },
		{ "state close,bound-inactive sport = 22", BIT(CLOSE) | BIT(BOUND_INACTIVE) },
		{ "state listen state time-wait", BIT(LISTEN) | BIT(TIME_WAIT) },
		{ "state listen or state time-wait", BIT(LISTEN) | BIT(TIME_WAIT) },
		{ "state listen and sport = 22", BIT(LISTEN) },
		{ "sport = 22 state listen dport = 5", BIT(LISTEN) },
		{ "state connected and state bucket", BIT(SYN_RECV) | BIT(TIME_WAIT) },
		{ "not (state big)",
		  BIT(SYN_RECV) | BIT(TIME_WAIT) | ~(2 * BIT(BOUND_INACTIVE) - 2) },
		{ "not (not state listen)", BIT(LISTEN) },
		{ "not (exclude listen or sport = 22)", BIT(LISTEN) },
		{ "exclude listen", ~BIT(LISTEN) },
		{ "state != listen", ~BIT(LISTEN) },
		{ "exclude listen exclude time-wait", ~(BIT(LISTEN) | BIT(TIME_WAIT)) },
		{ "state listen and state time-wait", 0 },
		{ "state listen or sport = 22", UINT32_MAX },
		{ "not (state listen and sport = 22)", UINT32_MAX },
		{ "sport = 22", UINT32_MAX },
	};

	for (size_t i = 0; i < COUNT(samples); i++) {
		struct filter_node *filter = expression_parse(samples[i].text);

		cr_expect_eq(filter_states(filter), samples[i].states, "%s: %#x and not %#x",
			     samples[i].text, filter_states(filter), samples[i].states);
		filter_free(filter);
	}
}

Test(excluded, are_the_protocols_that_a_filter_leaves_nothing_of)
{
	static const struct {
		const char *text, *protos;
	} samples[] = {
		{ "proto udp", "tcp sctp udplite raw unix" },
		{ "proto != udp", "udp" },
		{ "not proto udp", "udp" },
		{ "proto udp6", "tcp sctp udplite raw unix" },
		{ "not proto udp6", "" },
		{ "proto tcp,unix", "sctp udp udplite raw" },
		{ "proto tcp proto udp", "tcp sctp udp udplite raw unix" },
		{ "proto tcp or proto udp", "sctp udplite raw unix" },
		{ "not (proto tcp or proto udp)", "tcp udp" },
		{ "proto tcp or sport = 22", "unix" },
		{ "path /run/*", "tcp sctp udp udplite raw" },
		{ "src /run/*", "tcp sctp udp udplite raw" },
		{ "sport = 22", "unix" },
		{ "src 10/8", "unix" },
		{ "dev 1", "unix" },
		{ "fwmark 1", "unix" },
		{ "autobound", "unix" },
		{ "recvq > 0", "unix" },
		{ "inode = 22", "" },
		{ "pid = 22", "" },
		{ "process x", "" },
		{ "user root", "" },
		{ "state listen", "" },
		{ "src *", "" },
		{ "sport = 22 path *", "tcp sctp udp udplite raw unix" },
	};

	for (size_t i = 0; i < COUNT(samples); i++) {
		struct filter_node *filter = expression_parse(samples[i].text);
		char protos[64] = "";

		for (int proto = 0; proto < PROTO_COUNT; proto++) {
			if (!filter_excludes(filter, (enum proto)proto))
				continue;
			append(protos, sizeof(protos), *protos ? " " : "");
			append(protos, sizeof(protos), proto_names[proto]);
		}
		cr_expect_str_eq(protos, samples[i].protos, "%s: '%s'", samples[i].text, protos);
		filter_free(filter);
	}
}

static void expect_needs(const char *text, bool owners, bool details)
{
	struct filter_node *filter = expression_parse(text);

	cr_expect_eq(filter_needs_owners(filter), owners, "%s: owners", text);
	cr_expect_eq(filter_needs_details(filter), details, "%s: details", text);
	filter_free(filter);
}

Test(needs, are_found_wherever_in_the_filter_they_come_up)
{
	expect_needs("pid = 1", true, false);
	expect_needs("process x", true, false);
	expect_needs("not (sport = 22 or (dport = 22 and not pid > 1))", true, false);
	expect_needs("fwmark 1", false, true);
	expect_needs("dev 1", false, true);
	expect_needs("autobound", false, true);
	expect_needs("sport = 22 or not dev 1 and process x", true, true);
	expect_needs("sport = 22 user root inode 5 recvq > 1 state listen src 10/8 path x", false,
		     false);
}

static bool names_state(const char *text, enum tcp_state state)
{
	struct filter_node *filter = expression_parse(text);
	bool named = filter_names_state(filter, state);

	filter_free(filter);
	return named;
}

/* Sockets that are only bound are in no listing, unless asked for by this name. */
Test(names_state, is_for_a_state_that_is_written_out_and_not_for_groups)
{
	cr_expect(names_state("state bound-inactive", STATE_BOUND_INACTIVE));
	cr_expect(names_state("sport = 22 or not (state BOUND_INACTIVE)", STATE_BOUND_INACTIVE));
	cr_expect(names_state("state listen,bound-inactive", STATE_BOUND_INACTIVE));
	cr_expect(names_state("state listen state bound-inactive", STATE_BOUND_INACTIVE));
	cr_expect(names_state("state listen or state bound-inactive", STATE_BOUND_INACTIVE));
	cr_expect_not(names_state("state all", STATE_BOUND_INACTIVE));
	cr_expect_not(names_state("state big", STATE_BOUND_INACTIVE));
	cr_expect_not(names_state("state connected", STATE_BOUND_INACTIVE));
	cr_expect_not(names_state("state listen", STATE_BOUND_INACTIVE));
	cr_expect_not(names_state("sport = 22", STATE_BOUND_INACTIVE));
	cr_expect_not(filter_names_state(NULL, STATE_BOUND_INACTIVE));
}

/* ---- single cases that are easily got wrong ---- */

static enum match match_one(const char *text, const struct sock_entry *entry, const char *path)
{
	struct sock_table table = { 0 };
	struct filter_node *filter = expression_parse(text);
	struct sock_entry *row = table_next(&table);
	enum match match;

	cr_assert_not_null(row);
	*row = *entry;
	row->aux = *path ? arena_add(&table.arena, path, strlen(path) + 1) : 0;
	table.count++;
	match = filter_match(filter, &table, row, NULL);
	filter_free(filter);
	table_free(&table);
	return match;
}

/* Nothing is known of the other end's name, also where the own end has none. */
Test(match, of_a_foreign_unix_name_is_never)
{
	const struct sock_entry entry = { .proto = PROTO_UNIX,
					  .family = AF_UNIX,
					  .state = UNIX_CONNECTED };

	cr_expect_eq(match_one("dst /run/x", &entry, ""), MATCH_NO);
	cr_expect_eq(match_one("dst /run/x", &entry, "/run/x"), MATCH_NO);
	cr_expect_eq(match_one("dst unix:*", &entry, "/run/x"), MATCH_NO);
	cr_expect_eq(match_one("dst unix:*", &entry, ""), MATCH_NO);
	cr_expect_eq(match_one("src unix:*", &entry, ""), MATCH_YES);
}

Test(match, of_a_family_holds_with_ports_too)
{
	struct sock_entry entry = { .proto = PROTO_TCP, .family = AF_INET, .local_port = 22 };

	cr_expect_eq(match_one("src inet:*:22", &entry, ""), MATCH_YES);
	cr_expect_eq(match_one("src inet6:*:22", &entry, ""), MATCH_NO);
	cr_expect_eq(match_one("src inet6::22", &entry, ""), MATCH_NO);
	cr_expect_eq(match_one("src inet6:*", &entry, ""), MATCH_NO);
	entry.family = AF_INET6;
	cr_expect_eq(match_one("src inet:*:22", &entry, ""), MATCH_NO);
	cr_expect_eq(match_one("src inet6:*:22", &entry, ""), MATCH_YES);
}

Test(match, of_an_ipv4_prefix_holds_for_mapped_addresses_and_nothing_else_of_ipv6)
{
	struct sock_entry entry = { .proto = PROTO_TCP, .family = AF_INET6 };

	inet_pton(AF_INET6, "::ffff:10.0.0.1", &entry.local);
	cr_expect_eq(match_one("src 10/8", &entry, ""), MATCH_YES);
	cr_expect_eq(match_one("src 0.0.0.0/0", &entry, ""), MATCH_YES);
	cr_expect_eq(match_one("src 10.0.0.2", &entry, ""), MATCH_NO);
	cr_expect_eq(match_one("src [::ffff:10.0.0.1]", &entry, ""), MATCH_YES);
	inet_pton(AF_INET6, "::10.0.0.1", &entry.local);
	cr_expect_eq(match_one("src 10/8", &entry, ""), MATCH_NO);
	cr_expect_eq(match_one("src 0.0.0.0/0", &entry, ""), MATCH_NO);
	cr_expect_eq(match_one("src ::/0", &entry, ""), MATCH_YES);
	entry = (struct sock_entry){ .proto = PROTO_TCP, .family = AF_INET };
	cr_expect_eq(match_one("src ::/0", &entry, ""), MATCH_NO);
}

/* The whole table of Kleene's logic; what a pid is cannot be known without owners. */
Test(match, of_what_is_unknown_follows_kleene)
{
	static const struct {
		const char *text;
		enum match match;
	} samples[] = {
		{ "pid 1", MATCH_UNKNOWN },
		{ "not pid 1", MATCH_UNKNOWN },
		{ "pid 1 and sport = 22", MATCH_UNKNOWN },
		{ "pid 1 and sport = 23", MATCH_NO },
		{ "sport = 23 and pid 1", MATCH_NO },
		{ "pid 1 or sport = 22", MATCH_YES },
		{ "sport = 22 or pid 1", MATCH_YES },
		{ "pid 1 or sport = 23", MATCH_UNKNOWN },
		{ "pid 1 or pid 2", MATCH_UNKNOWN },
		{ "pid 1 and pid 2", MATCH_UNKNOWN },
		{ "not (pid 1 and sport = 23)", MATCH_YES },
		{ "not (pid 1 or sport = 22)", MATCH_NO },
		{ "pid 1 or not pid 1", MATCH_UNKNOWN },
		{ "fwmark 1", MATCH_UNKNOWN },
		{ "dev 1", MATCH_UNKNOWN },
		{ "fwmark 1 and dev 1 or sport = 22", MATCH_YES },
	};
	const struct sock_entry entry = {
		.proto = PROTO_TCP, .family = AF_INET, .local_port = 22, .inode = 5
	};

	for (size_t i = 0; i < COUNT(samples); i++)
		cr_expect_eq(match_one(samples[i].text, &entry, ""), samples[i].match, "%s",
			     samples[i].text);
}

/* Every one of many ranges is found, and nothing between them; they are written descending. */
Test(match, of_a_long_list_finds_all_of_it_and_nothing_else)
{
	struct sock_entry entry = { .proto = PROTO_TCP, .family = AF_INET };
	struct sock_table table = { .rows = &entry, .count = 1 };
	char text[TEXT_SIZE] = "sport = 1", item[32];
	bool listed[1000] = { [1] = true };
	struct filter_node *filter;

	for (unsigned port = 996; port > 4; port -= 4) {
		snprintf(item, sizeof(item), ",%u-%u", port, port + port % 3);
		append(text, sizeof(text), item);
		for (unsigned i = 0; i <= port % 3; i++)
			listed[port + i] = true;
	}
	filter = expression_parse(text);
	for (unsigned port = 0; port < COUNT(listed); port++) {
		entry.local_port = (uint16_t)port;
		cr_expect_eq(filter_match(filter, &table, &entry, NULL),
			     listed[port] ? MATCH_YES : MATCH_NO, "port %u", port);
	}
	filter_free(filter);
}
