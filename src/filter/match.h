/* Whether a row passes a filter: the truth for every source. Pure. */
#ifndef NETSTAT_FILTER_MATCH_H
#define NETSTAT_FILTER_MATCH_H

#include "entry.h"
#include "filter/filter.h"
#include "owner/scan.h"

enum match {
	MATCH_NO,
	MATCH_UNKNOWN, /* it depends on something that is not known (yet) */
	MATCH_YES,
};

/* `owners` is NULL as long as nobody has looked for them. */
enum match filter_match(const struct filter_node *filter, const struct sock_table *table,
			const struct sock_entry *entry, const struct owners *owners);

/* Whether the owners must be known to decide. */
bool filter_needs_owners(const struct filter_node *filter);

/* Whether the parallel array of details must be filled in to decide. */
bool filter_needs_details(const struct filter_node *filter);

/* The TCP states that a matching TCP socket can be in (1 << enum tcp_state); may be too many. */
uint32_t filter_states(const struct filter_node *filter);

/* Whether a term names this state and not all. */
bool filter_names_state(const struct filter_node *filter, enum tcp_state state);

/* Whether no socket of this protocol can match, whatever else it is. */
bool filter_excludes(const struct filter_node *filter, enum proto proto);

#endif
