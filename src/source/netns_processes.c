#include "config.h"

#include "source/netns_processes.h"

#include <ctype.h>
#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>

static struct netns *find_key(struct netns_list *list, uint64_t key)
{
	for (size_t i = 0; i < list->count; i++)
		if (list->item[i].key == key)
			return &list->item[i];
	return NULL;
}

/* It can be told from others, and named, but not entered. */
static int add_hidden(struct netns_list *list, int proc_fd, const char *pid)
{
	struct netns *item;
	uint64_t key;

	if (netns_key(proc_fd, pid, &key))
		return 0;
	item = find_key(list, key);
	if (!item)
		item = netns_add(list, 0, 0);
	if (!item)
		return -ENOMEM;
	item->key = key;
	item->error = -EACCES;
	netns_add_process(item, (pid_t)strtol(pid, NULL, 10));
	return 0;
}

static int add_of_process(struct netns_list *list, int proc_fd, const char *pid)
{
	struct netns *item;
	struct stat status;
	char name[64];

	snprintf(name, sizeof(name), "%.20s/ns/net", pid);
	if (fstatat(proc_fd, name, &status, 0))
		return errno == EACCES || errno == EPERM ? add_hidden(list, proc_fd, pid) : 0;
	item = netns_add(list, status.st_dev, status.st_ino);
	if (!item)
		return -ENOMEM;
	netns_add_process(item, (pid_t)strtol(pid, NULL, 10));
	return 0;
}

/* The second item of a namespace that can be seen. */
static struct netns *find_hidden(struct netns_list *list, int proc_fd, const struct netns *seen)
{
	char pid[24];
	uint64_t key;

	snprintf(pid, sizeof(pid), "%d", (int)seen->first);
	if (!seen->inode || !seen->first || netns_key(proc_fd, pid, &key))
		return NULL;
	return find_key(list, key);
}

/* Some processes in a namespace may be looked at, and others not: then it is there twice. */
static void drop_known(struct netns_list *list, int proc_fd)
{
	size_t kept = 0;

	for (size_t i = 0; i < list->count; i++) {
		struct netns *hidden = find_hidden(list, proc_fd, &list->item[i]);

		if (hidden)
			hidden->first = 0;
	}
	for (size_t i = 0; i < list->count; i++)
		if (list->item[i].inode || list->item[i].first)
			list->item[kept++] = list->item[i];
	list->count = kept;
}

int netns_add_processes(struct netns_list *list)
{
	DIR *proc = opendir("/proc");
	struct dirent *entry;
	int result = 0;

	while (proc && !result && (entry = readdir(proc)))
		if (isdigit((unsigned char)entry->d_name[0]))
			result = add_of_process(list, dirfd(proc), entry->d_name);
	if (proc) {
		drop_known(list, dirfd(proc));
		closedir(proc);
	}
	return result;
}
