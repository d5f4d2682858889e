/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The tables that are not of sockets: routes, interfaces, groups, statistics. */
#ifndef TABLES_H
#define TABLES_H

#include <stddef.h>

#include "contest.h"

/*
 * In a network namespace of its own make so many interfaces, and so many routes of IPv4 and of IPv6
 * each, with `ip`; run all of table_contests[] there, and print the results. Returns 0, or 1 if it
 * could not be done, after a message.
 */
int tables_measure(size_t routes, size_t links, const struct contest_rules *rules);

#endif
