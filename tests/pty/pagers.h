/* Pagers that are made up: they ask for nothing and tell how they were called. */
#ifndef PAGERS_H
#define PAGERS_H

#include <stdbool.h>

/* NAME=VALUE for an environment; valid until eight more have been asked for. */
const char *setting(const char *name, const char *value);

/*
 * Make a pager in the scratch directory that writes NAME.text, NAME.env and NAME.arguments there
 * (how many, a colon, and all of them). May pass for a less.
 */
void pager_fake(const char *name, const char *file);

/* Remove what it has written. */
void pager_forget(const char *name);

bool pager_was_started(const char *name);
bool pager_had_arguments(const char *name, const char *arguments);

/* Make one called "fake". Returns PATH=... with nothing in it but this, as `pager`. */
const char *pager_path(void);

#endif
