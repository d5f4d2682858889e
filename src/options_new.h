/* The options that net-tools does not have. */
#ifndef NETSTAT_OPTIONS_NEW_H
#define NETSTAT_OPTIONS_NEW_H

#include <stdbool.h>
#include <stddef.h>

#include "options.h"

/* For argv_rewrite(). */
bool options_is_new(const char *name, size_t length, bool *takes_value);

/* Apply NAME or NAME=VALUE. Returns OPTIONS_GO_ON or an exit status, with the reason printed. */
int options_apply_new(struct options *options, const char *text);

/*
 * AND a filter expression to what the options select. Returns OPTIONS_GO_ON, or STATUS_USAGE with
 * the expression and the place of the fault printed.
 */
int options_add_filter(struct options *options, const char *text);

/*
 * Read the value of --sort for the view that the complete options ask for. Returns OPTIONS_GO_ON or,
 * after a message, the exit status.
 */
int options_read_sort(struct options *options);

#endif
