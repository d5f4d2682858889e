/* The terminal that the listing goes to: whether there is one, how large it is, what it may show. */
#ifndef NETSTAT_PAGE_SCREEN_H
#define NETSTAT_PAGE_SCREEN_H

#include <stdbool.h>

#include "options.h"

struct screen {
	bool terminal; /* standard output is a terminal that can do more than print: TERM is not dumb */
	bool input;    /* standard input is one too: somebody can press keys */
	bool color;
	unsigned rows, columns; /* 24 by 80 where the terminal does not tell */
};

/* Ask the system, once a round: a window may change its size. */
void screen_read(struct screen *screen, const struct options *options);

#endif
