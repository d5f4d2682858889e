#include "config.h"

#include "owner/process.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* net-tools reads 511 bytes of a command line: a longer program path loses its end there too. */
enum { NAME_BYTES = 512 };

static int open_file(int proc_fd, int pid, const char *file)
{
	char path[64];

	snprintf(path, sizeof(path), "%d/%s", pid, file);
	return openat(proc_fd, path, O_RDONLY | O_CLOEXEC);
}

bool process_has_name(int proc_fd, int pid)
{
	int fd = open_file(proc_fd, pid, "cmdline");

	if (fd >= 0)
		close(fd);
	return fd >= 0;
}

/* Read the start of a file, NUL-terminated. Returns 0 or -errno. */
static int read_start(int proc_fd, int pid, const char *file, char *text, size_t size)
{
	int fd = open_file(proc_fd, pid, file), error;
	ssize_t got;

	if (fd < 0)
		return -errno;
	got = read(fd, text, size - 1);
	error = -errno;
	close(fd);
	if (got < 0)
		return error;
	text[got] = '\0';
	return 0;
}

int process_read(struct process *process, int proc_fd, int pid, bool with_context)
{
	char text[NAME_BYTES];
	const char *name = text, *slash;
	int result = read_start(proc_fd, pid, "cmdline", text, sizeof(text));

	if (result)
		return result;
	slash = strrchr(text, '/');
	if (text[0] == '/')
		name = slash + 1;
	*process = (struct process){ .pid = pid, .name = strdup(name) };
	if (!process->name)
		return -ENOMEM;
	if (with_context && !read_start(proc_fd, pid, "attr/current", text, sizeof(text))) {
		text[strcspn(text, "\n")] = '\0';
		process->context = strdup(text);
	}
	return 0;
}

char *process_command(int proc_fd, int pid)
{
	char text[64];
	size_t length;

	if (read_start(proc_fd, pid, "comm", text, sizeof(text)))
		return NULL;
	length = strlen(text);
	if (length && text[length - 1] == '\n') /* there may be others before it */
		text[length - 1] = '\0';
	return strdup(text);
}

void process_free(struct process *process)
{
	free(process->name);
	free(process->context);
}
