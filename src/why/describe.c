#include "config.h"

#include "why/describe.h"

#include <errno.h>
#include <fcntl.h>
#include <pwd.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "owner/cgroup.h"

enum { TEXT_SIZE = 65536, LINK_SIZE = 4096 };

/* Read a file of the process whole, up to TEXT_SIZE - 1 bytes. Returns the length or -errno. */
static ssize_t read_file(pid_t pid, const char *name, char text[TEXT_SIZE])
{
	char path[64];
	size_t used = 0;
	ssize_t got;
	int fd, error = 0;

	snprintf(path, sizeof(path), "/proc/%d/%s", (int)pid, name);
	fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		return -errno;
	while (used < TEXT_SIZE - 1 && (got = read(fd, text + used, TEXT_SIZE - 1 - used)) != 0) {
		if (got < 0 && errno == EINTR)
			continue;
		if (got < 0) {
			error = -errno;
			break;
		}
		used += (size_t)got;
	}
	close(fd);
	text[used] = '\0';
	return error ? error : (ssize_t)used;
}

/* Boot time in seconds since 1970, from the line btime of /proc/stat. */
static int64_t boot_time(void)
{
	FILE *file = fopen("/proc/stat", "re");
	char line[256];
	long long time = 0;

	while (file && fgets(line, sizeof(line), file))
		if (sscanf(line, "btime %lld", &time) == 1)
			break;
	if (file)
		fclose(file);
	return time;
}

/* comm may hold blanks and parentheses: the fields begin behind the last one (proc(5)). */
static int read_stat(struct why_holder *holder, char *text)
{
	ssize_t length = read_file(holder->pid, "stat", text);
	unsigned long long started = 0;
	char *open_at, *close_at;
	int ppid = 0;
	long threads = 0;

	if (length < 0)
		return (int)length;
	open_at = strchr(text, '(');
	close_at = strrchr(text, ')');
	if (!open_at || !close_at || close_at < open_at)
		return -EINVAL;
	holder->name = strndup(open_at + 1, (size_t)(close_at - open_at - 1));
	/* state, ppid, then threads (field 20) and the start (field 22) */
	if (sscanf(close_at + 1,
		   " %c %d %*d %*d %*d %*d %*u %*u %*u %*u %*u %*u %*u %*d %*d %*d %*d %ld %*d %llu",
		   &holder->state, &ppid, &threads, &started) == 4) {
		int64_t boot = boot_time();

		holder->ppid = ppid;
		holder->threads = (unsigned)threads;
		holder->ticks = started;
		if (boot)
			holder->started = boot + (int64_t)(started / (unsigned long)sysconf(_SC_CLK_TCK));
	}
	return holder->name ? 0 : -ENOMEM;
}

/* The number behind a word at the start of a line. */
static long status_number(const char *text, const char *word)
{
	const char *line = strstr(text, word);

	return line ? strtol(line + strlen(word), NULL, 10) : 0;
}

static void read_status(struct why_holder *holder, char *text)
{
	const struct passwd *user;

	if (read_file(holder->pid, "status", text) < 0)
		return;
	/* The effective user: the second of the four. */
	sscanf(strstr(text, "\nUid:") ? strstr(text, "\nUid:") : "", "\nUid: %*u %u", &holder->uid);
	holder->tracer = (pid_t)status_number(text, "\nTracerPid:");
	holder->dumping_core = status_number(text, "\nCoreDumping:");
	user = getpwuid(holder->uid);
	holder->user = user ? strdup(user->pw_name) : NULL;
}

/* The words of a block of NUL-terminated ones; the list is NULL-terminated. */
static char **split_words(const char *text, size_t length)
{
	size_t count = 0;
	char **words;

	for (size_t i = 0; i < length; i++)
		count += !text[i] || i + 1 == length;
	words = calloc(count + 1, sizeof(*words));
	for (size_t i = 0, at = 0; words && i < count && at < length; i++) {
		words[i] = strndup(text + at, length - at);
		at += strnlen(text + at, length - at) + 1;
	}
	return words;
}

static void read_cmdline(struct why_holder *holder, char *text)
{
	ssize_t length = read_file(holder->pid, "cmdline", text);

	holder->cmdline = split_words(text, length > 0 ? (size_t)length : 0);
}

static char *read_link(pid_t pid, const char *name)
{
	char path[64], target[LINK_SIZE];
	ssize_t length;

	snprintf(path, sizeof(path), "/proc/%d/%s", (int)pid, name);
	length = readlink(path, target, sizeof(target));
	return length > 0 && length < LINK_SIZE ? strndup(target, (size_t)length) : NULL;
}

static void read_exe(struct why_holder *holder)
{
	static const char mark[] = " (deleted)";
	size_t length, cut = sizeof(mark) - 1;

	holder->exe = read_link(holder->pid, "exe");
	if (!holder->exe)
		return;
	length = strlen(holder->exe);
	if (length > cut && !strcmp(holder->exe + length - cut, mark)) {
		holder->exe[length - cut] = '\0';
		holder->exe_deleted = true;
	}
}

static void read_namespace(struct why_holder *holder)
{
	char *theirs = read_link(holder->pid, "ns/net"), *ours = read_link(getpid(), "ns/net");

	holder->other_netns = theirs && ours && strcmp(theirs, ours);
	free(theirs);
	free(ours);
}

/* Whether a supervisor handed it sockets: LISTEN_PID names it (sd_listen_fds(3)). */
static void read_environment(struct why_holder *holder, char *text)
{
	ssize_t length = read_file(holder->pid, "environ", text);
	char wanted[32];

	snprintf(wanted, sizeof(wanted), "LISTEN_PID=%d", (int)holder->pid);
	for (ssize_t at = 0; at < length; at += (ssize_t)strlen(text + at) + 1)
		holder->listen_fds |= !strcmp(text + at, wanted);
}

static void read_parent(struct why_holder *holder, char *text)
{
	ssize_t length = holder->ppid > 0 ? read_file(holder->ppid, "comm", text) : 0;

	if (length > 0)
		holder->parent_name = strndup(text, strcspn(text, "\n"));
}

int why_describe(struct why_holder *holder)
{
	char *text = malloc(TEXT_SIZE);
	int proc_fd = open("/proc", O_RDONLY | O_DIRECTORY | O_CLOEXEC), result;

	result = text ? read_stat(holder, text) : -ENOMEM;
	if (!result) {
		read_status(holder, text);
		read_cmdline(holder, text);
		read_exe(holder);
		read_namespace(holder);
		read_environment(holder, text);
		read_parent(holder, text);
		holder->cgroup = cgroup_of_pid(proc_fd, holder->pid);
		holder->unit = cgroup_unit(holder->cgroup);
		holder->container = cgroup_container(holder->cgroup);
		holder->frozen = cgroup_is_frozen(holder->cgroup);
	}
	if (proc_fd >= 0)
		close(proc_fd);
	free(text);
	return result;
}

void why_describe_free(struct why_holder *holder)
{
	for (size_t i = 0; holder->cmdline && holder->cmdline[i]; i++)
		free(holder->cmdline[i]);
	free(holder->cmdline);
	free(holder->name);
	free(holder->exe);
	free(holder->user);
	free(holder->fds);
	free(holder->cgroup);
	free(holder->unit);
	free(holder->container);
	free(holder->parent_name);
}
