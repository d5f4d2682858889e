/*
 * Random expressions of the filter language: trees of the terms of filter_leaves.h, their text in
 * any of the ways in which it can be written, and what they say of a row.
 */
#ifndef TESTS_UNIT_FILTER_EXPRESSIONS_H
#define TESTS_UNIT_FILTER_EXPRESSIONS_H

#include "filter/filter.h"
#include "filter/parse.h"
#include "filter_leaves.h"

enum expression_kind {
	LEAF,
	NOT,
	AND,
	OR,
};

enum { TEXT_SIZE = 32768 };

struct expression {
	enum expression_kind kind;
	struct expression *left, *right;
	struct leaf leaf;
	char second[LIST_SIZE]; /* of a leaf `state`: another one beside it, which means either */
};

/* ---- trees ---- */

static inline struct expression *expression_make(struct dice *dice, int depth, bool exact)
{
	struct expression *made = calloc(1, sizeof(*made));
	bool leaf = !depth || chance(dice, 15);

	cr_assert_not_null(made);
	made->kind = leaf ? LEAF : (enum expression_kind)(NOT + below(dice, 3));
	if (!leaf) {
		made->left = expression_make(dice, depth - 1, exact);
		if (made->kind != NOT)
			made->right = expression_make(dice, depth - 1, exact);
		return made;
	}
	leaf_make(&made->leaf, dice, exact);
	if (!strcmp(made->leaf.field, "state") && !is_unequal(made->leaf.operator) &&
	    chance(dice, 30)) {
		strcpy(made->second, PICK(dice, some_states).name);
		append(made->leaf.list, LIST_SIZE, ",");
		append(made->leaf.list, LIST_SIZE, made->second);
	}
	return made;
}

static inline void expression_free(struct expression *expression)
{
	if (!expression)
		return;
	expression_free(expression->left);
	expression_free(expression->right);
	free(expression);
}

/* Kleene's three values. */
static inline enum truth expression_judge(const struct expression *expression,
					  const struct view *view)
{
	enum truth left, right;

	if (expression->kind == LEAF)
		return leaf_judge(&expression->leaf, view);
	left = expression_judge(expression->left, view);
	if (expression->kind == NOT)
		return (enum truth)(YES - left);
	right = expression_judge(expression->right, view);
	if (expression->kind == AND)
		return left < right ? left : right;
	return left > right ? left : right;
}

/* ---- text ---- */

struct writing {
	struct dice *dice;
	char text[TEXT_SIZE];
	size_t length;
	bool after_word; /* what was written last is a word, and would go on without a blank */
};

static inline void put(struct writing *writing, const char *bytes)
{
	size_t length = strlen(bytes);

	cr_assert_lt(writing->length + length, sizeof(writing->text));
	memcpy(writing->text + writing->length, bytes, length + 1);
	writing->length += length;
}

static inline bool begins_with_sign(const char *token)
{
	return strchr("()&|=<>", *token) || !strncmp(token, "!=", 2);
}

/* A word or a sign, with as many blanks in front as it takes, or more. */
static inline void put_token(struct writing *writing, const char *token, bool is_word)
{
	static const char *const blanks[] = { "", "", "", " ", " ", " ", "  ", "\t", "\n " };
	const char *blank = PICK(writing->dice, blanks);

	if (!*blank && writing->after_word && !begins_with_sign(token))
		blank = " ";
	put(writing, blank);
	put(writing, token);
	writing->after_word = is_word;
}

/* One of the operators: words need blanks around them, signs do not. */
static inline void put_operator(struct writing *writing, const char *operator)
{
	put_token(writing, operator, isalpha((unsigned char)*operator));
}

/* With a backslash before what is special, and before some of what is not. */
static inline void escape(struct writing *writing, const char *value, char token[TEXT_SIZE])
{
	for (; *value; value++) {
		if (strchr(" \t\n()&|=<>!'\"\\", *value) || chance(writing->dice, 5))
			*token++ = '\\';
		*token++ = *value;
	}
	*token = '\0';
}

/* Quotes around all of it. Within double ones a backslash is special. */
static inline void quote(struct writing *writing, const char *value, char token[TEXT_SIZE])
{
	char mark = strchr(value, '\\') || chance(writing->dice, 50) ? '\'' : '"';

	sprintf(token, "%c%s%c", mark, value, mark);
}

static inline void put_value(struct writing *writing, const char *value)
{
	/* Within a word a `!` is not special. */
	bool special = !*value || value[strcspn(value, " \t\n()&|=<>'\"\\")];
	char token[TEXT_SIZE];

	if (!*value || (special && chance(writing->dice, 50)) || chance(writing->dice, 5))
		quote(writing, value, token);
	else if (special || chance(writing->dice, 5))
		escape(writing, value, token);
	else
		strcpy(token, value);
	put_token(writing, token, true);
}

static inline void put_leaf(struct writing *writing, const struct expression *expression)
{
	const struct leaf *leaf = &expression->leaf;

	put_token(writing, leaf->field, true);
	if (*leaf->operator)
		put_operator(writing, leaf->operator);
	if (strcmp(leaf->field, "autobound"))
		put_value(writing, leaf->value);
	if (*expression->second) {
		put_token(writing, leaf->field, true);
		put_value(writing, expression->second);
	}
}

/* The first or the last term of the text. NULL: it is negated. */
static inline const struct expression *outer_leaf(const struct expression *expression, bool last)
{
	while (expression->kind == AND || expression->kind == OR)
		expression = last ? expression->right : expression->left;
	return expression->kind == LEAF ? expression : NULL;
}

static inline bool is_plain_state(const struct expression *leaf)
{
	return leaf && leaf->leaf.kind->judge == judge_state;
}

/* `and` may be left out, but not between states: side by side they mean either. */
static inline const char *word_for_and(const struct writing *writing,
				       const struct expression *expression)
{
	static const char *const words[] = { "and", "and", "&&", "&" };

	if (chance(writing->dice, 40) && !(is_plain_state(outer_leaf(expression->left, true)) &&
					   is_plain_state(outer_leaf(expression->right, false))))
		return "";
	return PICK(writing->dice, words);
}

static inline void put_expression(struct writing *writing, const struct expression *expression);

/* An operand, in parentheses if it must be, and sometimes if it need not be. */
static inline void put_operand(struct writing *writing, const struct expression *operand,
			       bool parentheses)
{
	if (!parentheses && chance(writing->dice, 80)) {
		put_expression(writing, operand);
		return;
	}
	put_token(writing, "(", false);
	put_expression(writing, operand);
	put_token(writing, ")", false);
}

static inline void put_expression(struct writing *writing, const struct expression *expression)
{
	static const char *const not_words[] = { "not", "!" }, *const or_words[] = { "or", "||",
										     "|" };
	const char *word;

	switch (expression->kind) {
	case LEAF:
		put_leaf(writing, expression);
		return;
	case NOT:
		put_operator(writing, PICK(writing->dice, not_words));
		put_operand(writing, expression->left,
			    expression->left->kind > NOT || *expression->left->second);
		return;
	case AND:
		put_operand(writing, expression->left, expression->left->kind == OR);
		word = word_for_and(writing, expression);
		if (*word)
			put_operator(writing, word);
		put_operand(writing, expression->right, expression->right->kind == OR);
		return;
	case OR:
		put_operand(writing, expression->left, false);
		put_operator(writing, PICK(writing->dice, or_words));
		put_operand(writing, expression->right, false);
		return;
	}
}

/* To be freed. */
static inline char *expression_text(const struct expression *expression, struct dice *dice)
{
	struct writing *writing = calloc(1, sizeof(*writing));
	char *text;

	cr_assert_not_null(writing);
	writing->dice = dice;
	put_expression(writing, expression);
	text = strdup(writing->text);
	cr_assert_not_null(text);
	free(writing);
	return text;
}

/* ---- the tree that src/filter makes of it ---- */

/* See CGROUP_MARK. */
static inline void put_cgroups(struct filter_node *node)
{
	if (!node)
		return;
	put_cgroups(node->left);
	put_cgroups(node->right);
	if (node->kind == FILTER_MARK && node->mark.value == CGROUP_MARK) {
		uint32_t place = node->mark.mask;

		node->kind = FILTER_CGROUP;
		node->cgroup = some_cgroups[place];
	}
}

static inline struct filter_node *expression_parse(const char *text)
{
	struct filter_error error;
	struct filter_node *node = filter_parse(text, &error);

	cr_assert(node, "%s: %s, at %zu", text, error.message, error.start);
	put_cgroups(node);
	return node;
}

#endif
