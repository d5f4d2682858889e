/* --why-busy: explain ports. */
#ifndef NETSTAT_VIEW_WHY_BUSY_H
#define NETSTAT_VIEW_WHY_BUSY_H

#include "options.h"
#include "page/screen.h"
#include "render/out.h"

/*
 * Explain the ports of options->why. Returns the exit status: 0 one of them cannot be used and this
 * is why, 1 all can be used, 2 one is held and the holder could not be determined, 3 usage.
 */
int view_why_busy(const struct options *options, const struct screen *screen, struct out *out);

#endif
