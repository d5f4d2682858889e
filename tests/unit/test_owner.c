/* Which processes have which sockets open: over the sockets of this test's own processes. */
#include "config.h"

#include <criterion/criterion.h>
#include <errno.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "owner/scan.h"

#define COUNT(array) (sizeof(array) / sizeof(*(array)))

/* ---- links ---- */

Test(link, of_a_socket_tells_its_inode)
{
	static const struct {
		const char *text;
		uint64_t inode;
	} samples[] = {
		{ "socket:[12345]", 12345 },
		{ "socket:[4294967296]", UINT64_C(1) << 32 },
		{ "socket:[18446744073709551615]", UINT64_MAX },
		{ "[0000]:12345", 12345 },
	};

	for (size_t i = 0; i < COUNT(samples); i++)
		cr_expect_eq(owners_parse_link(samples[i].text), samples[i].inode, "%s",
			     samples[i].text);
}

Test(link, of_anything_else_tells_none)
{
	static const char *const texts[] = {
		"",
		"/dev/null",
		"pipe:[12345]",
		"anon_inode:[eventpoll]",
		"socket:",
		"socket:[",
		"socket:[]",
		"socket:[x]",
		"socket:[-1]",
		"/socket:[12345]",
		"[0000]:",
		"[0000]",
		"[0001]:12345",
		"Socket:[12345]",
		"socket:12345",
		"/tmp/[0000]:12345",
	};

	for (size_t i = 0; i < COUNT(texts); i++)
		cr_expect_eq(owners_parse_link(texts[i]), 0, "%s", texts[i]);
}

/* ---- tables of wanted sockets ---- */

static void add_row(struct sock_table *table, uint64_t inode)
{
	struct sock_entry *entry = table_next(table);

	cr_assert_not_null(entry);
	entry->inode = inode;
	table->count++;
}

static uint64_t inode_of(int fd)
{
	struct stat status;

	cr_assert_eq(fstat(fd, &status), 0);
	return status.st_ino;
}

/* Look through /proc for those that are wanted. */
static void look(struct owners *owners, bool all)
{
	cr_assert_eq(owners_scan(owners, all, false, NULL), 0);
}

/* Look for the owners of these sockets. */
static void scan(struct owners *owners, const int *fds, size_t count, bool all)
{
	struct sock_table table = { 0 };

	for (size_t i = 0; i < count; i++)
		add_row(&table, inode_of(fds[i]));
	*owners = (struct owners){ 0 };
	cr_assert_eq(owners_want(owners, &table), 0);
	cr_assert_eq(owners_scan(owners, all, false, NULL), 0);
	table_free(&table);
}

static int pid_of(const struct owners *owners, const struct owner *owner)
{
	return owners->process[owner->process].pid;
}

static int open_socket(int family, int type)
{
	int fd = socket(family, type | SOCK_CLOEXEC, 0);

	if (fd < 0)
		cr_skip_test("no socket of family %d: %s", family, strerror(errno));
	return fd;
}

/* ---- the sockets of one process ---- */

Test(owners, of_this_process_s_sockets_are_found)
{
	struct owners owners;
	int fds[3];

	cr_assert_eq(socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, fds), 0);
	fds[2] = open_socket(AF_INET, SOCK_STREAM);
	scan(&owners, fds, COUNT(fds), true);
	for (size_t i = 0; i < COUNT(fds); i++) {
		const struct owner *owner = owners_first(&owners, inode_of(fds[i]));

		cr_assert_not_null(owner, "socket %zu", i);
		cr_expect_eq(pid_of(&owners, owner), getpid());
		cr_expect_eq(owner->fd, fds[i]);
		cr_expect_null(owners_next(&owners, owner));
		close(fds[i]);
	}
	cr_expect_eq(owners.processes, 1, "%zu processes", owners.processes);
	cr_expect(owners.any_socket);
	owners_free(&owners);
}

Test(owners, are_every_descriptor_in_ascending_order_or_only_the_first)
{
	struct owners owners;
	const struct owner *owner;
	int fds[4];

	fds[0] = open_socket(AF_INET, SOCK_DGRAM);
	for (int i = 1; i < 4; i++)
		fds[i] = dup(fds[0]);
	scan(&owners, fds, 1, true);
	owner = owners_first(&owners, inode_of(fds[0]));
	for (int i = 0; i < 4; i++) {
		cr_assert_not_null(owner, "descriptor %d", i);
		cr_expect_eq(owner->fd, fds[i]);
		owner = owners_next(&owners, owner);
	}
	cr_expect_null(owner);
	owners_free(&owners);

	scan(&owners, fds, 1, false);
	owner = owners_first(&owners, inode_of(fds[0]));
	cr_assert_not_null(owner);
	cr_expect_eq(owner->fd, fds[0]);
	cr_expect_null(owners_next(&owners, owner));
	owners_free(&owners);
}

Test(owners, are_none_of_sockets_that_were_not_asked_for)
{
	struct owners owners;
	int fds[2];

	fds[0] = open_socket(AF_INET, SOCK_DGRAM);
	fds[1] = open_socket(AF_INET, SOCK_DGRAM);
	scan(&owners, fds, 1, true);
	cr_expect_not_null(owners_first(&owners, inode_of(fds[0])));
	cr_expect_null(owners_first(&owners, inode_of(fds[1])));
	owners_free(&owners);
}

Test(owners, are_none_where_nothing_was_asked_for)
{
	struct owners owners;
	int fd = open_socket(AF_INET, SOCK_DGRAM);

	owners = (struct owners){ 0 };
	cr_expect_null(owners_first(&owners, inode_of(fd)));
	scan(&owners, &fd, 0, true);
	cr_expect_null(owners_first(&owners, inode_of(fd)));
	cr_expect_eq(owners.processes, 0);
	owners_free(&owners);
}

Test(owners, are_none_of_sockets_without_an_inode)
{
	struct sock_table table = { 0 };
	struct owners owners = { 0 };

	add_row(&table, 0);
	cr_assert_eq(owners_want(&owners, &table), 0);
	cr_expect_eq(owners.wanted, 0);
	cr_assert_eq(owners_scan(&owners, true, false, NULL), 0);
	cr_expect_null(owners_first(&owners, 0));
	owners_free(&owners);
	table_free(&table);
}

/* ---- a socket that processes share ---- */

/* A child that has this process's sockets open until release(). */
struct child {
	pid_t pid;
	int hold;
};

static void start(struct child *child)
{
	int ends[2];
	char byte;

	cr_assert_eq(pipe(ends), 0);
	child->pid = fork();
	cr_assert_geq(child->pid, 0);
	if (!child->pid) {
		close(ends[1]);
		_exit(read(ends[0], &byte, 1) != 0);
	}
	close(ends[0]);
	child->hold = ends[1];
}

static void release(struct child *child)
{
	close(child->hold);
	waitpid(child->pid, NULL, 0);
}

/* Pids may have wrapped around: the child's need not be the higher one. */
static void expect_both(const struct owners *owners, uint64_t inode, pid_t child)
{
	const struct owner *owner = owners_first(owners, inode);
	pid_t self = getpid();

	cr_assert_not_null(owner);
	cr_expect_eq(pid_of(owners, owner), self < child ? self : child);
	owner = owners_next(owners, owner);
	cr_assert_not_null(owner);
	cr_expect_eq(pid_of(owners, owner), self < child ? child : self);
	cr_expect_null(owners_next(owners, owner));
}

static void expect_lower(const struct owners *owners, uint64_t inode, pid_t child)
{
	const struct owner *owner = owners_first(owners, inode);
	pid_t self = getpid();

	cr_assert_not_null(owner);
	cr_expect_eq(pid_of(owners, owner), self < child ? self : child);
	cr_expect_null(owners_next(owners, owner));
}

Test(owners, are_all_processes_or_the_one_with_the_lowest_pid)
{
	struct owners owners;
	struct child child;
	int fds[3];

	cr_assert_eq(socketpair(AF_UNIX, SOCK_STREAM, 0, fds), 0);
	fds[2] = socket(AF_INET, SOCK_STREAM, 0);
	start(&child);
	for (size_t i = 0; i < (fds[2] < 0 ? 2 : 3); i++) {
		scan(&owners, fds + i, 1, true);
		expect_both(&owners, inode_of(fds[i]), child.pid);
		owners_free(&owners);
		scan(&owners, fds + i, 1, false);
		expect_lower(&owners, inode_of(fds[i]), child.pid);
		owners_free(&owners);
	}
	release(&child);
}

Test(owners, are_found_also_in_a_process_that_is_not_the_first_of_another)
{
	struct owners owners;
	struct child child;
	int fds[2];
	const struct owner *owner;

	fds[0] = open_socket(AF_INET, SOCK_DGRAM);
	start(&child);
	/* The child has only the first. */
	fds[1] = open_socket(AF_INET, SOCK_DGRAM);
	scan(&owners, fds, 2, false);
	expect_lower(&owners, inode_of(fds[0]), child.pid);
	owner = owners_first(&owners, inode_of(fds[1]));
	cr_assert_not_null(owner);
	cr_expect_eq(pid_of(&owners, owner), getpid());
	owners_free(&owners);
	release(&child);
}

Test(owners, that_have_ended_are_gone)
{
	struct owners owners;
	struct child child;
	const struct owner *owner;
	int fd = open_socket(AF_INET, SOCK_DGRAM);

	start(&child);
	release(&child);
	scan(&owners, &fd, 1, true);
	owner = owners_first(&owners, inode_of(fd));
	cr_assert_not_null(owner);
	cr_expect_eq(pid_of(&owners, owner), getpid());
	cr_expect_null(owners_next(&owners, owner));
	owners_free(&owners);
}

/* ---- many sockets ---- */

Test(owners, are_wanted_once_for_each_inode)
{
	struct sock_table table = { 0 };
	struct owners owners = { 0 };

	for (int i = 0; i < 100; i++)
		add_row(&table, (uint64_t)(i % 10));
	for (int i = 0; i < 3; i++) {
		cr_assert_eq(owners_want(&owners, &table), 0);
		cr_expect_eq(owners.wanted, 9, "%zu", owners.wanted);
	}
	owners_free(&owners);
	table_free(&table);
}

static void expect_slots(const struct owners *owners, size_t wanted)
{
	size_t used = 0;

	for (size_t i = 0; i < owners->slots; i++)
		used += owners->slot[i].inode != 0;
	cr_expect_eq(owners->wanted, wanted);
	cr_expect_eq(used, wanted, "%zu slots are used", used);
	cr_expect_geq(owners->slots, 2 * wanted);
	cr_expect_eq(owners->slots & (owners->slots - 1), 0);
}

/* Ten thousand inodes, also ones that differ only where a poor hash does not look. */
Test(owners, of_one_of_ten_thousand_sockets_are_found)
{
	static const int shifts[] = { 0, 6, 16, 32, 48 };
	int fd = open_socket(AF_INET, SOCK_DGRAM);

	for (size_t i = 0; i < COUNT(shifts); i++) {
		struct sock_table table = { 0 };
		struct owners owners = { 0 };

		for (uint64_t row = 1; row <= 10000; row++)
			add_row(&table, row << shifts[i] | UINT64_C(1) << 62);
		cr_assert_eq(owners_want(&owners, &table), 0);
		expect_slots(&owners, 10000);
		/* A second table, as of the next protocol. */
		table_clear(&table);
		add_row(&table, inode_of(fd));
		cr_assert_eq(owners_want(&owners, &table), 0);
		expect_slots(&owners, 10001);
		cr_assert_eq(owners_scan(&owners, true, false, NULL), 0);
		cr_expect_not_null(owners_first(&owners, inode_of(fd)));
		cr_expect_eq(owners.count, 1);
		cr_expect_null(owners_first(&owners, UINT64_C(1) << 62 | UINT64_C(5) << shifts[i]));
		owners_free(&owners);
		table_free(&table);
	}
}

/* As the rows of one protocol after the other: the table grows with sockets in it. */
Test(owners, stay_wanted_while_more_are_asked_for)
{
	struct sock_table table = { 0 };
	struct owners owners = { 0 };
	uint64_t inode = 1000;
	int fd = open_socket(AF_INET, SOCK_DGRAM);

	add_row(&table, inode_of(fd));
	for (int round = 0; round < 100; round++) {
		cr_assert_eq(owners_want(&owners, &table), 0);
		expect_slots(&owners, 1 + 100 * (size_t)round);
		table_clear(&table);
		for (int row = 0; row < 100; row++)
			add_row(&table, UINT64_C(1) << 62 | inode++);
	}
	look(&owners, true);
	cr_expect_not_null(owners_first(&owners, inode_of(fd)));
	owners_free(&owners);
	table_free(&table);
}

Test(owners, of_a_thousand_sockets_are_all_found)
{
	enum { SOCKETS = 1000 };
	static int fds[SOCKETS];
	struct owners owners;
	size_t count = 0;

	while (count < SOCKETS && (fds[count] = socket(AF_UNIX, SOCK_DGRAM, 0)) >= 0)
		count++;
	cr_assert_gt(count, 0);
	scan(&owners, fds, count, false);
	for (size_t i = 0; i < count; i++) {
		const struct owner *owner = owners_first(&owners, inode_of(fds[i]));

		cr_assert_not_null(owner, "socket %zu of %zu", i, count);
		cr_assert_eq(owner->fd, fds[i]);
	}
	cr_expect_eq(owners.processes, 1);
	owners_free(&owners);
}

Test(owners, can_be_freed_and_asked_for_again)
{
	struct owners owners;
	int fd = open_socket(AF_INET, SOCK_DGRAM);

	for (int i = 0; i < 3; i++) {
		scan(&owners, &fd, 1, true);
		cr_expect_not_null(owners_first(&owners, inode_of(fd)));
		owners_free(&owners);
		cr_expect_null(owners.slot);
		cr_expect_eq(owners.wanted, 0);
		owners_free(&owners);
	}
}
