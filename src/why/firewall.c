#include "config.h"

#include "why/firewall.h"

#include <stdlib.h>
#include <string.h>

/* MAX_DEPTH is the kernel's own limit of jumps within jumps (NFT_JUMP_STACK_SIZE). */
enum { MAX_DEPTH = 16, MAX_STEPS = 200000 };

static int compare_chains(const void *a, const void *b)
{
	const struct fw_chain *left = a, *right = b;
	int order = strcmp(left->family, right->family);

	if (!order)
		order = strcmp(left->table, right->table);
	return order ? order : strcmp(left->name, right->name);
}

void firewall_sort(struct firewall *firewall)
{
	if (firewall->count)
		qsort(firewall->chains, firewall->count, sizeof(*firewall->chains), compare_chains);
}

struct fw_chain *firewall_find(const struct firewall *firewall, const char *family,
			       const char *table, const char *name)
{
	size_t low = 0, high = firewall->count;

	while (low < high) {
		size_t middle = low + (high - low) / 2;
		struct fw_chain *chain = &firewall->chains[middle];
		int order = strcmp(family, chain->family);

		if (!order)
			order = strcmp(table, chain->table);
		if (!order)
			order = strcmp(name, chain->name);
		if (!order)
			return chain;
		if (order < 0)
			high = middle;
		else
			low = middle + 1;
	}
	return NULL;
}

struct walk {
	const struct firewall *firewall;
	const struct fw_chain *base;
	fw_report_fn report;
	void *arg;
	bool maybe_accepted; /* by a rule before, at least some packets */
	int steps;
};

/* What is known of the packets that come to a chain. */
struct packets {
	bool all;        /* none of those to the port is missing */
	bool names_port; /* a condition on the way here was about the port */
	int depth;
};

enum outcome { WENT_THROUGH, ENDED };

static void report(const struct walk *walk, const struct fw_chain *chain,
		   const struct fw_rule *rule, bool certain, bool names_port)
{
	const struct fw_finding finding = { walk->base, chain, rule, certain, names_port };

	walk->report(&finding, walk->arg);
}

static enum outcome walk_chain(struct walk *walk, const struct fw_chain *chain,
			       struct packets packets);

/* Follow a jump. A chain that cannot be followed may do anything. */
static enum outcome follow(struct walk *walk, const struct fw_chain *chain,
			   const struct fw_rule *rule, struct packets packets)
{
	const struct fw_chain *target = rule->target ? firewall_find(walk->firewall, chain->family,
								     chain->table, rule->target) :
						       NULL;

	if (!target || packets.depth == MAX_DEPTH) {
		walk->maybe_accepted = true;
		return WENT_THROUGH;
	}
	packets.depth++;
	return walk_chain(walk, target, packets);
}

/* One rule with the packets that meet it; *stays: none of those goes on behind it. */
static enum outcome apply(struct walk *walk, const struct fw_chain *chain,
			  const struct fw_rule *rule, struct packets packets, bool *stays)
{
	bool certain = packets.all && !walk->maybe_accepted;

	*stays = true;
	switch (rule->verdict) {
	case FW_ACCEPT:
		walk->maybe_accepted |= !packets.all;
		return ENDED;
	case FW_DROP:
	case FW_REJECT:
	case FW_REDIRECT:
		if (certain || packets.names_port)
			report(walk, chain, rule, certain, packets.names_port);
		return ENDED;
	case FW_RETURN:
		return WENT_THROUGH;
	case FW_GOTO:
		return follow(walk, chain, rule, packets);
	case FW_JUMP:
		*stays = false;
		return follow(walk, chain, rule, packets);
	case FW_UNKNOWN:
		walk->maybe_accepted = true;
		break;
	case FW_CONTINUE:
		break;
	}
	*stays = false;
	return WENT_THROUGH;
}

static enum outcome walk_chain(struct walk *walk, const struct fw_chain *chain,
			       struct packets packets)
{
	for (size_t i = 0; i < chain->count; i++) {
		const struct fw_rule *rule = &chain->rules[i];
		struct packets met = packets;
		enum outcome outcome;
		bool stays;

		if (++walk->steps > MAX_STEPS) {
			walk->maybe_accepted = true;
			return WENT_THROUGH;
		}
		met.all &= rule->certain;
		met.names_port |= rule->names_port;
		outcome = apply(walk, chain, rule, met, &stays);
		if (rule->certain && (stays || outcome == ENDED))
			return outcome;
		/* Some left the chain here, by returning or for good: the rest is not all. */
		if (stays && outcome == WENT_THROUGH)
			packets.all = false;
	}
	return WENT_THROUGH;
}

static void walk_base(const struct firewall *firewall, const struct fw_chain *base,
		      fw_report_fn report_fn, void *arg)
{
	struct walk walk = { .firewall = firewall, .base = base, .report = report_fn, .arg = arg };
	const struct packets packets = { .all = true };

	if (walk_chain(&walk, base, packets) == WENT_THROUGH && base->policy_drop &&
	    !walk.maybe_accepted)
		report(&walk, base, NULL, true, false);
}

void firewall_walk(const struct firewall *firewall, fw_report_fn report_fn, void *arg)
{
	for (int role = FW_NAT; role <= FW_FILTER; role++)
		for (size_t i = 0; i < firewall->count; i++)
			if ((int)firewall->chains[i].role == role)
				walk_base(firewall, &firewall->chains[i], report_fn, arg);
}

void firewall_free(struct firewall *firewall)
{
	for (size_t i = 0; i < firewall->count; i++) {
		struct fw_chain *chain = &firewall->chains[i];

		for (size_t j = 0; j < chain->count; j++)
			free(chain->rules[j].target);
		free(chain->rules);
		free(chain->table);
		free(chain->name);
	}
	free(firewall->chains);
	*firewall = (struct firewall){ 0 };
}
