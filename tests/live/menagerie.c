/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * menagerie [--empty] [--with=KIND] [--without=KIND] [--etc=DIRECTORY] -- COMMAND [ARGUMENT...]
 *
 * Runs COMMAND, as root, in fresh network, PID and mount namespaces with sockets of every kind and
 * in every state, and exits with COMMAND's code; 77 if the namespaces cannot be made here. --empty
 * makes the namespaces only, --list names the kinds.
 */
#include "config.h"

#include "menagerie.h"

#include <errno.h>
#include <getopt.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { REFRESH_SECONDS = 15, DESCRIPTORS = 8192 };

struct kind {
	const char *name;
	const char *what;
	bool (*make)(void);
	bool wanted;
};

static struct kind kinds[] = {
	{ "listeners", "TCP listeners: addresses, owners, long names", make_listeners, true },
	{ "pending", "accept queues, short and overfull", make_pending, true },
	{ "established", "TCP connections, v4, v6, mapped, link-local", make_established, true },
	{ "queues", "TCP queues with data, zero windows", make_queues, true },
	{ "closing", "TIME_WAIT, FIN_WAIT2, CLOSE_WAIT", make_closing, true },
	{ "syn", "SYN_SENT and SYN_RECV", make_syn, true },
	{ "syn-device", "SYN_RECV at listeners told apart by the device", make_syn_device, true },
	{ "deferred", "SYN_RECV that waits for data", make_deferred, true },
	{ "fastopen", "SYN_RECV with data", make_fastopen, true },
	{ "mptcp", "multipath TCP", make_mptcp, true },
	{ "puppets", "every TCP state, with peers that do not exist", make_puppets, true },
	{ "long", "IPv6 addresses and ports of every length", make_long, true },
	{ "many", "some hundred connections", make_many, true },
	{ "udp", "UDP sockets", make_udp, true },
	{ "udplite", "UDP-Lite sockets", make_udplite, true },
	{ "raw", "raw sockets", make_raw, true },
	{ "unlisted", "sockets that are never listed", make_unlisted, true },
	{ "unix", "unix sockets", make_unix, true },
	{ "unix-many", "some hundred unix sockets", make_unix_many, true },
	{ "processes", "owners with all kinds of command lines", make_processes, true },
	{ "shared", "sockets of several processes, SO_REUSEPORT", make_shared, true },
	{ "awkward", "names with blanks and control bytes", make_awkward, false },
};

#define KIND_COUNT (sizeof(kinds) / sizeof(kinds[0]))

static void set_wanted(const char *name, bool wanted)
{
	for (size_t i = 0; i < KIND_COUNT; i++) {
		if (strcmp(kinds[i].name, name) == 0) {
			kinds[i].wanted = wanted;
			return;
		}
	}
	die("there is no kind %s; --list names them", name);
}

static void list_kinds(void)
{
	for (size_t i = 0; i < KIND_COUNT; i++)
		printf("%-12s %s%s\n", kinds[i].name, kinds[i].what,
		       kinds[i].wanted ? "" : " (only with --with)");
	exit(EXIT_SUCCESS);
}

static void make_kinds(void)
{
	const struct timespec settle = { .tv_sec = 1, .tv_nsec = 200000000 };
	const struct rlimit limit = { DESCRIPTORS, DESCRIPTORS };

	setrlimit(RLIMIT_NOFILE, &limit);
	for (size_t i = 0; i < KIND_COUNT; i++)
		if (kinds[i].wanted && !kinds[i].make())
			fprintf(stderr, "menagerie: not on this kernel: %s\n", kinds[i].name);
	/* The first timers run out within a second, the next ones much later. */
	nanosleep(&settle, NULL);
}

static pid_t start(char *const command[])
{
	const pid_t pid = must(fork(), "fork");

	if (pid)
		return pid;
	prctl(PR_SET_PDEATHSIG, SIGTERM);
	sigprocmask(SIG_SETMASK, &(sigset_t){ 0 }, NULL);
	execvp(command[0], command);
	fprintf(stderr, "menagerie: %s: %s\n", command[0], strerror(errno));
	_exit(127);
}

static int exit_code(int status)
{
	return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

/* Keeps what a clock would end alive while the command runs. */
static int run(char *const command[])
{
	const struct timespec refresh = { .tv_sec = REFRESH_SECONDS };
	sigset_t child_ended;
	int status;
	pid_t pid;

	sigemptyset(&child_ended);
	sigaddset(&child_ended, SIGCHLD);
	sigprocmask(SIG_BLOCK, &child_ended, NULL);
	pid = start(command);
	while (waitpid(pid, &status, WNOHANG) == 0)
		if (sigtimedwait(&child_ended, NULL, &refresh) < 0)
			puppets_refresh();
	return exit_code(status);
}

static bool read_options(int argc, char **argv, const char **etc)
{
	static const struct option options[] = {
		{ "empty", no_argument, NULL, 'e' },
		{ "etc", required_argument, NULL, 'd' },
		{ "list", no_argument, NULL, 'l' },
		{ "with", required_argument, NULL, '+' },
		{ "without", required_argument, NULL, '-' },
		{ 0 },
	};
	bool empty = false;
	int option;

	while ((option = getopt_long(argc, argv, "+", options, NULL)) != -1) {
		if (option == 'e')
			empty = true;
		else if (option == 'd')
			*etc = optarg;
		else if (option == 'l')
			list_kinds();
		else if (option == '+' || option == '-')
			set_wanted(optarg, option == '+');
		else
			exit(EXIT_FAILURE);
	}
	return empty;
}

int main(int argc, char **argv)
{
	const char *etc = NULL;
	bool empty;
	int status;

	if (holder_run())
		return EXIT_SUCCESS;
	empty = read_options(argc, argv, &etc);
	if (optind == argc)
		die("no command");
	if (geteuid() != 0)
		skip("needs root");
	namespaces_enter();
	if (etc)
		etc_replace(etc);
	if (!empty) {
		network_furnish();
		make_kinds();
	}
	status = run(argv + optind);
	holders_end();
	return status;
}
