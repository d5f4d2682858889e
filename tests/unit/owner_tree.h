/* A /proc made by hand for the owner scan: processes with descriptors, known to the test. */
#ifndef OWNER_TREE_H
#define OWNER_TREE_H

#include <criterion/criterion.h>
#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "owner/walk.h"

static char tree_path[64];

static inline void tree_make(void)
{
	strcpy(tree_path, "/tmp/owner-tree.XXXXXX");
	cr_assert_not_null(mkdtemp(tree_path));
}

static inline int tree_remove_one(const char *path, const struct stat *status, int type, struct FTW *ftw)
{
	(void)status;
	(void)type;
	(void)ftw;
	return remove(path);
}

static inline void tree_remove(void)
{
	if (*tree_path)
		nftw(tree_path, tree_remove_one, 16, FTW_DEPTH | FTW_PHYS);
}

/* A process, with a name unless it is NULL. */
static inline void tree_process(int pid, const char *name)
{
	char path[128];
	int fd;

	snprintf(path, sizeof(path), "%s/%d", tree_path, pid);
	cr_assert_eq(mkdir(path, 0755), 0);
	snprintf(path, sizeof(path), "%s/%d/fd", tree_path, pid);
	cr_assert_eq(mkdir(path, 0755), 0);
	if (!name)
		return;
	snprintf(path, sizeof(path), "%s/%d/cmdline", tree_path, pid);
	fd = open(path, O_WRONLY | O_CREAT | O_CLOEXEC, 0644);
	cr_assert_geq(fd, 0);
	cr_assert_eq(write(fd, name, strlen(name)), (ssize_t)strlen(name));
	close(fd);
}

static inline void tree_link(int pid, int fd, const char *target)
{
	char path[128];

	snprintf(path, sizeof(path), "%s/%d/fd/%d", tree_path, pid, fd);
	cr_assert_eq(symlink(target, path), 0);
}

static inline void tree_socket(int pid, int fd, uint64_t inode)
{
	char target[64];

	snprintf(target, sizeof(target), "socket:[%llu]", (unsigned long long)inode);
	tree_link(pid, fd, target);
}

static inline void want_inode(struct owners *owners, uint64_t inode)
{
	struct sock_table table = { 0 };
	struct sock_entry *entry = table_next(&table);

	cr_assert_not_null(entry);
	entry->inode = inode;
	table.count++;
	cr_assert_eq(owners_want(owners, &table), 0);
	table_free(&table);
}

static inline void walk_path(struct owners *owners, const char *path, bool all, unsigned threads)
{
	struct collection collection;
	int fd = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);

	cr_assert_geq(fd, 0);
	cr_assert_eq(owners_expect(owners, 1), 0);
	collection_start(&collection, owners, fd, all, false);
	cr_assert_eq(walk_proc(&collection, threads, NULL), 0);
	close(fd);
}

/* `PID/FD PID/FD ` of a socket, in the order in which they come. */
static inline void owners_text(const struct owners *owners, uint64_t inode, char *text, size_t size)
{
	const struct owner *owner = owners_first(owners, inode);
	size_t used = 0;

	*text = '\0';
	for (; owner && used < size; owner = owners_next(owners, owner))
		used += (size_t)snprintf(text + used, size - used, "%d/%d ",
					 owners->process[owner->process].pid, owner->fd);
}

static inline void expect_owners(const struct owners *owners, uint64_t inode, const char *expected)
{
	char text[1024];

	owners_text(owners, inode, text, sizeof(text));
	cr_expect_str_eq(text, expected, "inode %llu: `%s`, not `%s`", (unsigned long long)inode,
			 text, expected);
}

#endif
