/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * deny WHAT... -- COMMAND [ARGUMENT...]
 *
 * Runs COMMAND where the kernel refuses something:
 *   netlink               no netlink socket at all: EPERM
 *   netlink-unsupported   the same, EAFNOSUPPORT
 *   netlink-diag          no sock_diag: EPERM
 *   netlink-diag-unsupported   the same, EPROTONOSUPPORT
 *   bpf                   no bpf(): EPERM
 *   bpf-deadly            bpf() kills COMMAND
 *   uid=N                 no rights: COMMAND runs as user N
 * Exits with 77 where filters for system calls do not exist.
 */
#include "config.h"

#include <errno.h>
#include <grp.h>
#include <linux/filter.h>
#include <linux/netlink.h>
#include <linux/seccomp.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <unistd.h>

enum { ANY_PROTOCOL = -1, EXIT_SKIP = 77 };

struct refusal {
	const char *name;
	int protocol;
	int error;
};

static const struct refusal refusals[] = {
	{ "netlink", ANY_PROTOCOL, EPERM },
	{ "netlink-unsupported", ANY_PROTOCOL, EAFNOSUPPORT },
	{ "netlink-diag", NETLINK_SOCK_DIAG, EPERM },
	{ "netlink-diag-unsupported", NETLINK_SOCK_DIAG, EPROTONOSUPPORT },
};

static void fail(int status, const char *what)
{
	fprintf(stderr, "deny: %s: %s\n", what, strerror(errno));
	exit(status);
}

/* The low half of a system call's argument: what an int is passed in. */
static unsigned int argument_at(unsigned int index)
{
	const unsigned int whole = offsetof(struct seccomp_data, args) + index * 8;

	return __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__ ? whole + 4 : whole;
}

#define LOAD(offset) BPF_STMT(BPF_LD | BPF_W | BPF_ABS, (offset))
#define SKIP_UNLESS(value, count) BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, (value), 0, (count))
#define SKIP_IF_ANY(count) BPF_JUMP(BPF_JMP | BPF_JA, (count), 0, 0)
#define RETURN(value) BPF_STMT(BPF_RET | BPF_K, (value))

static void install(struct sock_filter *filter, size_t length)
{
	const struct sock_fprog program = { (unsigned short)length, filter };

	if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) < 0 ||
	    prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program) < 0)
		fail(EXIT_SKIP, "no system call filters");
}

static void refuse_bpf(unsigned int answer)
{
	struct sock_filter filter[] = {
		LOAD(offsetof(struct seccomp_data, nr)),
		SKIP_UNLESS(SYS_bpf, 1),
		RETURN(answer),
		RETURN(SECCOMP_RET_ALLOW),
	};

	install(filter, sizeof(filter) / sizeof(filter[0]));
}

static void refuse(const struct refusal *refusal)
{
	const unsigned int error = SECCOMP_RET_ERRNO | (unsigned int)refusal->error;
	struct sock_filter filter[] = {
		LOAD(offsetof(struct seccomp_data, nr)),
		SKIP_UNLESS(SYS_socket, 6),
		LOAD(argument_at(0)),
		SKIP_UNLESS(AF_NETLINK, 4),
		SKIP_IF_ANY(refusal->protocol == ANY_PROTOCOL ? 2 : 0),
		LOAD(argument_at(2)),
		SKIP_UNLESS((unsigned int)refusal->protocol, 1),
		RETURN(error),
		RETURN(SECCOMP_RET_ALLOW),
	};

	install(filter, sizeof(filter) / sizeof(filter[0]));
}

static void become(uid_t user)
{
	if (setgroups(0, NULL) < 0 || setresgid(user, user, user) < 0 ||
	    setresuid(user, user, user) < 0)
		fail(EXIT_SKIP, "cannot change the user");
}

static void deny(const char *what)
{
	if (strncmp(what, "uid=", 4) == 0) {
		become((uid_t)strtoul(what + 4, NULL, 10));
		return;
	}
	if (!strcmp(what, "bpf") || !strcmp(what, "bpf-deadly")) {
		refuse_bpf(what[3] ? SECCOMP_RET_KILL_PROCESS : SECCOMP_RET_ERRNO | EPERM);
		return;
	}
	for (size_t i = 0; i < sizeof(refusals) / sizeof(refusals[0]); i++) {
		if (strcmp(what, refusals[i].name) == 0) {
			refuse(&refusals[i]);
			return;
		}
	}
	errno = EINVAL;
	fail(EXIT_FAILURE, what);
}

int main(int argc, char **argv)
{
	int i;

	for (i = 1; i < argc && strcmp(argv[i], "--") != 0; i++)
		deny(argv[i]);
	if (i + 1 >= argc) {
		fputs("deny: no command\n", stderr);
		return EXIT_FAILURE;
	}
	execvp(argv[i + 1], argv + i + 1);
	fail(127, argv[i + 1]);
}
