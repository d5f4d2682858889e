#include "config.h"

#include "why/netns_seek.h"

#include <arpa/inet.h>
#include <ctype.h>
#include <dirent.h>
#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "source/lines.h"
#include "source/netns.h"
#include "source/proc_net.h"
#include "owner/cgroup.h"
#include "owner/process.h"
#include "why/deadline.h"
#include "why/netns_ask.h"

/* LOOK_EVERY: lines between two looks at the clock. */
enum { MAX_NAMESPACES = 200, MAX_FOUND = 16, LOOK_EVERY = 1024, SEEK_MS = 500 };

struct seek {
	struct why_evidence *evidence;
	int proc_fd;
	int64_t deadline;
	uint64_t seen[MAX_NAMESPACES]; /* keys; the first is ours */
	size_t seen_count;
	bool denied, cut; /* a process may not be looked at; there was no room or time for more */
};

/* The inode number of the namespace itself, or 0. */
static uint64_t read_inode(int proc_fd, const char *pid)
{
	char name[64], link[64];
	uint64_t inode = 0;
	ssize_t length;

	snprintf(name, sizeof(name), "%.20s/ns/net", pid);
	length = readlinkat(proc_fd, name, link, sizeof(link) - 1);
	if (length < 0)
		return 0;
	link[length] = '\0';
	return sscanf(link, "net:[%20" SCNu64 "]", &inode) == 1 ? inode : 0;
}

/* Whether this namespace is met for the first time; then it is remembered. */
static bool is_new(struct seek *seek, uint64_t key)
{
	for (size_t i = 0; i < seek->seen_count; i++)
		if (seek->seen[i] == key)
			return false;
	if (seek->seen_count == MAX_NAMESPACES) {
		seek->cut = true;
		return false;
	}
	seek->seen[seek->seen_count++] = key;
	return true;
}

/* Look through one file of a namespace. Returns whether a socket serves the port. */
static bool find_in_file(struct seek *seek, const char *path, struct sock_entry *entry)
{
	const struct why_query *query = &seek->evidence->query;
	struct lines lines;
	const char *line;
	bool found = false;
	size_t length;

	if (lines_open(&lines, path))
		return false;
	lines_next(&lines, &length); /* the heading */
	for (size_t count = 1; !found && (line = lines_next(&lines, &length)); count++) {
		*entry = (struct sock_entry){ 0 };
		if (!proc_net_parse(line, 10, entry, NULL))
			continue;
		found = netns_serves(entry, query);
		/* The kernel prints the listeners of TCP first. */
		if (query->proto == PROTO_TCP && entry->state != STATE_LISTEN)
			break;
		if (count % LOOK_EVERY == 0 && deadline_passed(seek->deadline)) {
			seek->cut = true;
			break;
		}
	}
	lines_close(&lines);
	return found;
}

/* Over netlink, which takes the right to go there; else from files, which may take long. */
static bool find_listener(struct seek *seek, const char *pid, struct sock_entry *entry)
{
	const struct why_query *query = &seek->evidence->query;
	char path[64];
	int result;

	snprintf(path, sizeof(path), "/proc/%.20s/ns/net", pid);
	result = netns_ask(path, query, entry);
	for (int v6 = 0; result < 0 && v6 < 2; v6++) {
		snprintf(path, sizeof(path), "/proc/%.20s/net/%s%s", pid,
			 query->proto == PROTO_UDP ? "udp" : "tcp", v6 ? "6" : "");
		if (find_in_file(seek, path, entry))
			return true;
	}
	return result > 0;
}

static void print_local(char *to, size_t size, const struct sock_entry *entry)
{
	char addr[INET6_ADDRSTRLEN] = "";
	bool v6 = entry->family == AF_INET6;

	inet_ntop(entry->family, &entry->local, addr, sizeof(addr));
	snprintf(to, size, "%s%s%s:%u", v6 ? "[" : "", addr, v6 ? "]" : "", entry->local_port);
}

static void add(struct seek *seek, const char *pid, const struct sock_entry *entry)
{
	struct why_evidence *evidence = seek->evidence;
	struct why_netns *list = reallocarray(evidence->netns, evidence->netns_count + 1,
					      sizeof(*list));
	struct why_netns *netns;
	char *cgroup;

	if (!list)
		return;
	evidence->netns = list;
	netns = &list[evidence->netns_count++];
	*netns = (struct why_netns){ .inode = read_inode(seek->proc_fd, pid),
				     .pid = (pid_t)strtol(pid, NULL, 10) };
	netns->name = process_command(seek->proc_fd, netns->pid);
	print_local(netns->local, sizeof(netns->local), entry);
	cgroup = cgroup_of_pid(seek->proc_fd, netns->pid);
	netns->unit = cgroup_unit(cgroup);
	netns->container = cgroup_container(cgroup);
	free(cgroup);
}

static void look_at_process(struct seek *seek, const char *pid)
{
	struct sock_entry entry;
	uint64_t key = 0;
	int result = netns_key(seek->proc_fd, pid, &key);

	seek->denied |= result == -EACCES || result == -EPERM;
	if (!result && is_new(seek, key) && find_listener(seek, pid, &entry))
		add(seek, pid, &entry);
}

static void look_at_all(struct seek *seek, DIR *proc)
{
	struct dirent *entry;

	while (!seek->cut && seek->evidence->netns_count < MAX_FOUND && (entry = readdir(proc))) {
		if (!isdigit((unsigned char)entry->d_name[0]))
			continue;
		look_at_process(seek, entry->d_name);
		seek->cut |= deadline_passed(seek->deadline);
	}
}

void why_netns_seek(struct why_evidence *evidence)
{
	struct seek seek = { .evidence = evidence, .deadline = deadline_in(SEEK_MS) };
	DIR *proc = opendir("/proc");
	uint64_t ours = 0;

	if (!proc)
		return;
	seek.proc_fd = dirfd(proc);
	if (!netns_key(seek.proc_fd, "self", &ours) && is_new(&seek, ours))
		look_at_all(&seek, proc);
	closedir(proc);
	if (seek.cut)
		notes_add(&evidence->notes,
			  "Not all network namespaces could be looked through in time; "
			  "\"lsns -t net\" lists them, \"nsenter -t PID -n netstat -lnp\" looks "
			  "into one.");
	else if (seek.denied && !evidence->netns_count)
		notes_add(&evidence->notes,
			  "Other users' processes may listen in network namespaces of their own; "
			  "only root can look there.");
}
