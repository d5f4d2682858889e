/* The walk over processes: the same result with any number of threads, and the right one. */
#include "config.h"

#include "owner_tree.h"

#include <signal.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/wait.h>

TestSuite(walk, .init = tree_make, .fini = tree_remove);
TestSuite(walk_as_nobody, .fini = tree_remove);

#define COUNT(array) (sizeof(array) / sizeof(*(array)))

static const unsigned thread_counts[] = { 1, 2, 3, WALK_MAX_THREADS };

/* ---- a tree, and what must be found in it ---- */

enum {
	PROCESSES = 40,
	LARGE_A = 7, /* one large directory among the rest, one at the end */
	LARGE_B = PROCESSES,
	LARGE = 5000, /* descriptors; several chunks */
	SHARED = 200, /* inodes 1 to SHARED are those of several processes */
	NAMELESS = 5, /* every so-manieth process */
};

static int owner_of[SHARED + 1][PROCESSES * 20], owner_count[SHARED + 1];

static bool nameless(int pid)
{
	return pid % NAMELESS == 0 && pid != LARGE_B;
}

static uint64_t inode_of_large(int pid, int fd)
{
	return (uint64_t)pid * 100000 + (uint64_t)fd;
}

static void make_process(int pid)
{
	int count = pid == LARGE_A || pid == LARGE_B ? LARGE : 20;

	tree_process(pid, nameless(pid) ? NULL : "name");
	for (int fd = 0; fd < count; fd++) {
		int inode = 1 + rand() % SHARED;

		if (count == LARGE && fd >= 20) {
			tree_socket(pid, fd, inode_of_large(pid, fd));
		} else if (fd % 7 == 3) {
			tree_link(pid, fd, "/dev/null");
		} else {
			tree_socket(pid, fd, (uint64_t)inode);
			if (!nameless(pid))
				owner_of[inode][owner_count[inode]++] = pid;
		}
	}
}

static void make_tree(void)
{
	srand(1);
	for (int pid = 1; pid <= PROCESSES; pid++)
		make_process(pid);
}

static void want_all(struct owners *owners)
{
	*owners = (struct owners){ 0 };
	for (uint64_t inode = 1; inode <= SHARED; inode++)
		want_inode(owners, inode);
	for (int fd = 20; fd < LARGE; fd++) {
		want_inode(owners, inode_of_large(LARGE_A, fd));
		want_inode(owners, inode_of_large(LARGE_B, fd));
	}
}

/* Pids only: a directory of this tree does not come in ascending order, as /proc does. */
static void expect_shared(const struct owners *owners, bool all)
{
	for (int inode = 1; inode <= SHARED; inode++) {
		const struct owner *owner = owners_first(owners, (uint64_t)inode);
		int count = all ? owner_count[inode] : owner_count[inode] > 0;

		for (int i = 0; i < count; i++) {
			cr_assert_not_null(owner, "owner %d of %d", i, inode);
			cr_expect_eq(owners->process[owner->process].pid, owner_of[inode][i]);
			owner = owners_next(owners, owner);
		}
		cr_expect_null(owner);
	}
}

static void expect_large(const struct owners *owners, int pid)
{
	for (int fd = 20; fd < LARGE; fd++) {
		const struct owner *owner = owners_first(owners, inode_of_large(pid, fd));

		cr_assert_not_null(owner, "descriptor %d of %d", fd, pid);
		cr_assert_eq(owners->process[owner->process].pid, pid);
		cr_assert_eq(owner->fd, fd);
		cr_assert_null(owners_next(owners, owner));
	}
}

Test(walk, finds_the_same_with_any_number_of_threads)
{
	make_tree();
	for (size_t i = 0; i < COUNT(thread_counts) * 2; i++) {
		bool all = i % 2;
		struct owners owners;

		want_all(&owners);
		walk_path(&owners, tree_path, all, thread_counts[i / 2]);
		expect_shared(&owners, all);
		expect_large(&owners, LARGE_A);
		expect_large(&owners, LARGE_B);
		cr_expect(owners.any_socket);
		cr_expect_not(owners.denied);
		owners_free(&owners);
	}
}

Test(walk, skips_what_is_no_process_or_has_no_descriptors)
{
	struct owners owners = { 0 };
	char path[128];

	tree_process(0, "zero");
	tree_socket(0, 3, 10);
	tree_process(3, "zombie");
	tree_process(4, "other");
	tree_socket(4, 3, 10);
	snprintf(path, sizeof(path), "%s/2", tree_path);
	cr_assert_eq(mkdir(path, 0755), 0); /* vanishing: no fd */
	want_inode(&owners, 10);
	walk_path(&owners, tree_path, true, 2);
	expect_owners(&owners, 10, "4/3 ");
	cr_expect_not(owners.denied);
	owners_free(&owners);
}

/* Also of processes that need not be read any more. */
Test(walk_as_nobody, tells_what_it_may_not_see)
{
	char path[128];

	if (!geteuid() && seteuid(65534))
		cr_skip_test("this user may see everything");
	tree_make();
	tree_process(1, "first");
	tree_socket(1, 3, 10);
	tree_process(2, "hidden");
	snprintf(path, sizeof(path), "%s/2/fd", tree_path);
	for (int hidden = 0; hidden < 2; hidden++)
		for (int all = 0; all < 2; all++) {
			struct owners owners = { 0 };

			cr_assert_eq(chmod(path, hidden ? 0 : 0755), 0);
			want_inode(&owners, 10);
			walk_path(&owners, tree_path, all, 2);
			expect_owners(&owners, 10, "1/3 ");
			cr_expect_eq(owners.denied, hidden);
			owners_free(&owners);
		}
	chmod(path, 0755);
}

Test(walk, reads_on_until_it_has_seen_any_socket)
{
	struct owners owners = { 0 };

	tree_process(1, "nothing");
	walk_path(&owners, tree_path, false, 1);
	cr_expect_not(owners.any_socket);
	owners_free(&owners);
	tree_process(2, "something");
	tree_socket(2, 3, 10);
	walk_path(&owners, tree_path, false, 1);
	cr_expect(owners.any_socket);
	cr_expect_eq(owners.count, 0);
	owners_free(&owners);
}

/* ---- the real /proc ---- */

enum { SOCKETS = 40, COPIES = 100 };

/* Each child has the sockets, and as many copies of each as there is room for. */
static pid_t start_child(int *hold)
{
	int ends[2];
	char byte;
	pid_t pid;

	cr_assert_eq(pipe(ends), 0);
	pid = fork();
	cr_assert_geq(pid, 0);
	if (!pid) {
		close(ends[1]);
		_exit(read(ends[0], &byte, 1) != 0);
	}
	close(ends[0]);
	*hold = ends[1];
	return pid;
}

static uint64_t inode_of(int fd)
{
	struct stat status;

	cr_assert_eq(fstat(fd, &status), 0);
	return status.st_ino;
}

/* All owners of all the sockets as one text, to be freed. */
static char *walk_real(const int *sockets, bool all, unsigned threads)
{
	enum { SIZE = 1 << 20 };
	char *text = malloc(SIZE), *at = text;
	struct owners owners = { 0 };

	cr_assert_not_null(text);
	for (int i = 0; i < SOCKETS; i++)
		want_inode(&owners, inode_of(sockets[i]));
	walk_path(&owners, "/proc", all, threads);
	for (int i = 0; i < SOCKETS; i++) {
		cr_assert_lt(at - text, SIZE - 64);
		owners_text(&owners, inode_of(sockets[i]), at, (size_t)(text + SIZE - at));
		at += strlen(at);
		at += sprintf(at, "\n");
	}
	owners_free(&owners);
	return text;
}

static size_t count_of(const char *text, char wanted)
{
	size_t count = 0;

	for (; *text; text++)
		count += *text == wanted;
	return count;
}

Test(real, sockets_that_processes_share_have_the_same_owners_with_any_number_of_threads)
{
	struct rlimit limit;
	int sockets[SOCKETS], hold[3];
	pid_t child[3];
	size_t copies = 0;

	cr_assert_eq(getrlimit(RLIMIT_NOFILE, &limit), 0);
	limit.rlim_cur = limit.rlim_max;
	setrlimit(RLIMIT_NOFILE, &limit);
	for (int i = 0; i < SOCKETS; i++)
		cr_assert_geq(sockets[i] = socket(AF_UNIX, SOCK_DGRAM, 0), 0);
	for (int copy = 0; copy < COPIES; copy++)
		for (int i = 0; i < SOCKETS; i++)
			copies += dup(sockets[i]) >= 0;
	for (size_t i = 0; i < COUNT(child); i++)
		child[i] = start_child(&hold[i]);
	for (int all = 0; all < 2; all++) {
		char *alone = walk_real(sockets, all, 1);

		cr_expect_eq(count_of(alone, '/'), all ? 4 * (SOCKETS + copies) : SOCKETS);
		for (size_t i = 1; i < COUNT(thread_counts); i++) {
			char *together = walk_real(sockets, all, thread_counts[i]);

			cr_expect(!strcmp(alone, together), "with %u threads", thread_counts[i]);
			free(together);
		}
		free(alone);
	}
	/* The later ones hold the pipes of the earlier ones too. */
	for (size_t i = 0; i < COUNT(child); i++)
		close(hold[i]);
	for (size_t i = 0; i < COUNT(child); i++)
		waitpid(child[i], NULL, 0);
}
