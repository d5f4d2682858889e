/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The form of a report of --json: which members there are and of what kind. */
#include "config.h"

#include "situations.h"
#include "json.h"

#include <string.h>
#include <time.h>
#include <unistd.h>

enum { RECENT_SECONDS = 300 };

/* What a member may be: kinds as bits, and of a list the kind of what is in it. */
#define KIND(kind) (1u << (kind))
#define TEXT KIND(JSON_STRING)
#define NUMBER KIND(JSON_NUMBER)
#define LIST KIND(JSON_ARRAY)
#define MAYBE KIND(JSON_NULL)
#define TRUTH KIND(JSON_BOOL)

struct member {
	const char *name;
	unsigned int kinds, items;
};

static const struct member of_document[] = {
	{ "schema", TEXT, 0 },
	{ "host", TEXT, 0 },
	{ "reports", LIST, KIND(JSON_OBJECT) },
};

static const struct member of_report[] = {
	{ "port", NUMBER, 0 },
	{ "protocol", TEXT, 0 },
	{ "address", TEXT | MAYBE, 0 },
	{ "verdict", TEXT, 0 },
	{ "summary", TEXT, 0 },
	{ "causes", LIST, KIND(JSON_OBJECT) },
	{ "holders", LIST, KIND(JSON_OBJECT) },
	{ "sockets", LIST, KIND(JSON_OBJECT) },
	{ "bind", LIST, KIND(JSON_OBJECT) },
	{ "notes", LIST, TEXT },
};

static const struct member of_cause[] = {
	{ "id", TEXT, 0 },
	{ "summary", TEXT, 0 },
	{ "evidence", LIST, TEXT },
	{ "remedies", LIST, TEXT },
};

static const struct member of_holder[] = {
	{ "pid", NUMBER, 0 },
	{ "name", TEXT, 0 },
	{ "exe", TEXT | MAYBE, 0 },
	{ "cmdline", LIST, TEXT },
	{ "uid", NUMBER, 0 },
	{ "user", TEXT | MAYBE, 0 },
	{ "started", TEXT | MAYBE, 0 },
	{ "state", TEXT, 0 },
	{ "ppid", NUMBER, 0 },
	{ "fds", LIST, NUMBER },
	{ "cgroup", TEXT | MAYBE, 0 },
	{ "unit", TEXT | MAYBE, 0 },
	{ "container", TEXT | MAYBE, 0 },
};

static const struct member of_bind[] = {
	{ "address", TEXT, 0 },    { "v6only", TRUTH, 0 }, { "reuseaddr", TRUTH, 0 },
	{ "reuseport", TRUTH, 0 }, { "result", TEXT, 0 },
};

static const char *const verdicts[] = { "busy", "denied", "free" };

static const char *const results[] = {
	"OK", "EADDRINUSE", "EACCES", "EPERM", "EADDRNOTAVAIL", "EINVAL", "EAFNOSUPPORT", "unknown",
};

static const char *const ids[] = {
	"none",
	"listener",
	"listener-specific-address",
	"listener-dual-stack",
	"listener-v6only",
	"listener-v6-specific",
	"listener-mapped",
	"listener-other-user",
	"reuseport-group",
	"reuseport-other-uid",
	"reuseport-stale-member",
	"listener-on-device",
	"mptcp-listener",
	"socket-activation",
	"inetd",
	"proxy",
	"respawn",
	"listener-stopped",
	"listener-frozen",
	"old-binary",
	"shared-fd",
	"inherited-fd",
	"fd-in-flight",
	"io-uring",
	"thread-group-leader-exited",
	"thread-private-fds",
	"holder-in-other-netns",
	"bound-not-listening",
	"bound-not-listening-reuse",
	"failed-connect-keeps-port",
	"time-wait",
	"time-wait-client",
	"established-survivor",
	"close-wait",
	"orphan",
	"ephemeral-source-port",
	"self-connect",
	"ephemeral-exhausted",
	"udp-holder",
	"udp-dual-stack",
	"udp-specific",
	"udp-connected",
	"udp-shared",
	"udp-multicast",
	"kernel-udp",
	"kernel-tcp",
	"rpc-service",
	"privileged-port",
	"address-not-local",
	"ipv6-disabled",
	"ipv6-tentative",
	"ipv6-dadfailed",
	"link-local-scope",
	"cgroup-bpf",
	"landlock",
	"seccomp",
	"nat-redirect",
	"firewall-drop",
	"sk-lookup-bpf",
	"backlog-full",
	"loopback-only",
	"split-localhost",
	"specific-beats-wildcard",
	"other-netns",
	"hidden-pidns",
	"hidden-hidepid",
	"hidden-unprivileged",
};

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

static void check_member(const struct json *object, const struct member *member, const char *where)
{
	const struct json *value = json_get(object, member->name);

	if (!value) {
		wrong("%s: no \"%s\"", where, member->name);
		return;
	}
	if (!(member->kinds & KIND(value->kind)))
		wrong("%s: \"%s\" is of a wrong kind", where, member->name);
	if (value->kind == JSON_STRING && !*value->text)
		wrong("%s: \"%s\" is empty", where, member->name);
	for (size_t i = 0; value->kind == JSON_ARRAY && i < value->count; i++) {
		if (!(member->items & KIND(value->items[i].kind)))
			wrong("%s: something in \"%s\" is of a wrong kind", where, member->name);
	}
}

static void check_members(const struct json *object, const struct member *members, size_t count,
			  const char *where)
{
	for (size_t i = 0; i < count; i++)
		check_member(object, &members[i], where);
}

static void check_all(const struct json *report, const char *list, const struct member *members,
		      size_t count)
{
	const struct json *value = json_get(report, list);

	for (size_t i = 0; value && i < value->count; i++)
		check_members(&value->items[i], members, count, list);
}

static void check_among(const struct json *object, const char *name, const char *const *words,
			size_t count)
{
	const struct json *value = json_get(object, name);

	if (!value || value->kind != JSON_STRING)
		return;
	for (size_t i = 0; i < count; i++) {
		if (strcmp(words[i], value->text) == 0)
			return;
	}
	wrong("\"%s\" is no known %s", value->text, name);
}

static void check_each_among(const struct json *report, const char *list, const char *name,
			     const char *const *words, size_t count)
{
	const struct json *value = json_get(report, list);

	for (size_t i = 0; value && i < value->count; i++)
		check_among(&value->items[i], name, words, count);
}

/* All of them were started by the test. */
static void check_started(const struct json *holder)
{
	const struct json *value = json_get(holder, "started");
	struct tm moment = { 0 };
	const char *end;
	double age;

	if (!value || value->kind != JSON_STRING)
		return;
	end = strptime(value->text, "%Y-%m-%dT%H:%M:%SZ", &moment);
	if (!end || *end) {
		wrong("\"%s\" is no moment", value->text);
		return;
	}
	age = difftime(time(NULL), timegm(&moment));
	if (age < -2 || age > RECENT_SECONDS)
		wrong("started %s: that was %.0f seconds ago", value->text, age);
}

static void check_question(const struct json *report, const struct question *question)
{
	const struct json *port = json_get(report, "port"), *address = json_get(report, "address");
	const struct json *protocol = json_get(report, "protocol");

	if (port && port->number != question->port)
		wrong("port %.0f", port->number);
	if (protocol && protocol->text &&
	    strcmp(protocol->text, question->udp ? "udp" : "tcp") != 0)
		wrong("protocol %s", protocol->text);
	if (!address)
		return;
	if (*question->address
		    ? address->kind != JSON_STRING || strcmp(address->text, question->address) != 0
		    : address->kind != JSON_NULL)
		wrong("address %s", address->text ? address->text : "null");
}

/* @question: NULL if any will do. */
/* What stands above the reports. */
void check_head(const struct json *document)
{
	const struct json *schema = json_get(document, "schema"), *host = json_get(document, "host");
	char name[256] = "";

	check_members(document, of_document, COUNT(of_document), "document");
	gethostname(name, sizeof(name) - 1);
	if (schema && schema->text && strcmp(schema->text, "netstat-ng/why-busy/1") != 0)
		wrong("schema \"%s\"", schema->text);
	if (host && host->text && strcmp(host->text, name) != 0)
		wrong("host \"%s\" instead of \"%s\"", host->text, name);
}

void check_form(const struct json *report, const struct question *question)
{
	const struct json *holders = json_get(report, "holders");

	check_members(report, of_report, COUNT(of_report), "report");
	check_all(report, "causes", of_cause, COUNT(of_cause));
	check_all(report, "holders", of_holder, COUNT(of_holder));
	check_all(report, "bind", of_bind, COUNT(of_bind));
	check_among(report, "verdict", verdicts, COUNT(verdicts));
	check_each_among(report, "causes", "id", ids, COUNT(ids));
	check_each_among(report, "bind", "result", results, COUNT(results));
	for (size_t i = 0; holders && i < holders->count; i++)
		check_started(&holders->items[i]);
	if (question)
		check_question(report, question);
}
