#include "config.h"

#include "source/netns_names.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "owner/cgroup.h"
#include "owner/process.h"
#include "render/text.h"

/* NULL: the process has gone, or there is no memory. */
static char *name_by_process(int proc_fd, pid_t pid)
{
	char *cgroup = cgroup_of_pid(proc_fd, pid), *name = cgroup_container(cgroup), *command;

	free(cgroup);
	if (name)
		return name;
	command = process_command(proc_fd, pid);
	if (command && asprintf(&name, "%d/%s", (int)pid, command) < 0)
		name = NULL;
	free(command);
	return name;
}

static int choose_name(struct netns *item, int proc_fd)
{
	if (!item->name && item->ours)
		item->name = strdup("self");
	else if (!item->name && item->first)
		item->name = name_by_process(proc_fd, item->first);
	if (!item->name && item->path)
		item->name = strdup(item->path);
	if (!item->name && asprintf(&item->name, "net:[%" PRIu64 "]", item->inode) < 0)
		item->name = NULL;
	return item->name ? 0 : -ENOMEM;
}

/* As long as there is a number for it, no other can end like that. */
static bool has_suffix(const char *name)
{
	const char *at = strrchr(name, '@');

	return at && at[1] && !at[1 + strspn(at + 1, "0123456789")];
}

static int append_inode(struct netns *item)
{
	char *longer;

	if (asprintf(&longer, "%s@%" PRIu64, item->name, item->inode) < 0)
		return -ENOMEM;
	free(item->name);
	item->name = longer;
	return 0;
}

/* A name as the text shows it: different bytes may look alike there. */
struct shown {
	char *text;
	struct netns *item;
};

static int compare_shown(const void *a, const void *b)
{
	const struct shown *x = a, *y = b;

	return strcmp(x->text, y->text);
}

static int show(struct shown *shown, struct netns *item)
{
	size_t length = text_escaped_length(item->name);

	*shown = (struct shown){ .text = malloc(length + 1), .item = item };
	if (!shown->text)
		return -ENOMEM;
	shown->text[text_escape(shown->text, length, item->name)] = '\0';
	return 0;
}

static int append_where_needed(const struct shown *shown, size_t count)
{
	int result = 0;

	for (size_t i = 0; i < count && !result; i++) {
		bool as_before = i && !strcmp(shown[i].text, shown[i - 1].text);
		bool as_after = i + 1 < count && !strcmp(shown[i].text, shown[i + 1].text);

		if (as_before || as_after || has_suffix(shown[i].text))
			result = append_inode(shown[i].item);
	}
	return result;
}

int netns_make_unique(struct netns_list *list)
{
	struct shown *shown = calloc(list->count + 1, sizeof(*shown));
	int result = shown ? 0 : -ENOMEM;

	for (size_t i = 0; i < list->count && !result; i++)
		result = show(&shown[i], &list->item[i]);
	if (!result) {
		qsort(shown, list->count, sizeof(*shown), compare_shown);
		result = append_where_needed(shown, list->count);
	}
	for (size_t i = 0; shown && i < list->count; i++)
		free(shown[i].text);
	free(shown);
	return result;
}

/* Numbers in names by their value: 99/x before 100/x. */
static int compare_names(const void *a, const void *b)
{
	const struct netns *x = a, *y = b;

	if (x->ours != y->ours)
		return x->ours ? -1 : 1;
	return strverscmp(x->name, y->name);
}

int netns_name(struct netns_list *list)
{
	int proc_fd = open("/proc", O_PATH | O_DIRECTORY | O_CLOEXEC), result = 0;

	for (size_t i = 0; i < list->count && !result; i++)
		result = choose_name(&list->item[i], proc_fd);
	if (proc_fd >= 0)
		close(proc_fd);
	if (!result)
		result = netns_make_unique(list);
	if (!result && list->count)
		qsort(list->item, list->count, sizeof(*list->item), compare_names);
	return result;
}
