#include "config.h"

#include "owner/order.h"

#include <stdbool.h>
#include <string.h>

static bool before(const struct hit *a, const struct hit *b)
{
	return a->pid != b->pid ? a->pid < b->pid : a->fd < b->fd;
}

/* Where the ascending run that begins at `from` ends. */
static size_t run_end(const struct hit *hits, size_t from, size_t count)
{
	size_t end = from;

	if (end < count)
		end++;
	while (end < count && !before(&hits[end], &hits[end - 1]))
		end++;
	return end;
}

/* Merge the neighbours [from, middle) and [middle, end) into the same places of `to`. */
static void merge(struct hit *to, const struct hit *hits, size_t from, size_t middle, size_t end)
{
	size_t left = from, right = middle;

	for (size_t at = from; at < end; at++) {
		bool take_right = right < end &&
				  (left == middle || before(&hits[right], &hits[left]));

		to[at] = hits[take_right ? right++ : left++];
	}
}

struct hit *order_hits(struct hit *hits, struct hit *spare, size_t count)
{
	while (run_end(hits, 0, count) < count) {
		struct hit *merged = spare;

		for (size_t from = 0; from < count;) {
			size_t middle = run_end(hits, from, count);
			size_t end = run_end(hits, middle, count);

			merge(merged, hits, from, middle, end);
			from = end;
		}
		spare = hits;
		hits = merged;
	}
	return hits;
}
