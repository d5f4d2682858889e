#include "config.h"

#include "source/netns_mounts.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "source/lines.h"

static bool is_octal(const char *text)
{
	for (int i = 0; i < 3; i++)
		if (text[i] < '0' || text[i] > '7')
			return false;
	return true;
}

/* fs/proc_namespace.c, mangle(): blanks, newlines and backslashes are written as \NNN. */
static void unescape(char *text)
{
	char *to = text;

	for (; *text; text++) {
		if (*text == '\\' && is_octal(text + 1)) {
			*to++ = (char)((text[1] - '0') << 6 | (text[2] - '0') << 3 |
				       (text[3] - '0'));
			text += 3;
		} else {
			*to++ = *text;
		}
	}
	*to = '\0';
}

char *netns_mount_point(const char *line)
{
	static const char root[] = "net:[";
	enum { ROOT = 3, MOUNT_POINT = 4 };
	const char *word = line;
	size_t length = 0;
	char *path;

	for (int i = 0; i <= MOUNT_POINT; i++) {
		if (!scan_word(&line, &word, &length))
			return NULL;
		if (i == ROOT && strncmp(word, root, sizeof(root) - 1))
			return NULL;
	}
	path = word[0] == '/' ? strndup(word, length) : NULL;
	if (path)
		unescape(path);
	return path;
}

int netns_add_mounts(struct netns_list *list)
{
	struct lines lines;
	const char *line;
	size_t length;
	int result = lines_open(&lines, "/proc/self/mountinfo");

	if (result)
		return result == -ENOMEM ? result : 0;
	while (!result && (line = lines_next(&lines, &length))) {
		char *path = netns_mount_point(line);

		/* Another mount may lie over it: then something else is there, or nothing. */
		if (path && netns_add_file(list, path) == -ENOMEM)
			result = -ENOMEM;
		free(path);
	}
	lines_close(&lines);
	return result;
}
