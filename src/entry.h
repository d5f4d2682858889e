/*
 * The one record that flows from the sources through owner, filter and sort to the renderers,
 * and the table that holds many of them.
 */
#ifndef NETSTAT_ENTRY_H
#define NETSTAT_ENTRY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/socket.h>

enum proto {
	PROTO_TCP,
	PROTO_SCTP,
	PROTO_UDP,
	PROTO_UDPLITE,
	PROTO_RAW,
	PROTO_UNIX,
	PROTO_COUNT,
};

/* An internet address in network byte order; IPv4 takes the first four bytes, the rest is zero. */
union inet_addr {
	uint8_t bytes[16];
	uint32_t words[4];
};

/* Values of sock_entry.state of TCP: the kernel's (include/net/tcp_states.h), as /proc prints them. */
enum tcp_state {
	STATE_ESTABLISHED = 1,
	STATE_SYN_SENT,
	STATE_SYN_RECV,
	STATE_FIN_WAIT1,
	STATE_FIN_WAIT2,
	STATE_TIME_WAIT,
	STATE_CLOSE,
	STATE_CLOSE_WAIT,
	STATE_LAST_ACK,
	STATE_LISTEN,
	STATE_CLOSING,
	STATE_NEW_SYN_RECV,
	STATE_BOUND_INACTIVE,
};

/* Values of sock_entry.state of unix sockets: the kernel's socket_state (include/linux/net.h). */
enum unix_state {
	UNIX_FREE,
	UNIX_UNCONNECTED,
	UNIX_CONNECTING,
	UNIX_CONNECTED,
	UNIX_DISCONNECTING,
};

#define UNIX_FLAG_ACC 0x10000u /* __SO_ACCEPTCON: the socket listens */
#define UNIX_FLAG_WAITDATA 0x20000u
#define UNIX_FLAG_NOSPACE 0x40000u

struct unix_part {
	uint32_t refcnt;
	uint32_t flags; /* UNIX_FLAG_*; the kernel prints no other */
	uint32_t type;  /* SOCK_STREAM ... */
	uint32_t protocol;
	uint32_t peer_inode; /* of the other end, if it was asked for; 0: none, or not known */
};

/*
 * One socket. At most 80 bytes, since a table may hold millions. What only few rows have is kept
 * in the table's arena (.aux) or in the parallel array of timers.
 */
struct sock_entry {
	union {
		struct {
			union inet_addr local;
			union inet_addr foreign;
		};
		struct unix_part un;
	};
	uint64_t cookie; /* unique per socket and boot; 0: not known */
	uint64_t inode;  /* 0: no process can have it open */
	uint32_t recvq;  /* bytes; of a listener: connections not yet accepted */
	uint32_t sendq;  /* bytes */
	uint32_t uid;
	uint32_t ifindex; /* of SO_BINDTODEVICE; 0: none or not known */
	uint16_t local_port; /* host order; of raw sockets the IP protocol */
	uint16_t foreign_port;
	uint32_t aux; /* arena offset of the unix path or of the further SCTP addresses; 0: none */
	uint8_t proto; /* enum proto */
	uint8_t family; /* AF_INET, AF_INET6, AF_UNIX; of SCTP's other ends see foreign_family() */
	uint8_t state;
	uint8_t flags; /* ENTRY_* */
};

#define ENTRY_ENDPOINT 1 /* SCTP: an endpoint, not an association */
#define ENTRY_HAS_UID 2  /* unix: .uid is known */
#define ENTRY_FOREIGN_INET6 4 /* SCTP: the foreign end is IPv6, whatever .family says of the local */

/* What -o prints. In a parallel array, because most listings do not ask for it. */
struct sock_timer {
	uint8_t kind;         /* 0 none, 1 retransmit, 2 keepalive, 3 time-wait, 4 zero-window probe */
	uint32_t ticks;       /* until it fires, in 1/100 s (USER_HZ) */
	uint32_t retransmits; /* unanswered so far */
	int32_t probes;       /* zero-window and keepalive probes unanswered */
};

/* What only some listings need to know, in a parallel array like the timers. */
struct sock_detail {
	uint64_t cgroup; /* id of the control group that made the socket */
	uint32_t mark;   /* SO_MARK */
	bool autobound;  /* the kernel chose the local port */
	bool v6only;
	uint8_t known; /* DETAIL_*: which of these the source told */
};

#define DETAIL_CGROUP 1
#define DETAIL_MARK 2 /* takes CAP_NET_ADMIN */
#define DETAIL_AUTOBOUND 4
#define DETAIL_V6ONLY 8
#define DETAIL_INTERFACE 16 /* .ifindex of the row */

/* The addresses of a multi-homed SCTP socket after the first, in the arena at .aux. */
struct sock_addr {
	uint8_t family;
	union inet_addr addr;
};
struct sock_addrs {
	uint16_t locals;
	uint16_t foreigns;
	struct sock_addr addr[]; /* first the local ones */
};

/* Growing bytes, addressed by offset because growing moves them. Offset 0 is never handed out. */
struct arena {
	char *data;
	size_t used;
	size_t size;
};

struct sock_table {
	struct sock_entry *rows;
	size_t count;
	size_t size;
	struct sock_timer *timers; /* parallel to rows if with_timers, else NULL */
	bool with_timers;
	struct sock_detail *details; /* parallel to rows if with_details, else NULL */
	bool with_details;
	uint32_t *netns; /* place of a row's network namespace, parallel to rows if with_netns */
	bool with_netns;
	struct arena arena;
};

/*
 * Append `length` bytes (NULL: zeros), aligned to 8. Returns the offset, or 0 when memory or the
 * 32 bits of an offset are used up.
 */
uint32_t arena_add(struct arena *arena, const void *bytes, size_t length);

/*
 * The next row, zeroed, with room for its timer; it is not part of the table until `count` grows.
 * NULL: out of memory. The pointer is good until the next call.
 */
struct sock_entry *table_next(struct sock_table *table);

/* The rows from `first` on are of the network namespace with this place. Only if with_netns. */
void table_set_netns(struct sock_table *table, size_t first, uint32_t place);

/* Forget the rows, keep the memory. */
void table_clear(struct sock_table *table);

/*
 * Move the rows of `from` behind those of `to`; both must have the same parallel arrays, and `from`
 * nothing in its arena. The order within is kept only in parts, and little more memory is taken than
 * the rows need. `from` is empty then. Returns 0 or -ENOMEM (then some rows have been moved).
 */
int table_join(struct sock_table *to, struct sock_table *from);

/* Release the memory and forget the rows. */
void table_free(struct sock_table *table);

/* Have the memory of a row on its way before it is needed. */
static inline void table_prefetch(const struct sock_table *table, size_t row)
{
	const char *start = (const char *)&table->rows[row];

	__builtin_prefetch(start);
	__builtin_prefetch(start + sizeof(struct sock_entry) - 1);
}

/* The place of a row's network namespace; 0 where there is only one. */
static inline uint32_t table_netns(const struct sock_table *table, size_t row)
{
	return table->netns ? table->netns[row] : 0;
}

/* The path of a unix socket, or "" without one. Good until the table changes. */
const char *table_path(const struct sock_table *table, const struct sock_entry *entry);

/* The further addresses of an SCTP socket, or NULL. Good until the table changes. */
const struct sock_addrs *table_addrs(const struct sock_table *table,
				     const struct sock_entry *entry);

/* The family of the foreign address: SCTP may mix them. */
static inline uint8_t foreign_family(const struct sock_entry *entry)
{
	if (entry->proto != PROTO_SCTP)
		return entry->family;
	return entry->flags & ENTRY_FOREIGN_INET6 ? AF_INET6 : AF_INET;
}

/* Where IPv6 holds an IPv4 address: ::ffff:a.b.c.d. */
static inline bool addr_is_mapped(const union inet_addr *addr)
{
	static const uint8_t prefix[12] = { [10] = 0xff, [11] = 0xff };

	return !__builtin_memcmp(addr->bytes, prefix, sizeof(prefix));
}

/* Whether every bit of the address is zero; good for both families, since IPv4 is zero-filled. */
static inline bool addr_is_any(const union inet_addr *addr)
{
	return !(addr->words[0] | addr->words[1] | addr->words[2] | addr->words[3]);
}

#endif
