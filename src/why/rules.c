#include "config.h"

#include "why/rules.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "why/firewall.h"
#include "why/nft_read.h"
#include "why/shell.h"

#ifndef HAVE_LIBNFTNL

bool why_rules_supported(void)
{
	return false;
}

void why_rules_read(struct why_evidence *evidence)
{
	(void)evidence;
}

#else

enum { MAX_RULES = 16, WORDS_SIZE = 256 };

bool why_rules_supported(void)
{
	return true;
}

/* "redirects to port 8080", "drops tcp port 80" ... */
static void print_effect(char words[WORDS_SIZE], const struct fw_finding *finding,
			 const struct why_query *query)
{
	const char *proto = query->proto == PROTO_UDP ? "udp" : "tcp";
	bool rejects = finding->rule && finding->rule->verdict == FW_REJECT;

	if (finding->rule && finding->rule->verdict == FW_REDIRECT)
		snprintf(words, WORDS_SIZE, "redirects %s",
			 finding->rule->target ? finding->rule->target : "elsewhere");
	else if (finding->names_port)
		snprintf(words, WORDS_SIZE, "%s %s port %u", rejects ? "rejects" : "drops", proto,
			 query->port);
	else
		snprintf(words, WORDS_SIZE, "%s what no rule accepts, and none accepts %s port %u",
			 rejects ? "rejects" : "drops", proto, query->port);
}

static char *make_text(const struct fw_finding *finding, const struct why_query *query)
{
	const struct fw_chain *chain = finding->chain;
	const char *part = "";
	char words[WORDS_SIZE];
	char *text;

	print_effect(words, finding, query);
	if (finding->base->role == FW_NAT_OUTPUT)
		part = finding->certain ? " (from this machine)" :
					  " (some packets from this machine)";
	else if (!finding->certain)
		part = " (packets that meet its other conditions)";
	if (asprintf(&text, "nftables: table %s %s, chain %s: %s%s", chain->family, chain->table,
		     chain->name, words, part) < 0)
		return NULL;
	return text;
}

/* A rule about the port is deleted; one about everything gets an exception before it. */
static char *make_remedy(const struct fw_finding *finding, const struct why_query *query)
{
	const struct fw_chain *chain = finding->names_port ? finding->chain : finding->base;
	const char *proto = query->proto == PROTO_UDP ? "udp" : "tcp";
	char *remedy;
	int length;

	if (!shell_plain(chain->table) || !shell_plain(chain->name))
		return NULL;
	if (finding->names_port && finding->rule)
		length = asprintf(&remedy, "nft delete rule %s %s %s handle %llu", chain->family,
				  chain->table, chain->name,
				  (unsigned long long)finding->rule->handle);
	else
		length = asprintf(&remedy, "nft insert rule %s %s %s %s dport %u accept",
				  chain->family, chain->table, chain->name, proto, query->port);
	return length < 0 ? NULL : remedy;
}

/* The walk comes to a rule as often as its chain is jumped to. */
static bool is_known(const struct why_evidence *evidence, const struct why_rule *rule)
{
	for (size_t i = 0; i < evidence->rule_count; i++) {
		const struct why_rule *old = &evidence->rules[i];

		if (!strcmp(old->text, rule->text) ||
		    (old->remedy && rule->remedy && !strcmp(old->remedy, rule->remedy)))
			return true;
	}
	return false;
}

struct adding {
	struct why_evidence *evidence;
	bool redirected; /* everything from outside: it no longer has the port where it may be dropped */
};

static void look_for_redirect(const struct fw_finding *finding, void *arg)
{
	struct adding *adding = arg;

	adding->redirected |= finding->base->role == FW_NAT && finding->certain &&
			      finding->rule && finding->rule->verdict == FW_REDIRECT;
}

static void add_finding(const struct fw_finding *finding, void *arg)
{
	const struct adding *adding = arg;
	struct why_evidence *evidence = adding->evidence;
	bool redirects = finding->rule && finding->rule->verdict == FW_REDIRECT;
	struct why_rule rule = {
		.kind = redirects ? RULE_REDIRECT : RULE_DROP,
		.text = make_text(finding, &evidence->query),
		.remedy = make_remedy(finding, &evidence->query),
	};
	struct why_rule *list = NULL;
	bool moot = adding->redirected && !finding->names_port;

	if (!moot && rule.text && evidence->rule_count < MAX_RULES && !is_known(evidence, &rule))
		list = reallocarray(evidence->rules, evidence->rule_count + 1, sizeof(*list));
	if (!list) {
		free(rule.text);
		free(rule.remedy);
		return;
	}
	evidence->rules = list;
	list[evidence->rule_count++] = rule;
}

static void add_note(struct why_evidence *evidence, int error)
{
	if (error == -EPERM || error == -EACCES)
		notes_add(&evidence->notes, "Firewall rules could not be read, which takes root; "
					    "\"nft list ruleset\" shows them.");
	else if (error == -ETIME || error == -EAGAIN)
		notes_add(&evidence->notes, "The firewall has too many rules to look through in "
					    "time; \"nft list ruleset\" shows them.");
	else
		notes_add(&evidence->notes, "Firewall rules could not be read (%s); \"nft list "
					    "ruleset\" shows them.", strerror(-error));
}

static bool is_loopback(uint8_t family, const union inet_addr *addr)
{
	static const union inet_addr v6 = { .bytes = { [15] = 1 } };

	if (family == AF_INET)
		return addr->bytes[0] == 127;
	return !memcmp(addr, &v6, sizeof(v6)) || (addr_is_mapped(addr) && addr->bytes[12] == 127);
}

/* Whether only this machine itself can reach what is asked about, or what holds the port. */
static bool only_loopback(const struct why_evidence *evidence)
{
	const struct why_query *query = &evidence->query;

	if (query->family != AF_UNSPEC)
		return is_loopback(query->family, &query->addr);
	for (size_t i = 0; i < evidence->socket_count; i++) {
		const struct sock_entry *entry = &evidence->sockets[i].entry;

		if (!is_loopback(entry->family, &entry->local))
			return false;
	}
	return evidence->socket_count;
}

void why_rules_read(struct why_evidence *evidence)
{
	struct adding adding = { .evidence = evidence };
	struct firewall firewall = { 0 };
	int result = nft_read(&evidence->query, only_loopback(evidence), &firewall);

	if (result) {
		add_note(evidence, result);
	} else {
		firewall_walk(&firewall, look_for_redirect, &adding);
		firewall_walk(&firewall, add_finding, &adding);
	}
	firewall_free(&firewall);
}

#endif
