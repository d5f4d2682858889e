/*
 * The view of multicast groups: alone, or as a section among sockets, which is read before anything
 * is printed and printed in its turn.
 */
#ifndef NETSTAT_VIEW_GROUPS_H
#define NETSTAT_VIEW_GROUPS_H

#include "render/group_columns.h"
#include "source/groups.h"
#include "view/round.h"

/* The groups of one round, and what went wrong with them. */
struct group_section {
	struct groups groups;
	struct group_row *rows; /* one for each group */
	int result, result6;    /* of groups_read() */
	bool read_failed, read_failed6;
	bool alone; /* the families that come behind the sockets come behind the groups */
};

/* Read the groups of the families that the options ask for, and look up names. 0 or -ENOMEM. */
int group_section_gather(struct group_section *section, const struct round *round);

/* Print them as they were read. Returns the exit status; messages have gone to standard error. */
int group_section_print(struct group_section *section, const struct round *round);

void group_section_free(struct group_section *section);

/* Print one round of groups alone. The same. */
int view_groups(const struct round *round);

#endif
