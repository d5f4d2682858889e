/* How the values of filter terms are read: numbers, ports, states, hosts. */
#ifndef NETSTAT_FILTER_VALUES_H
#define NETSTAT_FILTER_VALUES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "filter/parse.h"
#include "filter/token.h"

enum { END_LOCAL = 1, END_FOREIGN = 2 };

/* A whole decimal number up to `most`. */
bool value_number(const char *text, uint64_t most, uint64_t *number);

/*
 * Add what `OPERATOR text` selects to a FILTER_NUMBER node: a number, or with TOKEN_EQ a list of
 * numbers and ranges. `name` (may be NULL) reads a word that is no number; it returns false and
 * sets the message where it cannot.
 */
typedef bool (*value_name_fn)(const char *word, uint64_t *number, struct filter_error *error);
bool value_ranges(struct filter_node *node, enum token_kind operator, const char *text,
		  uint64_t most, value_name_fn name, struct filter_error *error);

/* A service's port; the same for TCP and UDP, or known for one of them only. */
bool value_service(const char *word, uint64_t *number, struct filter_error *error);

/* States by the names of ss and of netstat, in a list; 0 with the message set. */
uint32_t value_states(const char *list, struct filter_error *error);

/* Ports of the local end, the foreign end or (both bits) either. */
struct filter_node *value_ports(int ends, enum token_kind operator, const char *text,
				struct filter_error *error);

/*
 * [FAMILY:]ADDRESS[/BITS][:PORTS] of one end, or of a unix socket a glob. A name with several
 * addresses means any of them. With `port_only` a text without a colon is a list of ports.
 */
struct filter_node *value_host(int ends, const char *text, bool port_only,
			       struct filter_error *error);

#endif
