#include "config.h"

#include "owner/scan.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "owner/task_files.h"
#include "source/lines.h"

enum { NO_PROCESS = UINT32_MAX };

/* The state of one pass. */
struct scan {
	struct owners *owners;
	int proc_fd;
	bool all, with_context;
	size_t open_wants; /* sockets still without an owner */
};

static size_t slot_of(const struct owners *owners, uint64_t inode)
{
	size_t at = (inode * 0x9e3779b97f4a7c15u) >> 20 & (owners->slots - 1);

	while (owners->slot[at].inode && owners->slot[at].inode != inode)
		at = (at + 1) & (owners->slots - 1);
	return at;
}

/* Make room for `more` inodes, so that at most half of the slots are used. */
static int grow_slots(struct owners *owners, size_t more)
{
	struct owners larger = *owners;

	larger.slots = owners->slots ? owners->slots : 64;
	while (larger.slots < (owners->wanted + more) * 2)
		larger.slots *= 2;
	if (larger.slots == owners->slots)
		return 0;
	larger.slot = calloc(larger.slots, sizeof(*larger.slot));
	if (!larger.slot)
		return -ENOMEM;
	for (size_t i = 0; i < owners->slots; i++)
		if (owners->slot[i].inode)
			larger.slot[slot_of(&larger, owners->slot[i].inode)] = owners->slot[i];
	free(owners->slot);
	*owners = larger;
	return 0;
}

int owners_want(struct owners *owners, const struct sock_table *table)
{
	int result = grow_slots(owners, table->count);

	if (result)
		return result;
	for (size_t i = 0; i < table->count; i++) {
		uint64_t inode = table->rows[i].inode;
		struct owner_slot *slot;

		if (!inode)
			continue;
		slot = &owners->slot[slot_of(owners, inode)];
		if (!slot->inode) {
			slot->inode = inode;
			owners->wanted++;
		}
	}
	return 0;
}

uint64_t owners_parse_link(const char *text)
{
	uint64_t inode;

	if (!strncmp(text, "socket:[", 8))
		text += 8;
	else if (!strncmp(text, "[0000]:", 7))
		text += 7;
	else
		return 0;
	return scan_unsigned(&text, &inode) ? inode : 0;
}

static int add_owner(struct owners *owners, struct owner_slot *slot, uint32_t process, int fd)
{
	if (owners->count + 1 >= owners->size) {
		size_t size = owners->size ? owners->size * 2 : 64;
		struct owner *list = reallocarray(owners->owner, size, sizeof(*list));

		if (!list || size > UINT32_MAX)
			return -ENOMEM;
		owners->owner = list;
		owners->size = size;
	}
	owners->owner[++owners->count] = (struct owner){ process, fd, 0 };
	if (slot->first)
		owners->owner[slot->last].next = (uint32_t)owners->count;
	else
		slot->first = (uint32_t)owners->count;
	slot->last = (uint32_t)owners->count;
	return 0;
}

/* The process's place in the list, read when its first wanted socket is met. */
static int add_process(struct scan *scan, int pid, uint32_t *place)
{
	struct owners *owners = scan->owners;
	struct process process;
	int result;

	result = process_read(&process, scan->proc_fd, pid, scan->with_context);
	if (result)
		return result;
	if (owners->processes == owners->processes_size) {
		size_t size = owners->processes_size ? owners->processes_size * 2 : 64;
		struct process *list = reallocarray(owners->process, size, sizeof(*list));

		if (!list) {
			process_free(&process);
			return -ENOMEM;
		}
		owners->process = list;
		owners->processes_size = size;
	}
	*place = (uint32_t)owners->processes;
	owners->process[owners->processes++] = process;
	return 0;
}

/* The socket's place if an owner is still to be found for it, or NULL. */
static struct owner_slot *wanted_slot(struct scan *scan, int pid, uint64_t inode)
{
	struct owners *owners = scan->owners;
	struct owner_slot *slot = &owners->slot[slot_of(owners, inode)];

	if (!owners->any_socket)
		owners->any_socket = process_has_name(scan->proc_fd, pid);
	return slot->inode && (!slot->first || scan->all) ? slot : NULL;
}

/* Returns 0 or -errno; then the rest of the process is not worth looking at. */
static int take_fd(struct scan *scan, struct owner_slot *slot, int pid, int fd, uint32_t *process)
{
	int result = *process == NO_PROCESS ? add_process(scan, pid, process) : 0;

	if (result)
		return result;
	if (!slot->first)
		scan->open_wants--;
	return add_owner(scan->owners, slot, *process, fd);
}

/* The socket that a link in /proc/PID/fd leads to, or 0: also if it was closed meanwhile. */
static uint64_t read_link(int dir_fd, const char *name)
{
	char link[64];
	ssize_t length = readlinkat(dir_fd, name, link, sizeof(link) - 1);

	if (length < 0)
		return 0;
	link[length] = '\0';
	return owners_parse_link(link);
}

/* One descriptor. Returns as take_fd(). */
static int scan_fd(struct scan *scan, int dir_fd, const char *name, int pid, uint32_t *process)
{
	uint64_t inode = read_link(dir_fd, name);
	struct owner_slot *slot = inode ? wanted_slot(scan, pid, inode) : NULL;

	if (!slot)
		return 0;
	return take_fd(scan, slot, pid, (int)strtol(name, NULL, 10), process);
}

/* Open /proc/PID/fd. Returns a descriptor, or less than 0. */
static int open_fd_dir(struct scan *scan, int pid)
{
	char path[32];
	int fd;

	snprintf(path, sizeof(path), "%d/fd", pid);
	fd = openat(scan->proc_fd, path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (fd < 0)
		scan->owners->denied |= errno == EACCES;
	return fd;
}

static int scan_process(struct scan *scan, int pid)
{
	uint32_t process = NO_PROCESS;
	struct dirent *entry;
	int fd = open_fd_dir(scan, pid), result = 0;
	DIR *dir;

	if (fd < 0)
		return 0;
	/* Each socket has its owner: what is left to learn is whether something is hidden. */
	if (!scan->open_wants && !scan->all && scan->owners->any_socket) {
		close(fd);
		return 0;
	}
	dir = fdopendir(fd);
	if (!dir) {
		close(fd);
		return -ENOMEM;
	}
	while (!result && (entry = readdir(dir)))
		if (entry->d_name[0] >= '0' && entry->d_name[0] <= '9')
			result = scan_fd(scan, fd, entry->d_name, pid, &process);
	closedir(dir);
	return result == -ENOMEM ? result : 0;
}

static int compare_pids(const void *a, const void *b)
{
	int x = *(const int *)a, y = *(const int *)b;

	return (x > y) - (x < y);
}

/* The pids in /proc, ascending. Returns their number or -ENOMEM. */
static ssize_t list_pids(DIR *proc, int **pids)
{
	size_t count = 0, size = 0;
	struct dirent *entry;

	*pids = NULL;
	while ((entry = readdir(proc))) {
		if (entry->d_name[strspn(entry->d_name, "0123456789")])
			continue;
		if (count == size) {
			int *list = reallocarray(*pids, size ? size * 2 : 256, sizeof(*list));

			if (!list) {
				free(*pids);
				return -ENOMEM;
			}
			*pids = list;
			size = size ? size * 2 : 256;
		}
		(*pids)[count++] = (int)strtol(entry->d_name, NULL, 10);
	}
	if (count)
		qsort(*pids, count, sizeof(**pids), compare_pids);
	return (ssize_t)count;
}

/* Returns 0 or -ENOMEM. */
static int scan_proc(struct scan *scan, DIR *proc, struct progress *progress)
{
	int *pids, result = 0;
	ssize_t count = list_pids(proc, &pids);

	if (count < 0)
		return (int)count;
	for (ssize_t i = 0; i < count && !result; i++) {
		result = scan_process(scan, pids[i]);
		progress_add(progress, 0, 1);
	}
	free(pids);
	return result;
}

/* ---- the same from BPF ---- */

/* The process whose descriptors are handed over. */
struct task_file_scan {
	struct scan *scan;
	struct progress *progress;
	int pid;
	uint32_t process; /* its place in the list, or NO_PROCESS */
	bool skip;
};

/* What a security module hides in /proc, even from root, is not listed. */
static bool shown_in_proc(struct task_file_scan *tasks, int fd, uint64_t inode)
{
	int dir_fd = open_fd_dir(tasks->scan, tasks->pid);
	char name[16];
	bool shown;

	tasks->skip = dir_fd < 0;
	if (dir_fd < 0)
		return false;
	snprintf(name, sizeof(name), "%d", fd);
	shown = read_link(dir_fd, name) == inode;
	close(dir_fd);
	return shown;
}

/* A task_file_fn. */
static int scan_task_file(int pid, int fd, uint64_t inode, void *arg)
{
	struct task_file_scan *tasks = arg;
	struct scan *scan = tasks->scan;
	struct owner_slot *slot;
	int result;

	if (!scan->open_wants && !scan->all && scan->owners->any_socket)
		return 1;
	if (pid != tasks->pid) {
		tasks->pid = pid;
		tasks->process = NO_PROCESS;
		tasks->skip = false;
		progress_add(tasks->progress, 0, 1);
	}
	slot = tasks->skip ? NULL : wanted_slot(scan, pid, inode);
	if (!slot || (tasks->process == NO_PROCESS && !shown_in_proc(tasks, fd, inode)))
		return 0;
	result = take_fd(scan, slot, pid, fd, &tasks->process);
	tasks->skip = result;
	return result == -ENOMEM ? result : 0;
}

static void forget_all(struct scan *scan)
{
	struct owners *owners = scan->owners;

	for (size_t i = 0; i < owners->processes; i++)
		process_free(&owners->process[i]);
	for (size_t i = 0; i < owners->slots; i++)
		owners->slot[i].first = owners->slot[i].last = 0;
	owners->processes = owners->count = 0;
	owners->any_socket = owners->denied = false;
	scan->open_wants = owners->wanted;
}

/* Whether it was possible; if not, nothing has been found. */
static bool scan_task_files(struct scan *scan, struct progress *progress)
{
	struct task_file_scan tasks = { scan, progress, 0, NO_PROCESS, false };

	if (scan->owners->proc_only || !task_files_useful())
		return false;
	if (!task_files_read(scan_task_file, &tasks))
		return true;
	forget_all(scan);
	return false;
}

int owners_scan(struct owners *owners, bool all, bool with_context, struct progress *progress)
{
	struct scan scan = { owners, .all = all, .with_context = with_context };
	DIR *proc = opendir("/proc");
	int result;

	if (!proc) {
		owners->no_proc = true;
		return 0;
	}
	result = grow_slots(owners, 1); /* so that a lookup ends, even in an empty table */
	scan.proc_fd = dirfd(proc);
	scan.open_wants = owners->wanted;
	if (!result && !scan_task_files(&scan, progress))
		result = scan_proc(&scan, proc, progress);
	closedir(proc);
	return result;
}

const struct owner *owners_first(const struct owners *owners, uint64_t inode)
{
	const struct owner_slot *slot;

	if (!inode || !owners->slots)
		return NULL;
	slot = &owners->slot[slot_of(owners, inode)];
	return slot->first ? &owners->owner[slot->first] : NULL;
}

const struct owner *owners_next(const struct owners *owners, const struct owner *owner)
{
	return owner->next ? &owners->owner[owner->next] : NULL;
}

void owners_free(struct owners *owners)
{
	for (size_t i = 0; i < owners->processes; i++)
		process_free(&owners->process[i]);
	free(owners->process);
	free(owners->owner);
	free(owners->slot);
	*owners = (struct owners){ 0 };
}
