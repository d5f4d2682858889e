/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The place a situation is made in: network, mounts, processes and a control group of its own. */
#include "config.h"

#include "situations.h"

#include <errno.h>
#include <fcntl.h>
#include <grp.h>
#include <net/if.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mount.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

/* Whatever the machine has set: the tests rely on these. */
static const char *const settings[][2] = {
	{ "net/ipv4/ip_local_port_range", "32768 60999" },
	{ "net/ipv4/ip_unprivileged_port_start", "1024" },
	{ "net/ipv4/ip_nonlocal_bind", "0" },
	{ "net/ipv4/tcp_fin_timeout", "60" },
	{ "net/ipv4/tcp_syncookies", "0" },
	{ "net/ipv4/tcp_synack_retries", "5" },
	{ "net/ipv6/bindv6only", "0" },
	{ "net/ipv6/ip_nonlocal_bind", "0" },
	{ "net/ipv6/conf/all/disable_ipv6", "0" },
	{ "net/ipv6/conf/default/disable_ipv6", "0" },
	{ "net/ipv6/conf/lo/disable_ipv6", "0" },
};

static char cgroup_name[64];
static char cgroup_root[200];
static int cgroup_directory = -1; /* of cgroup_root: something may be mounted over it later */
static pid_t peer;

/* One that this kernel does not have is none to worry about. */
void setting(const char *name, const char *value)
{
	char path[256];
	int fd;

	snprintf(path, sizeof(path), "/proc/sys/%s", name);
	fd = open(path, O_WRONLY | O_CLOEXEC);
	if (fd < 0 && errno == ENOENT)
		return;
	must(fd, path);
	must(write(fd, value, strlen(value)), path);
	close(fd);
}

static void loopback_up(void)
{
	struct ifreq request = { .ifr_name = "lo", .ifr_flags = IFF_UP };
	int fd = must(socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0), "socket");

	must(ioctl(fd, SIOCSIFFLAGS, &request), "lo up");
	close(fd);
}

void proc_mount(const char *options)
{
	if (mount("proc", "/proc", "proc", MS_NOSUID | MS_NODEV | MS_NOEXEC, options) < 0)
		skip("no /proc of its own here: %s", strerror(errno));
}

/*
 * Only children are in a new PID namespace: this process waits for the one that goes on. That is
 * the first of its namespace, hence nothing it starts outlives it.
 */
void world_in_child(void)
{
	int status;
	pid_t child;

	fflush(stdout);
	child = must(fork(), "fork");
	if (!child) {
		must(prctl(PR_SET_PDEATHSIG, SIGKILL), "PDEATHSIG");
		return;
	}
	while (waitpid(child, &status, 0) < 0)
		continue;
	cgroup_remove();
	end_with(WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status));
}

/* Where copies of programs live, and sockets of services: what the machine runs is out of sight. */
static void own_run(void)
{
	if (mount("run", "/run", "tmpfs", MS_NOSUID | MS_NODEV, "mode=755,size=64m") < 0)
		skip("no /run of its own here: %s", strerror(errno));
	must(mkdir("/run/bin", 0755), "/run/bin");
	must(chmod("/run/bin", 0755), "/run/bin");
}

/* Where control groups of version 2 are mounted, also beside those of version 1. */
static void find_cgroup2(void)
{
	char line[4096], place[200], kind[64];
	FILE *mounts = fopen("/proc/self/mounts", "re");

	while (mounts && fgets(line, sizeof(line), mounts)) {
		if (sscanf(line, "%*s %199s %63s", place, kind) == 2 &&
		    strcmp(kind, "cgroup2") == 0) {
			snprintf(cgroup_root, sizeof(cgroup_root), "%s", place);
			break;
		}
	}
	if (mounts)
		fclose(mounts);
	if (cgroup_root[0])
		cgroup_directory = open(cgroup_root, O_PATH | O_CLOEXEC);
}

void world_make(void)
{
	int fd;

	/* Before the PID namespace: whoever waits outside removes it. */
	snprintf(cgroup_name, sizeof(cgroup_name), "why-situation-%ld", (long)getpid());
	find_cgroup2();
	if (unshare(CLONE_NEWNET | CLONE_NEWNS | CLONE_NEWPID) < 0)
		skip("no namespaces: %s", strerror(errno));
	if (mount(NULL, "/", NULL, MS_REC | MS_PRIVATE, NULL) < 0)
		skip("no mounts of its own: %s", strerror(errno));
	world_in_child();
	proc_mount(NULL);
	own_run();
	fd = socket(AF_INET6, SOCK_DGRAM | SOCK_CLOEXEC, 0);
	if (fd < 0)
		skip("no IPv6 here: %s", strerror(errno));
	close(fd);
	for (size_t i = 0; i < sizeof(settings) / sizeof(settings[0]); i++)
		setting(settings[i][0], settings[i][1]);
	loopback_up();
}

void enter_network(pid_t process)
{
	char path[64];
	int fd;

	snprintf(path, sizeof(path), "/proc/%ld/ns/net", (long)process);
	fd = must(open(path, O_RDONLY | O_CLOEXEC), path);
	must(setns(fd, CLONE_NEWNET), "setns");
	close(fd);
}

static void run_ip(const char *batch)
{
	FILE *pipe = popen("ip -batch - 2>&1", "w");

	if (!pipe || fputs(batch, pipe) == EOF || pclose(pipe) != 0)
		skip("ip (of iproute2) cannot do this here");
}

void ip(const char *batch)
{
	fflush(stdout);
	run_ip(batch);
}

static void ip_elsewhere(const void *argument)
{
	const void *const *arguments = argument;

	enter_network(*(const pid_t *)arguments[0]);
	run_ip(arguments[1]);
}

/* The same in the network namespace of a process. */
void ip_of(pid_t network, const char *batch)
{
	const void *arguments[] = { &network, batch };

	run(ip_elsewhere, arguments);
}

static void own_network(const void *argument)
{
	(void)argument;
	must(unshare(CLONE_NEWNET), "unshare");
	loopback_up();
}

/*
 * v0 with addresses; its other end v1 is in another network namespace, that of network_peer().
 */
void network(void)
{
	char batch[256];

	peer = start(own_network, NULL);
	snprintf(batch, sizeof(batch), "link add v0 type veth peer name v1 netns %ld\n",
		 (long)peer);
	ip(batch);
	ip_of(peer, "addr add " PEER4 "/24 dev v1\n"
		    "addr add " PEER6 "/64 dev v1 nodad\n"
		    "link set v1 up\n");
	ip("addr add " LOCAL4 "/24 dev v0\n"
	   "addr add " LOCAL6 "/64 dev v0 nodad\n"
	   "link set v0 up\n");
}

pid_t network_peer(void)
{
	return peer;
}

/* Returns its directory. */
const char *cgroup_make(void)
{
	static char directory[512];

	if (!cgroup_root[0])
		skip("control groups of version 2 are not mounted");
	snprintf(directory, sizeof(directory), "%s/%s", cgroup_root, cgroup_name);
	if (mkdir(directory, 0755) < 0 && errno != EEXIST)
		skip("no control group of its own: %s", strerror(errno));
	return directory;
}

void cgroup_enter(void)
{
	char path[600];

	snprintf(path, sizeof(path), "%s/cgroup.procs", cgroup_make());
	write_file(path, "0");
}

static bool removed(const void *argument)
{
	return unlinkat(cgroup_directory, argument, AT_REMOVEDIR) == 0 || errno != EBUSY;
}

/* The processes in it are dead, but perhaps not buried yet. */
void cgroup_remove(void)
{
	if (cgroup_directory >= 0 && !wait_until(removed, cgroup_name))
		printf("# control group %s is left over\n", cgroup_name);
}

void become(uid_t uid)
{
	must(setgroups(0, NULL), "setgroups");
	must(setresgid(uid, uid, uid), "setresgid");
	must(setresuid(uid, uid, uid), "setresuid");
	/* An ordinary process of that user: who is that user may look into it. */
	must(prctl(PR_SET_DUMPABLE, 1), "DUMPABLE");
}
