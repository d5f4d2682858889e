/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "apart.h"

#include <err.h>
#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <signal.h>
#include <stddef.h>
#include <sys/mount.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

static void mount_proc(void)
{
	if (unshare(CLONE_NEWNS) || mount(NULL, "/", NULL, MS_REC | MS_PRIVATE, NULL) ||
	    mount("proc", "/proc", "proc", MS_NOSUID | MS_NODEV | MS_NOEXEC, NULL))
		err(1, "a /proc of its own cannot be mounted");
}

static pid_t fork_apart(void)
{
	int before = open("/proc/self/ns/pid", O_RDONLY | O_CLOEXEC);
	pid_t pid;

	if (before < 0 || unshare(CLONE_NEWPID))
		err(1, "a process namespace cannot be made (root is needed)");
	pid = fork();
	if (pid < 0)
		err(1, "fork");
	/* The next child shall not be in a namespace whose first process has ended. */
	if (pid && setns(before, CLONE_NEWPID))
		err(1, "setns");
	close(before);
	if (!pid)
		mount_proc();
	return pid;
}

pid_t apart_fork(bool own_pids)
{
	pid_t pid = own_pids ? fork_apart() : fork();

	if (pid < 0)
		err(1, "fork");
	if (!pid)
		prctl(PR_SET_PDEATHSIG, SIGKILL);
	return pid;
}

int apart_wait(pid_t pid)
{
	int status;

	while (waitpid(pid, &status, 0) < 0)
		if (errno != EINTR)
			err(1, "waitpid");
	return WIFEXITED(status) ? WEXITSTATUS(status) : 1;
}
