#include "config.h"

#include <stdio.h>
#include <string.h>

#include "why/causes.h"
#include "why/holders.h"
#include "why/phrase.h"
#include "why/verdict.h"

enum { YOUNG_SECONDS = 15 };

static bool is_one_of(const char *name, const char *const names[])
{
	for (size_t i = 0; name && names[i]; i++)
		if (!strncmp(name, names[i], strlen(names[i])))
			return true;
	return false;
}

static const char *base_name(const struct why_holder *holder)
{
	const char *slash = holder->exe ? strrchr(holder->exe, '/') : NULL;

	return slash ? slash + 1 : holder->name;
}

static bool hands_on_sockets(const struct why_holder *holder)
{
	static const char *const names[] = { "systemd-socket-", "systemd", NULL };

	return (holder->pid == 1 && !strcmp(holder->name, "systemd")) ||
	       (is_one_of(holder->name, names) && strcmp(holder->name, "systemd-resolve") &&
		(!strncmp(holder->name, "systemd-socket", 14) || !strcmp(holder->name, "systemd")));
}

static void socket_activation(struct why_report *report, const struct why_holder *holder,
			      const char *who, const char *local)
{
	const struct why_socket *sockets = report->evidence->sockets;
	const char *unit = NULL;

	for (size_t i = 0; i < report->evidence->socket_count && !unit; i++)
		unit = sockets[i].unit;
	if (!hands_on_sockets(holder)) {
		if (!holder->listen_fds)
			return;
		why_cause(report, "socket-activation",
			  "%s got %s from the supervisor that started it, which keeps it open.", who,
			  local);
		why_fact(report, "LISTEN_PID is %d in /proc/%d/environ", (int)holder->pid,
			 (int)holder->pid);
		why_remedy(report, "systemctl stop NAME.socket  # stopping the service is not "
				   "enough");
		return;
	}
	why_cause(report, "socket-activation",
		  "%s keeps %s open for a service that starts on the first connection.", who, local);
	why_fact(report, "pid %d is %s, which hands sockets to services", (int)holder->pid,
		 holder->name);
	if (holder->pid == 1) {
		why_remedy(report, "systemctl list-sockets");
		why_remedy(report, "systemctl stop NAME.socket  # stopping NAME.service is not "
				   "enough");
	} else {
		remedy_stop(report, holder);
	}
}

static void inetd(struct why_report *report, const struct why_holder *holder, const char *who,
		  const char *local)
{
	static const char *const names[] = { "inetd", "xinetd", "openbsd-inetd", "inetutils-inetd",
					     "rlinetd", "tcpserver", "tcpsvd", NULL };

	if (!is_one_of(base_name(holder), names) && !is_one_of(holder->name, names))
		return;
	why_cause(report, "inetd", "%s keeps %s open for a service of its configuration.", who,
		  local);
	why_remedy(report, "take the service out of its configuration (/etc/inetd.conf, "
			   "/etc/xinetd.d) and reload it: kill -HUP %d",
		   (int)holder->pid);
}

static void proxy(struct why_report *report, const struct why_holder *holder, const char *who,
		  const char *local)
{
	static const char *const names[] = { "docker-proxy", "rootlesskit", "rootlessport",
					     "slirp4netns", "pasta", "passt", "conmon",
					     "kube-proxy", "exe-rootlesspo", NULL };
	char line[PHRASE_SIZE] = "";

	if (!is_one_of(base_name(holder), names) && !is_one_of(holder->name, names))
		return;
	for (size_t i = 0; holder->cmdline && holder->cmdline[i]; i++)
		snprintf(line + strlen(line), sizeof(line) - strlen(line), "%s%s", i ? " " : "",
			 holder->cmdline[i]);
	why_cause(report, "proxy", "%s publishes %s for a container.", who, local);
	why_fact(report, "command line: %s", line);
	why_remedy(report, "docker ps --filter publish=%u  # then docker stop NAME",
		   report->evidence->query.port);
	why_remedy(report, "kill %d  # if no container is left: a stale proxy", (int)holder->pid);
}

static void respawn(struct why_report *report, const struct why_holder *holder, const char *who,
		    const char *local)
{
	static const char *const names[] = { "supervisord", "runsv", "s6-supervise", "monit",
					     "PM2", "pm2", "nodemon", "forever", "foreman",
					     "circusd", "god", "daemontools", "supervise",
					     "perpd", "svscan", "watchman", NULL };

	if (!holder->parent_name || !is_one_of(holder->parent_name, names))
		return;
	why_cause(report, "respawn", "%s holds %s; %s (pid %d) starts it again when it ends.", who,
		  local, holder->parent_name, (int)holder->ppid);
	why_fact(report, "its parent is a supervisor (/proc/%d/comm)", (int)holder->ppid);
	why_remedy(report, "stop it with %s, or stop that: kill %d", holder->parent_name,
		   (int)holder->ppid);
}

/* A holder that is seconds old may be one of many in a row; that is a guess, and said as one. */
void causes_respawn(struct why_report *report)
{
	static const char *const shells[] = { "sh", "bash", "dash", "zsh", "fish", "sshd", "login",
					      "tmux", "tmux: server", "screen", "su", "sudo",
					      "systemd", "init", NULL };
	const struct why_evidence *evidence = report->evidence;

	for (size_t i = 0; i < evidence->holder_count; i++) {
		const struct why_holder *holder = &evidence->holders[i];
		int64_t age = evidence->system.now - holder->started;
		bool shell = false;

		for (size_t j = 0; holder->parent_name && shells[j]; j++)
			shell |= !strcmp(holder->parent_name, shells[j]);
		if (!holder->started || age >= YOUNG_SECONDS || holder->ppid <= 1 ||
		    !holder->parent_name || shell || why_has_cause(report, "respawn"))
			continue;
		why_cause(report, "respawn",
			  "pid %d is only %lld s old: if its parent %s (pid %d) starts it again "
			  "when it ends, stop that first.",
			  (int)holder->pid, (long long)age, holder->parent_name,
			  (int)holder->ppid);
		why_fact(report, "started %lld s ago by pid %d", (long long)age,
			 (int)holder->ppid);
		if (holder->unit && !holder->container)
			remedy_stop(report, holder);
		else
			why_remedy(report, "kill %d  # the parent, if it does", (int)holder->ppid);
	}
}

/* Programs that serve nobody: one that has the port got it from whoever started it. */
static void inherited(struct why_report *report, const struct why_holder *holder, const char *who,
		      const char *local)
{
	static const char *const names[] = { "sleep", "cat", "tail", "tee", "sh", "bash", "dash",
					     "ssh", "less", "more", "vi", "logger", "sudo", NULL };
	const char *name = base_name(holder);
	bool exact = false;

	for (size_t i = 0; names[i]; i++)
		exact |= !strcmp(name, names[i]) || !strcmp(holder->name, names[i]);
	if (!exact)
		return;
	why_cause(report, "inherited-fd",
		  "%s has %s open without serving it: it got the descriptor from the program that "
		  "started it.",
		  who, local);
	why_fact(report, "%s is no server (/proc/%d/exe), its parent is pid %d", name,
		 (int)holder->pid, (int)holder->ppid);
	why_remedy(report, "kill %d", (int)holder->pid);
	why_remedy(report, "for good: the server must open its socket with SOCK_CLOEXEC");
}

static void state_of_holder(struct why_report *report, const struct why_holder *holder,
			    const char *who, const char *local)
{
	if (holder->state == 'T' || holder->state == 't') {
		why_cause(report, "listener-stopped", "%s holds %s and is stopped: it does not answer.",
			  who, local);
		why_fact(report, "state %c in /proc/%d/stat%s", holder->state, (int)holder->pid,
			 holder->tracer ? ", a debugger is attached" : "");
		why_remedy(report, "kill -CONT %d  # a signal to end it works only after that",
			   (int)holder->pid);
	}
	if (holder->frozen) {
		why_cause(report, "listener-frozen",
			  "%s holds %s and its control group is frozen: it does not answer.", who,
			  local);
		why_fact(report, "control group %s is frozen", holder->cgroup);
		why_remedy(report, "thaw it: write 0 to cgroup.freeze of %s (systemctl thaw, docker "
				   "unpause)",
			   holder->cgroup);
	}
	if (holder->exe_deleted) {
		why_cause(report, "old-binary",
			  "%s holds %s and still runs a program file that has been replaced.", who,
			  local);
		why_fact(report, "/proc/%d/exe: %s (deleted)", (int)holder->pid, holder->exe);
		if (holder->unit)
			why_remedy(report, "systemctl restart %s", holder->unit);
		else
			remedy_stop(report, holder);
	}
	if (holder->other_netns) {
		why_cause(report, "holder-in-other-netns",
			  "%s holds %s of this network namespace but lives in another one.", who,
			  local);
		why_fact(report, "/proc/%d/ns/net is not ours", (int)holder->pid);
		remedy_stop(report, holder);
	}
}

static void how_held(struct why_report *report, const struct why_holder *holder, const char *who,
		     const char *local)
{
	switch (holder->how) {
	case HOLD_THREAD:
		if (holder->state == 'Z')
			why_cause(report, "thread-group-leader-exited",
				  "%s looks like a zombie, but its thread %d still has %s open.",
				  who, (int)holder->tid, local);
		else
			why_cause(report, "thread-private-fds",
				  "thread %d of %s has %s open in a descriptor table of its own.",
				  (int)holder->tid, who, local);
		why_fact(report, "/proc/%d/task/%d/fd", (int)holder->pid, (int)holder->tid);
		why_remedy(report, "kill -9 %d", (int)holder->pid);
		break;
	case HOLD_IO_URING:
		why_cause(report, "io-uring",
			  "an io_uring of %s has %s open; there is no descriptor of it.", who, local);
		why_fact(report, "registered file in /proc/%d/fdinfo", (int)holder->pid);
		remedy_stop(report, holder);
		break;
	case HOLD_IN_FLIGHT:
		why_cause(report, "fd-in-flight",
			  "no process has %s open; %s probably has it in a message that it has not "
			  "read.",
			  local, who);
		why_fact(report, "scm_fds in /proc/%d/fdinfo", (int)holder->pid);
		remedy_stop(report, holder);
		break;
	case HOLD_FD:
		break;
	}
}

/* The holder that started the others, or NULL. */
static const struct why_holder *find_master(const struct why_evidence *evidence,
					    const struct why_socket *socket)
{
	for (size_t i = 0; i < socket->holder_count; i++)
		for (size_t j = 0; j < socket->holder_count; j++)
			if (evidence->holders[socket->holders[j].place].ppid ==
			    evidence->holders[socket->holders[i].place].pid)
				return &evidence->holders[socket->holders[i].place];
	return NULL;
}

static void shared(struct why_report *report, const struct why_socket *socket, const char *local)
{
	const struct why_evidence *evidence = report->evidence;
	const struct why_holder *master = find_master(evidence, socket);
	char who[PHRASE_SIZE], pids[PHRASE_SIZE] = "";

	if (socket->holder_count < 2)
		return;
	phrase_holder(who, master ? master : &evidence->holders[socket->holders[0].place]);
	why_cause(report, "shared-fd",
		  "%zu processes have the same socket %s open, %s first; it stays until all are "
		  "gone.",
		  socket->holder_count, local, who);
	for (size_t i = 0; i < socket->holder_count && i < 8; i++) {
		const struct why_holder *holder = &evidence->holders[socket->holders[i].place];

		snprintf(pids + strlen(pids), sizeof(pids) - strlen(pids), " %d",
			 (int)holder->pid);
		phrase_holder(who, holder);
		why_fact(report, "%s", who);
	}
	if (master)
		remedy_stop(report, master);
	why_remedy(report, "kill%s  # any that are left", pids);
}

static void hidden(struct why_report *report, const struct why_socket *socket, const char *local)
{
	const struct why_evidence *evidence = report->evidence;

	report->holder_unknown = true;
	switch (evidence->blind) {
	case BLIND_HIDEPID:
		why_cause(report, "hidden-hidepid",
			  "uid %u holds %s; processes of others are hidden from you (hidepid).",
			  socket->entry.uid, local);
		why_fact(report, "/proc is mounted with hidepid");
		why_remedy(report, "sudo netstat --why-busy=%u", evidence->query.port);
		break;
	case BLIND_PIDNS:
		why_cause(report, "hidden-pidns",
			  "%s is held by a process outside of this PID namespace.", local);
		why_fact(report, "this is a child PID namespace: the processes of the host cannot "
				 "be seen");
		why_remedy(report, "run netstat --why-busy=%u on the host", evidence->query.port);
		break;
	case BLIND_UNPRIVILEGED:
		why_cause(report, "hidden-unprivileged",
			  "uid %u holds %s; you may not look into the processes of others.",
			  socket->entry.uid, local);
		if (socket->unit)
			why_fact(report, "made in %s (control group of the socket)", socket->unit);
		why_remedy(report, "sudo netstat --why-busy=%u", evidence->query.port);
		break;
	case BLIND_NONE:
		break;
	}
}

static void kernel_held(struct why_report *report, const struct why_socket *socket,
			const char *local)
{
	bool udp = socket->entry.proto == PROTO_UDP;

	why_cause(report, udp ? "kernel-udp" : "kernel-tcp", "the kernel itself holds %s for %s.",
		  local, socket->kernel_owner);
	why_fact(report, "no process has the socket; %s", socket->kernel_owner);
	if (socket->kernel_remedy)
		why_remedy(report, "%s", socket->kernel_remedy);
}

static void one_holder(struct why_report *report, const struct why_holder *holder,
		       const char *local)
{
	char who[PHRASE_SIZE];

	phrase_holder(who, holder);
	how_held(report, holder, who, local);
	state_of_holder(report, holder, who, local);
	socket_activation(report, holder, who, local);
	inetd(report, holder, who, local);
	proxy(report, holder, who, local);
	inherited(report, holder, who, local);
	respawn(report, holder, who, local);
}

static void rpc(struct why_report *report)
{
	const struct why_evidence *evidence = report->evidence;

	for (size_t i = 0; i < evidence->rpc_count; i++) {
		const struct why_rpc *service = &evidence->rpc[i];

		why_cause(report, "rpc-service", "it is registered as RPC program %u version %u%s%s.",
			  service->program, service->version, service->name ? ", " : "",
			  service->name ? service->name : "");
		why_fact(report, "rpcbind lists the port; that can outlive the service");
		why_remedy(report, "rpcinfo -p  # then stop the service that is named");
		return;
	}
}

/* With a listener its connections are its business. */
static bool matters(const struct why_evidence *evidence, const struct why_socket *socket,
		    bool listener)
{
	return why_socket_ownable(socket) &&
	       (!listener || socket->bound_only || socket->entry.state == STATE_LISTEN) &&
	       why_blocks(evidence, socket);
}

void causes_holders(struct why_report *report)
{
	const struct why_evidence *evidence = report->evidence;
	bool listener = why_any_listener(evidence);

	for (size_t i = 0; i < evidence->socket_count; i++) {
		const struct why_socket *socket = &evidence->sockets[i];
		char local[PHRASE_SIZE];

		if (!matters(evidence, socket, listener))
			continue;
		phrase_local(local, socket);
		if (socket->kernel_owner)
			kernel_held(report, socket, local);
		else if (!socket->holder_count)
			hidden(report, socket, local);
		for (size_t j = 0; j < socket->holder_count && j < 8; j++)
			one_holder(report, &evidence->holders[socket->holders[j].place], local);
		shared(report, socket, local);
	}
	rpc(report);
}
