/* What becomes of the descriptors that a reader finds, in whatever order they come. */
#include "config.h"

#include "owner_tree.h"

#include "owner/numbers.h"

TestSuite(collect, .init = tree_make, .fini = tree_remove);
TestSuite(numbers, .init = tree_make, .fini = tree_remove);

#define COUNT(array) (sizeof(array) / sizeof(*(array)))

/* ---- the order ---- */

static int compare_hits(const void *a, const void *b)
{
	const struct hit *p = a, *q = b;

	if (p->pid != q->pid)
		return p->pid < q->pid ? -1 : 1;
	if (p->fd != q->fd)
		return p->fd < q->fd ? -1 : 1;
	return (p->slot > q->slot) - (p->slot < q->slot); /* as they came: stable */
}

static void expect_ordered(const struct hit *hits, size_t count)
{
	struct hit *input = malloc((count + 1) * sizeof(*input));
	struct hit *spare = malloc((count + 1) * sizeof(*spare));
	struct hit *wanted = malloc((count + 1) * sizeof(*wanted)), *result;

	if (count) {
		memcpy(input, hits, count * sizeof(*hits));
		memcpy(wanted, hits, count * sizeof(*hits));
		qsort(wanted, count, sizeof(*wanted), compare_hits);
	}
	result = order_hits(input, spare, count);
	cr_assert(result == input || result == spare);
	cr_expect(!count || !memcmp(result, wanted, count * sizeof(*wanted)), "%zu hits", count);
	free(input);
	free(spare);
	free(wanted);
}

Test(order, is_by_pid_then_by_descriptor_and_stable)
{
	static struct hit hits[300];

	srand(1);
	for (size_t count = 0; count < COUNT(hits); count++) {
		for (size_t i = 0; i < count; i++)
			hits[i] = (struct hit){ rand() % 7, rand() % 9, (uint32_t)i };
		expect_ordered(hits, count);
	}
}

Test(order, of_runs_as_threads_leave_them)
{
	static struct hit hits[4000];

	for (int step = 1; step < 9; step++) {
		/* Each of `step` threads took every so-manieth process, ascending. */
		for (size_t i = 0; i < COUNT(hits); i++) {
			size_t of = COUNT(hits) / (size_t)step, thread = i / of;

			hits[i] = (struct hit){ (int)(i % of * (size_t)step + thread) / 10,
						(int)(i % of), (uint32_t)i };
		}
		expect_ordered(hits, COUNT(hits));
	}
	for (size_t i = 0; i < COUNT(hits); i++)
		hits[i] = (struct hit){ (int)(COUNT(hits) - i), 3, (uint32_t)i };
	expect_ordered(hits, COUNT(hits));
}

/* ---- records, one by one ---- */

enum { UNWANTED = 999 };

/* Named 2, 3, 4, 5; nameless 1. Wanted: inodes 10, 11, 12. */
static void begin(struct owners *owners, struct collection *collection, bool all)
{
	static const char *const names[] = { NULL, NULL, "two", "three", "four", "five" };
	struct stat status;
	int fd;

	fd = open(tree_path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	cr_assert_geq(fd, 0);
	for (int pid = 1; pid <= 5; pid++)
		if (fstatat(fd, (char[]){ (char)('0' + pid), '\0' }, &status, 0))
			tree_process(pid, names[pid]);
	*owners = (struct owners){ 0 };
	for (uint64_t inode = 10; inode <= 12; inode++)
		want_inode(owners, inode);
	collection_start(collection, owners, fd, all, false);
}

struct record {
	int pid, fd;
	uint64_t inode;
};

static void feed(struct collector *collector, const struct record *records, size_t count)
{
	for (size_t i = 0; i < count; i++)
		cr_expect_eq(collect(collector, records[i].pid, records[i].fd, records[i].inode),
			     0);
}

static void end(struct owners *owners, struct collection *collection,
		struct collector *const *collectors, size_t count)
{
	cr_assert_eq(collection_finish(collection, collectors, count), 0);
	for (size_t i = 0; i < count; i++)
		collector_free(collectors[i]);
	close(collection->proc_fd);
	for (size_t i = 1; i < owners->processes; i++)
		cr_expect_lt(owners->process[i - 1].pid, owners->process[i].pid);
}

static const struct record descending[] = {
	{ 5, 4, 10 }, { 5, 3, 10 }, { 4, 9, 11 }, { 4, 8, UNWANTED }, { 3, 7, 10 },
	{ 3, 6, 11 }, { 5, 7, 12 }, { 2, 5, 10 }, { 2, 4, 10 },
};

Test(collect, all_comes_ascending_whatever_order_it_was_found_in)
{
	struct collection collection;
	struct collector collector = { .collection = &collection };
	struct owners owners;

	begin(&owners, &collection, true);
	feed(&collector, descending, COUNT(descending));
	end(&owners, &collection, (struct collector *[]){ &collector }, 1);
	expect_owners(&owners, 10, "2/4 2/5 3/7 5/3 5/4 ");
	expect_owners(&owners, 11, "3/6 4/9 ");
	expect_owners(&owners, 12, "5/7 ");
	expect_owners(&owners, UNWANTED, "");
	cr_expect_eq(owners.processes, 4, "%zu", owners.processes);
	cr_expect_eq(owners.count, 8, "%zu", owners.count);
	cr_expect_str_eq(owners.process[0].name, "two");
	cr_expect_str_eq(owners.process[3].name, "five");
	cr_expect(owners.any_socket);
	owners_free(&owners);
}

Test(collect, the_lowest_pid_and_descriptor_win_whatever_order_they_were_found_in)
{
	struct collection collection;
	struct collector collector = { .collection = &collection };
	struct owners owners;

	begin(&owners, &collection, false);
	feed(&collector, descending, COUNT(descending));
	end(&owners, &collection, (struct collector *[]){ &collector }, 1);
	expect_owners(&owners, 10, "2/4 ");
	expect_owners(&owners, 11, "3/6 ");
	expect_owners(&owners, 12, "5/7 ");
	/* Process 4 was undercut in all that it has. */
	cr_expect_eq(owners.processes, 3, "%zu", owners.processes);
	cr_expect_eq(owners.count, 3, "%zu", owners.count);
	owners_free(&owners);
}

Test(collect, of_several_threads_is_put_together)
{
	struct collection collection;
	struct collector a = { .collection = &collection }, b = a, c = a;
	struct collector *const collectors[] = { &a, &b, &c };

	for (int all = 0; all < 2; all++) {
		struct owners owners;

		begin(&owners, &collection, all);
		a = b = c = (struct collector){ .collection = &collection };
		feed(&b, (const struct record[]){ { 2, 5, 10 }, { 5, 1, 11 } }, 2);
		feed(&a, (const struct record[]){ { 2, 4, 10 }, { 3, 3, 10 }, { 4, 2, 11 } }, 3);
		end(&owners, &collection, collectors, 3);
		expect_owners(&owners, 10, all ? "2/4 2/5 3/3 " : "2/4 ");
		expect_owners(&owners, 11, all ? "4/2 5/1 " : "4/2 ");
		expect_owners(&owners, 12, "");
		cr_expect_eq(owners.processes, all ? 4 : 2, "%zu", owners.processes);
		owners_free(&owners);
	}
}

Test(collect, what_has_no_name_owns_nothing_and_is_no_socket_seen)
{
	struct collection collection;

	for (int all = 0; all < 2; all++) {
		struct collector collector = { .collection = &collection };
		struct owners owners;

		begin(&owners, &collection, all);
		cr_expect_lt(collect(&collector, 1, 3, 10), 0);
		cr_expect_neq(collect(&collector, 1, 3, 10), -ENOMEM);
		cr_expect_eq(collect(&collector, 1, 4, UNWANTED), 0);
		cr_expect_not(atomic_load(&collection.any_socket));
		cr_expect_eq(atomic_load(&collection.unowned), 3);
		feed(&collector, (const struct record[]){ { 4, 3, 10 } }, 1);
		cr_expect(atomic_load(&collection.any_socket));
		end(&owners, &collection, (struct collector *[]){ &collector }, 1);
		expect_owners(&owners, 10, "4/3 ");
		cr_expect_eq(owners.processes, 1);
		owners_free(&owners);
	}
}

Test(collect, any_socket_is_seen_also_if_nobody_wants_it)
{
	struct collection collection;
	struct collector collector = { .collection = &collection };
	struct owners owners;

	begin(&owners, &collection, false);
	feed(&collector, (const struct record[]){ { 2, 3, UNWANTED } }, 1);
	end(&owners, &collection, (struct collector *[]){ &collector }, 1);
	cr_expect(owners.any_socket);
	cr_expect_eq(owners.processes, 0);
	cr_expect_eq(owners.count, 0);
	owners_free(&owners);
}

Test(collect, is_done_when_no_owner_can_be_undercut)
{
	struct collection collection;
	struct collector collector = { .collection = &collection }, other = collector;
	struct owners owners;

	begin(&owners, &collection, false);
	cr_expect_not(collector_done(&collector, 5));
	feed(&collector, (const struct record[]){ { 2, 3, 10 }, { 4, 3, 11 } }, 2);
	cr_expect_not(collector_done(&collector, 5));
	feed(&collector, (const struct record[]){ { 3, 3, 12 } }, 1);
	/* A thread still at process 3 may find 11 in it. */
	cr_expect_not(collector_done(&collector, 2));
	cr_expect_not(collector_done(&other, 3));
	cr_expect(collector_done(&collector, 4));
	cr_expect(collector_done(&other, 5));
	feed(&other, (const struct record[]){ { 3, 4, 11 } }, 1);
	end(&owners, &collection, (struct collector *[]){ &collector, &other }, 2);
	expect_owners(&owners, 11, "3/4 ");
	owners_free(&owners);
}

Test(collect, is_never_done_if_all_are_wanted)
{
	struct collection collection;
	struct collector collector = { .collection = &collection };
	struct owners owners;

	begin(&owners, &collection, true);
	feed(&collector, (const struct record[]){ { 2, 3, 10 }, { 2, 4, 11 }, { 2, 5, 12 } }, 3);
	cr_expect_not(collector_done(&collector, 5));
	end(&owners, &collection, (struct collector *[]){ &collector }, 1);
	owners_free(&owners);
}

Test(collect, is_done_for_want_of_sockets_only_when_one_was_seen)
{
	struct collection collection;

	for (int all = 0; all < 2; all++) {
		struct collector collector = { .collection = &collection };
		struct owners owners;

		begin(&owners, &collection, all);
		owners_free(&owners);
		cr_assert_eq(owners_expect(&owners, 1), 0);
		collection_start(&collection, &owners, collection.proc_fd, all, false);
		cr_expect_not(collector_done(&collector, 1));
		feed(&collector, (const struct record[]){ { 2, 3, UNWANTED } }, 1);
		cr_expect(collector_done(&collector, 1));
		end(&owners, &collection, (struct collector *[]){ &collector }, 1);
		owners_free(&owners);
	}
}

Test(expected, sockets_need_no_more_room)
{
	struct sock_table table = { 0 };
	struct owners owners = { 0 };
	const struct owner_slot *slot;

	cr_assert_eq(owners_expect(&owners, 3000), 0);
	slot = owners.slot;
	for (uint64_t round = 0; round < 3; round++) {
		table_clear(&table);
		for (uint64_t i = 1; i <= 1000; i++) {
			struct sock_entry *entry = table_next(&table);

			entry->inode = round * 1000 + i;
			table.count++;
		}
		cr_assert_eq(owners_want(&owners, &table), 0);
	}
	cr_expect_eq(owners.slot, slot);
	cr_expect_eq(owners.wanted, 3000);
	owners_free(&owners);
	table_free(&table);
}

/* ---- numbers as names ---- */

Test(numbers, are_names_of_digits_only)
{
	static const struct {
		const char *name;
		int number;
	} samples[] = {
		{ "0", 0 },
		{ "7", 7 },
		{ "4194304", 4194304 },
		{ "0012", 12 },
		{ "", -1 },
		{ ".", -1 },
		{ "..", -1 },
		{ "self", -1 },
		{ "12x", -1 },
		{ "x12", -1 },
		{ "-1", -1 },
		{ "+1", -1 },
		{ "1 ", -1 },
		{ "1000000000", 1000000000 },
		{ "99999999999", -1 },
		{ "4294967297", -1 },
	};

	for (size_t i = 0; i < COUNT(samples); i++)
		cr_expect_eq(numbers_parse(samples[i].name), samples[i].number, "%s",
			     samples[i].name);
}

Test(numbers, of_a_directory_come_in_chunks_and_each_once)
{
	enum { LINKS = 4000 };
	static bool seen[LINKS];
	struct numbers numbers;
	char path[128];
	int fd, count = 0, chunks = 0, full = 0;

	tree_process(1, NULL);
	for (int i = 0; i < LINKS; i++)
		tree_link(1, i, "x");
	snprintf(path, sizeof(path), "%s/1/fd", tree_path);
	fd = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	while (numbers_read(&numbers, fd) > 0) {
		const char *name;
		int number;

		chunks++;
		full += numbers_full(&numbers);
		while ((number = numbers_next(&numbers, &name)) >= 0) {
			cr_assert_lt(number, LINKS);
			cr_expect_eq(atoi(name), number);
			cr_expect_not(seen[number]);
			seen[number] = true;
			count++;
		}
	}
	cr_expect_eq(count, LINKS);
	cr_expect_gt(chunks, 1);
	cr_expect_geq(full, chunks - 1);
	cr_expect_eq(numbers_read(&numbers, fd), 0);
	close(fd);
}

Test(numbers, of_a_directory_as_a_list_ascend)
{
	static const int pids[] = { 300, 2, 4194304, 17, 1 };
	int *list, fd = open(tree_path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);

	cr_expect_eq(numbers_list(fd, &list), 0);
	free(list);
	close(fd);
	for (size_t i = 0; i < COUNT(pids); i++)
		tree_process(pids[i], NULL);
	fd = open(tree_path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	cr_assert_eq(numbers_list(fd, &list), 5);
	for (size_t i = 0; i < COUNT(pids); i++)
		cr_expect_eq(list[i], ((const int[]){ 1, 2, 17, 300, 4194304 })[i]);
	free(list);
	close(fd);
}

Test(numbers, of_what_is_no_directory_are_an_error)
{
	struct numbers numbers;

	cr_expect_eq(numbers_read(&numbers, -1), -EBADF);
}
