/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * task_files: what the BPF iterator says of the sockets of all processes is what /proc/PID/fd says
 * of them, and what is known of processes made for it; and where it may not be used it is not.
 * Needs root. With --possible it only says whether the iterator runs here (0, or 77).
 */
#include "config.h"

#include "owner/task_files.h"

#include <dirent.h>
#include <err.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "owner/scan.h"
#include "task_files_world.h"

enum { TRIES = 20, EXIT_SKIP = 77 };

struct record {
	int pid, fd;
	uint64_t inode;
};

struct records {
	struct record *list;
	size_t count, size;
};

static int failures;

void check(bool fact, const char *what)
{
	printf("%s - %s\n", fact ? "ok" : "not ok", what);
	failures += !fact;
}

static int compare(const void *a, const void *b)
{
	const struct record *x = a, *y = b;

	if (x->pid != y->pid)
		return x->pid < y->pid ? -1 : 1;
	if (x->fd != y->fd)
		return x->fd < y->fd ? -1 : 1;
	return (x->inode > y->inode) - (x->inode < y->inode);
}

/* A task_file_fn. */
static int add(int pid, int fd, uint64_t inode, void *arg)
{
	struct records *records = arg;

	if (records->count == records->size) {
		records->size = records->size ? records->size * 2 : 4096;
		records->list = reallocarray(records->list, records->size, sizeof(*records->list));
		if (!records->list)
			errx(1, "no memory");
	}
	records->list[records->count++] = (struct record){ pid, fd, inode };
	return 0;
}

/* ---- /proc, read without the program's own code for it ---- */

static void read_process(struct records *records, const char *pid)
{
	char path[300], text[64];
	struct dirent *entry;
	DIR *dir;

	snprintf(path, sizeof(path), "/proc/%s/fd", pid);
	dir = opendir(path);
	while (dir && (entry = readdir(dir))) {
		ssize_t length = readlinkat(dirfd(dir), entry->d_name, text, sizeof(text) - 1);

		text[length < 0 ? 0 : length] = '\0';
		if (!strncmp(text, "socket:[", 8))
			add(atoi(pid), atoi(entry->d_name), strtoull(text + 8, NULL, 10), records);
	}
	if (dir)
		closedir(dir);
}

static void read_proc(struct records *records)
{
	DIR *proc = opendir("/proc");
	struct dirent *entry;

	if (!proc)
		err(1, "/proc");
	records->count = 0;
	while ((entry = readdir(proc)))
		if (entry->d_name[0] >= '1' && entry->d_name[0] <= '9')
			read_process(records, entry->d_name);
	closedir(proc);
	qsort(records->list, records->count, sizeof(*records->list), compare);
}

/* ---- comparing ---- */

static bool contains(const struct records *records, const struct record *record)
{
	return bsearch(record, records->list, records->count, sizeof(*record), compare);
}

/* Say which of `records` are in neither of two others; returns their number. */
static size_t missing_from(const struct records *records, const struct records *one,
			   const struct records *other, const char *where)
{
	size_t missing = 0;

	for (size_t i = 0; i < records->count; i++) {
		const struct record *record = &records->list[i];

		if (contains(one, record) || contains(other, record))
			continue;
		if (++missing <= 5)
			printf("# pid %d fd %d inode %ju: not in %s\n", record->pid, record->fd,
			       (uintmax_t)record->inode, where);
	}
	return missing;
}

static struct records in_both(const struct records *one, const struct records *other)
{
	struct records both = { 0 };

	for (size_t i = 0; i < one->count; i++)
		if (contains(other, &one->list[i]))
			add(one->list[i].pid, one->list[i].fd, one->list[i].inode, &both);
	return both;
}

/* Whatever others do meanwhile, what /proc shows before and after is there, and nothing else. */
static void check_system(struct records *bpf)
{
	struct records before = { 0 }, after = { 0 }, both;
	size_t differences = 1;

	for (int i = 0; i < TRIES && differences; i++) {
		read_proc(&before);
		bpf->count = 0;
		if (task_files_read(add, bpf))
			break;
		read_proc(&after);
		both = in_both(&before, &after);
		differences = missing_from(&both, bpf, bpf, "BPF") +
			      missing_from(bpf, &before, &after, "/proc");
		free(both.list);
	}
	printf("# %zu descriptors in BPF, %zu and %zu in /proc\n", bpf->count, before.count,
	       after.count);
	check(bpf->count && !differences, "the whole system is as in /proc");
	free(before.list);
	free(after.list);
}

static void check_order(const struct records *bpf)
{
	bool ascending = true;

	for (size_t i = 1; i < bpf->count; i++)
		ascending &= compare(&bpf->list[i - 1], &bpf->list[i]) < 0;
	check(ascending, "ascending by pid and descriptor, none twice");
}

static void check_facts(const struct world *world, const struct records *bpf)
{
	bool all_true = true;

	for (size_t i = 0; i < world->fact_count; i++) {
		const struct fact *fact = &world->facts[i];
		int found = 0;

		for (size_t k = 0; k < bpf->count; k++)
			found += bpf->list[k].pid == fact->pid && bpf->list[k].inode == fact->inode;
		if (found != fact->descriptors)
			printf("# pid %d inode %ju: %d descriptors, not %d\n", (int)fact->pid,
			       (uintmax_t)fact->inode, found, fact->descriptors);
		all_true &= found == fact->descriptors;
		if (i + 1 < world->fact_count && world->names[i] == world->names[i + 1])
			continue;
		check(all_true, world->names[i]);
		all_true = true;
	}
}

/* ---- how a reader ends ---- */

struct ending {
	int calls, result;
};

static int end_at_third(int pid, int fd, uint64_t inode, void *arg)
{
	struct ending *ending = arg;

	(void)pid;
	(void)fd;
	(void)inode;
	return ++ending->calls == 3 ? ending->result : 0;
}

static void check_endings(void)
{
	struct ending stop = { 0, 1 }, fail = { 0, -ENOMEM };

	check(!task_files_read(end_at_third, &stop) && stop.calls == 3, "it stops when told to");
	check(task_files_read(end_at_third, &fail) == -ENOMEM && fail.calls == 3,
	      "it hands an error back");
}

/* Why it cannot run here; an error that only a fault in it explains is no reason. */
static const char *impossible(void)
{
	struct ending stop = { 2, 1 };
	int result;

	if (!HAVE_BPF)
		return "built without BPF";
	if (geteuid())
		return "needs root";
	if (!task_files_equal_proc())
		return "not in the initial pid namespace with all of root's rights";
	result = task_files_read(end_at_third, &stop);
	if (!result || result == -EBADMSG || result == -EACCES || result == -EAGAIN)
		return NULL;
	return strerror(-result);
}

int main(int argc, char **argv)
{
	const char *reason = impossible();
	struct records bpf = { 0 };
	struct world world;

	setvbuf(stdout, NULL, _IOLBF, 0);
	if (reason) {
		printf("SKIP: no BPF iterator: %s\n", reason);
		return EXIT_SKIP;
	}
	if (argc > 1 && !strcmp(argv[1], "--possible"))
		return 0;
	world_start(&world);
	check_system(&bpf);
	check_order(&bpf);
	check_facts(&world, &bpf);
	check_endings();
	check_answers();
	world_end(&world);
	free(bpf.list);
	return failures ? EXIT_FAILURE : EXIT_SUCCESS;
}
