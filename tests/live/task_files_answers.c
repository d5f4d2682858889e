/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Where the iterator may be used: each place is a process that goes there and asks. */
#include "config.h"

#include <err.h>
#include <linux/capability.h>
#include <sched.h>
#include <sys/mount.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "owner/task_files.h"
#include "task_files_world.h"

static void as_is(void)
{
}

static void as_nobody(void)
{
	if (setresuid(65534, 65534, 65534))
		err(1, "setresuid");
}

static void without_ptrace(void)
{
	struct __user_cap_header_struct header = { .version = _LINUX_CAPABILITY_VERSION_3 };
	struct __user_cap_data_struct part[_LINUX_CAPABILITY_U32S_3];

	if (syscall(SYS_capget, &header, part))
		err(1, "capget");
	part[CAP_TO_INDEX(CAP_SYS_PTRACE)].effective &= ~CAP_TO_MASK(CAP_SYS_PTRACE);
	if (syscall(SYS_capset, &header, part))
		err(1, "capset");
}

static void private_mounts(int more)
{
	if (unshare(CLONE_NEWNS | more) || mount(NULL, "/", NULL, MS_REC | MS_PRIVATE, NULL))
		err(1, "mount namespace");
}

static void with_other_proc(void)
{
	private_mounts(0);
	if (mount("none", "/proc", "tmpfs", 0, NULL))
		err(1, "tmpfs");
}

/* Go on in a child, which is the first process of a new pid namespace if it was unshared. */
static void go_on_in_child(void)
{
	pid_t pid = fork();
	int status;

	if (pid < 0)
		err(1, "fork");
	if (!pid)
		return;
	if (waitpid(pid, &status, 0) != pid || !WIFEXITED(status))
		_exit(1);
	_exit(WEXITSTATUS(status));
}

static void in_pid_namespace(void)
{
	if (unshare(CLONE_NEWPID))
		err(1, "pid namespace");
	go_on_in_child();
}

static void mount_proc(void)
{
	if (mount("proc", "/proc", "proc", 0, NULL))
		err(1, "proc");
}

static void in_pid_namespace_with_its_proc(void)
{
	private_mounts(CLONE_NEWPID);
	go_on_in_child();
	mount_proc();
}

/* /proc is that of a namespace below. */
static void with_proc_of_child(void)
{
	pid_t pid;

	private_mounts(CLONE_NEWPID);
	pid = fork();
	if (!pid) {
		mount_proc();
		_exit(0);
	}
	if (pid < 0 || waitpid(pid, NULL, 0) != pid)
		err(1, "fork");
}

static void check_answer(void (*enter)(void), bool wanted, const char *what)
{
	enum { NO = 10, YES = 11 };
	pid_t pid = fork();
	int status = 0;

	if (pid < 0)
		err(1, "fork");
	if (!pid) {
		enter();
		_exit(task_files_equal_proc() ? YES : NO);
	}
	waitpid(pid, &status, 0);
	check(WIFEXITED(status) && WEXITSTATUS(status) == (wanted ? YES : NO), what);
}

void check_answers(void)
{
	check_answer(as_is, true, "root may use it");
	check_answer(as_nobody, false, "other users may not");
	check_answer(without_ptrace, false, "nor who may not look into all processes");
	check_answer(with_other_proc, false, "nor where /proc is a directory");
	check_answer(in_pid_namespace, false, "nor in a pid namespace with the system's /proc");
	check_answer(in_pid_namespace_with_its_proc, false, "nor with the namespace's own");
	check_answer(with_proc_of_child, false, "nor with that of a namespace below");
}
