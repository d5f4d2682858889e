#include "config.h"

#include "render/socket_columns.h"

#include <stdio.h>
#include <sys/socket.h>

#include "render/text.h"
#include "render/words.h"

static const struct sock_entry *entry_of(const void *row)
{
	return ((const struct socket_row *)row)->entry;
}

static const struct options *options_of(const void *row)
{
	return ((const struct socket_row *)row)->style->options;
}

/* ---- which rows have a column ---- */

static bool is_unix(const void *row)
{
	return entry_of(row)->proto == PROTO_UNIX;
}

static bool is_inet(const void *row)
{
	return !is_unix(row);
}

static bool is_sctp(const void *row)
{
	return entry_of(row)->proto == PROTO_SCTP;
}

/* Names are looked up only where they are shown in text, too. */
static bool has_services(const void *row)
{
	return is_inet(row) && !options_of(row)->numeric_ports;
}

static bool has_hosts(const void *row)
{
	return is_inet(row) && !options_of(row)->numeric_hosts;
}

static bool in_namespaces(const void *row)
{
	return options_of(row)->netns;
}

/* ---- protocol, queues, ends ---- */

static void get_proto(const void *row, const void *item, struct cell *cell)
{
	(void)item;
	cell_text(cell, word_proto(entry_of(row)));
}

/* An SCTP endpoint has no queues. */
static bool has_queues(const void *row)
{
	return is_inet(row);
}

static void get_recvq(const void *row, const void *item, struct cell *cell)
{
	(void)item;
	if (!(entry_of(row)->flags & ENTRY_ENDPOINT))
		cell_unsigned(cell, entry_of(row)->recvq);
}

static void get_sendq(const void *row, const void *item, struct cell *cell)
{
	(void)item;
	if (!(entry_of(row)->flags & ENTRY_ENDPOINT))
		cell_unsigned(cell, entry_of(row)->sendq);
}

static void address(struct cell *cell, uint8_t family, const union inet_addr *addr)
{
	cell->buffer[text_address_exact(cell->buffer, family, addr)] = '\0';
	cell_text(cell, cell->buffer);
}

static void get_local(const void *row, const void *item, struct cell *cell)
{
	(void)item;
	address(cell, entry_of(row)->family, &entry_of(row)->local);
}

static void get_foreign(const void *row, const void *item, struct cell *cell)
{
	(void)item;
	if (!(entry_of(row)->flags & ENTRY_ENDPOINT))
		address(cell, foreign_family(entry_of(row)), &entry_of(row)->foreign);
}

static void get_local_port(const void *row, const void *item, struct cell *cell)
{
	(void)item;
	cell_unsigned(cell, entry_of(row)->local_port);
}

static void get_foreign_port(const void *row, const void *item, struct cell *cell)
{
	(void)item;
	if (!(entry_of(row)->flags & ENTRY_ENDPOINT))
		cell_unsigned(cell, entry_of(row)->foreign_port);
}

static void service(const void *row, uint16_t port, struct cell *cell)
{
	const struct socket_row *socket = row;

	if (port)
		cell_text(cell, names_port(socket->style->names, socket->entry->proto, port));
}

static void get_local_service(const void *row, const void *item, struct cell *cell)
{
	(void)item;
	service(row, entry_of(row)->local_port, cell);
}

static void get_foreign_service(const void *row, const void *item, struct cell *cell)
{
	(void)item;
	service(row, entry_of(row)->foreign_port, cell);
}

static void get_local_host(const void *row, const void *item, struct cell *cell)
{
	const struct socket_row *socket = row;

	(void)item;
	cell_text(cell, names_host(socket->style->names, socket->entry->family,
				   &socket->entry->local));
}

static void get_foreign_host(const void *row, const void *item, struct cell *cell)
{
	const struct socket_row *socket = row;

	(void)item;
	cell_text(cell, names_host(socket->style->names, foreign_family(socket->entry),
				   &socket->entry->foreign));
}

static bool always(const void *row)
{
	(void)row;
	return true;
}

/* The further addresses from place `from` to before `to`. */
static const void *next_address(const struct sock_addrs *more, size_t from, size_t to,
				const struct sock_addr *before)
{
	size_t place = before ? (size_t)(before - more->addr) + 1 : from;

	return place < to ? &more->addr[place] : NULL;
}

static const void *next_local(const void *row, const void *item)
{
	const struct socket_row *socket = row;
	const struct sock_addrs *more = table_addrs(socket->table, socket->entry);

	return more ? next_address(more, 0, more->locals, item) : NULL;
}

static const void *next_foreign(const void *row, const void *item)
{
	const struct socket_row *socket = row;
	const struct sock_addrs *more = table_addrs(socket->table, socket->entry);

	return more ? next_address(more, more->locals, (size_t)more->locals + more->foreigns, item) :
		      NULL;
}

static void get_more(const void *row, const void *item, struct cell *cell)
{
	const struct sock_addr *addr = item;

	(void)row;
	address(cell, addr->family, &addr->addr);
}

/* ---- unix sockets ---- */

static void get_refcnt(const void *row, const void *item, struct cell *cell)
{
	(void)item;
	cell_unsigned(cell, entry_of(row)->un.refcnt);
}

struct flag_word {
	uint32_t flag;
	const char *word;
};

static const void *next_flag(const void *row, const void *item)
{
	static const struct flag_word words[] = { { UNIX_FLAG_ACC, "ACC" },
						  { UNIX_FLAG_WAITDATA, "W" },
						  { UNIX_FLAG_NOSPACE, "N" } };
	const struct flag_word *word = item ? (const struct flag_word *)item + 1 : words;

	while (word < words + sizeof(words) / sizeof(*words) &&
	       !(entry_of(row)->un.flags & word->flag))
		word++;
	return word < words + sizeof(words) / sizeof(*words) ? word : NULL;
}

static void get_flag(const void *row, const void *item, struct cell *cell)
{
	(void)row;
	cell_text(cell, ((const struct flag_word *)item)->word);
}

static void get_type(const void *row, const void *item, struct cell *cell)
{
	(void)item;
	cell_text(cell, word_unix_type(entry_of(row)->un.type));
}

static void get_path(const void *row, const void *item, struct cell *cell)
{
	const struct socket_row *socket = row;

	(void)item;
	if (socket->entry->aux)
		cell_text(cell, table_path(socket->table, socket->entry));
}

static void get_peer(const void *row, const void *item, struct cell *cell)
{
	(void)item;
	if (entry_of(row)->un.peer_inode)
		cell_unsigned(cell, entry_of(row)->un.peer_inode);
}

/* ---- state, timer ---- */

static void get_state(const void *row, const void *item, struct cell *cell)
{
	const struct sock_entry *entry = entry_of(row);
	const char *word = entry->proto == PROTO_UNIX ? word_unix_state(entry) :
							word_tcp_state(entry->state);

	(void)item;
	/* A UDP socket that is not connected has no state; net-tools shows none. */
	if ((entry->proto == PROTO_UDP || entry->proto == PROTO_UDPLITE) &&
	    entry->state == STATE_CLOSE)
		return;
	if (!word) {
		snprintf(cell->buffer, sizeof(cell->buffer), "UNKNOWN(%u)", entry->state);
		word = cell->buffer;
	}
	if (*word)
		cell_text(cell, word);
}

static const struct sock_timer *timer_of(const void *row)
{
	const struct socket_row *socket = row;

	return &socket->table->timers[socket->entry - socket->table->rows];
}

static bool has_timer(const void *row)
{
	const struct socket_row *socket = row;

	return socket->table->timers && socket->entry->proto != PROTO_SCTP;
}

static void get_timer_name(const void *row, const void *item, struct cell *cell)
{
	const struct sock_timer *timer = timer_of(row);
	const char *word = word_timer(entry_of(row)->proto, timer->kind);

	(void)item;
	if (!word) {
		snprintf(cell->buffer, sizeof(cell->buffer), "unkn-%u", timer->kind);
		word = cell->buffer;
	}
	cell_text(cell, word);
}

static void get_timer_seconds(const void *row, const void *item, struct cell *cell)
{
	(void)item;
	cell->kind = CELL_HUNDREDTHS;
	cell->number = timer_of(row)->kind ? timer_of(row)->ticks : 0;
}

static void get_retransmits(const void *row, const void *item, struct cell *cell)
{
	uint8_t proto = entry_of(row)->proto;

	(void)item;
	cell_unsigned(cell, proto == PROTO_UDP || proto == PROTO_UDPLITE ?
				    0 :
				    timer_of(row)->retransmits);
}

static void get_probes(const void *row, const void *item, struct cell *cell)
{
	(void)item;
	cell_signed(cell, timer_of(row)->probes);
}

/* ---- owners ---- */

/* The kernel has forgotten the user and the inode of what is in TIME_WAIT, and says 0. */
static bool is_forgotten(const struct sock_entry *entry)
{
	return entry->proto == PROTO_TCP && entry->state == STATE_TIME_WAIT;
}

static bool knows_uid(const struct sock_entry *entry)
{
	return entry->proto == PROTO_UNIX ? entry->flags & ENTRY_HAS_UID : !is_forgotten(entry);
}

static void get_uid(const void *row, const void *item, struct cell *cell)
{
	(void)item;
	if (knows_uid(entry_of(row)))
		cell_unsigned(cell, entry_of(row)->uid);
}

static void get_user(const void *row, const void *item, struct cell *cell)
{
	const struct socket_row *socket = row;

	(void)item;
	if (knows_uid(socket->entry))
		cell_text(cell, names_user(socket->style->names, socket->entry->uid));
}

static void get_inode(const void *row, const void *item, struct cell *cell)
{
	(void)item;
	if (entry_of(row)->inode)
		cell_unsigned(cell, entry_of(row)->inode);
}

static bool has_owners(const void *row)
{
	return options_of(row)->programs && !options_of(row)->replay;
}

static const void *next_owner(const void *row, const void *item)
{
	const struct socket_row *socket = row;
	const struct owners *owners = socket->style->owners;

	return item ? owners_next(owners, item) : owners_first(owners, socket->entry->inode);
}

static const struct process *process_of(const void *row, const void *item)
{
	const struct socket_row *socket = row;
	const struct owner *owner = item;

	return &socket->style->owners->process[owner->process];
}

static void get_owner_pid(const void *row, const void *item, struct cell *cell)
{
	cell_signed(cell, process_of(row, item)->pid);
}

static void get_owner_fd(const void *row, const void *item, struct cell *cell)
{
	const struct owner *owner = item;

	(void)row;
	cell_signed(cell, owner->fd);
}

static void get_owner_name(const void *row, const void *item, struct cell *cell)
{
	cell_text(cell, process_of(row, item)->name);
}

static void get_owner_context(const void *row, const void *item, struct cell *cell)
{
	cell_text(cell, process_of(row, item)->context);
}

/* ---- where the socket is ---- */

static const struct sock_detail *detail_of(const void *row)
{
	const struct socket_row *socket = row;

	return socket->table->details ?
		       &socket->table->details[socket->entry - socket->table->rows] :
		       NULL;
}

static void get_interface(const void *row, const void *item, struct cell *cell)
{
	const struct socket_row *socket = row;

	(void)item;
	if (socket->entry->ifindex)
		cell_text(cell, names_interface(socket->interfaces, socket->place,
						socket->entry->ifindex));
}

static void get_v6only(const void *row, const void *item, struct cell *cell)
{
	const struct sock_detail *detail = detail_of(row);

	(void)item;
	if (detail && detail->known & DETAIL_V6ONLY)
		cell_bool(cell, detail->v6only);
}

static const struct cgroup_name *cgroup_of(const void *row)
{
	const struct socket_row *socket = row;
	const struct sock_detail *detail = detail_of(row);

	return detail && detail->known & DETAIL_CGROUP ?
		       cgroup_names_find(socket->cgroups, detail->cgroup) :
		       NULL;
}

static void get_cgroup(const void *row, const void *item, struct cell *cell)
{
	const struct cgroup_name *name = cgroup_of(row);

	(void)item;
	cell_text(cell, name ? name->path : NULL);
}

static void get_unit(const void *row, const void *item, struct cell *cell)
{
	const struct cgroup_name *name = cgroup_of(row);

	(void)item;
	cell_text(cell, name ? name->unit : NULL);
}

static void get_container(const void *row, const void *item, struct cell *cell)
{
	const struct cgroup_name *name = cgroup_of(row);

	(void)item;
	cell_text(cell, name ? name->container : NULL);
}

static void get_netns(const void *row, const void *item, struct cell *cell)
{
	(void)item;
	cell_text(cell, ((const struct socket_row *)row)->netns);
}

/* ---- the table ---- */

static const struct column_group timer = {
	"timer", has_timer, NULL, "what -o shows; null without -o",
};
static const struct column_group owner = {
	"owners", has_owners, next_owner,
	"the processes that have it open; null without -p, empty if none was seen",
};
static const struct column_group flag = { "flags", always, next_flag, "ACC: it listens; W; N" };
static const struct column_group more_local = {
	"more_local_addresses", always, next_local, "of a multi-homed SCTP socket",
};
static const struct column_group more_foreign = {
	"more_foreign_addresses", always, next_foreign, "of a multi-homed SCTP socket",
};

const struct column socket_columns[SOCKET_COLUMNS] = {
	[SOCKET_PROTO] = { NULL, "proto", "Proto", 6, "string", get_proto, NULL,
			   "tcp, tcp6, udp, udp6, udpl, udpl6, raw, raw6, sctp, unix" },
	[SOCKET_RECV_Q] = { NULL, "recv_q", "Recv-Q", 6, "integer", get_recvq, has_queues,
			    "bytes not yet read; of a listener connections not yet accepted" },
	[SOCKET_SEND_Q] = { NULL, "send_q", "Send-Q", 6, "integer", get_sendq, has_queues,
			    "bytes not yet acknowledged" },
	[SOCKET_LOCAL_ADDRESS] = { NULL, "local_address", "Local Address", 23, "string", get_local,
				   is_inet, "as a number; IPv4-mapped IPv6 in full" },
	[SOCKET_LOCAL_PORT] = { NULL, "local_port", NULL, 0, "integer", get_local_port, is_inet,
				"0: none yet; of raw sockets the IP protocol" },
	[SOCKET_LOCAL_SERVICE] = { NULL, "local_service", NULL, 0, "string", get_local_service,
				   has_services, "name of the port; only without -n" },
	[SOCKET_LOCAL_HOST] = { NULL, "local_host", NULL, 0, "string", get_local_host, has_hosts,
				"name of the address; only without -n" },
	[SOCKET_FOREIGN_ADDRESS] = { NULL, "foreign_address", "Foreign Address", 23, "string",
				     get_foreign, is_inet, "as local_address" },
	[SOCKET_FOREIGN_PORT] = { NULL, "foreign_port", NULL, 0, "integer", get_foreign_port,
				  is_inet, "0: it is not connected" },
	[SOCKET_FOREIGN_SERVICE] = { NULL, "foreign_service", NULL, 0, "string",
				     get_foreign_service, has_services,
				     "name of the port; only without -n" },
	[SOCKET_FOREIGN_HOST] = { NULL, "foreign_host", NULL, 0, "string", get_foreign_host,
				  has_hosts, "name of the address; only without -n" },
	[SOCKET_MORE_LOCAL] = { &more_local, NULL, NULL, 0, "string", get_more, is_sctp,
				"the addresses after the first" },
	[SOCKET_MORE_FOREIGN] = { &more_foreign, NULL, NULL, 0, "string", get_more,
				  is_sctp, "the addresses after the first" },
	[SOCKET_REFCNT] = { NULL, "refcnt", "RefCnt", 6, "integer", get_refcnt, is_unix,
			    "references that the kernel counts" },
	[SOCKET_FLAGS] = { &flag, NULL, "Flags", 11, "string", get_flag, is_unix,
			   "ACC: it listens" },
	[SOCKET_TYPE] = { NULL, "type", "Type", 10, "string", get_type, is_unix,
			  "STREAM, DGRAM, SEQPACKET ..." },
	[SOCKET_STATE] = { NULL, "state", "State", 11, "string", get_state, NULL,
			   "the words of the table; null where it shows none" },
	[SOCKET_TIMER_NAME] = { &timer, "name", "Timer", 0, "string", get_timer_name, is_inet,
				"off, on (retransmission), keepalive, timewait, probe" },
	[SOCKET_TIMER_SECONDS] = { &timer, "seconds", NULL, 0, "number", get_timer_seconds,
				   is_inet, "until it fires" },
	[SOCKET_TIMER_RETRANSMITS] = { &timer, "retransmits", NULL, 0, "integer", get_retransmits,
				       is_inet, "unanswered so far" },
	[SOCKET_TIMER_PROBES] = { &timer, "probes", NULL, 0, "integer", get_probes, is_inet,
				  "unanswered zero-window and keepalive probes" },
	[SOCKET_UID] = { NULL, "uid", NULL, 0, "integer", get_uid, NULL,
			 "of the user who made it; null: the kernel has forgotten" },
	[SOCKET_USER] = { NULL, "user", "User", 10, "string", get_user, NULL,
			  "name of the user; null with -n, or where the id has none" },
	[SOCKET_INODE] = { NULL, "inode", "Inode", 10, "integer", get_inode, NULL,
			   "of the socket; null: no process can have it" },
	[SOCKET_PEER_INODE] = { NULL, "peer_inode", NULL, 0, "integer", get_peer, is_unix,
				"of the other end of a connection" },
	[SOCKET_PATH] = { NULL, "path", "Path", 0, "string", get_path, is_unix,
			  "abstract names begin with @, and have @ for NUL bytes" },
	[SOCKET_INTERFACE] = { NULL, "interface", NULL, 0, "string", get_interface, is_inet,
			       "the one that it is bound to (SO_BINDTODEVICE)" },
	[SOCKET_V6ONLY] = { NULL, "v6only", NULL, 0, "boolean", get_v6only, is_inet,
			    "IPV6_V6ONLY; null: not IPv6, or not known" },
	[SOCKET_CGROUP] = { NULL, "cgroup", NULL, 0, "string", get_cgroup, is_inet,
			    "path of the control group that made it" },
	[SOCKET_UNIT] = { NULL, "unit", NULL, 0, "string", get_unit, is_inet,
			  "systemd unit, by the control group" },
	[SOCKET_CONTAINER] = { NULL, "container", NULL, 0, "string", get_container, is_inet,
			       "id or name of the container, by the control group" },
	[SOCKET_NETNS] = { NULL, "netns", "Netns", 0, "string", get_netns, in_namespaces,
			   "network namespace; only with --netns" },
	[SOCKET_OWNER_PID] = { &owner, "pid", "PID/Program name", 20, "integer", get_owner_pid,
			       NULL, "process id" },
	[SOCKET_OWNER_FD] = { &owner, "fd", NULL, 0, "integer", get_owner_fd, NULL,
			      "the descriptor's number there" },
	[SOCKET_OWNER_NAME] = { &owner, "name", NULL, 0, "string", get_owner_name, NULL,
				"name of the program, as in the table, not cut" },
	[SOCKET_OWNER_CONTEXT] = { &owner, "context", "Security Context", 50, "string",
				   get_owner_context, NULL, "SELinux context; null without -Z" },
};
