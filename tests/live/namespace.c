/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The place the sockets and their processes live in: namespaces that end with the last process. */
#include "config.h"

#include "menagerie.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <net/if.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mount.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

struct setting {
	const char *path;
	const char *value;
};

/* States that a clock would end last for as long as any test. */
static const struct setting settings[] = {
	{ "/proc/sys/net/ipv4/tcp_syn_retries", "60" },
	{ "/proc/sys/net/ipv4/tcp_synack_retries", "60" },
	{ "/proc/sys/net/ipv4/tcp_orphan_retries", "60" },
	{ "/proc/sys/net/ipv4/tcp_fin_timeout", "60" },
	{ "/proc/sys/net/ipv4/tcp_syncookies", "0" },
	/* A SYN may carry data without a cookie, see make_fastopen(). */
	{ "/proc/sys/net/ipv4/tcp_fastopen", "515" },
	/* Every user may have a ping socket, also one the test changes to. */
	{ "/proc/sys/net/ipv4/ping_group_range", "0 65534" },
};

/*
 * Without ARP what v0 sends is lost on its way: peers exist as far as the routes go, and never
 * answer. No default route: a resolver that is asked for a name fails at once instead of waiting.
 */
static const char links[] = "link add v0 address 52:54:00:aa:aa:aa type veth peer name v1\n"
			    "link set v0 arp off\n"
			    "link set v1 arp off addrgenmode none\n"
			    "link set v1 up\n"
			    "link set v0 up\n"
			    "addr add " NET4_LOCAL "/24 dev v0\n"
			    "addr add " NET6_LOCAL "/64 dev v0 nodad\n"
			    "route add 198.51.100.0/24 dev v0\n"
			    "route add local fd00::/8 dev lo\n";

/* A setting that this kernel does not have is none to worry about. */
static void write_setting(const char *path, const char *value)
{
	int fd = open(path, O_WRONLY | O_CLOEXEC);

	if (fd < 0 ? errno != ENOENT : write(fd, value, strlen(value)) < 0)
		fprintf(stderr, "menagerie: %s: %s\n", path, strerror(errno));
	if (fd >= 0)
		close(fd);
}

static void loopback_up(void)
{
	struct ifreq request = { .ifr_name = "lo", .ifr_flags = IFF_UP };
	int fd = must(socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0), "socket");

	must(ioctl(fd, SIOCSIFFLAGS, &request), "lo up");
	close(fd);
}

/*
 * Only children are in a new PID namespace: this process waits for the one that goes on. That is
 * the first of its namespace, hence nothing it starts outlives it.
 */
static void go_on_as_child(void)
{
	int status;
	pid_t pid = must(fork(), "fork");

	if (!pid) {
		must(prctl(PR_SET_PDEATHSIG, SIGKILL), "PDEATHSIG");
		return;
	}
	while (waitpid(pid, &status, 0) < 0)
		continue;
	_exit(WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status));
}

/*
 * The rest of the machine is neither seen nor searched: listings are the same anywhere. What has
 * a size of its own here are the hash tables, if the kernel lets the namespace we come from choose
 * it: walking empty buckets takes longer than all the rest, and short tables have long chains.
 */
void namespaces_enter(void)
{
	if (unshare(CLONE_NEWNET) < 0)
		skip("no network namespace: %s", strerror(errno));
	write_setting("/proc/sys/net/ipv4/tcp_child_ehash_entries", "512");
	write_setting("/proc/sys/net/ipv4/udp_child_hash_entries", "128");
	if (unshare(CLONE_NEWNET | CLONE_NEWNS | CLONE_NEWPID) < 0)
		skip("no namespaces: %s", strerror(errno));
	go_on_as_child();
	if (mount(NULL, "/", NULL, MS_REC | MS_PRIVATE, NULL) < 0 ||
	    mount("proc", "/proc", "proc", MS_NOSUID | MS_NODEV | MS_NOEXEC, NULL) < 0)
		skip("no /proc for a PID namespace: %s", strerror(errno));
	loopback_up();
}

void network_furnish(void)
{
	FILE *batch = popen("ip -batch -", "w");

	if (!batch || fputs(links, batch) == EOF || pclose(batch) != 0)
		skip("ip (of iproute2) cannot make a veth pair here");
	for (size_t i = 0; i < sizeof(settings) / sizeof(settings[0]); i++)
		write_setting(settings[i].path, settings[i].value);
}

/*
 * Puts every file of @directory in the place of the one in /etc, for the processes of the test
 * only, so that names do not depend on the machine.
 */
void etc_replace(const char *directory)
{
	char from[4096], to[4096];
	struct dirent *entry;
	DIR *files = opendir(directory);

	if (!files)
		die("%s: %s", directory, strerror(errno));
	while ((entry = readdir(files))) {
		if (entry->d_name[0] == '.')
			continue;
		snprintf(from, sizeof(from), "%s/%s", directory, entry->d_name);
		snprintf(to, sizeof(to), "/etc/%s", entry->d_name);
		if (mount(from, to, NULL, MS_BIND, NULL) < 0)
			fprintf(stderr, "menagerie: %s stays as it is: %s\n", to, strerror(errno));
	}
	closedir(files);
}
