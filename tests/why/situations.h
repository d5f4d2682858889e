/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Situations in which a port cannot be used, or looks as if, made for --why-busy to explain. Each
 * is made in namespaces of its own by a process that is the first of its PID namespace: whatever
 * it starts ends with it.
 */
#ifndef WHY_SITUATIONS_H
#define WHY_SITUATIONS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>
#include <stdnoreturn.h>
#include <sys/socket.h>
#include <sys/types.h>
#include <netinet/in.h>

#define EXIT_SKIP 77

/* Exit codes of --why-busy. */
enum { CANNOT_BE_USED = 0, CAN_BE_USED = 1, HOLDER_UNKNOWN = 2, USAGE = 3 };

/* A port for servers, one that clients get by chance, and a place to connect to. */
enum { PORT = 8080, EPHEMERAL = 40123, FOREIGN = 443 };

/* Addresses of network(); the last two are in the network behind it. */
#define LOCAL4 "192.0.2.1"
#define LOCAL6 "2001:db8::1"
#define PEER4 "192.0.2.2"
#define PEER6 "2001:db8::2"
/* Behind v0 as far as the routes go, but nobody has it. */
#define SILENT4 "192.0.2.99"

/* Two users that are not root: one owns sockets, the other asks. */
enum { OWNER_UID = 1, ASKER_UID = 65534 };

enum situation_flags {
	/*
	 * The holders' SO_REUSEADDR and SO_REUSEPORT cannot be seen by anybody, or not by who
	 * asks: then a bind may be foretold as "unknown".
	 */
	UNSEEN_FLAGS = 1,
	/* The program must have been built so that it can read the rules of nftables. */
	NEEDS_FIREWALL = 2,
};

struct situation {
	const char *name;
	const char *query;   /* what --why-busy is asked */
	const char *verdict; /* busy, denied, free */
	const char *cause;   /* an id that must be among the causes; NULL: no cause but "none" */
	int code;            /* exit code */
	int holders;         /* how many processes must be named: those the maker announced */
	/*
	 * What real binds answer: 0.0.0.0, 127.0.0.1, [::], [::] V6ONLY, [::1], then the address
	 * that was asked about if it is none of these. Each four letters: without an option, with
	 * SO_REUSEADDR, with SO_REUSEPORT, with both. o: it works, X: EADDRINUSE, A: EACCES,
	 * P: EPERM, N: EADDRNOTAVAIL, I: EINVAL.
	 */
	const char *binds;
	unsigned int flags;
	void (*make)(void);
	void (*enter)(void); /* what becomes of the process that asks, before it asks; or NULL */
};

struct theme {
	const struct situation *situations;
	size_t count;
};

extern const struct theme theme_listener, theme_hidden, theme_remains, theme_outgoing, theme_udp,
	theme_denied, theme_traffic;

#define THEME(table)                                      \
	{                                                 \
		table, sizeof(table) / sizeof((table)[0]) \
	}

/* util.c: these end the process when the kernel says no. */
noreturn void die(const char *format, ...) __attribute__((format(printf, 1, 2)));
noreturn void skip(const char *format, ...) __attribute__((format(printf, 1, 2)));
int must(long result, const char *what);
void set_option(int fd, int level, int name, int value);
void write_file(const char *path, const char *text);
bool wait_until(bool (*condition)(const void *), const void *argument);
void close_all(void);
void end_with(int status);

struct address {
	union {
		struct sockaddr any;
		struct sockaddr_in in;
		struct sockaddr_in6 in6;
	};
	socklen_t length;
};

bool address_read(const char *text, unsigned int port, struct address *address);
struct address address_of(const char *text, unsigned int port);

/* world.c */
void world_make(void);
void world_in_child(void);
void proc_mount(const char *options);
void ip(const char *batch);
void ip_of(pid_t network, const char *batch);
void setting(const char *name, const char *value);
void network(void);
pid_t network_peer(void);
void enter_network(pid_t process);
const char *cgroup_make(void);
void cgroup_enter(void);
void cgroup_remove(void);
void become(uid_t uid);

/* actors.c */
struct plan {
	const char *address; /* NULL: 0.0.0.0 */
	unsigned int port;   /* 0: PORT */
	int type;            /* 0: SOCK_STREAM */
	int protocol;
	bool reuseaddr, reuseport, v6only;
	bool bound_only; /* no listen() */
	bool inherited;  /* not close-on-exec */
	int backlog;     /* 0: 8 */
	const char *device;
	uid_t uid; /* of the process */
};

void actors_prepare(void);
void holds(pid_t pid);
size_t holders_expected(pid_t pids[], size_t room);

int socket_of(const struct plan *plan);
pid_t start(void (*body)(const void *), const void *argument);
void run(void (*body)(const void *), const void *argument);
void ready(void);
noreturn void rest(void);
pid_t hold(struct plan plan);
pid_t hold_as(struct plan plan, const char *program, const char *const argv[]);
const char *program_copy(const char *name);
noreturn void become_program(const char *program, const char *const argv[], const char *role);
void wait_program(pid_t pid, const char *argv0);
void wait_process_state(pid_t pid, char state);
void actor_main(void);

struct pair {
	int listener, server, client;
};

struct pair connection(const struct plan *plan, const char *to);
int connected_from(unsigned int port, int type, const char *to, unsigned int to_port);
void keep_elsewhere(int *fd);
void wait_tcp(unsigned int port, unsigned int state);

/* States of TCP, as /proc/net/tcp writes them. */
enum {
	ESTABLISHED = 1,
	SYN_SENT,
	SYN_RECV,
	FIN_WAIT1,
	FIN_WAIT2,
	TIME_WAIT,
	CLOSED,
	CLOSE_WAIT,
	LAST_ACK,
	LISTENING,
	CLOSING
};

/* rules.c: rules of nftables */
void rule_redirect(unsigned int port, unsigned int to);
void rule_drop(unsigned int port);

/* programs.c: BPF, and other ways to say no */
void steer(unsigned int port, int to);
void cgroup_deny_bind4(void);
void sandbox_landlock(void);
void sandbox_landlock_filtered(void);
void sandbox_seccomp(void);

/* portmapper.c */
struct registration {
	unsigned int program, version, protocol, port;
};

void portmapper_start(const struct registration registrations[], size_t count);

/* check.c: returns the exit code, says on stdout what is wrong */
int check(const struct situation *situation);
int check_document(FILE *file);

/* report.c */
struct json;

struct answer {
	char *out, *err;
	size_t length;
	int code; /* -1: it did not end by itself */
	unsigned int milliseconds;
};

struct question {
	unsigned int port;
	bool udp;
	char address[64]; /* "": any */
};

void question_read(const char *text, struct question *question);
void ask(const char *query, bool json, struct answer *answer);
void wrong(const char *format, ...) __attribute__((format(printf, 1, 2)));
bool anything_wrong(void);
void check_head(const struct json *document);
void check_form(const struct json *report, const struct question *question);

/* binds.c */
void check_binds(const struct situation *situation, const struct question *question,
		 const struct json *report);

/* How many binds were compared and how many had been foretold as unknown, over all processes. */
struct totals {
	unsigned int binds, unknown;
	unsigned int slowest; /* milliseconds an answer took */
};
extern struct totals *totals;
extern bool verbose;
/*
 * The beginning of a command that starts the program where it sees less, or NULL. What it then
 * does not see it need not say: what it says must still be right.
 */
extern const char *through;
extern const char *netstat_program;

#endif
