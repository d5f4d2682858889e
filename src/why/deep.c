#include "config.h"

#include "why/deep.h"

#include <dirent.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "owner/scan.h"
#include "owner/cgroup.h"
#include "why/holders.h"

enum { LIMIT_MS = 1500, FDINFO_SIZE = 16384 };

struct deep {
	struct why_evidence *evidence;
	struct timespec start;
	bool late;
};

static bool out_of_time(struct deep *deep)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	deep->late = (now.tv_sec - deep->start.tv_sec) * 1000 +
			     (now.tv_nsec - deep->start.tv_nsec) / 1000000 >
		     LIMIT_MS;
	return deep->late;
}

/* The socket without a holder that has this inode, or -1. */
static long find_socket(const struct why_evidence *evidence, uint64_t inode, enum why_hold how)
{
	for (size_t i = 0; inode && i < evidence->socket_count; i++) {
		const struct why_socket *socket = &evidence->sockets[i];

		if (socket->entry.inode != inode || !why_socket_ownable(socket))
			continue;
		/* More descriptors of the same thread are fine, other kinds come too late. */
		if (socket->holder_count && evidence->holders[socket->holders[0].place].how != how)
			return -1;
		return (long)i;
	}
	return -1;
}

static void found(struct deep *deep, uint64_t inode, pid_t pid, pid_t tid, enum why_hold how,
		  int fd)
{
	long socket = find_socket(deep->evidence, inode, how), holder;

	if (socket < 0)
		return;
	holder = why_holder_place(deep->evidence, pid, tid, how);
	if (holder >= 0)
		why_holder_link(deep->evidence, (size_t)holder, (size_t)socket, fd);
}

/* Read fdinfo of a descriptor. Returns false if it cannot be read. */
static bool read_fdinfo(const char *directory, const char *fd, char text[FDINFO_SIZE])
{
	char path[512];
	ssize_t got;
	int file;

	if (snprintf(path, sizeof(path), "%s/fdinfo/%s", directory, fd) >= (int)sizeof(path))
		return false;
	file = open(path, O_RDONLY | O_CLOEXEC);
	if (file < 0)
		return false;
	got = read(file, text, FDINFO_SIZE - 1);
	close(file);
	text[got > 0 ? got : 0] = '\0';
	return got > 0;
}

/* io_uring lists its registered files as `N: socket:[INODE]` (io_uring/fdinfo.c). */
static void scan_io_uring(struct deep *deep, const char *text, pid_t pid)
{
	for (const char *at = text; (at = strstr(at, "socket:[")); at++)
		found(deep, owners_parse_link(at), pid, 0, HOLD_IO_URING, -1);
}

/* Whether the control group that made the socket is that of the process; unknown counts as yes. */
static bool same_cgroup(const struct why_socket *socket, pid_t pid)
{
	int proc_fd = open("/proc", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	char *path = proc_fd >= 0 ? cgroup_of_pid(proc_fd, pid) : NULL;
	bool same = !path || !socket->cgroup || !strcmp(path, socket->cgroup);

	if (proc_fd >= 0)
		close(proc_fd);
	free(path);
	return same;
}

/* A unix socket that carries descriptors (`scm_fds: N`): perhaps that of a socket without holder. */
static void scan_in_flight(struct deep *deep, const char *text, pid_t pid)
{
	const char *line = strstr(text, "scm_fds:");

	if (!line || strtol(line + 8, NULL, 10) <= 0)
		return;
	for (size_t i = 0; i < deep->evidence->socket_count; i++) {
		const struct why_socket *socket = &deep->evidence->sockets[i];

		if (!socket->holder_count && same_cgroup(socket, pid))
			found(deep, socket->entry.inode, pid, 0, HOLD_IN_FLIGHT, -1);
	}
}

typedef void (*link_fn)(struct deep *deep, const char *directory, const char *fd,
			const char *target, pid_t pid, pid_t tid);

static void thread_link(struct deep *deep, const char *directory, const char *fd,
			const char *target, pid_t pid, pid_t tid)
{
	(void)directory;
	found(deep, owners_parse_link(target), pid, tid, HOLD_THREAD, (int)strtol(fd, NULL, 10));
}

static void uring_link(struct deep *deep, const char *directory, const char *fd,
		       const char *target, pid_t pid, pid_t tid)
{
	char text[FDINFO_SIZE];

	(void)tid;
	if (!strcmp(target, "anon_inode:[io_uring]") && read_fdinfo(directory, fd, text))
		scan_io_uring(deep, text, pid);
}

static void flight_link(struct deep *deep, const char *directory, const char *fd,
			const char *target, pid_t pid, pid_t tid)
{
	char text[FDINFO_SIZE];

	(void)tid;
	if (owners_parse_link(target) && read_fdinfo(directory, fd, text))
		scan_in_flight(deep, text, pid);
}

/* Every descriptor below DIRECTORY/fd. */
static void scan_links(struct deep *deep, const char *directory, link_fn fn, pid_t pid, pid_t tid)
{
	char path[320], target[128];
	struct dirent *entry;
	DIR *fds;

	snprintf(path, sizeof(path), "%s/fd", directory);
	fds = opendir(path);
	while (fds && (entry = readdir(fds))) {
		ssize_t length = readlinkat(dirfd(fds), entry->d_name, target, sizeof(target) - 1);

		if (length <= 0)
			continue;
		target[length] = '\0';
		fn(deep, directory, entry->d_name, target, pid, tid);
	}
	if (fds)
		closedir(fds);
}

static void scan_threads(struct deep *deep, pid_t pid)
{
	char path[64], directory[320];
	struct dirent *entry;
	DIR *tasks;

	snprintf(path, sizeof(path), "/proc/%d/task", (int)pid);
	tasks = opendir(path);
	while (tasks && (entry = readdir(tasks))) {
		pid_t tid = (pid_t)strtol(entry->d_name, NULL, 10);

		if (tid <= 0 || tid == pid || out_of_time(deep))
			continue;
		snprintf(directory, sizeof(directory), "%s/%d", path, (int)tid);
		scan_links(deep, directory, thread_link, pid, tid);
	}
	if (tasks)
		closedir(tasks);
}

static void scan_process(struct deep *deep, pid_t pid, int kind)
{
	char directory[64];

	snprintf(directory, sizeof(directory), "/proc/%d", (int)pid);
	if (kind == HOLD_THREAD)
		scan_threads(deep, pid);
	else
		scan_links(deep, directory, kind == HOLD_IO_URING ? uring_link : flight_link, pid,
			   0);
}

void why_deep_scan(struct why_evidence *evidence)
{
	struct deep deep = { .evidence = evidence };

	clock_gettime(CLOCK_MONOTONIC, &deep.start);
	/* What is proof first; a message in flight is a guess. */
	for (int kind = HOLD_THREAD; kind <= HOLD_IN_FLIGHT && !deep.late; kind++) {
		struct dirent *entry;
		DIR *proc = opendir("/proc");

		while (proc && (entry = readdir(proc)) && !out_of_time(&deep)) {
			pid_t pid = (pid_t)strtol(entry->d_name, NULL, 10);

			if (pid > 0)
				scan_process(&deep, pid, kind);
		}
		if (proc)
			closedir(proc);
	}
	if (deep.late)
		notes_add(&evidence->notes, "There are so many processes that not all of their "
					    "threads were looked through.");
}
