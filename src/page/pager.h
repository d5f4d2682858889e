/*
 * Hold the text back until it is taller than the screen, then hand it to a pager; what fits is
 * printed as it is. The pager runs as a child and is fed as it reads.
 */
#ifndef NETSTAT_PAGE_PAGER_H
#define NETSTAT_PAGE_PAGER_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>
#include <termios.h>

#include "page/screen.h"

struct pager {
	enum {
		PAGER_HOLDING,
		PAGER_RUNNING,
		PAGER_PLAIN, /* it turned out that nothing pages: straight to standard output */
	} state;
	bool always;      /* page what fits, too */
	unsigned heading; /* lines that stay on top */
	const struct screen *screen;
	char *held;
	size_t held_length, held_size;
	size_t rows;   /* of the screen that the held text takes */
	size_t column; /* where its last line ends */
	pid_t child;
	int pipe_fd, signal_fd;
	int ended_by; /* signal that ended us while the pager ran, or 0 */
	bool quit;    /* the pager takes no more: its user has seen enough */
	bool terminal_saved;
	struct termios terminal;
};

/* `always`: page what fits, too. The first `heading` lines stay on top where the pager knows how. */
void pager_start(struct pager *pager, const struct screen *screen, bool always, unsigned heading);

/*
 * Take text. Returns 0 or an errno: EPIPE when the pager was left (pager->quit), which is no
 * failure, EINTR after a signal (pager->ended_by).
 */
int pager_write(struct pager *pager, const char *bytes, size_t length);

/*
 * All has been written: print what was held, or wait until the pager is left. Puts the terminal
 * back as it was. Returns 0 or an errno.
 */
int pager_finish(struct pager *pager);

#endif
