/* The pager for systems without one: a screen at a time, the headings kept on top. */
#ifndef NETSTAT_PAGE_BUILTIN_H
#define NETSTAT_PAGE_BUILTIN_H

#include <stddef.h>

#include "page/screen.h"

/*
 * Show the text that comes from `fd`; keys come from the terminal. The first `heading` lines stay
 * on top. Returns an exit status; the terminal is as it was.
 */
int builtin_page(int fd, size_t heading, const struct screen *screen);

#endif
