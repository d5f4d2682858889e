/*
 * What a source or the owner scan has to say beside the rows: warnings, and what could not be
 * seen. Collected while gathering, because nothing that gathers prints.
 */
#ifndef NETSTAT_NOTES_H
#define NETSTAT_NOTES_H

#include <stdarg.h>
#include <stddef.h>

struct notes {
	char **text; /* each a line without its newline */
	size_t count;
	size_t size;
};

/* Add a line. When memory is short the line is lost: a note never makes a listing fail. */
void notes_add(struct notes *notes, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* Add a line unless it is there already. */
void notes_add_once(struct notes *notes, const char *format, va_list args)
	__attribute__((format(printf, 2, 0)));

/* Write all lines to standard error and forget them. */
void notes_print(struct notes *notes);

void notes_free(struct notes *notes);

#endif
