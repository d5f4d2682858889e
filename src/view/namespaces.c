#include "config.h"

#include "view/namespaces.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "render/text.h"
#include "source/netns_find.h"

enum { TOLD = 3 }; /* names in a message; the others are counted */

/* Those that were asked for by name: one that cannot be entered is an error. */
static bool enter_each(struct netns_list *list, struct out *out)
{
	for (size_t i = 0; i < list->count; i++) {
		const char *name = list->item[i].name;
		int result = netns_enter(list, i);
		char message[512];

		if (!result)
			continue;
		netns_explain(message, sizeof(message), name, strlen(name), result);
		out_message(out, "%s", message);
		return false;
	}
	return true;
}

bool namespaces_find(struct netns_list *list, const struct options *options, struct out *out)
{
	char message[512];

	if (!options->netns) {
		*list = netns_ours();
		return true;
	}
	if (netns_find(list, options->netns, message, sizeof(message))) {
		out_message(out, "%s", message);
		return false;
	}
	if (netns_means_all(options->netns) || enter_each(list, out))
		return true;
	netns_leave(list);
	netns_free(list);
	return false;
}

bool namespaces_enter_one(const struct options *options, struct out *out)
{
	struct netns_list list;

	if (!namespaces_find(&list, options, out))
		return false;
	netns_free(&list); /* this thread stays where it is */
	return true;
}

/* The escaped names of the first ones, with commas. */
static void list_names(const struct netns_list *list, char *text, size_t size)
{
	size_t length = 0, named = 0;

	for (size_t i = 0; i < list->count && named < TOLD; i++) {
		if (!netns_is_closed(&list->item[i]))
			continue;
		length += (size_t)snprintf(text + length, size - length, named++ ? ", " : "");
		length += text_escape(text + length, (size - length) / TOLD, list->item[i].name);
	}
	text[length] = '\0';
}

void namespaces_tell_closed(const struct netns_list *list, struct out *out)
{
	bool hidden = false, mounted = false;
	char names[512], more[48] = "";
	size_t closed = 0;

	for (size_t i = 0; list->item && i < list->count; i++) {
		const struct netns *item = &list->item[i];

		if (!netns_is_closed(item))
			continue;
		closed++;
		hidden |= item->key != 0;
		mounted |= !item->first;
	}
	if (!closed)
		return;
	list_names(list, names, sizeof(names));
	if (closed > TOLD)
		snprintf(more, sizeof(more), " and %zu more", closed - TOLD);
	/* One that is mounted and one that a process of others is in may be the same. */
	out_message(out, "netstat: not listed, because %s: %s%zu network namespace%s: %s%s",
		    geteuid() ? "only root may enter" : "entering takes CAP_SYS_ADMIN",
		    hidden && mounted ? "up to " : "", closed, closed > 1 ? "s" : "", names, more);
}
