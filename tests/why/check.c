/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Asks the program about a situation, and compares what it says with the table. */
#include "config.h"

#include "situations.h"
#include "json.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum {
	OUTPUT_ROOM = 1 << 20,
	PATIENCE_MILLISECONDS = 10000,
	SCREEN_LINES = 24,
	SCREEN_COLUMNS = 80,
	MAX_PIDS = 64
};

struct totals *totals;
bool verbose;
const char *netstat_program, *through;

static unsigned int faults;

void wrong(const char *format, ...)
{
	va_list arguments;

	faults++;
	va_start(arguments, format);
	fputs("#   ", stdout);
	vfprintf(stdout, format, arguments);
	fputc('\n', stdout);
	va_end(arguments);
}

/* Lines of an output, as comments. */
static void show(const char *text)
{
	while (*text) {
		size_t length = strcspn(text, "\n");

		printf("#     | %.*s\n", (int)length, text);
		text += length + (text[length] == '\n');
	}
}

/* PORT/PROTO, ADDRESS:PORT/PROTO or [ADDRESS]:PORT/PROTO */
void question_read(const char *text, struct question *question)
{
	const char *slash = strrchr(text, '/'), *colon = strrchr(text, ':');
	const bool brackets = *text == '[';
	const size_t length = colon ? (size_t)(colon - text) - (brackets ? 2 : 0) : 0;

	question->udp = slash && strcmp(slash, "/udp") == 0;
	question->port = (unsigned int)strtoul(colon ? colon + 1 : text, NULL, 10);
	snprintf(question->address, sizeof(question->address), "%.*s", (int)length,
		 text + (brackets ? 1 : 0));
}

/* ---- running the program ---- */

static noreturn void become_netstat(const char *query, bool json, const int ends[2])
{
	char option[128], command[1024];
	int null = open("/dev/null", O_RDONLY);

	snprintf(option, sizeof(option), "--why-busy=%s", query);
	dup2(null, 0);
	dup2(ends[0], 1);
	dup2(ends[1], 2);
	close_all();
	if (!through)
		execl(netstat_program, "netstat", option, json ? "--json" : NULL, (char *)NULL);
	snprintf(command, sizeof(command), "%s %s '%s' %s", through, netstat_program, option,
		 json ? "--json" : "");
	execl("/bin/sh", "sh", "-c", command, (char *)NULL);
	_exit(127);
}

static unsigned int milliseconds_since(const struct timespec *since)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (unsigned int)((now.tv_sec - since->tv_sec) * 1000 +
			      (now.tv_nsec - since->tv_nsec) / 1000000);
}

/* Returns false at the end of the stream. */
static bool read_some(int fd, char *to, size_t *length)
{
	ssize_t got = read(fd, to + *length, OUTPUT_ROOM - 1 - *length);

	if (got > 0)
		*length += (size_t)got;
	return got > 0;
}

/* Reads both streams until both have ended; false if that takes too long. */
static bool read_streams(const int fds[2], struct answer *answer, const struct timespec *since)
{
	struct pollfd streams[2] = { { fds[0], POLLIN, 0 }, { fds[1], POLLIN, 0 } };
	size_t lengths[2] = { 0, 0 };
	char *const texts[2] = { answer->out, answer->err };

	while (streams[0].fd >= 0 || streams[1].fd >= 0) {
		if (milliseconds_since(since) > PATIENCE_MILLISECONDS)
			return false;
		if (poll(streams, 2, 100) <= 0)
			continue;
		for (int i = 0; i < 2; i++) {
			if (streams[i].revents && !read_some(fds[i], texts[i], &lengths[i]))
				streams[i].fd = -1;
		}
	}
	answer->length = lengths[0];
	return true;
}

static char *room(void)
{
	char *text = calloc(1, OUTPUT_ROOM);

	if (!text)
		die("no memory");
	return text;
}

void ask(const char *query, bool json, struct answer *answer)
{
	int out[2], err[2], status;
	struct timespec since;
	pid_t child;

	answer->out = room();
	answer->err = room();
	must(pipe2(out, O_CLOEXEC), "pipe");
	must(pipe2(err, O_CLOEXEC), "pipe");
	clock_gettime(CLOCK_MONOTONIC, &since);
	fflush(stdout);
	child = must(fork(), "fork");
	if (!child)
		become_netstat(query, json, (int[]){ out[1], err[1] });
	close(out[1]);
	close(err[1]);
	if (!read_streams((int[]){ out[0], err[0] }, answer, &since))
		kill(child, SIGKILL);
	close(out[0]);
	close(err[0]);
	waitpid(child, &status, 0);
	answer->milliseconds = milliseconds_since(&since);
	answer->code = WIFEXITED(status) ? WEXITSTATUS(status) : -1;
	if (answer->milliseconds > totals->slowest)
		totals->slowest = answer->milliseconds;
}

static void forget(struct answer *answer)
{
	free(answer->out);
	free(answer->err);
}

/* ---- comparing ---- */

static bool is_busy(const struct situation *situation)
{
	return strcmp(situation->verdict, "busy") == 0;
}

static void check_end(const struct situation *situation, const struct answer *answer,
		      const char *form)
{
	if (answer->code < 0)
		wrong("%s: it crashed, or did not end", form);
	else if (answer->code != situation->code &&
		 !(through && answer->code == HOLDER_UNKNOWN && is_busy(situation)))
		wrong("%s: exit code %d instead of %d", form, answer->code, situation->code);
	if (*answer->err) {
		wrong("%s: messages on stderr", form);
		show(answer->err);
	}
}

static bool has_pid(const pid_t *pids, size_t count, pid_t pid)
{
	for (size_t i = 0; i < count; i++) {
		if (pids[i] == pid)
			return true;
	}
	return false;
}

static void check_holders(const struct situation *situation, const struct json *report)
{
	const struct json *holders = json_get(report, "holders");
	pid_t expected[MAX_PIDS], named[MAX_PIDS];
	size_t wanted = holders_expected(expected, MAX_PIDS), count = 0;

	if ((int)wanted != situation->holders)
		wrong("the test itself: %zu holders made, the table says %d", wanted,
		      situation->holders);
	for (size_t i = 0; holders && i < holders->count && count < MAX_PIDS; i++) {
		const struct json *pid = json_get(&holders->items[i], "pid");

		named[count++] = pid && pid->kind == JSON_NUMBER ? (pid_t)pid->number : 0;
	}
	for (size_t i = 0; i < wanted; i++) {
		if (!through && !has_pid(named, count, expected[i]))
			wrong("process %ld holds the port and is not named", (long)expected[i]);
	}
	for (size_t i = 0; i < count; i++) {
		if (!has_pid(expected, wanted, named[i]) || has_pid(named, i, named[i]))
			wrong("process %ld is named and should not be", (long)named[i]);
	}
}

static const char *text_of(const struct json *object, const char *key)
{
	const struct json *value = json_get(object, key);

	return value && value->kind == JSON_STRING ? value->text : "";
}

/* Causes that one might take these for, and that would send somebody the wrong way. */
static const char *const false_causes[][2] = {
	{ "udp-reuseaddr-steals", "udp-multicast" },
	{ "udp-reuseport-group", "udp-multicast" },
	{ "udp-reuseport-group", "udp-shared" },
	{ "reuseport-group", "reuseport-stale-member" },
	{ "reuseport-group", "reuseport-other-uid" },
	{ "listen-v4-any", "inherited-fd" },
	{ "bound-not-listening", "failed-connect-keeps-port" },
	{ "time-wait-reuse", "time-wait-client" },
	{ "time-wait-client", "time-wait" },
	{ "fin-wait2-orphan", "time-wait" },
	{ "established-survives", "ephemeral-source-port" },
	{ "ephemeral-took-port", "established-survivor" },
	{ "self-connect", "established-survivor" },
	{ "self-connect", "ephemeral-exhausted" },
	{ "ephemeral-took-port", "ephemeral-exhausted" },
	{ "scm-rights-in-flight", "hidden-pidns" },
	{ "io-uring-registered", "hidden-pidns" },
	{ "kernel-vxlan", "hidden-pidns" },
	{ "kernel-mptcp-endpoint", "hidden-pidns" },
	{ "time-wait-noreuse", "hidden-pidns" },
	{ "backlog-full", "hidden-pidns" },
	{ "ipv6-tentative", "ipv6-dadfailed" },
	{ "ipv6-dadfailed", "ipv6-tentative" },
	{ "landlock-denies", "seccomp" },
	{ "landlock-denies-filtered", "seccomp" },
	{ "seccomp-denies", "landlock" },
	{ "nft-drop", "nat-redirect" },
	{ "nft-redirect", "firewall-drop" },
	{ "free-rpc-stale", "rpc-service" },
};

static void check_false_cause(const struct situation *situation, const char *id)
{
	for (size_t i = 0; i < sizeof(false_causes) / sizeof(false_causes[0]); i++) {
		if (!through && strcmp(false_causes[i][0], situation->name) == 0 &&
		    strcmp(false_causes[i][1], id) == 0)
			wrong("cause %s is said, and is none", id);
	}
}

/* Nobody is to end the first process of a system. */
static void check_remedies(const struct json *cause)
{
	const struct json *remedies = json_get(cause, "remedies");

	for (size_t i = 0; remedies && i < remedies->count; i++) {
		const char *text = remedies->items[i].text;

		if (text && (strcmp(text, "kill 1") == 0 || strncmp(text, "kill 1 ", 7) == 0))
			wrong("a remedy that is none: %s", text);
	}
}

static bool note_has(const struct json *report, const char *word)
{
	const struct json *notes = json_get(report, "notes");

	for (size_t i = 0; notes && i < notes->count; i++) {
		if (notes->items[i].text && strcasestr(notes->items[i].text, word))
			return true;
	}
	return false;
}

static bool knows_no_firewall(const struct json *report)
{
	return note_has(report, "nft") || note_has(report, "firewall");
}

/* Who does not see the holder says why: as a cause, or in a note. */
static void check_explained(const struct json *report)
{
	const struct json *causes = json_get(report, "causes");

	for (size_t i = 0; causes && i < causes->count; i++) {
		if (strncmp(text_of(&causes->items[i], "id"), "hidden-", 7) == 0)
			return;
	}
	if (!note_has(report, ""))
		wrong("it does not say why the holder cannot be seen");
}

/* Puts the causes into @list, in their order. */
static void check_causes(const struct situation *situation, const struct json *report, char *list,
			 size_t size)
{
	const struct json *causes = json_get(report, "causes");
	bool found = false;
	size_t length = 0;

	*list = '\0';
	for (size_t i = 0; causes && i < causes->count && length < size; i++) {
		const char *id = text_of(&causes->items[i], "id");

		found |= strcmp(id, situation->cause) == 0;
		check_false_cause(situation, id);
		check_remedies(&causes->items[i]);
		length += (size_t)snprintf(list + length, size - length, "%s%s", i ? ", " : "", id);
	}
	if (!found && situation->flags & NEEDS_FIREWALL && knows_no_firewall(report))
		skip("this program cannot read the rules of the firewall, and says so");
	if (!found && !through)
		wrong("cause %s is missing; there are: %s", situation->cause, list);
}

static bool has_word(const char *text, const char *word)
{
	return strcasestr(text, word);
}

static void check_report(const struct situation *situation, const struct json *report, char *causes,
			 size_t size)
{
	struct question question;

	question_read(situation->query, &question);
	check_form(report, &question);
	if (strcmp(text_of(report, "verdict"), situation->verdict) != 0)
		wrong("verdict %s instead of %s", text_of(report, "verdict"), situation->verdict);
	if (has_word(text_of(report, "summary"), "nobody"))
		wrong("\"nobody\" in the summary: %s", text_of(report, "summary"));
	if (strpbrk(text_of(report, "summary"), "\n\033"))
		wrong("control bytes in the summary");
	check_causes(situation, report, causes, size);
	check_holders(situation, report);
	check_binds(situation, &question, report);
}

static size_t columns(const char *line, size_t length)
{
	size_t count = 0;

	for (size_t i = 0; i < length; i++)
		count += (line[i] & 0xc0) != 0x80;
	return count;
}

static void check_line(const char *line, size_t length)
{
	if (columns(line, length) > SCREEN_COLUMNS)
		wrong("text: a line of %zu columns: %.*s", columns(line, length), (int)length,
		      line);
	for (size_t i = 0; i < length; i++) {
		if ((unsigned char)line[i] < ' ' || line[i] == 0x7f) {
			wrong("text: control byte %02x", (unsigned char)line[i]);
			return;
		}
	}
}

static const char *behind_number(const char *text)
{
	return text + strspn(text, "0123456789");
}

/*
 * Whether the text begins with the summary, which may have been broken where it has a space. They
 * were asked for one after the other: seconds have passed.
 */
static bool begins_with(const char *text, const char *summary)
{
	while (*summary) {
		const char *text_end = behind_number(text), *summary_end = behind_number(summary);

		if (text_end > text && summary_end > summary && strncmp(text_end, " s", 2) == 0) {
			text = text_end;
			summary = summary_end;
			continue;
		}
		if (*text != *summary && !(*text == '\n' && *summary == ' '))
			return false;
		text++;
		summary++;
	}
	return true;
}

static void check_text(const struct situation *situation, const struct json *report)
{
	struct answer answer = { 0 };
	const char *summary = text_of(report, "summary");
	size_t lines = 0, at = 0;

	ask(situation->query, false, &answer);
	check_end(situation, &answer, "text");
	while (at < answer.length) {
		size_t length = strcspn(answer.out + at, "\n");

		check_line(answer.out + at, length);
		at += length + 1;
		lines++;
	}
	if (!begins_with(answer.out, summary))
		wrong("text: it does not begin with the summary: %s", summary);
	if (!lines || lines > SCREEN_LINES)
		wrong("text: %zu lines", lines);
	if (strlen(answer.out) != answer.length || (lines && answer.out[answer.length - 1] != '\n'))
		wrong("text: not lines of text");
	if (has_word(answer.out, "nobody") && situation->enter == NULL)
		wrong("text: somebody is called \"nobody\"");
	if (verbose || anything_wrong())
		show(answer.out);
	forget(&answer);
}

bool anything_wrong(void)
{
	return faults != 0;
}

static const struct json *only_report(const struct json *document)
{
	const struct json *reports = json_get(document, "reports");

	check_head(document);
	if (!reports || reports->kind != JSON_ARRAY || reports->count != 1) {
		wrong("not one report, but %zu", reports ? reports->count : 0);
		return NULL;
	}
	return &reports->items[0];
}

int check(const struct situation *situation)
{
	char fault[128], causes[512] = "";
	struct answer answer = { 0 };
	struct json *document;
	const struct json *report;

	ask(situation->query, true, &answer);
	check_end(situation, &answer, "json");
	document = json_read(answer.out, answer.length, fault, sizeof(fault));
	if (!document)
		wrong("no JSON: %s", fault);
	report = document ? only_report(document) : NULL;
	if (report) {
		check_report(situation, report, causes, sizeof(causes));
		if (answer.code == HOLDER_UNKNOWN)
			check_explained(report);
		check_text(situation, report);
	}
	if (anything_wrong() || verbose)
		show(answer.out);
	printf("# causes: %s (%u ms)\n", causes, answer.milliseconds);
	json_free(document);
	forget(&answer);
	return anything_wrong() ? EXIT_FAILURE : EXIT_SUCCESS;
}

/* Any number of reports, about whatever. */
int check_document(FILE *file)
{
	char *text = room(), fault[128];
	const size_t length = fread(text, 1, OUTPUT_ROOM, file);
	struct json *document = json_read(text, length, fault, sizeof(fault));
	const struct json *reports = json_get(document, "reports");

	if (!document)
		wrong("no JSON: %s", fault);
	else if (!reports || reports->kind != JSON_ARRAY || !reports->count)
		wrong("no reports");
	if (document)
		check_head(document);
	for (size_t i = 0; reports && i < reports->count; i++)
		check_form(&reports->items[i], NULL);
	json_free(document);
	free(text);
	return anything_wrong() ? EXIT_FAILURE : EXIT_SUCCESS;
}
