#include "config.h"

#include <arpa/inet.h>
#include <sys/socket.h>

#include "why/causes.h"

static void address(struct why_report *report)
{
	const struct why_evidence *evidence = report->evidence;
	const struct why_query *query = &evidence->query;
	char text[INET6_ADDRSTRLEN] = "";

	if (query->family != AF_UNSPEC)
		inet_ntop(query->family, &query->addr, text, sizeof(text));
	switch (evidence->system.address) {
	case ADDRESS_NOT_LOCAL:
		why_cause(report, "address-not-local", "%s is no address of this machine.", text);
		why_fact(report, "no local route leads to it (EADDRNOTAVAIL)");
		why_remedy(report, "ip address add %s/PREFIX dev DEVICE  # if it should be", text);
		why_remedy(report, "if it comes later: After=network-online.target in the unit, or "
				   "sysctl -w net.ipv4.ip_nonlocal_bind=1");
		break;
	case ADDRESS_TENTATIVE:
		why_cause(report, "ipv6-tentative",
			  "%s is still being checked for duplicates; it can be used in a moment.",
			  text);
		why_fact(report, "flag tentative in /proc/net/if_inet6");
		why_remedy(report, "wait 2 seconds; for good: After=network-online.target");
		break;
	case ADDRESS_DAD_FAILED:
		why_cause(report, "ipv6-dadfailed", "%s is in use by another machine.", text);
		why_fact(report, "flag dadfailed in /proc/net/if_inet6");
		why_remedy(report, "find the other machine; then ip address del and add it again");
		break;
	case ADDRESS_IPV6_DISABLED:
		why_cause(report, "ipv6-disabled", "IPv6 is switched off, so %s does not exist.",
			  text);
		why_fact(report, "net.ipv6.conf.*.disable_ipv6 is 1");
		why_remedy(report, "bind an IPv4 address, or sysctl -w "
				   "net.ipv6.conf.all.disable_ipv6=0");
		break;
	case ADDRESS_NEEDS_SCOPE:
		why_cause(report, "link-local-scope",
			  "%s is link-local and needs its interface, as in %s%%eth0.", text, text);
		why_fact(report, "bind without sin6_scope_id gives EINVAL");
		why_remedy(report, "netstat --why-busy='[%s%%INTERFACE]:%u'", text, query->port);
		break;
	case ADDRESS_FINE:
		break;
	}
}

static void privilege(struct why_report *report)
{
	const struct why_system *system = &report->evidence->system;
	unsigned port = report->evidence->query.port;

	if (port >= system->unprivileged_start || system->may_bind_low)
		return;
	why_cause(report, "privileged-port",
		  "ports below %u need CAP_NET_BIND_SERVICE, which you (uid %u) do not have.",
		  system->unprivileged_start, (unsigned)system->euid);
	why_fact(report, "net.ipv4.ip_unprivileged_port_start is %u", system->unprivileged_start);
	why_remedy(report, "AmbientCapabilities=CAP_NET_BIND_SERVICE in the unit");
	why_remedy(report, "setcap cap_net_bind_service=+ep PROGRAM");
	why_remedy(report, "sysctl -w net.ipv4.ip_unprivileged_port_start=%u", port);
}

/* The rule of a control group that fits a refused bind, or NULL. */
static const struct why_rule *cgroup_rule(const struct why_evidence *evidence)
{
	for (size_t i = 0; i < evidence->rule_count; i++) {
		const struct why_rule *rule = &evidence->rules[i];

		if (rule->kind == RULE_CGROUP_BPF &&
		    (evidence->probe.family == AF_INET ? rule->v4 : rule->v6))
			return rule;
	}
	return NULL;
}

static void refused_probe(struct why_report *report)
{
	const struct why_evidence *evidence = report->evidence;
	const struct why_rule *rule = cgroup_rule(evidence);

	if (evidence->probe.result == BIND_EPERM && rule) {
		why_cause(report, "cgroup-bpf",
			  "a BPF program of the control group refuses the bind (EPERM).");
		why_fact(report, "%s", rule->text);
		if (rule->remedy)
			why_remedy(report, "%s", rule->remedy);
	} else if (evidence->probe.result == BIND_EACCES) {
		why_cause(report, "landlock",
			  "nothing holds it, yet a bind gives EACCES: a sandbox (Landlock, SELinux "
			  "or AppArmor) denies it.");
		why_fact(report, "tried: bind, without listen%s",
			 evidence->system.no_new_privs ? "; NoNewPrivs is 1" : "");
		why_remedy(report, "change the policy of whatever starts the service");
	} else {
		why_cause(report, evidence->system.seccomp ? "seccomp" : "landlock",
			  "nothing holds it, yet a bind is refused: a sandbox (%s) denies it.",
			  evidence->system.seccomp ? "seccomp filter" : "Landlock, SELinux or AppArmor");
		why_fact(report, "tried: bind, without listen%s",
			 evidence->system.seccomp ? "; Seccomp is 2 in /proc/self/status" : "");
		why_remedy(report, "SystemCallFilter= of the unit, or the policy of its container");
	}
}

void causes_denied(struct why_report *report)
{
	const struct why_evidence *evidence = report->evidence;

	address(report);
	privilege(report);
	if (evidence->probed && evidence->probe.result != BIND_OK &&
	    evidence->probe.result != BIND_EADDRINUSE &&
	    evidence->probe.result != BIND_EADDRNOTAVAIL && !evidence->socket_count)
		refused_probe(report);
}

void causes_unseen(struct why_report *report)
{
	report->holder_unknown = true;
	why_cause(report, "bound-not-listening",
		  "a bind gives EADDRINUSE, though no socket can be seen: one that is bound and does "
		  "not listen.");
	why_fact(report, "tried: bind, without listen (EADDRINUSE)");
	why_remedy(report, "such sockets are seen over netlink, from Linux 6.8 on: try as root, on "
			   "the host");
}

void causes_free(struct why_report *report)
{
	const struct why_evidence *evidence = report->evidence;
	bool udp = evidence->query.proto == PROTO_UDP;

	for (size_t i = 0; i < evidence->netns_count; i++) {
		const struct why_netns *other = &evidence->netns[i];

		why_cause(report, "other-netns",
			  "nothing here holds it; %s (pid %d) has %s in another network namespace.",
			  other->name ? other->name : "a process", (int)other->pid, other->local);
		why_remedy(report, "nsenter -t %d -n netstat -lnp  # to look there",
			   (int)other->pid);
	}
	why_cause(report, "none", "nothing is in its way%s.",
		  evidence->probed ? ", and a bind for trial succeeded" : "");
	if (evidence->other_proto_taken)
		why_fact(report, "%s port %u is in use, which does not matter here",
			 udp ? "TCP" : "UDP", evidence->query.port);
	if (evidence->foreign_only)
		why_fact(report, "connections go to port %u elsewhere, which does not matter here",
			 evidence->query.port);
	why_remedy(report, "if the service still fails: it may bind twice (0.0.0.0 and [::] without "
			   "V6ONLY), or run in another namespace, or lose a race");
}
