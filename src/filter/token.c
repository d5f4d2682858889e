#include "config.h"

#include "filter/token.h"

#include <string.h>

struct sign {
	const char *text;
	enum token_kind kind;
};

/* Longer ones first. */
static const struct sign signs[] = {
	{ "&&", TOKEN_AND }, { "||", TOKEN_OR }, { "==", TOKEN_EQ }, { "!=", TOKEN_NE },
	{ "<=", TOKEN_LE },  { ">=", TOKEN_GE }, { "(", TOKEN_OPEN }, { ")", TOKEN_CLOSE },
	{ "&", TOKEN_AND },  { "|", TOKEN_OR },  { "=", TOKEN_EQ },  { "!", TOKEN_NOT },
	{ "<", TOKEN_LT },   { ">", TOKEN_GT },
};

static const struct sign word_signs[] = {
	{ "and", TOKEN_AND }, { "or", TOKEN_OR },  { "not", TOKEN_NOT }, { "eq", TOKEN_EQ },
	{ "ne", TOKEN_NE },   { "neq", TOKEN_NE }, { "lt", TOKEN_LT },	 { "le", TOKEN_LE },
	{ "leq", TOKEN_LE },  { "gt", TOKEN_GT },  { "ge", TOKEN_GE },	 { "geq", TOKEN_GE },
};

static const char blanks[] = " \t\n\r\v\f";

static const struct sign *find_sign(const char *text)
{
	for (size_t i = 0; i < sizeof(signs) / sizeof(*signs); i++)
		if (!strncmp(text, signs[i].text, strlen(signs[i].text)))
			return &signs[i];
	return NULL;
}

/* A `!` within a word belongs to it, as in [!a-z], unless it begins `!=`. */
static bool ends_word(const char *text)
{
	const struct sign *sign = find_sign(text);

	return !*text || strchr(blanks, *text) || (sign && sign->kind != TOKEN_NOT);
}

static void read_word(struct token *token, const char *text, size_t *position)
{
	size_t used = 0;
	bool quoted = false;
	char quote = 0;

	for (; text[*position] && (quote || !ends_word(text + *position)); ++*position) {
		char c = text[*position];

		if (c == quote) {
			quote = 0;
			continue;
		}
		if (!quote && (c == '"' || c == '\'')) {
			quote = c;
			quoted = true;
			continue;
		}
		if (c == '\\' && quote != '\'' && text[*position + 1]) {
			c = text[++*position];
			quoted = true;
		}
		if (used == sizeof(token->word) - 1) {
			token->kind = TOKEN_BAD;
			return;
		}
		token->word[used++] = c;
	}
	token->word[used] = '\0';
	token->kind = quote ? TOKEN_BAD : TOKEN_WORD;
	for (size_t i = 0; !quoted && i < sizeof(word_signs) / sizeof(*word_signs); i++)
		if (!strcmp(token->word, word_signs[i].text))
			token->kind = word_signs[i].kind;
}

void token_next(struct token *token, const char *text, size_t *position)
{
	const struct sign *sign;

	*position += strspn(text + *position, blanks);
	token->start = *position;
	token->word[0] = '\0';
	sign = find_sign(text + *position);
	if (!text[*position]) {
		token->kind = TOKEN_END;
	} else if (sign) {
		token->kind = sign->kind;
		*position += strlen(sign->text);
	} else {
		read_word(token, text, position);
	}
	token->length = *position - token->start;
}
