/* The socket listing: which sections, in which order, with which messages. */
#ifndef NETSTAT_VIEW_SOCKETS_H
#define NETSTAT_VIEW_SOCKETS_H

#include "names.h"
#include "options.h"
#include "page/screen.h"
#include "render/out.h"

/*
 * Print one round of the listing; `names` keeps what was looked up for the next round. Returns the
 * exit status; messages have gone to standard error.
 */
int view_sockets(const struct options *options, const struct screen *screen, struct names *names,
		 struct out *out);

#endif
