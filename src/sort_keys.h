/* Keys for radix_sort(), made from the row that an item names. */
#ifndef NETSTAT_SORT_KEYS_H
#define NETSTAT_SORT_KEYS_H

#include "sort_compare.h"

/* The first key of an order that is not the default one; sort_compare() decides between equals. */
void sort_key_prefix(const struct sorting *sorting, struct radix_item *item);

/* Local address and port, foreign address and port: with IPv4 all of it fits a key. */
void sort_key_v4(const struct sorting *sorting, struct radix_item *item);

enum { SORT_V6_LEVELS = 3 };

/*
 * The same of IPv6, in SORT_V6_LEVELS parts, from 0: each orders those that are equal in the ones
 * before.
 */
void sort_key_v6(const struct sorting *sorting, struct radix_item *item, unsigned level);

#endif
