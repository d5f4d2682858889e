#include "config.h"

#include "page/choose.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/auxv.h>
#include <unistd.h>

/* Where less is looked for when PATH is somebody else's. */
static const char trusted_path[] = "/usr/bin:/bin:/usr/local/bin";

bool pager_privileges_borrowed(void)
{
	return geteuid() != getuid() || getegid() != getgid() || getauxval(AT_SECURE) ||
	       getenv("SUDO_UID") || getenv("DOAS_USER") || getenv("PKEXEC_UID");
}

/* Look for a program in a list of directories; false: it is in none. */
static bool find_program(const char *path, const char *name, char *found, size_t size)
{
	while (path && *path) {
		size_t length = strcspn(path, ":");

		if (length && *path == '/' &&
		    snprintf(found, size, "%.*s/%s", (int)length, path, name) < (int)size &&
		    !access(found, X_OK))
			return true;
		path += length + (path[length] == ':');
	}
	return false;
}

/* Whether the first word of a command surely is no program: a shell would only complain. */
static bool is_missing(const char *command)
{
	static const char plain[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
				    "0123456789._+/-";
	char word[4096], found[4096];
	size_t length = strspn(command, plain);

	if (!length || (command[length] && command[length] != ' ') || length >= sizeof(word))
		return false;
	memcpy(word, command, length);
	word[length] = '\0';
	if (strchr(word, '/'))
		return access(word, X_OK);
	return !find_program(getenv("PATH"), word, found, sizeof(found));
}

/* One of the variables. Returns whether it decides, even if for no pager. */
static bool choose_variable(struct pager_choice *choice, const char *name)
{
	const char *command = getenv(name);

	if (!command || strlen(command) >= sizeof(choice->command))
		return false;
	if (!command[strspn(command, " \t")] || !strcmp(command, "cat"))
		return true;
	if (is_missing(command))
		return false;
	choice->kind = PAGER_SHELL;
	choice->is_less = !strcmp(command, "less");
	strcpy(choice->command, command);
	return true;
}

void pager_choose(struct pager_choice *choice)
{
	static const char *const programs[] = { "pager", "less", "more" };
	const char *path = getenv("PATH");

	*choice = (struct pager_choice){ .kind = PAGER_NONE };
	choice->secure = pager_privileges_borrowed();
	if (choice->secure) {
		choice->is_less = find_program(trusted_path, "less", choice->command,
					       sizeof(choice->command));
		choice->kind = choice->is_less ? PAGER_PROGRAM : PAGER_BUILTIN;
		return;
	}
	if (choose_variable(choice, "NETSTAT_PAGER") || choose_variable(choice, "PAGER"))
		return;
	for (size_t i = 0; i < sizeof(programs) / sizeof(*programs); i++) {
		char *real;

		if (!find_program(path, programs[i], choice->command, sizeof(choice->command)))
			continue;
		real = realpath(choice->command, NULL);
		choice->is_less = real && strlen(real) >= 5 &&
				  !strcmp(real + strlen(real) - 5, "/less");
		free(real);
		choice->kind = PAGER_PROGRAM;
		return;
	}
	choice->kind = PAGER_BUILTIN;
}
