/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A live process holds the port, and can be found in the ordinary way. */
#include "config.h"

#include "situations.h"
#include "tables.h"

#include <errno.h>
#include <sched.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

enum { WORKERS = 3, MANY = 40, DISTINCT_MILLISECONDS = 2200 };

static void listen_v4_any(void)
{
	hold((struct plan){ 0 });
}

static void listen_v4_lo(void)
{
	hold((struct plan){ .address = "127.0.0.1" });
}

static void listen_v6_dual(void)
{
	hold((struct plan){ .address = "::" });
}

static void listen_v6only(void)
{
	hold((struct plan){ .address = "::", .v6only = true });
}

static void listen_v6_lo(void)
{
	hold((struct plan){ .address = "::1" });
}

static void listen_mapped(void)
{
	hold((struct plan){ .address = "::ffff:127.0.0.1" });
}

static void listen_other_user(void)
{
	hold((struct plan){ .uid = OWNER_UID });
}

static void listen_reuseaddr(void)
{
	hold((struct plan){ .reuseaddr = true });
}

static void listen_link_local(void)
{
	network();
	ip("addr add fe80::99/64 dev v0 nodad\n");
	hold((struct plan){ .address = "fe80::99%v0" });
}

static void listen_other_address(void)
{
	network();
	hold((struct plan){ .address = LOCAL4 });
}

static void reuseport_group(void)
{
	for (int i = 0; i < 3; i++)
		hold((struct plan){ .reuseport = true });
}

/* More than a screen has room for. */
static void reuseport_many(void)
{
	for (int i = 0; i < MANY; i++)
		hold((struct plan){ .reuseport = true });
}

/* What a process is called is the choice of whoever starts it. */
static void hostile_names(void)
{
	static const char name[] = "w\033[31m\n\"\\\xff\xc3";
	static const char *const argv[] = {
		name,
		"--\033]0;title\007",
		"\r\n\t{\"pid\":1}",
		"\xed\xa0\x80",
		"\xc3\xa9\xe2\x82\xac",
		"\x7f\x9b",
		"",
		NULL,
	};

	hold_as((struct plan){ 0 }, program_copy(name), argv);
}

static void reuseport_other_uid(void)
{
	hold((struct plan){ .reuseport = true, .uid = OWNER_UID });
}

static const char *const old_server[] = { "/usr/sbin/web", "--old", NULL };
static const char *const new_server[] = { "/usr/sbin/web", "--new", NULL };

/* An upgrade that left one server of the old version behind. */
static void reuseport_stale(void)
{
	const char *program = program_copy("web");

	hold_as((struct plan){ .reuseport = true }, program, old_server);
	must(unlink(program), "unlink");
	hold_as((struct plan){ .reuseport = true }, program_copy("web"), new_server);
}

/* The same with versions that are installed side by side. */
static void reuseport_stale_version(void)
{
	const struct timespec between = {
		.tv_sec = DISTINCT_MILLISECONDS / 1000,
		.tv_nsec = DISTINCT_MILLISECONDS % 1000 * 1000000L,
	};

	hold_as((struct plan){ .reuseport = true }, program_copy("web-1.0"), old_server);
	nanosleep(&between, NULL);
	hold_as((struct plan){ .reuseport = true }, program_copy("web-2.0"), new_server);
}

static void listen_bindtodevice(void)
{
	network();
	hold((struct plan){ .device = "v0" });
}

static void mptcp_listener(void)
{
	hold((struct plan){ .protocol = 262 });
}

/* A supervisor that listens for a service it will start. */
static void socket_activation(void)
{
	static const char *const argv[] = {
		"systemd-socket-activate", "-l", "8080", "/usr/sbin/httpd", NULL,
	};

	hold_as((struct plan){ 0 }, program_copy("systemd-socket-activate"), argv);
}

/* The first process holds it itself. */
static void socket_activation_init(void)
{
	const struct plan plan = { 0 };
	FILE *name = fopen("/proc/self/comm", "we");

	if (!name || fputs("systemd", name) == EOF || fclose(name) != 0)
		die("comm: %s", strerror(errno));
	socket_of(&plan);
	holds(getpid());
}

static void activated_body(const void *argument)
{
	static const char *const argv[] = { "/usr/sbin/httpd", "-D", "FOREGROUND", NULL };
	const struct plan plan = { .inherited = true };
	char self[32];
	int fd = socket_of(&plan);

	(void)argument;
	snprintf(self, sizeof(self), "%ld", (long)getpid());
	setenv("LISTEN_PID", self, 1);
	setenv("LISTEN_FDS", "1", 1);
	setenv("LISTEN_FDNAMES", "httpd.socket", 1);
	if (fd != 3)
		must(dup2(fd, 3), "dup2");
	become_program("/run/bin/httpd", argv, "rest");
}

/* The service has it by now, from descriptor 3 on. */
static void socket_activation_service(void)
{
	pid_t child;

	program_copy("httpd");
	fflush(stdout);
	child = must(fork(), "fork");
	if (!child) {
		close_all();
		activated_body(NULL);
	}
	wait_program(child, "/usr/sbin/httpd");
	holds(child);
}

static void inetd_super_server(void)
{
	static const char *const argv[] = { "/usr/sbin/inetd", "-i", NULL };

	hold_as((struct plan){ 0 }, program_copy("inetd"), argv);
}

static void published_port_proxy(void)
{
	static const char *const argv[] = {
		"/usr/bin/docker-proxy",
		"-proto",
		"tcp",
		"-host-ip",
		"0.0.0.0",
		"-host-port",
		"8080",
		"-container-ip",
		"172.17.0.2",
		"-container-port",
		"80",
		NULL,
	};

	hold_as((struct plan){ 0 }, program_copy("docker-proxy"), argv);
}

static pid_t pid_in_file(void)
{
	long pid = 0;
	FILE *file = fopen("/run/web.pid", "re");

	if (file && fscanf(file, "%ld", &pid) != 1)
		pid = 0;
	if (file)
		fclose(file);
	return (pid_t)pid;
}

static bool is_another(const void *argument)
{
	const pid_t pid = pid_in_file();

	return pid && pid != *(const pid_t *)argument;
}

static pid_t next_child(pid_t old)
{
	if (!wait_until(is_another, &old))
		die("the supervisor starts no server");
	wait_program(pid_in_file(), "web");
	return pid_in_file();
}

/* Somebody has killed it already, and it came back. */
static void respawning_service(void)
{
	static const char *const argv[] = { "runsv", "web", NULL };
	pid_t supervisor, first;

	program_copy("web");
	program_copy("runsv");
	fflush(stdout);
	supervisor = must(fork(), "fork");
	if (!supervisor)
		become_program("/run/bin/runsv", argv, "supervise");
	first = next_child(0);
	must(kill(first, SIGTERM), "kill");
	holds(next_child(first));
}

static void stopped_process(void)
{
	pid_t pid = hold((struct plan){ 0 });

	must(kill(pid, SIGSTOP), "SIGSTOP");
	wait_process_state(pid, 'T');
}

static bool is_frozen(const void *argument)
{
	char line[64];
	bool frozen = false;
	FILE *events = fopen(argument, "re");

	while (events && fgets(line, sizeof(line), events))
		frozen |= strcmp(line, "frozen 1\n") == 0;
	if (events)
		fclose(events);
	return frozen;
}

static void frozen_body(const void *argument)
{
	const struct plan plan = { 0 };

	(void)argument;
	cgroup_enter();
	socket_of(&plan);
}

static void frozen_cgroup(void)
{
	const char *group = cgroup_make();
	char path[600];

	holds(start(frozen_body, NULL));
	snprintf(path, sizeof(path), "%s/cgroup.freeze", group);
	write_file(path, "1");
	snprintf(path, sizeof(path), "%s/cgroup.events", group);
	if (!wait_until(is_frozen, path))
		die("the control group does not freeze");
}

/* What an upgrade leaves of a server that was not restarted. */
static void deleted_executable(void)
{
	static const char *const argv[] = { "/usr/sbin/web", NULL };
	const char *program = program_copy("web");

	hold_as((struct plan){ 0 }, program, argv);
	must(unlink(program), "unlink");
}

static void workers_body(const void *argument)
{
	const struct plan plan = { 0 };

	(void)argument;
	socket_of(&plan);
	for (int i = 0; i < WORKERS; i++) {
		pid_t pid = must(fork(), "fork");

		if (!pid)
			rest();
		holds(pid);
	}
}

static void shared_by_workers(void)
{
	holds(start(workers_body, NULL));
}

/* A daemon that starts a command and ends: the command has its listener, and knows nothing. */
static void daemon_body(const void *argument)
{
	static const char *const sleep_argv[] = { "sleep", "1000", NULL };
	const struct plan plan = { .inherited = true };
	pid_t pid;

	(void)argument;
	socket_of(&plan);
	pid = must(fork(), "fork");
	if (!pid) {
		execvp("sleep", (char *const *)(const void *)sleep_argv);
		die("sleep: %s", strerror(errno));
	}
	wait_program(pid, "sleep");
	holds(pid);
}

static void inherited_by_child(void)
{
	run(daemon_body, NULL);
}

static void bound_not_listening(void)
{
	hold((struct plan){ .bound_only = true });
}

static void bound_v6_dual(void)
{
	hold((struct plan){ .address = "::", .bound_only = true });
}

static void bound_reuseaddr(void)
{
	hold((struct plan){ .bound_only = true, .reuseaddr = true });
}

static void shutdown_body(const void *argument)
{
	const struct plan plan = { 0 };

	(void)argument;
	must(shutdown(socket_of(&plan), SHUT_RDWR), "shutdown");
}

static void shutdown_listener(void)
{
	holds(start(shutdown_body, NULL));
}

static void moved_body(const void *argument)
{
	const struct plan plan = { 0 };

	(void)argument;
	socket_of(&plan);
	must(unshare(CLONE_NEWNET), "unshare");
}

static void holder_moved_netns(void)
{
	holds(start(moved_body, NULL));
}

static const struct situation table[] = {
	{ "listen-v4-any", TCP_PORT, "busy", "listener", 0, 1, V4_TAKEN, 0, listen_v4_any, NULL },
	{ "listen-v4-any-by-address", "127.0.0.1:8080/tcp", "busy", "listener", 0, 1, V4_TAKEN, 0,
	  listen_v4_any, NULL },
	{ "listen-v4-lo", TCP_PORT, "busy", "listener-specific-address", 0, 1, V4_TAKEN, 0,
	  listen_v4_lo, NULL },
	{ "listen-v6-dual", TCP_PORT, "busy", "listener-dual-stack", 0, 1, ALL_TAKEN, 0,
	  listen_v6_dual, NULL },
	{ "listen-v6only", TCP_PORT, "busy", "listener-v6only", 0, 1, V6_TAKEN, 0, listen_v6only,
	  NULL },
	{ "listen-v6-lo", TCP_PORT, "busy", "listener-v6-specific", 0, 1, V6_TAKEN, 0, listen_v6_lo,
	  NULL },
	{ "listen-mapped", TCP_PORT, "busy", "listener-mapped", 0, 1, V4_TAKEN, 0, listen_mapped,
	  NULL },
	{ "listen-other-user", TCP_PORT, "busy", "listener-other-user", 0, 1, V4_TAKEN, 0,
	  listen_other_user, NULL },
	{ "listen-reuseaddr", TCP_PORT, "busy", "listener", 0, 1, V4_TAKEN, 0, listen_reuseaddr,
	  NULL },
	{ "listen-link-local", "[fe80::99%v0]:8080/tcp", "busy", "listener-v6-specific", 0, 1,
	  "oooo oooo XXXX XXXX oooo XXXX", 0, listen_link_local, NULL },
	{ "listen-other-address", TCP_PORT, "busy", "listener-specific-address", 0, 1,
	  V4_WILDCARDS_TAKEN, 0, listen_other_address, NULL },
	{ "reuseport-group", TCP_PORT, "busy", "reuseport-group", 0, 3, V4_WITH_REUSEPORT, 0,
	  reuseport_group, NULL },
	{ "reuseport-many", TCP_PORT, "busy", "reuseport-group", 0, MANY, V4_WITH_REUSEPORT, 0,
	  reuseport_many, NULL },
	{ "hostile-names", TCP_PORT, "busy", "listener", 0, 1, V4_TAKEN, 0, hostile_names, NULL },
	{ "reuseport-other-uid", TCP_PORT, "busy", "reuseport-other-uid", 0, 1, V4_TAKEN, 0,
	  reuseport_other_uid, NULL },
	{ "reuseport-stale", TCP_PORT, "busy", "reuseport-stale-member", 0, 2, V4_WITH_REUSEPORT, 0,
	  reuseport_stale, NULL },
	{ "reuseport-stale-version", TCP_PORT, "busy", "reuseport-stale-member", 0, 2,
	  V4_WITH_REUSEPORT, 0, reuseport_stale_version, NULL },
	{ "listen-bindtodevice", TCP_PORT, "busy", "listener-on-device", 0, 1, V4_TAKEN, 0,
	  listen_bindtodevice, NULL },
	{ "mptcp-listener", TCP_PORT, "busy", "mptcp-listener", 0, 1, V4_TAKEN, 0, mptcp_listener,
	  NULL },
	{ "socket-activation", TCP_PORT, "busy", "socket-activation", 0, 1, V4_TAKEN, 0,
	  socket_activation, NULL },
	{ "socket-activation-init", TCP_PORT, "busy", "socket-activation", 0, 1, V4_TAKEN, 0,
	  socket_activation_init, NULL },
	{ "socket-activation-service", TCP_PORT, "busy", "socket-activation", 0, 1, V4_TAKEN, 0,
	  socket_activation_service, NULL },
	{ "inetd-super-server", TCP_PORT, "busy", "inetd", 0, 1, V4_TAKEN, 0, inetd_super_server,
	  NULL },
	{ "published-port-proxy", TCP_PORT, "busy", "proxy", 0, 1, V4_TAKEN, 0,
	  published_port_proxy, NULL },
	{ "respawning-service", TCP_PORT, "busy", "respawn", 0, 1, V4_TAKEN, 0, respawning_service,
	  NULL },
	{ "stopped-process", TCP_PORT, "busy", "listener-stopped", 0, 1, V4_TAKEN, 0,
	  stopped_process, NULL },
	{ "frozen-cgroup", TCP_PORT, "busy", "listener-frozen", 0, 1, V4_TAKEN, 0, frozen_cgroup,
	  NULL },
	{ "deleted-executable", TCP_PORT, "busy", "old-binary", 0, 1, V4_TAKEN, 0,
	  deleted_executable, NULL },
	{ "shared-by-workers", TCP_PORT, "busy", "shared-fd", 0, 1 + WORKERS, V4_TAKEN, 0,
	  shared_by_workers, NULL },
	{ "inherited-by-child", TCP_PORT, "busy", "inherited-fd", 0, 1, V4_TAKEN, 0,
	  inherited_by_child, NULL },
	{ "holder-moved-netns", TCP_PORT, "busy", "holder-in-other-netns", 0, 1, V4_TAKEN, 0,
	  holder_moved_netns, NULL },
	{ "bound-not-listening", TCP_PORT, "busy", "bound-not-listening", 0, 1, V4_TAKEN, 0,
	  bound_not_listening, NULL },
	{ "bound-v6-dual", TCP_PORT, "busy", "bound-not-listening", 0, 1, ALL_TAKEN, 0,
	  bound_v6_dual, NULL },
	{ "bound-reuseaddr", TCP_PORT, "busy", "bound-not-listening-reuse", 0, 1, V4_WITH_REUSEADDR,
	  0, bound_reuseaddr, NULL },
	{ "shutdown-listener", TCP_PORT, "busy", "bound-not-listening", 0, 1, V4_TAKEN, 0,
	  shutdown_listener, NULL },
};

const struct theme theme_listener = THEME(table);
