/* A file of /proc read line by line through one large buffer, and the numbers on a line. */
#ifndef NETSTAT_SOURCE_LINES_H
#define NETSTAT_SOURCE_LINES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct lines {
	int fd;
	int error;    /* -errno of a read that failed; 0 at the end of the file */
	char *buffer; /* holds what is read and not yet handed out */
	size_t size, start, end;
	bool ended;
};

/* Returns 0 or -errno. */
int lines_open(struct lines *lines, const char *path);
void lines_close(struct lines *lines);

/*
 * The next line, NUL-terminated without its newline, its length in *length (it may hold NUL bytes
 * before that). NULL at the end or on an error (lines->error). Good until the next call.
 */
char *lines_next(struct lines *lines, size_t *length);

/*
 * Numbers, as scanf would read them: blanks first, then digits; *text moves on. They return false
 * where there is no digit. More digits than fit in 64 bits saturate.
 */
bool scan_hex(const char **text, uint64_t *value);
bool scan_unsigned(const char **text, uint64_t *value);
bool scan_signed(const char **text, int64_t *value);

/* Step over exactly this character. */
bool scan_char(const char **text, char wanted);

/* Step over blanks and the word after them; false if there is no word. */
bool scan_word(const char **text, const char **word, size_t *length);

#endif
