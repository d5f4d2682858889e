/* What the options of a whole command line cannot mean together. */
#ifndef NETSTAT_OPTIONS_CHECK_H
#define NETSTAT_OPTIONS_CHECK_H

#include "options.h"

/*
 * Look at options that are complete. Returns OPTIONS_GO_ON, or after a message on standard error the
 * exit status to end with.
 */
int options_check(const struct options *options);

#endif
