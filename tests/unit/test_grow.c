/* Lists that grow by an element at a time. */
#include "config.h"

#include <criterion/criterion.h>
#include <stdint.h>
#include <stdlib.h>

#include "grow.h"

Test(grow, there_is_always_room_for_one_more_and_what_is_there_stays)
{
	uint32_t *list = NULL;
	size_t size = 0;

	for (uint32_t i = 0; i < 10000; i++) {
		uint32_t *grown = grow(list, i, &size, sizeof(*list));

		cr_assert_not_null(grown);
		cr_assert_gt(size, i);
		list = grown;
		list[i] = i;
	}
	for (uint32_t i = 0; i < 10000; i++)
		cr_assert_eq(list[i], i);
	free(list);
}

Test(grow, a_list_with_room_stays_where_it_is)
{
	size_t size = 2;
	char list[2];

	cr_expect_eq(grow(list, 1, &size, 1), list);
	cr_expect_eq(size, 2);
}

/* The address sanitizer ends a program that asks for so much. */
#ifndef __SANITIZE_ADDRESS__
Test(grow, without_memory_the_list_stays_as_it_was)
{
	size_t size = 1;
	char *list = malloc(1);

	*list = 'x';
	cr_expect_null(grow(list, 1, &size, SIZE_MAX));
	cr_expect_eq(size, 1);
	cr_expect_eq(*list, 'x');
	free(list);
}
#endif
