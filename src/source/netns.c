#include "config.h"

#include "source/netns.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/magic.h>
#include <linux/nsfs.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/vfs.h>
#include <unistd.h>

#include "grow.h"

static const char own_file[] = "/proc/self/ns/net";

/* Before 4.11 the kernel does not tell the kind of a namespace; then setns() finds out. */
static bool is_network(int fd)
{
	int kind = ioctl(fd, NS_GET_NSTYPE);

	return kind == CLONE_NEWNET || (kind < 0 && errno == ENOTTY);
}

/* Opened as a mere place it can be looked at without waiting for a FIFO or waking up a device. */
int netns_open(const char *path, struct stat *status)
{
	int place = open(path, O_PATH | O_CLOEXEC), fd = -EINVAL;
	struct statfs system;
	char again[48];

	if (place < 0)
		return -errno;
	snprintf(again, sizeof(again), "/proc/self/fd/%d", place);
	if (!fstatfs(place, &system) && system.f_type == NSFS_MAGIC) {
		fd = open(again, O_RDONLY | O_CLOEXEC);
		if (fd < 0)
			fd = -errno;
	}
	close(place);
	if (fd >= 0 && (!is_network(fd) || (status && fstat(fd, status)))) {
		close(fd);
		fd = -EINVAL;
	}
	return fd;
}

/* Enter it and close it; fd may be the -errno of opening. */
static int enter_and_close(int fd)
{
	int result = 0;

	if (fd < 0)
		return fd;
	if (setns(fd, CLONE_NEWNET))
		result = -errno;
	close(fd);
	return result;
}

int netns_enter_file(const char *path)
{
	return enter_and_close(netns_open(path, NULL));
}

int netns_key(int proc_fd, const char *pid, uint64_t *key)
{
	struct stat status;
	char name[64];

	snprintf(name, sizeof(name), "%.20s/net/tcp", pid);
	if (fstatat(proc_fd, name, &status, 0))
		return -errno;
	*key = status.st_ino;
	return 0;
}

struct netns_list netns_ours(void)
{
	return (struct netns_list){ .count = 1, .home = -1 };
}

void netns_start(struct netns_list *list)
{
	*list = (struct netns_list){ .here = NETNS_ELSEWHERE, .home = netns_open(own_file, NULL) };
	/* It takes rights in the user namespace of ours, which we may have left behind. */
	list->can_return = list->home >= 0 && !setns(list->home, CLONE_NEWNET);
}

struct netns *netns_lookup(const struct netns_list *list, uint64_t device, uint64_t inode)
{
	for (size_t i = 0; inode && i < list->count; i++)
		if (list->item[i].inode == inode && list->item[i].device == device)
			return &list->item[i];
	return NULL;
}

struct netns *netns_add(struct netns_list *list, uint64_t device, uint64_t inode)
{
	struct netns *known = netns_lookup(list, device, inode), *item;

	if (known)
		return known;
	item = grow(list->item, list->count, &list->size, sizeof(*item));
	if (!item)
		return NULL;
	list->item = item;
	list->item[list->count] = (struct netns){ .device = device, .inode = inode };
	return &list->item[list->count++];
}

int netns_add_file(struct netns_list *list, const char *path)
{
	struct netns *item;
	struct stat status;
	int fd = netns_open(path, &status);

	if (fd < 0)
		return fd;
	close(fd);
	item = netns_add(list, status.st_dev, status.st_ino);
	if (item && !item->path)
		item->path = strdup(path);
	return item && item->path ? 0 : -ENOMEM;
}

void netns_add_process(struct netns *item, pid_t pid)
{
	if (!item->first || pid < item->first)
		item->first = pid;
	item->last = pid;
}

static int open_same(const struct netns *item, const char *path)
{
	struct stat status;
	int fd = netns_open(path, &status);

	if (fd < 0 || (status.st_ino == item->inode && status.st_dev == item->device))
		return fd;
	close(fd); /* the process has moved, or its number is another one's now */
	return -ENOENT;
}

static int open_of_process(const struct netns *item, pid_t pid)
{
	char path[48];
	int fd;

	if (!pid)
		return -ENOENT;
	snprintf(path, sizeof(path), "/proc/%d/ns/net", (int)pid);
	fd = open_same(item, path);
	return fd == -ESRCH ? -ENOENT : fd;
}

/* What one way leads to may be gone, and the namespace be there still. */
static int open_item(const struct netns *item)
{
	int fd = item->path ? open_same(item, item->path) : -ENOENT;

	if (fd < 0)
		fd = open_of_process(item, item->first);
	if (fd == -ENOENT && item->last != item->first)
		fd = open_of_process(item, item->last);
	return fd;
}

static int enter_other(const struct netns_list *list, const struct netns *item)
{
	/* Where there is only one there is no need to return. */
	if (!list->can_return && list->count > 1)
		return -EPERM;
	return enter_and_close(open_item(item));
}

int netns_enter(struct netns_list *list, size_t place)
{
	struct netns *item;

	if (place == list->here)
		return 0;
	item = &list->item[place];
	if (item->error)
		return item->error;
	item->error = item->ours ? netns_leave(list) : enter_other(list, item);
	if (!item->error)
		list->here = place;
	return item->error;
}

static size_t place_of_ours(const struct netns_list *list)
{
	for (size_t i = 0; i < list->count; i++)
		if (list->item[i].ours)
			return i;
	return NETNS_ELSEWHERE;
}

int netns_leave(struct netns_list *list)
{
	size_t ours;

	if (!list->item)
		return 0;
	ours = place_of_ours(list);
	if (list->here == ours)
		return 0;
	if (setns(list->home, CLONE_NEWNET))
		return -errno;
	list->here = ours;
	return 0;
}

bool netns_is_closed(const struct netns *item)
{
	return item->error && item->error != -ENOENT && item->error != -ESRCH;
}

void netns_free(struct netns_list *list)
{
	for (size_t i = 0; list->item && i < list->count; i++) {
		free(list->item[i].name);
		free(list->item[i].path);
	}
	free(list->item);
	if (list->home >= 0)
		close(list->home);
	*list = netns_ours();
}
