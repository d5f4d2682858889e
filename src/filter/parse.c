#include "config.h"

#include "filter/parse.h"

#include <stdio.h>
#include <string.h>

#include "filter/terms.h"
#include "filter/token.h"

/* Nesting is bounded, because the tree is walked by recursion. */
enum { MAX_DEPTH = 100, MAX_TERMS = 5000 };

struct parser {
	const char *text;
	size_t position;
	struct token token; /* the next one, not yet taken */
	struct filter_error *error;
	int depth, terms;
};

static struct filter_node *parse_or(struct parser *parser);

static void advance(struct parser *parser)
{
	token_next(&parser->token, parser->text, &parser->position);
}

static void fail(struct parser *parser, const char *message)
{
	snprintf(parser->error->message, sizeof(parser->error->message), "%s", message);
	parser->error->start = parser->token.start;
	parser->error->length = parser->token.length;
}

/* What is said where a term should begin. */
static struct filter_node *fail_term(struct parser *parser)
{
	static const char *const messages[] = {
		[TOKEN_END] = "a term is missing here",
		[TOKEN_CLOSE] = "nothing is open that `)' could close, or nothing stands before it",
		[TOKEN_BAD] = "this quotation does not end, or the word is too long",
	};
	enum token_kind kind = parser->token.kind;

	if (kind == TOKEN_WORD && parser->token.word[0] >= '0' && parser->token.word[0] <= '9')
		fail(parser, "a number is no term; ports are given as `port 25' or `port 25,80'");
	else if (kind == TOKEN_WORD)
		fail(parser, "no such term; the terms are: " TERM_WORDS);
	else if (kind == TOKEN_END || kind == TOKEN_CLOSE || kind == TOKEN_BAD)
		fail(parser, messages[kind]);
	else
		fail(parser, "a term must stand before this");
	return NULL;
}

/* FIELD [OPERATOR] VALUE; the word in hand is the field. */
static struct filter_node *parse_term(struct parser *parser)
{
	const struct term *term =
		parser->token.kind == TOKEN_WORD ? term_find(parser->token.word) : NULL;
	enum token_kind operator = TOKEN_EQ;
	struct filter_node *node;

	if (!term)
		return fail_term(parser);
	if (++parser->terms > MAX_TERMS) {
		fail(parser, "the expression has too many terms");
		return NULL;
	}
	if (term->no_value) {
		node = term_make(term, TOKEN_EQ, "", parser->error);
		if (!node)
			goto place;
		advance(parser);
		return node;
	}
	advance(parser);
	if (parser->token.kind >= TOKEN_EQ && parser->token.kind <= TOKEN_GE) {
		operator = parser->token.kind;
		if (operator > TOKEN_NE && !term->ordered) {
			fail(parser, "this term knows = and != only");
			return NULL;
		}
		advance(parser);
	}
	if (parser->token.kind != TOKEN_WORD) {
		fail(parser, parser->token.kind == TOKEN_BAD ?
				     "this quotation does not end, or the word is too long" :
				     "a value is missing here");
		return NULL;
	}
	node = term_make(term, operator, parser->token.word, parser->error);
	if (node) {
		advance(parser);
		return node;
	}
place:
	parser->error->start = parser->token.start;
	parser->error->length = parser->token.length;
	return NULL;
}

static struct filter_node *parse_group(struct parser *parser)
{
	struct filter_node *node;

	advance(parser);
	node = parse_or(parser);
	if (!node)
		return NULL;
	if (parser->token.kind != TOKEN_CLOSE) {
		fail(parser, "a `)' is missing here");
		filter_free(node);
		return NULL;
	}
	advance(parser);
	return node;
}

static struct filter_node *parse_not(struct parser *parser)
{
	struct filter_node *node;

	if (++parser->depth > MAX_DEPTH) {
		fail(parser, "the expression is nested too deeply");
		return NULL;
	}
	if (parser->token.kind == TOKEN_NOT) {
		advance(parser);
		node = parse_not(parser);
		node = node ? filter_not(node) : NULL;
	} else if (parser->token.kind == TOKEN_OPEN) {
		node = parse_group(parser);
	} else {
		node = parse_term(parser);
	}
	parser->depth--;
	return node;
}

static bool begins_operand(enum token_kind kind)
{
	return kind == TOKEN_WORD || kind == TOKEN_OPEN || kind == TOKEN_NOT || kind == TOKEN_BAD;
}

/*
 * Terms side by side mean `and`; but `state A state B` means either, as in ss, because no socket
 * has two states.
 */
static struct filter_node *parse_and(struct parser *parser)
{
	struct filter_node *left = parse_not(parser), *last = left;

	while (left) {
		struct filter_node *right;
		bool joined = parser->token.kind == TOKEN_AND;

		if (joined)
			advance(parser);
		else if (!begins_operand(parser->token.kind))
			break;
		right = parse_not(parser);
		if (!right) {
			filter_free(left);
			return NULL;
		}
		if (!joined && last->kind == FILTER_STATE && right->kind == FILTER_STATE) {
			last->states |= right->states;
			filter_free(right);
			continue;
		}
		last = right;
		left = filter_join(FILTER_AND, left, right);
	}
	return left;
}

static struct filter_node *parse_or(struct parser *parser)
{
	struct filter_node *left = parse_and(parser);

	while (left && parser->token.kind == TOKEN_OR) {
		struct filter_node *right;

		advance(parser);
		right = parse_and(parser);
		if (!right) {
			filter_free(left);
			return NULL;
		}
		left = filter_join(FILTER_OR, left, right);
	}
	return left;
}

struct filter_node *filter_parse(const char *text, struct filter_error *error)
{
	struct parser parser = { .text = text, .error = error };
	struct filter_node *node;

	*error = (struct filter_error){ .message = "out of memory" };
	advance(&parser);
	node = parse_or(&parser);
	if (node && parser.token.kind != TOKEN_END) {
		fail_term(&parser);
		filter_free(node);
		return NULL;
	}
	return node;
}

struct filter_node *filter_parse_value(const char *field, const char *value,
				       struct filter_error *error)
{
	*error = (struct filter_error){ .message = "out of memory", .length = strlen(value) };
	return term_make(term_find(field), TOKEN_EQ, value, error);
}
