/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef APART_H
#define APART_H

#include <stdbool.h>
#include <sys/types.h>

/*
 * fork(); the child ends when its parent ends. With `own_pids` it is the first process of a process
 * namespace of its own, with a /proc of its own. So what -p costs does not depend on what else runs
 * on the machine, and all that the child starts ends with it; but there BPF is not used. Needs root;
 * ends the program with a reason if it cannot be done.
 */
pid_t apart_fork(bool own_pids);

/* Wait for it. Returns its exit status, or 1 if it ended otherwise. */
int apart_wait(pid_t pid);

#endif
