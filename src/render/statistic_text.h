/* The counters of -s as net-tools lists them: groups of lines, each with a value and words. */
#ifndef NETSTAT_RENDER_STATISTIC_TEXT_H
#define NETSTAT_RENDER_STATISTIC_TEXT_H

#include "options.h"
#include "render/out.h"
#include "render/statistic_words.h"
#include "source/snmp.h"

/* Whether the options choose the group (NULL: one that nobody knows, which they all do). */
bool statistic_wanted(const struct options *options, const struct statistic_group *group);

/* The whole listing. What the filters leave out is not in it. */
void statistic_text(struct out *out, const struct options *options, const struct snmp_table *table);

#endif
