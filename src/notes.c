#include "config.h"

#include "notes.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "grow.h"

/* Takes the line over. */
static void keep_line(struct notes *notes, char *line)
{
	char **text = grow(notes->text, notes->count, &notes->size, sizeof(*text));

	if (!text) {
		free(line);
		return;
	}
	notes->text = text;
	notes->text[notes->count++] = line;
}

void notes_add(struct notes *notes, const char *format, ...)
{
	va_list args;
	char *line;

	va_start(args, format);
	if (vasprintf(&line, format, args) >= 0)
		keep_line(notes, line);
	va_end(args);
}

void notes_add_once(struct notes *notes, const char *format, va_list args)
{
	char *line;

	if (vasprintf(&line, format, args) < 0)
		return;
	for (size_t i = 0; i < notes->count; i++) {
		if (!strcmp(notes->text[i], line)) {
			free(line);
			return;
		}
	}
	keep_line(notes, line);
}

static void notes_clear(struct notes *notes)
{
	for (size_t i = 0; i < notes->count; i++)
		free(notes->text[i]);
	notes->count = 0;
}

void notes_print(struct notes *notes)
{
	for (size_t i = 0; i < notes->count; i++)
		fprintf(stderr, "%s\n", notes->text[i]);
	notes_clear(notes);
}

void notes_free(struct notes *notes)
{
	notes_clear(notes);
	free(notes->text);
	*notes = (struct notes){ 0 };
}
