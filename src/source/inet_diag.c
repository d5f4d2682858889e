#include "config.h"

#include "source/inet_diag.h"

#include <arpa/inet.h>
#include <errno.h>
#include <linux/inet_diag.h>
#include <linux/sock_diag.h>
#include <linux/tcp.h>
#include <netinet/in.h>
#include <string.h>
#include <sys/socket.h>

#include "filter/bytecode.h"
#include "filter/match.h"
#include "source/replay.h"
#include "source/syn_recv.h"

/* What the callback of a dump needs. */
struct reading {
	struct nl_session *session;
	const struct source_request *request;
	struct sink *sink;
	nl_message_fn message; /* handles each reply */
	uint32_t states;
	bool helping; /* the dump is no part of the listing */
	struct listeners listeners;
	bool autobound, autobound_known; /* of all sockets of this dump */
};

enum { TIMER_TIME_WAIT = 3 };

static const uint8_t ip_protocols[] = {
	[PROTO_TCP] = IPPROTO_TCP,
	[PROTO_UDP] = IPPROTO_UDP,
	[PROTO_UDPLITE] = IPPROTO_UDPLITE,
	[PROTO_RAW] = IPPROTO_RAW,
};

static void decode_timer(const struct inet_diag_msg *message, struct sock_timer *timer)
{
	timer->kind = message->idiag_timer;
	timer->ticks = message->idiag_expires / 10; /* ms to 1/100 s */
	/* Whose retransmits these are depends on the timer; tcp_info, if it comes, is exact. */
	if (message->idiag_timer == 1)
		timer->retransmits = message->idiag_retrans;
	else if (message->idiag_timer == 2 || message->idiag_timer == 4)
		timer->probes = message->idiag_retrans;
}

static void decode_tcp_info(const struct nlattr *attribute, struct sock_timer *timer)
{
	struct {
		uint8_t state, ca_state, retransmits, probes;
	} info;

	if (mnl_attr_get_payload_len(attribute) < sizeof(info))
		return;
	memcpy(&info, mnl_attr_get_payload(attribute), sizeof(info));
	timer->retransmits = info.retransmits;
	timer->probes = info.probes;
}

static void decode_address(union inet_addr *to, const __be32 from[4], uint8_t family)
{
	memcpy(to, from, family == AF_INET ? 4 : 16);
}

static void decode_attribute(const struct nlattr *attribute, struct sock_timer *timer,
			     struct sock_detail *detail)
{
	size_t length = mnl_attr_get_payload_len(attribute);
	const void *payload = mnl_attr_get_payload(attribute);
	uint16_t type = mnl_attr_get_type(attribute);

	if (timer && type == INET_DIAG_INFO)
		decode_tcp_info(attribute, timer);
	if (!detail)
		return;
	if (type == INET_DIAG_MARK && length >= sizeof(detail->mark)) {
		memcpy(&detail->mark, payload, sizeof(detail->mark));
		detail->known |= DETAIL_MARK;
	} else if (type == INET_DIAG_CGROUP_ID && length >= sizeof(detail->cgroup)) {
		memcpy(&detail->cgroup, payload, sizeof(detail->cgroup));
		detail->known |= DETAIL_CGROUP;
	} else if (type == INET_DIAG_SKV6ONLY && length) {
		detail->v6only = *(const uint8_t *)payload;
		detail->known |= DETAIL_V6ONLY;
	}
}

int inet_diag_decode(const struct nlmsghdr *header, enum proto proto, struct sock_entry *entry,
		     struct sock_timer *timer, struct sock_detail *detail)
{
	const struct inet_diag_msg *message = mnl_nlmsg_get_payload(header);
	size_t length = mnl_nlmsg_get_payload_len(header);
	const char *end = (const char *)message + length;
	const struct nlattr *attribute;

	if (length < sizeof(*message))
		return -EBADMSG;
	if (message->idiag_family != AF_INET && message->idiag_family != AF_INET6)
		return -EBADMSG;
	entry->proto = (uint8_t)proto;
	entry->family = message->idiag_family;
	entry->state = message->idiag_state;
	decode_address(&entry->local, message->id.idiag_src, entry->family);
	decode_address(&entry->foreign, message->id.idiag_dst, entry->family);
	entry->local_port = ntohs(message->id.idiag_sport);
	entry->foreign_port = ntohs(message->id.idiag_dport);
	entry->ifindex = message->id.idiag_if;
	entry->cookie = (uint64_t)message->id.idiag_cookie[1] << 32 | message->id.idiag_cookie[0];
	entry->recvq = message->idiag_rqueue;
	/* The kernel gives the size of a listener's backlog here; /proc/net/tcp prints 0. */
	if (proto != PROTO_TCP || entry->state != STATE_LISTEN)
		entry->sendq = message->idiag_wqueue;
	entry->uid = message->idiag_uid;
	entry->inode = message->idiag_inode;
	if (timer)
		decode_timer(message, timer);
	if (detail)
		detail->known = DETAIL_INTERFACE;
	if (timer || detail)
		for (attribute = nl_attribute(message + 1, end); attribute;
		     attribute = nl_attribute(mnl_attr_next(attribute), end))
			decode_attribute(attribute, timer, detail);
	/* Mini sockets have no control group: that is known, too. */
	if (detail && proto == PROTO_TCP &&
	    (message->idiag_timer == TIMER_TIME_WAIT || entry->state == STATE_SYN_RECV))
		detail->known |= DETAIL_CGROUP;
	return 0;
}

/* Of a recording the families and states are chosen here; otherwise the kernel has done it. */
static bool is_asked(const struct reading *reading, const struct sock_entry *entry)
{
	const struct source_request *request = reading->request;
	uint32_t states = reading->states;

	if (!reading->session->replay)
		return true;
	if (!(entry->family == AF_INET ? request->v4 : request->v6))
		return false;
	/* What is only bound is reported as closed. */
	if (states & 1u << STATE_BOUND_INACTIVE)
		states |= 1u << STATE_CLOSE;
	return request->proto != PROTO_TCP ||
	       (entry->state < 32 && states & 1u << entry->state);
}

static int read_message(const struct nlmsghdr *header, void *arg)
{
	struct reading *reading = arg;
	const struct source_request *request = reading->request;
	struct sock_entry *entry = sink_next(reading->sink);
	struct sock_detail *detail;
	struct sock_timer *timer;
	int result;

	if (!entry)
		return -ENOMEM;
	timer = request->proto == PROTO_TCP ? sink_timer(reading->sink) : NULL;
	detail = sink_detail(reading->sink);
	result = inet_diag_decode(header, request->proto, entry, timer, detail);
	if (result || !is_asked(reading, entry))
		return result;
	/* With an inode it is one of TCP Fast Open, which has been accepted and has its own user. */
	if (request->uids && request->proto == PROTO_TCP && entry->state == STATE_SYN_RECV &&
	    !entry->inode)
		entry->uid = listeners_uid(&reading->listeners, entry);
	if (detail && reading->autobound_known) {
		detail->autobound = reading->autobound;
		detail->known |= DETAIL_AUTOBOUND;
	}
	return sink_commit(reading->sink);
}

/* The listeners of a first dump, for the users of what is in SYN_RECV in the second. */
static int read_listener(const struct nlmsghdr *header, void *arg)
{
	struct sock_entry entry = { 0 };
	struct reading *reading = arg;
	int result = inet_diag_decode(header, PROTO_TCP, &entry, NULL, NULL);

	/* In a recording they may stand among all other sockets. */
	return result || entry.state != STATE_LISTEN ? result :
						       listeners_add(&reading->listeners, &entry);
}

enum { REQUEST_SIZE = 16384 }; /* a header, and the longest bytecode */

/*
 * TCP of both families in one walk of the kernel's tables, which the older form of the request
 * does (its family is AF_UNSPEC inside, net/ipv4/inet_diag.c inet_diag_dump_compat).
 */
static void put_both_families(struct nlmsghdr *header, const struct inet_diag_dump *dump)
{
	struct inet_diag_req *body = mnl_nlmsg_put_extra_header(header, sizeof(*body));

	header->nlmsg_type = TCPDIAG_GETSOCK;
	body->idiag_family = AF_INET; /* not looked at */
	body->idiag_states = dump->states;
	body->idiag_ext = dump->extensions;
}

/* Sockets of one family, in the order of its /proc/net file. */
static void put_family(struct nlmsghdr *header, const struct inet_diag_dump *dump)
{
	struct inet_diag_req_v2 *body = mnl_nlmsg_put_extra_header(header, sizeof(*body));

	header->nlmsg_type = SOCK_DIAG_BY_FAMILY;
	body->sdiag_family = dump->family;
	body->sdiag_protocol = ip_protocols[dump->proto];
	body->idiag_states = dump->states;
	body->idiag_ext = dump->extensions;
}

int inet_diag_dump(struct nl_session *session, const struct inet_diag_dump *dump,
		   nl_message_fn fn, void *arg, size_t *seen)
{
	char buffer[REQUEST_SIZE];
	struct nlmsghdr *header = mnl_nlmsg_put_header(buffer);

	if (session->replay)
		return replay_dump(session->replay, dump->proto, dump->helping, fn, arg, seen);
	if (session->record)
		session->record->helping = dump->helping;
	if (dump->family == AF_UNSPEC)
		put_both_families(header, dump);
	else
		put_family(header, dump);
	if (dump->code && dump->code->ops)
		mnl_attr_put(header, INET_DIAG_REQ_BYTECODE, dump->code->length, dump->code->ops);
	return nl_dump(session, header, fn, arg, seen);
}

static int dump(struct reading *reading, const struct bytecode *code, size_t *seen)
{
	const struct source_request *request = reading->request;
	bool is_tcp = request->proto == PROTO_TCP;
	struct inet_diag_dump dump = {
		.proto = request->proto,
		.family = request->v4 && request->v6 ? AF_UNSPEC : request->v4 ? AF_INET : AF_INET6,
		.states = reading->states,
		.code = code,
		.helping = reading->helping,
	};

	if (is_tcp && reading->sink->table->with_timers)
		dump.extensions = 1 << (INET_DIAG_INFO - 1);
	return inet_diag_dump(reading->session, &dump, reading->message, reading, seen);
}

/* A program that this kernel does not know, or not from this user (a mark), is done without. */
static int dump_filtered(struct reading *reading, const struct bytecode *code, size_t *seen)
{
	static const struct bytecode none = { 0 };
	int result = dump(reading, code, seen);

	if (code->ops && !*seen && !reading->request->part &&
	    (result == -EINVAL || result == -EPERM))
		result = dump(reading, &none, seen);
	return result;
}

/*
 * Whether the kernel chose a socket's port it tells only by a filter. So the sockets are asked for
 * in two parts, those where it did and the others.
 */
static int dump_autobound(struct reading *reading, size_t *seen)
{
	size_t more = 0;
	int result = 0;

	for (int wanted = 1; wanted >= 0 && !result; wanted--) {
		struct bytecode code = { 0 };

		result = bytecode_compile(reading->request->filter, &code);
		if (!result)
			result = bytecode_autobound(&code, wanted);
		reading->autobound = wanted;
		reading->autobound_known = true;
		if (!result)
			result = dump(reading, &code, &more);
		*seen += more;
		bytecode_free(&code);
	}
	return result;
}

/* Only with -e, and then cheap: the kernel answers for listeners without walking the connections. */
static int dump_listeners(struct reading *reading)
{
	static const struct bytecode none = { 0 };
	size_t seen;
	int result;

	reading->states = 1u << STATE_LISTEN;
	reading->message = read_listener;
	reading->helping = true;
	result = dump(reading, &none, &seen);
	reading->helping = false;
	listeners_sort(&reading->listeners);
	return result;
}

int inet_diag_read(struct nl_session *session, const struct source_request *request,
		   struct sink *sink, size_t *seen)
{
	struct reading reading = { .session = session, .request = request, .sink = sink };
	bool is_tcp = request->proto == PROTO_TCP;
	struct bytecode code = { 0 };
	int result = 0;

	*seen = 0;
	if (is_tcp && request->uids && request->states & 1u << STATE_SYN_RECV)
		result = dump_listeners(&reading);
	if (result)
		goto done;
	reading.states = is_tcp ? request->states : UINT32_MAX;
	reading.message = read_message;
	if (request->filter && filter_has(request->filter, FILTER_AUTOBOUND)) {
		result = dump_autobound(&reading, seen);
		if (*seen || (result != -EINVAL && result != -EPERM))
			goto done;
		reading.autobound_known = false;
	}
	result = bytecode_compile(request->filter, &code);
	if (!result && request->part)
		result = bytecode_part(&code, request->part);
	if (!result)
		result = dump_filtered(&reading, &code, seen);
	bytecode_free(&code);
done:
	listeners_free(&reading.listeners);
	return result;
}
