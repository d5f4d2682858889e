#include "config.h"

#include "radix.h"

#include <stdbool.h>

enum { DIGITS = 256, FEW = 40 };

static bool is_less(const struct radix_item *a, const struct radix_item *b)
{
	if (a->high != b->high)
		return a->high < b->high;
	return a->low != b->low ? a->low < b->low : a->row < b->row;
}

static void insertion_sort(struct radix_item *items, size_t count)
{
	for (size_t i = 1; i < count; i++) {
		struct radix_item item = items[i];
		size_t at = i;

		for (; at && is_less(&item, &items[at - 1]); at--)
			items[at] = items[at - 1];
		items[at] = item;
	}
}

/* The low half of an item as one number. */
static uint64_t low_half(const struct radix_item *item)
{
	return (uint64_t)item->low << 32 | item->row;
}

/* Which eight bits of an item to look at. */
struct digit {
	bool low;
	unsigned shift;
};

static unsigned digit_of(const struct radix_item *item, struct digit digit)
{
	return (digit.low ? low_half(item) : item->high) >> digit.shift & (DIGITS - 1);
}

/* The highest eight bits, at any place, that hold all in which the items first differ. */
static struct digit find_digit(const struct radix_item *items, size_t count)
{
	uint64_t high = 0, low = 0, differences;
	unsigned top;

	for (size_t i = 1; i < count; i++) {
		high |= items[i].high ^ items[0].high;
		low |= low_half(&items[i]) ^ low_half(&items[0]);
	}
	differences = high ? high : low;
	top = differences ? 64 - (unsigned)__builtin_clzll(differences) : 0;
	return (struct digit){ .low = !high, .shift = top > 8 ? top - 8 : 0 };
}

/* Bring each item into the part of its digit: a cycle of swaps for each that is not there yet. */
static void distribute(struct radix_item *items, struct digit digit, size_t next[DIGITS],
		       const size_t end[DIGITS])
{
	for (unsigned part = 0; part < DIGITS; part++) {
		while (next[part] < end[part]) {
			struct radix_item item = items[next[part]];
			unsigned goes;

			while ((goes = digit_of(&item, digit)) != part) {
				struct radix_item other = items[next[goes]];

				items[next[goes]++] = item;
				item = other;
			}
			items[next[part]++] = item;
		}
	}
}

/*
 * From the highest bits down, in place (an "American flag sort"): a second array as large as the
 * first, which would be faster still, would cost a large listing a sixth more memory. Each level
 * decides at least one bit of 128, and most decide eight, so the depth is bounded.
 */
void radix_sort(struct radix_item *items, size_t count)
{
	size_t next[DIGITS] = { 0 }, end[DIGITS], start = 0;
	struct digit digit;

	if (count <= FEW) {
		insertion_sort(items, count);
		return;
	}
	digit = find_digit(items, count);
	for (size_t i = 0; i < count; i++)
		next[digit_of(&items[i], digit)]++;
	for (unsigned part = 0; part < DIGITS; part++) {
		end[part] = start + next[part];
		next[part] = start;
		start = end[part];
	}
	distribute(items, digit, next, end);
	for (unsigned part = 0; part < DIGITS; part++) {
		size_t from = part ? end[part - 1] : 0;

		if (end[part] - from > 1)
			radix_sort(items + from, end[part] - from);
	}
}
