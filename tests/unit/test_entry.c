/* The table of rows and the arena beside it. */
#include "config.h"

#include <criterion/criterion.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "entry.h"

/* ---- the arena ---- */

Test(arena, never_hands_out_offset_0)
{
	struct sock_table table = { 0 };

	cr_expect_neq(arena_add(&table.arena, "first", 6), 0);
	table_clear(&table);
	cr_expect_neq(arena_add(&table.arena, "first again", 12), 0);
	table_clear(&table);
	cr_expect_neq(arena_add(&table.arena, "", 0), 0);
	table_free(&table);
}

Test(arena, aligns_every_offset_to_8)
{
	struct sock_table table = { 0 };
	uint32_t end = 0;

	for (size_t length = 0; length < 100; length++) {
		uint32_t offset = arena_add(&table.arena, NULL, length);

		cr_expect_eq(offset % 8, 0, "length %zu", length);
		cr_expect_geq(offset, end, "length %zu overlaps what is before it", length);
		end = offset + (uint32_t)length;
		cr_expect_leq(end, table.arena.used, "length %zu", length);
		cr_expect_leq(table.arena.used, table.arena.size, "length %zu", length);
	}
	table_free(&table);
}

Test(arena, keeps_what_it_holds_while_it_grows)
{
	enum { TEXTS = 50000 };
	static uint32_t offsets[TEXTS];
	struct sock_table table = { 0 };
	char text[32];

	for (int i = 0; i < TEXTS; i++) {
		int length = snprintf(text, sizeof(text), "text number %d", i);

		offsets[i] = arena_add(&table.arena, text, (size_t)length + 1);
	}
	for (int i = 0; i < TEXTS; i++) {
		snprintf(text, sizeof(text), "text number %d", i);
		cr_assert_str_eq(table.arena.data + offsets[i], text);
	}
	table_free(&table);
}

Test(arena, gives_zeros_when_it_is_given_nothing)
{
	static const char zeros[64];
	struct sock_table table = { 0 };
	uint32_t offset;

	/* Memory that was used before must not shine through. */
	arena_add(&table.arena, "0123456789012345678901234567890123456789012345678901234567890123",
		  64);
	table_clear(&table);
	offset = arena_add(&table.arena, NULL, sizeof(zeros));
	cr_expect_arr_eq(table.arena.data + offset, zeros, sizeof(zeros));
	table_free(&table);
}

Test(arena, takes_one_piece_larger_than_it_has_ever_been)
{
	static char large[1000000];
	struct sock_table table = { 0 };
	uint32_t small, offset;

	memset(large, 'x', sizeof(large));
	small = arena_add(&table.arena, "small", 6);
	offset = arena_add(&table.arena, large, sizeof(large));
	cr_assert_neq(offset, 0);
	cr_expect_str_eq(table.arena.data + small, "small");
	cr_expect_arr_eq(table.arena.data + offset, large, sizeof(large));
	table_free(&table);
}

Test(arena, refuses_what_32_bits_cannot_address)
{
	struct sock_table table = { 0 };

	cr_expect_eq(arena_add(&table.arena, NULL, (size_t)UINT32_MAX), 0);
	/* Nothing of the refused piece remains. */
	cr_expect_eq(arena_add(&table.arena, "x", 2), 8);
	table_free(&table);
}

/* Rounding such a length up to the alignment wraps around to nothing. */
Test(arena, refuses_a_length_that_overflows_when_it_is_aligned)
{
	struct sock_table table = { 0 };

	for (size_t below = 0; below < 20; below++)
		cr_assert_eq(arena_add(&table.arena, NULL, SIZE_MAX - below), 0, "SIZE_MAX - %zu",
			     below);
	table_free(&table);
}

/* ---- the table ---- */

Test(table, has_rows_of_at_most_80_bytes)
{
	cr_assert_leq(sizeof(struct sock_entry), 80);
}

Test(table, counts_a_row_only_when_it_is_committed)
{
	struct sock_table table = { 0 };
	struct sock_entry *entry = table_next(&table);

	entry->inode = 7;
	cr_expect_eq(table.count, 0);
	/* Not committed: the same place again, and empty. */
	cr_expect_eq(table_next(&table), entry);
	cr_expect_eq(entry->inode, 0);
	table_free(&table);
}

static bool is_zero(const void *bytes, size_t length)
{
	const char *byte = bytes;

	while (length && !*byte) {
		byte++;
		length--;
	}
	return !length;
}

Test(table, hands_out_everything_zeroed_also_when_it_was_used_before)
{
	struct sock_table table = { .with_timers = true, .with_details = true };

	for (int round = 0; round < 2; round++) {
		for (int i = 0; i < 1000; i++) {
			struct sock_entry *entry = table_next(&table);
			struct sock_timer *timer = &table.timers[table.count];
			struct sock_detail *detail = &table.details[table.count];

			cr_assert(is_zero(entry, sizeof(*entry)), "row %d", i);
			cr_assert(is_zero(timer, sizeof(*timer)), "timer %d", i);
			cr_assert(is_zero(detail, sizeof(*detail)), "detail %d", i);
			memset(entry, 0xff, sizeof(*entry));
			memset(timer, 0xff, sizeof(*timer));
			memset(detail, 0xff, sizeof(*detail));
			table.count++;
		}
		table_clear(&table);
	}
	table_free(&table);
}

Test(table, keeps_everything_while_it_grows)
{
	enum { ROWS = 100000 };
	struct sock_table table = { .with_timers = true, .with_details = true };

	for (uint32_t i = 0; i < ROWS; i++) {
		struct sock_entry *entry = table_next(&table);

		cr_assert_not_null(entry);
		entry->inode = i;
		table.timers[table.count].ticks = i * 3;
		table.details[table.count].mark = i * 5;
		table.count++;
	}
	cr_assert_eq(table.count, ROWS);
	cr_assert_geq(table.size, ROWS);
	for (uint32_t i = 0; i < ROWS; i++) {
		cr_assert_eq(table.rows[i].inode, i);
		cr_assert_eq(table.timers[i].ticks, i * 3);
		cr_assert_eq(table.details[i].mark, i * 5);
	}
	table_free(&table);
}

Test(table, has_no_timers_and_details_unless_they_are_asked_for)
{
	struct sock_table table = { 0 };

	for (int i = 0; i < 1000; i++, table.count++)
		cr_assert_not_null(table_next(&table));
	cr_expect_null(table.timers);
	cr_expect_null(table.details);
	table_free(&table);
}

Test(table, keeps_its_memory_when_it_is_cleared)
{
	struct sock_table table = { .with_timers = true };
	const struct sock_entry *rows;
	size_t size;

	for (int i = 0; i < 1000; i++, table.count++)
		table_next(&table);
	arena_add(&table.arena, "text", 5);
	rows = table.rows;
	size = table.size;
	table_clear(&table);
	cr_expect_eq(table.count, 0);
	cr_expect_eq(table.arena.used, 0);
	cr_expect_eq(table.rows, rows);
	cr_expect_eq(table.size, size);
	cr_expect_eq(table_next(&table), rows);
	table_free(&table);
}

Test(table, can_be_used_again_after_it_was_freed)
{
	struct sock_table table = { .with_timers = true, .with_details = true };

	for (int round = 0; round < 3; round++) {
		cr_assert_not_null(table_next(&table));
		cr_assert_not_null(table.timers);
		cr_assert_not_null(table.details);
		table.count++;
		cr_assert_neq(arena_add(&table.arena, "text", 5), 0);
		table_free(&table);
		cr_expect_eq(table.count, 0);
		cr_expect_eq(table.size, 0);
		cr_expect_null(table.rows);
		cr_expect_null(table.timers);
		cr_expect_null(table.arena.data);
		cr_expect_null(table.details);
		/* What the listing needs outlives its rows. */
		cr_expect(table.with_timers && table.with_details);
	}
	table_free(&table);
}

Test(table, finds_the_path_of_a_row_and_none_without_one)
{
	struct sock_table table = { 0 };
	struct sock_entry *entry = table_next(&table);

	cr_expect_str_eq(table_path(&table, entry), "");
	entry->aux = arena_add(&table.arena, "/run/a b", 9);
	cr_expect_str_eq(table_path(&table, entry), "/run/a b");
	table_free(&table);
}

Test(table, finds_further_addresses_of_a_row_and_none_without_them)
{
	struct sock_table table = { 0 };
	struct sock_entry *entry = table_next(&table);
	struct sock_addrs header = { .locals = 2, .foreigns = 3 };
	const struct sock_addrs *found;

	cr_expect_null(table_addrs(&table, entry));
	entry->aux = arena_add(&table.arena, &header, sizeof(header));
	found = table_addrs(&table, entry);
	cr_assert_not_null(found);
	cr_expect_eq(found->locals, 2);
	cr_expect_eq(found->foreigns, 3);
	table_free(&table);
}

/* ---- addresses ---- */

Test(address, is_mapped_only_with_the_whole_prefix)
{
	union inet_addr addr = { .bytes = { [10] = 0xff, [11] = 0xff, [12] = 1 } };

	cr_assert(addr_is_mapped(&addr));
	for (int bit = 0; bit < 96; bit++) {
		addr.bytes[bit / 8] ^= (uint8_t)(1 << bit % 8);
		cr_expect_not(addr_is_mapped(&addr), "bit %d", bit);
		addr.bytes[bit / 8] ^= (uint8_t)(1 << bit % 8);
	}
}

Test(address, is_any_only_when_every_bit_is_zero)
{
	union inet_addr addr = { 0 };

	cr_assert(addr_is_any(&addr));
	for (int bit = 0; bit < 128; bit++) {
		addr.bytes[bit / 8] ^= (uint8_t)(1 << bit % 8);
		cr_expect_not(addr_is_any(&addr), "bit %d", bit);
		addr.bytes[bit / 8] ^= (uint8_t)(1 << bit % 8);
	}
}

/* ---- joining ---- */

static void fill(struct sock_table *table, size_t from, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		struct sock_entry *entry = table_next(table);

		cr_assert_not_null(entry);
		entry->inode = from + i + 1;
		if (table->timers)
			table->timers[table->count].ticks = (uint32_t)(from + i + 1);
		if (table->details)
			table->details[table->count].mark = (uint32_t)(from + i + 1);
		table->count++;
	}
}

static void expect_joined(size_t first, size_t second, bool more)
{
	struct sock_table to = { .with_timers = more, .with_details = more }, from = to;
	bool *seen = calloc(first + second + 1, sizeof(*seen));

	fill(&to, 0, first);
	fill(&from, first, second);
	cr_assert_eq(table_join(&to, &from), 0);
	cr_assert_eq(to.count, first + second);
	cr_assert_eq(from.count, 0);
	cr_assert_null(from.rows);
	for (size_t i = 0; i < to.count; i++) {
		uint64_t inode = to.rows[i].inode;

		cr_assert(inode && inode <= first + second && !seen[inode - 1]);
		seen[inode - 1] = true;
		cr_assert(!more || to.timers[i].ticks == inode);
		cr_assert(!more || to.details[i].mark == inode);
	}
	free(seen);
	table_free(&to);
}

Test(table, joins_another)
{
	static const size_t sizes[] = { 0, 1, 63, 64, 65, 16384, 16385, 50000 };

	for (size_t i = 0; i < sizeof(sizes) / sizeof(*sizes); i++)
		for (size_t j = 0; j < sizeof(sizes) / sizeof(*sizes); j++) {
			expect_joined(sizes[i], sizes[j], false);
			expect_joined(sizes[i], sizes[j], true);
		}
}

Test(table, keeps_the_namespaces_of_its_rows_while_it_grows_and_joins)
{
	enum { ROWS = 1000 };
	struct sock_table table = { .with_netns = true }, part = { 0 };

	for (uint32_t place = 0; place < 3; place++) {
		size_t first = table.count;

		for (int i = 0; i < ROWS; i++) {
			cr_assert_not_null(table_next(&part));
			part.count++;
		}
		cr_assert_eq(table_join(&table, &part), 0);
		table_set_netns(&table, first, place);
	}
	for (size_t i = 0; i < table.count; i++)
		cr_assert_eq(table_netns(&table, i), i / ROWS);
	table_free(&table);
	cr_expect(table.with_netns);
	cr_expect_null(table.netns);
	cr_expect_eq(table_netns(&part, 0), 0);
}
