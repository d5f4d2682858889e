/* radix_sort() against qsort() on keys of many shapes. */
#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>

#include "radix.h"

enum { MANY = 20000 };

static uint64_t state = 88172645463325252u;

static uint64_t random_bits(void)
{
	state ^= state << 13;
	state ^= state >> 7;
	state ^= state << 17;
	return state;
}

static int compare(const void *a, const void *b)
{
	const struct radix_item *x = a, *y = b;

	if (x->high != y->high)
		return x->high < y->high ? -1 : 1;
	if (x->low != y->low)
		return x->low < y->low ? -1 : 1;
	return (x->row > y->row) - (x->row < y->row);
}

/* Keys that differ only in the bits of the masks; rows in a mixed order. */
static void expect_sorted(size_t count, uint64_t high, uint32_t low)
{
	struct radix_item *items = calloc(count + 1, sizeof(*items));
	struct radix_item *expected = calloc(count + 1, sizeof(*items));

	cr_assert(items && expected);
	for (size_t i = 0; i < count; i++)
		items[i] = (struct radix_item){ random_bits() & high, (uint32_t)random_bits() & low,
						(uint32_t)(i * 2654435761u) };
	memcpy(expected, items, count * sizeof(*items));
	qsort(expected, count, sizeof(*items), compare);
	radix_sort(items, count);
	cr_expect_arr_eq(items, expected, count * sizeof(*items), "%zu, %llx, %x", count,
			 (unsigned long long)high, low);
	free(items);
	free(expected);
}

Test(radix, sorts_keys_that_differ_anywhere)
{
	expect_sorted(MANY, UINT64_MAX, UINT32_MAX);
	expect_sorted(MANY, 0, UINT32_MAX);
	for (unsigned shift = 0; shift < 64; shift++)
		expect_sorted(500, UINT64_C(1) << shift, 1u << shift % 32);
	expect_sorted(MANY, 0xff00000000000001, 0x80000001);
}

Test(radix, sorts_equal_keys_by_row)
{
	expect_sorted(MANY, 0, 0);
	expect_sorted(MANY, 1, 0);
}

Test(radix, sorts_any_number)
{
	for (size_t count = 0; count < 200; count++)
		expect_sorted(count, 0x0f0f, 3);
}
