/* The families that this program cannot list, because no current kernel has them. */
#ifndef NETSTAT_VIEW_FAMILIES_H
#define NETSTAT_VIEW_FAMILIES_H

#include <stdbool.h>

#include "options.h"
#include "render/out.h"

/*
 * Say on standard error which of the families that the options ask for (or, with -v, of those of
 * the default listing) this system does not have. Returns whether one was asked for by name.
 */
bool families_missing(const struct options *options, struct out *out);

#endif
