#include "config.h"

#include "source/netns_find.h"

#include <dirent.h>
#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "render/text.h"
#include "source/netns_mounts.h"
#include "source/netns_names.h"
#include "source/netns_processes.h"

/* Where `ip netns` mounts what it names. Of old systems the second is no link to the first. */
static const char *const directories[] = { "/run/netns", "/var/run/netns" };

enum { DIRECTORIES = sizeof(directories) / sizeof(*directories) };

enum netns_kind netns_kind_of(const char *word, size_t length)
{
	if (!length)
		return NETNS_NONE;
	if (length == 3 && !memcmp(word, "all", 3))
		return NETNS_ALL;
	if (memchr(word, '/', length))
		return NETNS_PATH;
	return strspn(word, "0123456789") >= length ? NETNS_PID : NETNS_NAME;
}

/* Whether a word of the value is of this kind. */
static bool has_kind(const char *text, enum netns_kind kind)
{
	for (;; text++) {
		size_t length = strcspn(text, ",");

		if (netns_kind_of(text, length) == kind)
			return true;
		text += length;
		if (!*text)
			return false;
	}
}

bool netns_is_value(const char *text)
{
	return !has_kind(text, NETNS_NONE);
}

bool netns_means_all(const char *text)
{
	return has_kind(text, NETNS_ALL);
}

bool netns_may_be_several(const char *text)
{
	return strchr(text, ',') || netns_means_all(text);
}

static int add_by_name(struct netns_list *list, const char *word, size_t length)
{
	static const char ours[] = "self";
	int result = -ENOENT;

	for (int i = 0; i < DIRECTORIES && result == -ENOENT; i++) {
		char *path;

		if (asprintf(&path, "%s/%.*s", directories[i], (int)length, word) < 0)
			return -ENOMEM;
		result = netns_add_file(list, path);
		free(path);
	}
	/* The name that the listing gives to ours, unless `ip netns` has one of that name. */
	if (result == -ENOENT && length == sizeof(ours) - 1 && !memcmp(word, ours, length))
		result = netns_add_file(list, "/proc/self/ns/net");
	return result;
}

static int add_by_path(struct netns_list *list, const char *word, size_t length)
{
	char *path = strndup(word, length);
	int result = path ? netns_add_file(list, path) : -ENOMEM;

	free(path);
	return result;
}

static int add_by_pid(struct netns_list *list, const char *word)
{
	unsigned long pid = strtoul(word, NULL, 10); /* too large saturates */
	struct netns *item;
	struct stat status;
	char path[48];

	if (!pid || pid > INT_MAX)
		return -ENOENT;
	snprintf(path, sizeof(path), "/proc/%lu/ns/net", pid);
	if (stat(path, &status))
		return -errno;
	item = netns_add(list, status.st_dev, status.st_ino);
	if (!item)
		return -ENOMEM;
	netns_add_process(item, (pid_t)pid);
	return 0;
}

/* A file of `ip netns` names what is in the list; with `add` what is not there yet, too. */
static int take_name(struct netns_list *list, const char *path, const char *name, bool add)
{
	struct netns *item;
	struct stat status;
	int fd = netns_open(path, &status);

	if (fd < 0)
		return 0; /* also the directory itself */
	close(fd);
	item = add ? netns_add(list, status.st_dev, status.st_ino)
		   : netns_lookup(list, status.st_dev, status.st_ino);
	if (!item)
		return add ? -ENOMEM : 0;
	if (!item->name)
		item->name = strdup(name);
	if (!item->path)
		item->path = strdup(path);
	return item->name && item->path ? 0 : -ENOMEM;
}

static int take_names(struct netns_list *list, const char *directory, bool add)
{
	DIR *names = opendir(directory);
	struct dirent *entry;
	int result = 0;

	while (names && !result && (entry = readdir(names))) {
		char path[sizeof(entry->d_name) + 32];

		snprintf(path, sizeof(path), "%.20s/%s", directory, entry->d_name);
		result = take_name(list, path, entry->d_name, add);
	}
	if (names)
		closedir(names);
	return result;
}

static int add_all(struct netns_list *list)
{
	int result = netns_add_file(list, "/proc/self/ns/net");

	for (int i = 0; i < DIRECTORIES && !result; i++)
		result = take_names(list, directories[i], true);
	if (!result)
		result = netns_add_mounts(list);
	return result ? result : netns_add_processes(list);
}

static int add_word(struct netns_list *list, const char *word, size_t length)
{
	switch (netns_kind_of(word, length)) {
	case NETNS_ALL:
		return add_all(list);
	case NETNS_PID:
		return add_by_pid(list, word);
	case NETNS_PATH:
		return add_by_path(list, word, length);
	case NETNS_NAME:
		return add_by_name(list, word, length);
	default:
		return -EINVAL;
	}
}

/* Which of them is the one that this thread is in. */
static void mark_ours(struct netns_list *list)
{
	struct stat status;

	if (list->home < 0 || fstat(list->home, &status))
		return;
	for (size_t i = 0; i < list->count; i++) {
		if (list->item[i].inode != status.st_ino || list->item[i].device != status.st_dev)
			continue;
		list->item[i].ours = true;
		list->here = i;
	}
}

/* The list is complete: name and sort it. */
static int finish(struct netns_list *list)
{
	int result = 0;

	mark_ours(list);
	for (int i = 0; i < DIRECTORIES && !result; i++)
		result = take_names(list, directories[i], false);
	if (!result)
		result = netns_name(list);
	mark_ours(list);
	return result;
}

void netns_explain(char *message, size_t size, const char *word, size_t length, int error)
{
	enum netns_kind kind = netns_kind_of(word, length);
	char *given = strndup(word, length), shown[256];
	const char *reason = strerror(-error), *help = "";

	shown[text_escape(shown, sizeof(shown) - 1, given ? given : "")] = '\0';
	free(given);
	if (error == -EINVAL)
		reason = "not a network namespace";
	else if (error == -ENOENT && kind == NETNS_NAME)
		reason = "no network namespace has this name in /run/netns";
	else if ((error == -ENOENT || error == -ESRCH) && kind == NETNS_PID)
		reason = "no such process";
	else if (error == -EPERM || error == -EACCES)
		help = geteuid() ? " (root may enter it)" : " (it takes CAP_SYS_ADMIN)";
	snprintf(message, size, "netstat: --netns=%s: %s%s", shown, reason, help);
}

int netns_find(struct netns_list *list, const char *text, char *message, size_t size)
{
	int result = 0;
	size_t length;

	netns_start(list);
	for (; !result; text += length + 1) {
		length = strcspn(text, ",");
		result = add_word(list, text, length);
		if (result)
			netns_explain(message, size, text, length, result);
		if (!text[length])
			break;
	}
	if (!result) {
		result = finish(list);
		if (result)
			snprintf(message, size, "netstat: out of memory");
	}
	if (result)
		netns_free(list);
	return result;
}
