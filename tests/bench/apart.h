/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef APART_H
#define APART_H

#include <sys/types.h>

/*
 * fork(), but the child is the first process of a process namespace of its own, with a /proc of
 * its own. So what -p costs does not depend on what else runs on the machine; and all that the
 * child starts ends when it ends, which it does when its parent ends. Needs root; ends the program
 * with a reason if it cannot be done.
 */
pid_t apart_fork(void);

/* Wait for it. Returns its exit status, or 1 if it ended otherwise. */
int apart_wait(pid_t pid);

#endif
