#include "config.h"

#include "pagers.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "check.h"

const char *setting(const char *name, const char *value)
{
	static char settings[8][512];
	static unsigned next;
	char *text = settings[next++ % COUNT(settings)];

	snprintf(text, sizeof(*settings), "%s=%s", name, value);
	return text;
}

void pager_fake(const char *name, const char *file)
{
	scratch_script(file,
		       "[ \"$1\" = --version ] && echo 'less 590' && exit\n"
		       "command -p env >'%s'\necho \"$#:$*\" >'%s'\ncommand -p cat >'%s'",
		       scratch("%s.env", name), scratch("%s.arguments", name),
		       scratch("%s.text", name));
}

void pager_forget(const char *name)
{
	remove(scratch("%s.env", name));
	remove(scratch("%s.arguments", name));
	remove(scratch("%s.text", name));
}

bool pager_was_started(const char *name)
{
	return !access(scratch("%s.text", name), F_OK);
}

bool pager_had_arguments(const char *name, const char *arguments)
{
	char file[64], *text;
	bool same;

	snprintf(file, sizeof(file), "%s.arguments", name);
	text = scratch_read(file);
	same = text && !strncmp(text, arguments, strlen(arguments)) &&
	       text[strlen(arguments)] == '\n';
	free(text);
	return same;
}

const char *pager_path(void)
{
	scratch_directory("fake");
	pager_fake("fake", "fake/pager");
	pager_forget("fake");
	return setting("PATH", scratch("fake"));
}
