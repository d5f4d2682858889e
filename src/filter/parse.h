/*
 * The language of filters: ss's terms and operators and more (netstat(8), FILTERS). Reading an
 * expression may ask the system for names: services, hosts, users, interfaces, control groups.
 */
#ifndef NETSTAT_FILTER_PARSE_H
#define NETSTAT_FILTER_PARSE_H

#include <stddef.h>

#include "filter/filter.h"

struct filter_error {
	char message[256];
	size_t start, length; /* the part of the expression at fault */
};

/* Returns the tree, or NULL with *error filled in. The caller frees it with filter_free(). */
struct filter_node *filter_parse(const char *text, struct filter_error *error);

/* The value of one term, as --port=LIST and its like give it: `field` is the term's word. */
struct filter_node *filter_parse_value(const char *field, const char *value,
				       struct filter_error *error);

#endif
