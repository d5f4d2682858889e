/* -c on a terminal: each round is drawn over the one before, cut to the screen. */
#ifndef NETSTAT_PAGE_REPAINT_H
#define NETSTAT_PAGE_REPAINT_H

#include <stdbool.h>
#include <stddef.h>

#include "notes.h"
#include "page/screen.h"

/* The text of a round. Zeros: none yet. */
struct repaint {
	char *text;
	size_t used, size;
	bool painted; /* a round is on the screen */
};

/* Take text of the round. Returns 0 or ENOMEM. */
int repaint_take(struct repaint *repaint, const char *bytes, size_t length);

/*
 * Draw the round, below it how many rows did not fit, and the messages; then forget the text.
 * Returns 0 or the errno of a failed write.
 */
int repaint_show(struct repaint *repaint, const struct screen *screen,
		 const struct notes *messages);

void repaint_free(struct repaint *repaint);

#endif
