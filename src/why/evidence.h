/*
 * Everything that is known about a port, gathered first and judged later: the verdict is a pure
 * function of this. Each fact says where it came from, so that the words can cite it.
 */
#ifndef NETSTAT_WHY_EVIDENCE_H
#define NETSTAT_WHY_EVIDENCE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#include "entry.h"
#include "notes.h"
#include "why/query.h"

enum tri { TRI_NO, TRI_YES, TRI_UNKNOWN };

/* How a process was found to hold a socket. */
enum why_hold {
	HOLD_FD,       /* /proc/PID/fd */
	HOLD_THREAD,   /* /proc/PID/task/TID/fd: only a thread of it has the descriptor */
	HOLD_IO_URING, /* registered with an io_uring of the process */
	HOLD_IN_FLIGHT, /* perhaps: in a message that waits in a unix socket of the process */
};

struct why_holder {
	pid_t pid, ppid, tid; /* tid: of HOLD_THREAD, else 0 */
	enum why_hold how;
	char *name;        /* /proc/PID/comm */
	char *exe;         /* link /proc/PID/exe without " (deleted)"; NULL: may not be read */
	bool exe_deleted;
	char **cmdline;    /* NULL-terminated; empty for a zombie */
	uint32_t uid;
	char *user;        /* NULL: the id has no name */
	int64_t started;   /* seconds since 1970; 0: not known */
	uint64_t ticks;    /* the same, in clock ticks since the boot */
	char state;        /* R S D T t Z ... */
	pid_t tracer;      /* TracerPid */
	unsigned threads;
	bool dumping_core;
	bool frozen;       /* its control group is frozen */
	bool other_netns;  /* the process lives in another network namespace than its socket */
	int *fds;          /* descriptors of sockets of this port, ascending */
	size_t fd_count;
	char *cgroup;      /* path of its control group, or NULL */
	char *unit;        /* systemd unit, or NULL */
	char *container;   /* container id or name, or NULL */
	char *parent_name; /* comm of the parent, or NULL */
	bool listen_fds;   /* was started with LISTEN_FDS: a supervisor handed it the socket */
};

/* One descriptor through which a process holds a socket. */
struct why_link {
	size_t place; /* in why_evidence.holders */
	int fd;       /* the first that was found; -1: it is not known by a number */
};

struct why_socket {
	struct sock_entry entry; /* local end and port are what matters; .sendq of a listener: 0 */
	struct sock_timer timer;
	struct sock_detail detail;
	uint32_t backlog;    /* of a listener: the most that may wait */
	char device[IF_NAMESIZE]; /* SO_BINDTODEVICE, or "" */
	bool bound_only;     /* bound, neither listening nor connected */
	bool time_wait;      /* a mini socket: TIME_WAIT, or FIN_WAIT2 of an orphan */
	bool kernel_made;    /* sockopt says mc_loop is off: a hint at a kernel's own socket */
	bool mptcp;
	enum tri v6only, reuseaddr, reuseport; /* as far as they can be known */
	char *cgroup, *unit, *container; /* of the control group that made it, or NULL */
	char *kernel_owner;  /* what in the kernel holds it: "interface vx0 (vxlan)"; NULL: not known */
	enum { KERNEL_NONE, KERNEL_UDP_TUNNEL, KERNEL_MPTCP, KERNEL_NFS } kernel_kind;
	char *kernel_remedy; /* the command that ends it */
	struct why_link *holders;
	size_t holder_count;
};

/* Why an owner could not be seen. */
enum why_blind {
	BLIND_NONE,
	BLIND_UNPRIVILEGED,
	BLIND_HIDEPID,
	BLIND_PIDNS,
};

/* A listener of the port in another network namespace. */
struct why_netns {
	uint64_t inode;  /* of the namespace */
	pid_t pid;       /* some process in it */
	char *name;      /* its comm */
	char *unit, *container;
	char local[64];  /* ADDRESS:PORT there */
};

/* A program or rule between the network and the port. */
struct why_rule {
	enum { RULE_REDIRECT, RULE_DROP, RULE_SK_LOOKUP, RULE_CGROUP_BPF } kind;
	char *text;     /* what it does, for a person */
	char *remedy;   /* command, or NULL */
	bool v4, v6;    /* RULE_CGROUP_BPF: which binds it sees */
};

struct why_rpc {
	uint32_t program, version;
	char *name; /* from /etc/rpc, or NULL */
};

enum why_address { ADDRESS_FINE, ADDRESS_NOT_LOCAL, ADDRESS_TENTATIVE, ADDRESS_DAD_FAILED,
		   ADDRESS_IPV6_DISABLED, ADDRESS_NEEDS_SCOPE };

/* The system around the port. */
struct why_system {
	uid_t euid;
	bool may_bind_low;          /* CAP_NET_BIND_SERVICE in the user namespace of the netns */
	unsigned unprivileged_start; /* net.ipv4.ip_unprivileged_port_start */
	uint16_t ephemeral_first, ephemeral_last;
	bool reserved;              /* the port is in ip_local_reserved_ports */
	bool nonlocal_bind;         /* net.ipv4.ip_nonlocal_bind */
	bool ipv6;                  /* the kernel has IPv6 */
	enum why_address address;   /* of the queried address */
	enum why_address loopback6; /* of [::1] */
	int tcp_fin_timeout;        /* seconds */
	bool hidepid, child_pidns;  /* processes may be hidden */
	bool seccomp, no_new_privs; /* of this process */
	int64_t now;                /* seconds since 1970 */
	bool destroy;               /* ss -K works here, as far as can be known */
};

/* Whether the kernel may choose this port for an outgoing connection. */
static inline bool why_is_ephemeral(const struct why_system *system, uint16_t port)
{
	return port >= system->ephemeral_first && port <= system->ephemeral_last;
}

enum bind_result {
	BIND_OK,
	BIND_EADDRINUSE,
	BIND_EACCES,
	BIND_EPERM,
	BIND_EADDRNOTAVAIL,
	BIND_EINVAL,
	BIND_EAFNOSUPPORT,
	BIND_UNKNOWN, /* it depends on flags that cannot be seen */
	BIND_OTHER,
};

/* One of the binds that are foretold, or were tried. */
struct why_bind {
	uint8_t family;
	union inet_addr addr;
	uint32_t ifindex; /* scope of a link-local address, or 0 */
	bool v6only, reuseaddr, reuseport;
	enum bind_result result;
};

enum { WHY_MAX_BINDS = 6 * 4 };

struct why_evidence {
	struct why_query query;
	struct why_socket *sockets; /* with this local port, in the kernel's order */
	size_t socket_count;
	struct why_holder *holders; /* ascending by pid */
	size_t holder_count;
	struct why_system system;
	struct why_netns *netns;
	size_t netns_count;
	struct why_rule *rules;
	size_t rule_count;
	struct why_rpc *rpc;
	size_t rpc_count;
	size_t same_destination; /* ports used towards the destination of an ephemeral holder */
	char destination[64];    /* that destination, or "" */
	bool other_proto_taken;  /* the other of TCP and UDP has holders of this port */
	bool foreign_only;       /* the port occurs only as a foreign port */
	enum why_blind blind;    /* why owners may be missing */
	bool probed;             /* a real bind was tried; .probe says what came of it */
	struct why_bind probe;   /* the one that was refused, or the last */
	struct why_bind probes[6]; /* all that were tried */
	size_t probe_count;
	struct notes notes;      /* what could not be seen, a sentence each */
};

/* Whether TCP listens on the port, whatever the address. */
static inline bool why_any_listener(const struct why_evidence *evidence)
{
	for (size_t i = 0; i < evidence->socket_count; i++)
		if (evidence->sockets[i].entry.state == STATE_LISTEN)
			return true;
	return false;
}

void why_evidence_free(struct why_evidence *evidence);

#endif
