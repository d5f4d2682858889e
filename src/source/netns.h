/*
 * Network namespaces: a list of them, and how this thread enters one and comes back. The thread must
 * be the first of the process, because /proc/net is what that one sees; threads that it starts begin
 * where it is.
 */
#ifndef NETSTAT_SOURCE_NETNS_H
#define NETSTAT_SOURCE_NETNS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/stat.h>
#include <sys/types.h>

struct netns {
	uint64_t device, inode; /* of its file, the same wherever it is met; 0: not to be seen */
	uint64_t key;           /* of netns_key(), where nothing else may be seen; else 0 */
	char *name;             /* raw bytes, different from all others' in the list */
	char *path;             /* a file that leads there, or NULL */
	pid_t first, last;      /* processes in it, the lowest and the one met last; 0: none */
	bool ours;              /* where this thread comes from */
	int error;              /* -errno: it could not be entered */
};

struct netns_list {
	struct netns *item; /* NULL: the one there is is ours, without a name */
	size_t count, size;
	size_t here;     /* place of the one this thread is in, or NETNS_ELSEWHERE */
	int home;        /* descriptor of ours, or -1 */
	bool can_return; /* ours could be entered again */
};

#define NETNS_ELSEWHERE SIZE_MAX /* in ours, which is not in the list */

/* A list of ours alone; it takes no system call. */
struct netns_list netns_ours(void);

/* An empty list, ready for netns_add(). */
void netns_start(struct netns_list *list);

/* The item of this file, or NULL. */
struct netns *netns_lookup(const struct netns_list *list, uint64_t device, uint64_t inode);

/* The item of this file, added if it is not there yet (an inode of 0 never is). NULL: no memory. */
struct netns *netns_add(struct netns_list *list, uint64_t device, uint64_t inode);

/*
 * Add the namespace of a file. Of several paths to one the first is kept. Returns 0, -ENOMEM or the
 * -errno of netns_open().
 */
int netns_add_file(struct netns_list *list, const char *path);

/* One more process of it has been met. */
void netns_add_process(struct netns *item, pid_t pid);

/*
 * Have this thread enter a namespace of the list. Returns 0 or -errno, which stays in the item:
 * -EPERM or -EACCES without the right to, -ENOENT if it is no longer there.
 */
int netns_enter(struct netns_list *list, size_t place);

/* Go back to ours. Returns 0 or -errno; then this thread is where it was. */
int netns_leave(struct netns_list *list);

/* Whether it is there, and may not be entered. */
bool netns_is_closed(const struct netns *item);

void netns_free(struct netns_list *list);

/*
 * Open the file of a network namespace, whatever stands at `path`: nothing but such a file is opened
 * for reading. `status` (may be NULL) tells which it is. Returns a descriptor, or -errno: -EINVAL
 * for another kind of file.
 */
int netns_open(const char *path, struct stat *status);

/* Have this thread enter the namespace of a file, for good. Returns 0 or -errno. */
int netns_enter_file(const char *path);

/*
 * What tells a process's network namespace from others without the rights that /proc/PID/ns takes:
 * each has files of its own below /proc/PID/net. `pid` is a directory of /proc, open at proc_fd.
 * Returns 0 or -errno.
 */
int netns_key(int proc_fd, const char *pid, uint64_t *key);

#endif
