/* The terms of the filter language: what each word means and how its value is read. */
#ifndef NETSTAT_FILTER_TERMS_H
#define NETSTAT_FILTER_TERMS_H

#include <stdbool.h>

#include "filter/parse.h"
#include "filter/token.h"

#define TERM_WORDS                                                                         \
	"src dst sport dport port state exclude dev fwmark cgroup autobound pid process " \
	"user inode recvq sendq proto path"

struct term {
	const char *word;
	bool ordered;  /* < and > have a meaning */
	bool no_value; /* the word is all */
	/* Reads the value; returns NULL with error->message set, or left alone: out of memory. */
	struct filter_node *(*make)(const struct term *term, enum token_kind operator,
				    const char *value, struct filter_error *error);
	int what; /* for make() */
};

/* The term of this name, or NULL. */
const struct term *term_find(const char *word);

/* The node of a term with its operator (TOKEN_EQ ... TOKEN_GE) and value, or NULL. */
struct filter_node *term_make(const struct term *term, enum token_kind operator,
			      const char *value, struct filter_error *error);

#endif
