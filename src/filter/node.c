#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "filter/filter.h"

struct filter_node *filter_new(enum filter_kind kind)
{
	struct filter_node *node = calloc(1, sizeof(*node));

	if (node)
		node->kind = kind;
	return node;
}

struct filter_node *filter_join(enum filter_kind kind, struct filter_node *left,
				struct filter_node *right)
{
	struct filter_node *node = left && right ? filter_new(kind) : NULL;

	if (!node) {
		filter_free(left);
		filter_free(right);
		return NULL;
	}
	node->left = left;
	node->right = right;
	return node;
}

struct filter_node *filter_not(struct filter_node *inner)
{
	struct filter_node *node = inner ? filter_new(FILTER_NOT) : NULL;

	if (!node) {
		filter_free(inner);
		return NULL;
	}
	node->left = inner;
	return node;
}

struct filter_node *filter_number(enum filter_field field, uint64_t first, uint64_t last)
{
	struct filter_node *node = filter_new(FILTER_NUMBER);

	if (!node)
		return NULL;
	node->number.field = field;
	if (first <= last && !filter_add_range(node, first, last)) {
		filter_free(node);
		return NULL;
	}
	return node;
}

/* Whether the ranges overlap or leave no number between them. */
static bool touch(const struct filter_range *low, const struct filter_range *high)
{
	return low->last == UINT64_MAX || high->first <= low->last + 1;
}

bool filter_add_range(struct filter_node *node, uint64_t first, uint64_t last)
{
	size_t count = node->number.count, at = count, kept = 0;
	struct filter_range *ranges =
		reallocarray(node->number.ranges, count + 1, sizeof(*ranges));

	if (!ranges)
		return false;
	node->number.ranges = ranges;
	while (at && ranges[at - 1].first > first) {
		ranges[at] = ranges[at - 1];
		at--;
	}
	ranges[at] = (struct filter_range){ first, last };
	for (size_t i = 1; i <= count; i++) {
		if (touch(&ranges[kept], &ranges[i])) {
			if (ranges[kept].last < ranges[i].last)
				ranges[kept].last = ranges[i].last;
		} else {
			ranges[++kept] = ranges[i];
		}
	}
	node->number.count = kept + 1;
	return true;
}

void filter_free(struct filter_node *node)
{
	if (!node)
		return;
	filter_free(node->left);
	filter_free(node->right);
	if (node->kind == FILTER_NUMBER)
		free(node->number.ranges);
	if (node->kind == FILTER_PATH || node->kind == FILTER_PROCESS)
		free(node->glob.pattern);
	free(node);
}

bool filter_has(const struct filter_node *node, enum filter_kind kind)
{
	return node && (node->kind == kind || filter_has(node->left, kind) ||
			filter_has(node->right, kind));
}

bool filter_has_field(const struct filter_node *node, enum filter_field field)
{
	if (!node)
		return false;
	if (node->kind == FILTER_NUMBER)
		return node->number.field == field;
	return filter_has_field(node->left, field) || filter_has_field(node->right, field);
}

bool filter_is_local(const struct filter_node *node)
{
	if (!node)
		return false;
	if (node->kind == FILTER_NUMBER)
		return node->number.named;
	return node->kind == FILTER_CGROUP || node->kind == FILTER_AUTOBOUND ||
	       filter_is_local(node->left) || filter_is_local(node->right);
}
