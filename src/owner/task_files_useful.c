/* Whether the descriptors may come from BPF: see task_files.h. */
#include "config.h"

#include "owner/task_files.h"

#include <fcntl.h>
#include <linux/magic.h>
#include <stdio.h>
#include <string.h>
#include <sys/syscall.h>
#include <sys/vfs.h>
#include <unistd.h>

#include "capability_compat.h"
#include "source/lines.h"

/* To load the program takes as long as to read some 6,000 links in /proc/PID/fd. */
enum { MANY_FILES = 20000 };

/* PROC_PID_INIT_INO of the kernel's linux/proc_ns.h, the same in every kernel since 3.8. */
static const char initial_pidns[] = "pid:[4026531836]";

struct capability_set {
	struct __user_cap_data_struct part[_LINUX_CAPABILITY_U32S_3];
};

static bool has(const struct capability_set *set, int capability)
{
	return set->part[CAP_TO_INDEX(capability)].effective & CAP_TO_MASK(capability);
}

/*
 * The rights to run the iterator, which asks for no others; and those without which /proc hides
 * descriptors: to open each directory (proc_fd_permission()) and read the links in it
 * (proc_fd_access_allowed()).
 */
static bool has_rights(void)
{
	struct __user_cap_header_struct header = { .version = _LINUX_CAPABILITY_VERSION_3 };
	struct capability_set set;

	if (syscall(SYS_capget, &header, set.part))
		return false;
	return (has(&set, CAP_SYS_ADMIN) || (has(&set, CAP_BPF) && has(&set, CAP_PERFMON))) &&
	       (has(&set, CAP_DAC_READ_SEARCH) || has(&set, CAP_DAC_OVERRIDE)) &&
	       has(&set, CAP_SYS_PTRACE);
}

static bool link_is(const char *path, const char *expected)
{
	char text[64];
	ssize_t length = readlink(path, text, sizeof(text));

	return length == (ssize_t)strlen(expected) && !memcmp(text, expected, (size_t)length);
}

/*
 * The program gives the pids of the initial namespace. A process in there that finds itself in
 * /proc has that namespace's before it: in another namespace's it would not be.
 */
static bool proc_is_of_initial_pidns(void)
{
	char self[16];
	struct statfs system;

	snprintf(self, sizeof(self), "%d", (int)getpid());
	return !statfs("/proc", &system) && system.f_type == PROC_SUPER_MAGIC &&
	       link_is("/proc/self", self) && link_is("/proc/self/ns/pid", initial_pidns);
}

/* By the open files of the whole system: two descriptors may share one, so there are more of those. */
static bool many_files(void)
{
	char text[64];
	const char *at = text;
	uint64_t files;
	int fd = open("/proc/sys/fs/file-nr", O_RDONLY | O_CLOEXEC);
	ssize_t got;

	if (fd < 0)
		return false;
	got = read(fd, text, sizeof(text) - 1);
	close(fd);
	if (got <= 0)
		return false;
	text[got] = '\0';
	return scan_unsigned(&at, &files) && files > MANY_FILES;
}

bool task_files_equal_proc(void)
{
	return has_rights() && proc_is_of_initial_pidns();
}

bool task_files_useful(void)
{
	return HAVE_BPF && task_files_equal_proc() && many_files();
}
