/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * farm SOCKETS [PROCESSES] -- COMMAND...: run a command in a fresh network namespace among
 * that many TCP sockets. Needs root. Nothing outside is touched. Exits as the command.
 */
#include "config.h"

#include "apart.h"
#include "farm_sockets.h"

#include <err.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static int run(char **command)
{
	pid_t pid = fork();

	if (!pid) {
		execvp(command[0], command);
		err(127, "%s", command[0]);
	}
	if (pid < 0)
		err(1, "%s", command[0]);
	return apart_wait(pid);
}

int main(int argc, char **argv)
{
	static struct farm farm;
	size_t sockets = argc > 1 ? strtoul(argv[1], NULL, 10) : 0;
	size_t processes = argc > 2 ? strtoul(argv[2], NULL, 10) : 0;
	int command = processes ? 3 : 2, status;
	pid_t pid;

	if (argc < command + 2 || strcmp(argv[command], "--"))
		errx(3, "usage: farm SOCKETS [PROCESSES] -- COMMAND...");
	pid = apart_fork(false);
	if (pid)
		return apart_wait(pid);
	farm_open(&farm, sockets, processes);
	status = run(argv + command + 1);
	farm_close(&farm);
	return status;
}
