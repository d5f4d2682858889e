/* Which of two rows comes first, by the keys of an order and then by the default one. */
#ifndef NETSTAT_SORT_COMPARE_H
#define NETSTAT_SORT_COMPARE_H

#include "radix.h"
#include "sort.h"

/* What the comparisons look at. */
struct sorting {
	const struct sock_table *table;
	const struct sort_spec *spec;
	const struct owners *owners;
};

/* The process shown for a row, or NULL; rows without one come first. */
const struct process *sort_process(const struct sorting *sorting, const struct sock_entry *entry);

/* For qsort_r(): two struct radix_item, of which only the row counts, and a struct sorting. */
int sort_compare(const void *a, const void *b, void *arg);

#endif
