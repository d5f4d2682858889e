/* Network namespaces in a view: which ones, and what is said about those that cannot be entered. */
#ifndef NETSTAT_VIEW_NAMESPACES_H
#define NETSTAT_VIEW_NAMESPACES_H

#include "options.h"
#include "render/out.h"
#include "source/netns.h"

/*
 * The list of those that the options name; without --netns of ours alone. What was named can be
 * entered, and a single one has been. Returns false after a message; then there is no list to free.
 */
bool namespaces_find(struct netns_list *list, const struct options *options, struct out *out);

/* Enter the only one that the options name, for good. Returns false after a message. */
bool namespaces_enter_one(const struct options *options, struct out *out);

/* Say how many of the list could not be entered, and what would help. */
void namespaces_tell_closed(const struct netns_list *list, struct out *out);

#endif
