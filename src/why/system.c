#include "config.h"

#include "why/system.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/capability.h>
#include <linux/nsfs.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#include "port_range.h"
#include "why/address_check.h"
#include "source/proc_file.h"

/* A list of ports names at most 32768 ranges; mounts may be many, and /proc is among the first. */
enum { LIST_SIZE = 1 << 19, STATUS_SIZE = 8192 };

/* Of the first PID namespace (include/linux/proc_ns.h, PROC_PID_INIT_INO). */
#define FIRST_PIDNS "pid:[4026531836]"

static long number_or(const char *path, long otherwise)
{
	proc_file_number(path, &otherwise);
	return otherwise;
}

bool system_port_listed(const char *list, uint16_t port)
{
	while (*list >= '0' && *list <= '9') {
		char *end;
		unsigned long first = strtoul(list, &end, 10), last = first;

		if (*end == '-' && end[1] >= '0' && end[1] <= '9')
			last = strtoul(end + 1, &end, 10);
		if (port >= first && port <= last)
			return true;
		list = *end == ',' ? end + 1 : "";
	}
	return false;
}

static bool option_hides(const char *options, const char *end)
{
	static const char name[] = "hidepid=";
	const char *option = options;

	while (option && option < end) {
		if (!strncmp(option, name, strlen(name))) {
			option += strlen(name);
			return *option != '0' && strncmp(option, "off", 3);
		}
		option = memchr(option, ',', (size_t)(end - option));
		option = option ? option + 1 : NULL;
	}
	return false;
}

/* Lines of `device directory type options 0 0`; the last mount of /proc is what is seen. */
bool system_hides_processes(const char *mounts)
{
	bool hides = false;

	while (*mounts) {
		const char *directory = mounts + strcspn(mounts, " \n");
		static const char wanted[] = " /proc proc ";

		if (!strncmp(directory, wanted, strlen(wanted))) {
			const char *options = directory + strlen(wanted);

			hides = option_hides(options, options + strcspn(options, " \n"));
		}
		mounts += strcspn(mounts, "\n");
		mounts += *mounts == '\n';
	}
	return hides;
}

/*
 * Whether capabilities count here: they do if the user namespace that owns the network namespace
 * is ours or a child of it. The kernel answers only then (EPERM otherwise); where it cannot be
 * asked, they may.
 */
static bool owns_network(void)
{
	int net = open("/proc/self/ns/net", O_RDONLY | O_CLOEXEC), user;
	bool owns;

	if (net < 0)
		return true;
	user = ioctl(net, NS_GET_USERNS);
	owns = user >= 0 || errno != EPERM;
	if (user >= 0)
		close(user);
	close(net);
	return owns;
}

static void read_rights(struct why_system *system)
{
	char status[STATUS_SIZE];
	const char *field;
	uint64_t effective = 0;
	bool owner = owns_network();

	proc_file_read("/proc/self/status", status, sizeof(status));
	field = proc_file_field(status, "CapEff:");
	if (field)
		effective = strtoull(field, NULL, 16);
	else if (!system->euid)
		effective = UINT64_MAX;
	system->may_bind_low = owner && effective >> CAP_NET_BIND_SERVICE & 1;
	system->destroy = owner && effective >> CAP_NET_ADMIN & 1;
	field = proc_file_field(status, "Seccomp:");
	system->seccomp = field && *field != '0';
	field = proc_file_field(status, "NoNewPrivs:");
	system->no_new_privs = field && *field == '1';
}

static bool in_child_pidns(void)
{
	char link[64];
	ssize_t length = readlink("/proc/self/ns/pid", link, sizeof(link) - 1);

	if (length < 0)
		return false;
	link[length] = '\0';
	return strcmp(link, FIRST_PIDNS);
}

static void read_lists(struct why_system *system, uint16_t port)
{
	char *text = malloc(LIST_SIZE);

	if (!text)
		return;
	proc_file_read("/proc/sys/net/ipv4/ip_local_reserved_ports", text, LIST_SIZE);
	system->reserved = system_port_listed(text, port);
	proc_file_read("/proc/self/mounts", text, LIST_SIZE);
	system->hidepid = system_hides_processes(text);
	free(text);
}

static bool has_ipv6(void)
{
	int fd = socket(AF_INET6, SOCK_DGRAM | SOCK_CLOEXEC, 0);

	if (fd < 0)
		return !access("/proc/net/if_inet6", F_OK);
	close(fd);
	return true;
}

void why_system_read(struct why_system *system, const struct why_query *query)
{
	static const union inet_addr loopback = { .bytes = { [15] = 1 } };

	*system = (struct why_system){ .euid = geteuid(), .now = time(NULL) };
	system->unprivileged_start = (unsigned)number_or(
		"/proc/sys/net/ipv4/ip_unprivileged_port_start", 1024);
	system->nonlocal_bind = number_or("/proc/sys/net/ipv4/ip_nonlocal_bind", 0);
	system->tcp_fin_timeout = (int)number_or("/proc/sys/net/ipv4/tcp_fin_timeout", 60);
	system->ipv6 = has_ipv6();
	system->address = address_check(query->family, &query->addr, query->ifindex, query->device);
	system->loopback6 = address_check(AF_INET6, &loopback, 0, "");
	system->child_pidns = in_child_pidns();
	read_rights(system);
	port_range_read(&system->ephemeral_first, &system->ephemeral_last);
	read_lists(system, query->port);
}
