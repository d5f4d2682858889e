#include "config.h"

#include "owner/task_file_scan.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <unistd.h>

#include "owner/task_files.h"
#include "owner/wanted.h"

struct reading {
	struct collector collector;
	struct progress *progress;
	int pid;      /* whose descriptors are handed over */
	bool checked; /* /proc shows them, too */
	bool skip;
};

/* What a security module hides in /proc, even from root, is not listed. */
static bool shown_in_proc(struct reading *reading, int fd, uint64_t inode)
{
	const struct collection *collection = reading->collector.collection;
	char path[48], link[64];
	ssize_t length;

	snprintf(path, sizeof(path), "%d/fd/%d", reading->pid, fd);
	length = readlinkat(collection->proc_fd, path, link, sizeof(link) - 1);
	if (length < 0) {
		collection->owners->denied |= errno == EACCES;
		reading->skip = errno == EACCES;
		return false;
	}
	link[length] = '\0';
	return owners_parse_link(link) == inode;
}

/* A task_file_fn. */
static int take(int pid, int fd, uint64_t inode, void *arg)
{
	struct reading *reading = arg;
	int result;

	if (collector_done(&reading->collector, pid))
		return 1;
	if (pid != reading->pid) {
		reading->pid = pid;
		reading->checked = reading->skip = false;
		progress_add(reading->progress, 0, 1);
	}
	if (reading->skip)
		return 0;
	/* One look for each process that has a wanted socket. */
	if (!reading->checked &&
	    wanted_slot(reading->collector.collection->owners, inode)->inode) {
		reading->checked = shown_in_proc(reading, fd, inode);
		if (!reading->checked)
			return 0;
	}
	result = collect(&reading->collector, pid, fd, inode);
	reading->skip = result;
	return result == -ENOMEM ? result : 0;
}

bool task_file_scan(struct collection *collection, struct progress *progress, int *result)
{
	struct reading reading = { .collector.collection = collection, .progress = progress };
	struct collector *collector = &reading.collector;
	bool done = task_files_useful() && !task_files_read(take, &reading);

	if (done)
		*result = collection_finish(collection, &collector, 1);
	else
		collection_restart(collection);
	collector_free(collector);
	return done;
}
