/* The socket listing: which sections, in which order, with which messages. */
#ifndef NETSTAT_VIEW_SOCKETS_H
#define NETSTAT_VIEW_SOCKETS_H

#include "names.h"
#include "options.h"
#include "page/screen.h"
#include "render/out.h"

/* What a round of the listing leaves for the next one. All zeros before the first. */
struct rounds {
	struct names names;   /* what was looked up */
	struct listing *last; /* if the next round tells only what is different */
	bool started;         /* a round has been printed */
};

/*
 * Print one round of the listing; where the options ask for events, from the second on only what is
 * different. Returns the exit status; messages have gone to standard error.
 */
int view_sockets(const struct options *options, const struct screen *screen, struct rounds *rounds,
		 struct out *out);

void rounds_free(struct rounds *rounds);

#endif
