#include "config.h"

#include "why/sockets.h"

#include <errno.h>
#include <linux/inet_diag.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

#include "filter/bytecode.h"
#include "grow.h"
#include "owner/cgroup.h"
#include "source/inet_diag.h"

struct gathering {
	struct why_evidence *evidence;
	enum proto proto;
	uint16_t port;
	size_t size;
	size_t count; /* of why_sockets_count() */
	size_t last;  /* of read_autobound(): the socket it found last */
	bool foreign;
};

enum { ALL_STATES = ~0u & 0xffff, SOCKOPT_MC_LOOP = 0x10 };

static struct why_socket *add_socket(struct gathering *gathering)
{
	struct why_evidence *evidence = gathering->evidence;
	struct why_socket *list =
		grow(evidence->sockets, evidence->socket_count, &gathering->size, sizeof(*list));
	struct why_socket *socket;

	if (!list)
		return NULL;
	evidence->sockets = list;
	socket = &evidence->sockets[evidence->socket_count];
	*socket = (struct why_socket){ .v6only = TRI_UNKNOWN, .reuseaddr = TRI_UNKNOWN,
				       .reuseport = TRI_UNKNOWN };
	return socket;
}

/* What follows from the row itself. */
static void conclude(struct why_socket *socket)
{
	const struct sock_entry *entry = &socket->entry;

	socket->bound_only = entry->proto == PROTO_TCP && entry->state == STATE_CLOSE;
	socket->time_wait = entry->proto == PROTO_TCP &&
			    (entry->state == STATE_TIME_WAIT || socket->timer.kind == 3);
	if (socket->detail.known & DETAIL_V6ONLY)
		socket->v6only = socket->detail.v6only ? TRI_YES : TRI_NO;
	else if (entry->family == AF_INET)
		socket->v6only = TRI_NO;
	if (entry->ifindex && !if_indextoname(entry->ifindex, socket->device))
		snprintf(socket->device, sizeof(socket->device), "%u", entry->ifindex);
}

static void read_attribute(struct why_socket *socket, const struct nlattr *attribute)
{
	const uint8_t *payload = mnl_attr_get_payload(attribute);
	size_t length = mnl_attr_get_payload_len(attribute);

	if (mnl_attr_get_type(attribute) == INET_DIAG_SOCKOPT && length)
		socket->kernel_made = socket->entry.proto == PROTO_UDP &&
				      !(payload[0] & SOCKOPT_MC_LOOP);
	/* A nested attribute that holds the name of the upper layer protocol. */
	if (mnl_attr_get_type(attribute) == INET_DIAG_ULP_INFO)
		socket->mptcp = memmem(payload, length, "mptcp", 5);
}

static int read_socket(const struct nlmsghdr *header, void *arg)
{
	const struct inet_diag_msg *message = mnl_nlmsg_get_payload(header);
	const char *end = (const char *)message + mnl_nlmsg_get_payload_len(header);
	struct gathering *gathering = arg;
	struct why_socket *socket = add_socket(gathering);
	const struct nlattr *attribute;
	int result;

	if (!socket)
		return -ENOMEM;
	result = inet_diag_decode(header, gathering->proto, &socket->entry, &socket->timer,
				  &socket->detail);
	if (result)
		return result;
	/* The kernel's walk over what is only bound ignores the filter. */
	if (socket->entry.local_port != gathering->port)
		return 0;
	socket->backlog = socket->entry.state == STATE_LISTEN ? message->idiag_wqueue : 0;
	for (attribute = nl_attribute(message + 1, end); attribute;
	     attribute = nl_attribute(mnl_attr_next(attribute), end))
		read_attribute(socket, attribute);
	conclude(socket);
	gathering->evidence->socket_count++;
	return 0;
}

/*
 * Mark what the kernel itself chose the port of: those are outgoing connections. This walk comes in
 * the order of the one before, so the search begins where the last one ended.
 */
static int read_autobound(const struct nlmsghdr *header, void *arg)
{
	struct gathering *gathering = arg;
	struct why_evidence *evidence = gathering->evidence;
	struct sock_entry entry = { 0 };

	if (inet_diag_decode(header, gathering->proto, &entry, NULL, NULL))
		return -EBADMSG;
	for (size_t i = 0; i < evidence->socket_count; i++) {
		size_t place = (gathering->last + i) % evidence->socket_count;
		struct why_socket *socket = &evidence->sockets[place];

		if (socket->entry.cookie != entry.cookie || socket->time_wait)
			continue;
		socket->detail.autobound = true;
		socket->detail.known |= DETAIL_AUTOBOUND;
		gathering->last = place + 1;
		break;
	}
	return 0;
}

/* A filter node for one port, to be compiled for the kernel. */
static int port_code(uint16_t port, bool foreign, struct bytecode *code)
{
	struct filter_node *node =
		filter_number(foreign ? FIELD_FOREIGN_PORT : FIELD_LOCAL_PORT, port, port);
	int result = node ? bytecode_compile(node, code) : -ENOMEM;

	filter_free(node);
	return result;
}

/* UDP in the order of each family's chain; TCP in one walk, where the order says nothing. */
static int dump_port(struct source *source, struct gathering *gathering, nl_message_fn fn,
		     const struct bytecode *code)
{
	struct inet_diag_dump dump = { .proto = gathering->proto, .states = ALL_STATES,
				       .extensions = 1 << (INET_DIAG_INFO - 1), .code = code };
	size_t seen;
	int result;

	if (gathering->proto == PROTO_TCP)
		return inet_diag_dump(&source->netlink, &dump, fn, gathering, &seen);
	dump.family = AF_INET;
	result = inet_diag_dump(&source->netlink, &dump, fn, gathering, &seen);
	dump.family = AF_INET6;
	return result ? result :
			inet_diag_dump(&source->netlink, &dump, fn, gathering, &seen);
}

static int read_netlink(struct source *source, struct gathering *gathering)
{
	struct bytecode code = { 0 };
	int result = source->netlink_error;

	if (!result)
		result = port_code(gathering->port, false, &code);
	if (!result)
		result = dump_port(source, gathering, read_socket, &code);
	/* Of another port the kernel would not have chosen it; with a listener it does not matter. */
	if (!result && !why_any_listener(gathering->evidence) &&
	    why_is_ephemeral(&gathering->evidence->system, gathering->port) &&
	    !bytecode_autobound(&code, true))
		dump_port(source, gathering, read_autobound, &code);
	bytecode_free(&code);
	return result;
}

/* The same from /proc/net, which tells less. */
static int read_proc(struct source *source, struct gathering *gathering)
{
	struct source_request request = { .proto = gathering->proto, .v4 = true, .v6 = true };
	struct sock_table table = { .with_timers = true };
	struct source files = { .kind = SOURCE_PROC, .notes = source->notes };
	struct sink sink = { .table = &table };
	int result = source_read(&files, &request, &sink);

	for (size_t i = 0; i < table.count && !result; i++) {
		struct why_socket *socket;

		if (table.rows[i].local_port != gathering->port)
			continue;
		socket = add_socket(gathering);
		if (!socket) {
			result = -ENOMEM;
			break;
		}
		socket->entry = table.rows[i];
		socket->timer = table.timers[i];
		conclude(socket);
		gathering->evidence->socket_count++;
	}
	table_free(&table);
	return result;
}

/* What made the sockets: the kernel remembers their control group even after the process. */
static void name_cgroups(struct why_evidence *evidence)
{
	for (size_t i = 0; i < evidence->socket_count; i++) {
		struct why_socket *socket = &evidence->sockets[i], *before = NULL;

		if (!(socket->detail.known & DETAIL_CGROUP) || !socket->detail.cgroup)
			continue;
		for (size_t j = 0; j < i && !before; j++)
			if (evidence->sockets[j].detail.cgroup == socket->detail.cgroup)
				before = &evidence->sockets[j];
		if (before)
			socket->cgroup = before->cgroup ? strdup(before->cgroup) : NULL;
		else
			socket->cgroup = cgroup_of_id(socket->detail.cgroup);
		socket->unit = cgroup_unit(socket->cgroup);
		socket->container = cgroup_container(socket->cgroup);
	}
}

int why_sockets_read(struct why_evidence *evidence, struct source *source)
{
	struct gathering gathering = { .evidence = evidence, .proto = evidence->query.proto,
				       .port = evidence->query.port };
	int result = read_netlink(source, &gathering);

	if (result && result != -ENOMEM) {
		evidence->socket_count = 0;
		notes_add(&evidence->notes,
			  "The kernel does not answer over netlink here (%s); sockets that are only "
			  "bound cannot be seen.",
			  strerror(-result));
		result = read_proc(source, &gathering);
	}
	if (result && result != -ENOMEM) {
		notes_add(&evidence->notes, "The sockets could not be read: %s.",
			  strerror(-result));
		result = 0;
	}
	if (!result)
		name_cgroups(evidence);
	return result;
}

static int count_socket(const struct nlmsghdr *header, void *arg)
{
	struct gathering *gathering = arg;
	struct sock_entry entry = { 0 };

	if (inet_diag_decode(header, gathering->proto, &entry, NULL, NULL))
		return -EBADMSG;
	gathering->count += (gathering->foreign ? entry.foreign_port : entry.local_port) ==
			    gathering->port;
	return 0;
}

size_t why_sockets_count(struct source *source, enum proto proto, uint16_t port, bool foreign)
{
	struct gathering gathering = { .proto = proto, .port = port, .foreign = foreign };
	struct bytecode code = { 0 };

	if (!source->netlink_error && !port_code(port, foreign, &code))
		dump_port(source, &gathering, count_socket, &code);
	bytecode_free(&code);
	return gathering.count;
}

struct towards {
	const struct sock_entry *like;
	size_t count;
};

static int count_towards(const struct nlmsghdr *header, void *arg)
{
	struct towards *towards = arg;
	struct sock_entry entry = { 0 };

	if (inet_diag_decode(header, PROTO_TCP, &entry, NULL, NULL))
		return -EBADMSG;
	towards->count += entry.foreign_port == towards->like->foreign_port &&
			  !memcmp(&entry.foreign, &towards->like->foreign, sizeof(entry.foreign));
	return 0;
}

size_t why_sockets_towards(struct source *source, const struct why_socket *socket)
{
	struct inet_diag_dump dump = { .proto = PROTO_TCP, .family = socket->entry.family,
				       .states = ALL_STATES };
	struct towards towards = { .like = &socket->entry };
	struct bytecode code = { 0 };
	size_t seen;

	if (!source->netlink_error && !port_code(socket->entry.foreign_port, true, &code)) {
		dump.code = &code;
		inet_diag_dump(&source->netlink, &dump, count_towards, &towards, &seen);
	}
	bytecode_free(&code);
	return towards.count;
}
