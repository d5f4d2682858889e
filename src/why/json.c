#include "config.h"

#include "why/json.h"

#include <arpa/inet.h>
#include <stdio.h>
#include <sys/socket.h>
#include <time.h>

#include "render/json.h"
#include "why/words.h"

static void key_string(struct json *json, const char *key, const char *text)
{
	json_key(json, key);
	json_string(json, text);
}

static void key_number(struct json *json, const char *key, uint64_t number)
{
	json_key(json, key);
	json_unsigned(json, number);
}

static void key_bool(struct json *json, const char *key, bool value)
{
	json_key(json, key);
	json_bool(json, value);
}

static void strings(struct json *json, const char *key, char *const *list, size_t count)
{
	json_key(json, key);
	json_open(json, '[');
	for (size_t i = 0; i < count; i++)
		json_string(json, list[i]);
	json_close(json, ']');
}

/* An address, with its scope where it has one. */
static void address(struct json *json, const char *key, uint8_t family,
		    const union inet_addr *addr, const char *device)
{
	char text[INET6_ADDRSTRLEN], scoped[INET6_ADDRSTRLEN + 1 + IF_NAMESIZE];

	inet_ntop(family, addr, text, sizeof(text));
	snprintf(scoped, sizeof(scoped), "%s%s%s", text, *device ? "%" : "", device);
	key_string(json, key, scoped);
}

static void tri(struct json *json, const char *key, enum tri value)
{
	json_key(json, key);
	if (value == TRI_UNKNOWN)
		json_null(json);
	else
		json_bool(json, value == TRI_YES);
}

static void causes(struct json *json, const struct why_report *report)
{
	json_key(json, "causes");
	json_open(json, '[');
	for (size_t i = 0; i < report->cause_count; i++) {
		const struct why_cause *cause = &report->causes[i];

		json_open(json, '{');
		key_string(json, "id", cause->id);
		key_string(json, "summary", cause->summary);
		strings(json, "evidence", cause->evidence.line, cause->evidence.count);
		strings(json, "remedies", cause->remedies.line, cause->remedies.count);
		json_close(json, '}');
	}
	json_close(json, ']');
}

static void started(struct json *json, int64_t seconds)
{
	time_t time = (time_t)seconds;
	struct tm parts;
	char text[32];

	if (!seconds || !gmtime_r(&time, &parts) ||
	    !strftime(text, sizeof(text), "%Y-%m-%dT%H:%M:%SZ", &parts)) {
		json_key(json, "started");
		json_null(json);
		return;
	}
	key_string(json, "started", text);
}

static void holder(struct json *json, const struct why_holder *holder)
{
	const char state[2] = { holder->state };
	size_t words = 0;

	while (holder->cmdline && holder->cmdline[words])
		words++;
	json_open(json, '{');
	key_number(json, "pid", (uint64_t)holder->pid);
	key_string(json, "name", holder->name);
	key_string(json, "exe", holder->exe);
	key_bool(json, "exe_deleted", holder->exe_deleted);
	strings(json, "cmdline", holder->cmdline, words);
	key_number(json, "uid", holder->uid);
	key_string(json, "user", holder->user);
	started(json, holder->started);
	key_string(json, "state", state);
	key_number(json, "ppid", (uint64_t)holder->ppid);
	json_key(json, "tid");
	if (holder->tid)
		json_unsigned(json, (uint64_t)holder->tid);
	else
		json_null(json);
	key_string(json, "how", why_hold_word(holder->how));
	json_key(json, "fds");
	json_open(json, '[');
	for (size_t i = 0; i < holder->fd_count; i++)
		json_signed(json, holder->fds[i]);
	json_close(json, ']');
	key_string(json, "cgroup", holder->cgroup);
	key_string(json, "unit", holder->unit);
	key_string(json, "container", holder->container);
	json_close(json, '}');
}

static void socket_object(struct json *json, const struct why_evidence *evidence,
			  const struct why_socket *socket)
{
	const struct sock_entry *entry = &socket->entry;

	json_open(json, '{');
	key_string(json, "state", why_state_word(socket));
	address(json, "local_address", entry->family, &entry->local, "");
	key_number(json, "local_port", entry->local_port);
	address(json, "foreign_address", entry->family, &entry->foreign, "");
	key_number(json, "foreign_port", entry->foreign_port);
	key_string(json, "device", socket->device[0] ? socket->device : NULL);
	key_number(json, "recv_q", entry->recvq);
	key_number(json, "send_q", entry->sendq);
	key_number(json, "uid", entry->uid);
	key_number(json, "inode", entry->inode);
	tri(json, "v6only", socket->v6only);
	tri(json, "reuseaddr", socket->reuseaddr);
	tri(json, "reuseport", socket->reuseport);
	key_string(json, "cgroup", socket->cgroup);
	key_string(json, "unit", socket->unit);
	key_string(json, "kernel_owner", socket->kernel_owner);
	json_key(json, "pids");
	json_open(json, '[');
	for (size_t i = 0; i < socket->holder_count; i++)
		json_unsigned(json, (uint64_t)evidence->holders[socket->holders[i].place].pid);
	json_close(json, ']');
	json_close(json, '}');
}

static void binds(struct json *json, const struct why_report *report)
{
	json_key(json, "bind");
	json_open(json, '[');
	for (size_t i = 0; i < report->bind_count; i++) {
		const struct why_bind *bind = &report->binds[i];

		json_open(json, '{');
		address(json, "address", bind->family, &bind->addr,
			bind->ifindex ? report->evidence->query.device : "");
		key_bool(json, "v6only", bind->v6only);
		key_bool(json, "reuseaddr", bind->reuseaddr);
		key_bool(json, "reuseport", bind->reuseport);
		key_string(json, "result", why_bind_word(bind->result));
		json_close(json, '}');
	}
	json_close(json, ']');
}

static void report_object(struct json *json, const struct why_report *report)
{
	static const char *const verdicts[] = { "busy", "denied", "free" };
	const struct why_evidence *evidence = report->evidence;
	const struct why_query *query = &evidence->query;

	json_open(json, '{');
	key_number(json, "port", query->port);
	key_string(json, "protocol", query->proto == PROTO_UDP ? "udp" : "tcp");
	if (query->family == AF_UNSPEC) {
		json_key(json, "address");
		json_null(json);
	} else {
		address(json, "address", query->family, &query->addr, query->device);
	}
	key_string(json, "verdict", verdicts[report->verdict]);
	key_string(json, "summary", report->summary);
	causes(json, report);
	json_key(json, "holders");
	json_open(json, '[');
	for (size_t i = 0; i < evidence->holder_count; i++)
		holder(json, &evidence->holders[i]);
	json_close(json, ']');
	json_key(json, "sockets");
	json_open(json, '[');
	for (size_t i = 0; i < evidence->socket_count; i++)
		socket_object(json, evidence, &evidence->sockets[i]);
	json_close(json, ']');
	binds(json, report);
	strings(json, "notes", evidence->notes.text, evidence->notes.count);
	json_close(json, '}');
}

void why_json(struct out *out, const char *host, const struct why_report *reports, size_t count)
{
	struct json json = { .out = out };

	json_open(&json, '{');
	key_string(&json, "schema", "netstat-ng/why-busy/1");
	key_string(&json, "host", host);
	json_key(&json, "reports");
	json_open(&json, '[');
	for (size_t i = 0; i < count; i++)
		report_object(&json, &reports[i]);
	json_close(&json, ']');
	json_close(&json, '}');
	out_char(out, '\n');
}
