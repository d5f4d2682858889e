#include "config.h"

#include "why/explain.h"

#include <arpa/inet.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>

#include "render/text.h"
#include "why/phrase.h"
#include "why/words.h"

enum { COLUMNS = 78, LINES = 23, INDENT = 2, MAX_HOLDERS = 2, MAX_SOCKETS = 3, MAX_REMEDIES = 4,
       MAX_CAUSES = 2, MAX_FACTS = 2, MAX_NOTES = 2, MAX_SHOWN = 512 };

/* Where the words go, and how many lines are left of the screen. */
struct page {
	struct out *out;
	bool color;
	size_t left;
};

static void line(struct page *page, const char *text, size_t length, size_t indent)
{
	if (!page->left)
		return;
	page->left--;
	out_spaces(page->out, indent);
	out_bytes(page->out, text, length);
	out_char(page->out, '\n');
}

/* Text in lines of at most COLUMNS, broken at blanks, each with the indent; escaped. */
static void wrapped(struct page *page, const char *text, size_t indent)
{
	size_t length = text_escaped_length(text), at = 0;
	char *shown = malloc(length + 1);

	if (!shown)
		return;
	shown[text_escape(shown, length, text)] = '\0';
	while (at < length) {
		size_t room = COLUMNS - indent, take = length - at;

		if (take > room) {
			for (take = room; take && shown[at + take] != ' '; take--)
				;
			if (!take)
				take = text_whole(shown + at, room);
		}
		line(page, shown + at, take, indent);
		at += take;
		at += strspn(shown + at, " ");
	}
	free(shown);
}

/* One line, cut with three dots where it is too long. */
static void cut(struct page *page, const char *text, size_t indent)
{
	char shown[MAX_SHOWN];
	size_t room = COLUMNS - indent, length = text_escape(shown, sizeof(shown), text);

	if (length > room) {
		length = text_whole(shown, room - 3);
		memcpy(shown + length, "...", 3);
		length += 3;
	}
	line(page, shown, length, indent);
}

/* A heading needs room for a line below it. Returns whether there is. */
static bool heading(struct page *page, const char *text)
{
	if (page->left < 2)
		return false;
	if (page->color)
		out_text(page->out, "\033[1m");
	out_text(page->out, text);
	out_text(page->out, page->color ? "\033[0m\n" : "\n");
	page->left--;
	return true;
}

static void phrase_since(char *to, size_t size, const struct why_report *report,
			 const struct why_holder *holder)
{
	int64_t age = report->evidence->system.now - holder->started;
	time_t time = (time_t)holder->started;
	struct tm parts;
	char date[32] = "";

	to[0] = '\0';
	if (!holder->started || !localtime_r(&time, &parts))
		return;
	strftime(date, sizeof(date), "%Y-%m-%d %H:%M:%S", &parts);
	if (age < 120)
		snprintf(to, size, ", since %s (%lld s)", date, (long long)age);
	else if (age < 7200)
		snprintf(to, size, ", since %s (%lld min)", date, (long long)age / 60);
	else if (age < 172800)
		snprintf(to, size, ", since %s (%lld h)", date, (long long)age / 3600);
	else
		snprintf(to, size, ", since %s (%lld days)", date, (long long)age / 86400);
}

static void command_line(struct page *page, const struct why_holder *holder)
{
	char words[MAX_SHOWN] = "";
	size_t used = 0;

	for (size_t i = 0; holder->cmdline && holder->cmdline[i] && used < sizeof(words); i++)
		used += (size_t)snprintf(words + used, sizeof(words) - used, "%s%s", i ? " " : "",
					 holder->cmdline[i]);
	if (words[0])
		cut(page, words, 2 * INDENT);
}

static void show_more(struct page *page, size_t count, size_t shown)
{
	char text[64];

	if (count <= shown)
		return;
	snprintf(text, sizeof(text), "and %zu more (--json lists them all)", count - shown);
	cut(page, text, INDENT);
}

static void show_holders(struct page *page, const struct why_report *report)
{
	const struct why_evidence *evidence = report->evidence;

	if (!evidence->holder_count || !heading(page, "Held by"))
		return;
	for (size_t i = 0; i < evidence->holder_count && i < MAX_HOLDERS; i++) {
		char who[PHRASE_SIZE], since[80], text[PHRASE_SIZE + 80];

		phrase_holder(who, &evidence->holders[i]);
		phrase_since(since, sizeof(since), report, &evidence->holders[i]);
		snprintf(text, sizeof(text), "%s%s", who, since);
		cut(page, text, INDENT);
		command_line(page, &evidence->holders[i]);
	}
	show_more(page, evidence->holder_count, MAX_HOLDERS);
}

/* `LISTEN 0.0.0.0:25`, with the foreign end where there is one. */
static void show_sockets(struct page *page, const struct why_report *report)
{
	const struct why_evidence *evidence = report->evidence;

	if (!evidence->socket_count || !heading(page, "Sockets"))
		return;
	for (size_t i = 0; i < evidence->socket_count && i < MAX_SOCKETS; i++) {
		const struct why_socket *socket = &evidence->sockets[i];
		bool any6 = socket->entry.family == AF_INET6 && addr_is_any(&socket->entry.local);
		char local[PHRASE_SIZE], foreign[PHRASE_SIZE], text[3 * PHRASE_SIZE];

		phrase_local(local, socket);
		phrase_foreign(foreign, socket);
		snprintf(text, sizeof(text), "%s %s%s%s%s", why_state_word(socket), local,
			 socket->entry.foreign_port ? " -> " : "",
			 socket->entry.foreign_port ? foreign : "",
			 any6 && socket->v6only == TRI_YES ? " (IPv6 only)" :
			 any6 && socket->v6only == TRI_NO  ? " (IPv4 too)" :
							     "");
		cut(page, text, INDENT);
	}
	show_more(page, evidence->socket_count, MAX_SOCKETS);
}

/* The four variants of one address in a few words. */
static void phrase_variants(char *to, size_t size, const struct why_bind *bind)
{
	static const char *const names[] = { "plain", "SO_REUSEADDR", "SO_REUSEPORT",
					     "both options" };
	size_t used = (size_t)snprintf(to, size, "%s", why_bind_word(bind[0].result));
	bool first = true;

	for (int i = 1; i < 4 && used < size; i++) {
		if (bind[i].result == bind[0].result || (i == 3 && !first))
			continue;
		used += (size_t)snprintf(to + used, size - used, "%s%s %s",
					 first ? "; with " : ", ", names[i],
					 why_bind_word(bind[i].result));
		first = false;
	}
}

static void phrase_address(char *to, size_t size, const struct why_report *report,
			   const struct why_bind *bind)
{
	const char *device = bind->ifindex ? report->evidence->query.device : "";
	char address[INET6_ADDRSTRLEN];

	inet_ntop(bind->family, &bind->addr, address, sizeof(address));
	snprintf(to, size, bind->family == AF_INET6 ? "[%s%s%s]%s" : "%s%s%s%s", address,
		 *device ? "%" : "", device, bind->v6only ? " IPv6 only" : "");
}

static bool same_results(const struct why_bind *a, const struct why_bind *b)
{
	for (int i = 0; i < 4; i++)
		if (a[i].result != b[i].result)
			return false;
	return true;
}

/* Addresses with the same results go on one line. */
static void show_binds(struct page *page, const struct why_report *report)
{
	const struct why_bind *binds = report->binds;

	if (!heading(page, "A bind now"))
		return;
	for (size_t i = 0; i < report->bind_count; i += 4) {
		char text[MAX_SHOWN] = "", name[80], variants[160];
		size_t used = 0;
		bool told = false;

		for (size_t j = 0; j < i; j += 4)
			told |= same_results(&binds[i], &binds[j]);
		for (size_t j = i; !told && j < report->bind_count; j += 4) {
			if (!same_results(&binds[i], &binds[j]))
				continue;
			phrase_address(name, sizeof(name), report, &binds[j]);
			used += (size_t)snprintf(text + used, sizeof(text) - used, "%s%s",
						 used ? ", " : "", name);
		}
		if (told)
			continue;
		phrase_variants(variants, sizeof(variants), &binds[i]);
		snprintf(text + used, sizeof(text) - used, ": %s", variants);
		wrapped(page, text, INDENT);
	}
}

/* Whether an earlier cause has the same remedy. */
static bool is_repeated(const struct why_report *report, size_t cause, const char *remedy)
{
	for (size_t i = 0; i < cause; i++)
		for (size_t j = 0; j < report->causes[i].remedies.count; j++)
			if (!strcmp(report->causes[i].remedies.line[j], remedy))
				return true;
	return false;
}

static void show_remedies(struct page *page, const struct why_report *report)
{
	size_t shown = 0;

	for (size_t i = 0; i < report->cause_count; i++) {
		const struct why_lines *remedies = &report->causes[i].remedies;

		for (size_t j = 0; j < remedies->count && shown < MAX_REMEDIES; j++) {
			if (is_repeated(report, i, remedies->line[j]))
				continue;
			if (!shown++ && !heading(page, "What to do"))
				return;
			wrapped(page, remedies->line[j], INDENT);
		}
	}
}

/* What the answer rests on. */
static void show_evidence(struct page *page, const struct why_report *report)
{
	const struct why_lines *facts = report->cause_count ? &report->causes[0].evidence : NULL;

	if (!facts || !facts->count || !heading(page, "Seen"))
		return;
	for (size_t i = 0; i < facts->count && i < MAX_FACTS; i++)
		cut(page, facts->line[i], INDENT);
}

/* Causes that only say again who listens. */
static bool is_plain(const struct why_cause *cause)
{
	return !strcmp(cause->id, "listener") || !strcmp(cause->id, "udp-holder") ||
	       !strcmp(cause->id, "none") || !cause->summary;
}

/* Further causes, beyond the one in the summary. */
static void show_causes(struct page *page, const struct why_report *report)
{
	size_t shown = 0;

	for (size_t i = 1; i < report->cause_count && shown < MAX_CAUSES; i++) {
		const struct why_cause *cause = &report->causes[i];

		if (is_plain(cause) || !strcmp(cause->summary, report->causes[0].summary))
			continue;
		if (!shown++ && !heading(page, "Also"))
			return;
		wrapped(page, cause->summary, INDENT);
	}
}

static void show_notes(struct page *page, const struct why_report *report)
{
	const struct notes *notes = &report->evidence->notes;

	if (!notes->count || !heading(page, "Not seen"))
		return;
	for (size_t i = 0; i < notes->count && i < MAX_NOTES; i++)
		wrapped(page, notes->text[i], INDENT);
}

void why_explain(struct out *out, const struct why_report *report, bool color)
{
	struct page page = { out, color, LINES };
	size_t notes = report->evidence->notes.count ? 4 : 0;

	if (color)
		out_text(out, report->verdict == VERDICT_FREE ? "\033[32m" : "\033[1m");
	wrapped(&page, report->summary ? report->summary : "", 0);
	if (color)
		out_text(out, "\033[0m");
	if (report->verdict == VERDICT_FREE) {
		if (strcmp(report->causes ? report->causes[0].id : "none", "none"))
			show_remedies(&page, report);
		show_notes(&page, report);
		return;
	}
	page.left -= notes; /* kept for what could not be seen */
	show_holders(&page, report);
	show_sockets(&page, report);
	show_evidence(&page, report);
	show_binds(&page, report);
	show_remedies(&page, report);
	show_causes(&page, report);
	page.left += notes;
	show_notes(&page, report);
}
