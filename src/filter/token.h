/* The words and signs of a filter expression. */
#ifndef NETSTAT_FILTER_TOKEN_H
#define NETSTAT_FILTER_TOKEN_H

#include <stdbool.h>
#include <stddef.h>

enum token_kind {
	TOKEN_END,
	TOKEN_WORD,
	TOKEN_OPEN,
	TOKEN_CLOSE,
	TOKEN_AND,
	TOKEN_OR,
	TOKEN_NOT,
	TOKEN_EQ,
	TOKEN_NE,
	TOKEN_LT,
	TOKEN_LE,
	TOKEN_GT,
	TOKEN_GE,
	TOKEN_BAD, /* a quotation that does not end, a word that is too long */
};

enum { TOKEN_WORD_SIZE = 4096 };

struct token {
	enum token_kind kind;
	size_t start, length; /* where it stands in the expression */
	char word[TOKEN_WORD_SIZE]; /* of TOKEN_WORD: without quotes and backslashes */
};

/*
 * Read the token at *position of the text and move on. Blanks are needed between words only. A
 * backslash or quotes take the special meaning from what they cover.
 */
void token_next(struct token *token, const char *text, size_t *position);

#endif
