/*
 * The rules of a packet filter, reduced to what they do with the first packet to one port, and the
 * walk through them. Pure: who fills it in (why/nft_read.h) has looked at the conditions.
 */
#ifndef NETSTAT_WHY_FIREWALL_H
#define NETSTAT_WHY_FIREWALL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum fw_verdict {
	FW_CONTINUE,
	FW_ACCEPT,
	FW_DROP,
	FW_REJECT,
	FW_REDIRECT,
	FW_JUMP,
	FW_GOTO,
	FW_RETURN,
	FW_UNKNOWN, /* perhaps accepts */
};

/* Which packets to the port meet a condition, or all conditions of a rule. */
enum fw_met {
	FW_NEVER,
	FW_PARTLY, /* some, as far as can be known */
	FW_ALWAYS,
};

/* A rule that at least some packets to the port meet. */
struct fw_rule {
	uint64_t handle;
	enum fw_verdict verdict;
	bool certain;    /* all packets to the port meet its conditions */
	bool names_port; /* one of its conditions is about the port */
	char *target;    /* FW_JUMP, FW_GOTO: the chain; FW_REDIRECT: "to port 8080"; else NULL */
};

enum fw_role {
	FW_INNER,      /* only jumped to, or of no interest */
	FW_NAT,        /* destination of what comes in from others */
	FW_NAT_OUTPUT, /* destination of what this machine sends */
	FW_FILTER,     /* of what comes in */
};

struct fw_chain {
	const char *family; /* "ip", "ip6", "inet" */
	char *table, *name;
	enum fw_role role;
	bool policy_drop;
	bool before_conntrack; /* it, or another chain of its table, sees packets that early */
	struct fw_rule *rules; /* in their order */
	size_t count;
};

struct firewall {
	struct fw_chain *chains;
	size_t count;
};

/* Something that is done with the port's packets. */
struct fw_finding {
	const struct fw_chain *base;  /* where the walk began */
	const struct fw_chain *chain; /* where the rule stands */
	const struct fw_rule *rule;   /* NULL: the policy of the chain */
	bool certain;    /* with all of them, as far as can be seen */
	bool names_port; /* because of the port; else because no rule lets it through */
};

typedef void (*fw_report_fn)(const struct fw_finding *finding, void *arg);

/* Bring the chains into the order that firewall_find() and firewall_walk() need. */
void firewall_sort(struct firewall *firewall);

/* The chain of these names, or NULL. `family` is compared as text. */
struct fw_chain *firewall_find(const struct firewall *firewall, const char *family,
			       const char *table, const char *name);

/*
 * Report every rule that surely drops, rejects or redirects packets to the port, following jumps:
 * rules whose conditions name the port, and those (or policies) that end whatever nothing before
 * lets through. The chains come in the order of their roles.
 */
void firewall_walk(const struct firewall *firewall, fw_report_fn report, void *arg);

/* Release the memory of all chains and rules. */
void firewall_free(struct firewall *firewall);

#endif
