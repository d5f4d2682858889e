/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "machine.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/utsname.h>
#include <unistd.h>

/* Asks a program for its version. Returns whether `text` is in the first line of the answer. */
static bool answers(const char *path, const char *option, const char *text, char *line, size_t size)
{
	char program[MACHINE_PATH], argument[16];
	char *argv[] = { program, argument, NULL };

	snprintf(program, sizeof(program), "%s", path);
	snprintf(argument, sizeof(argument), "%s", option);
	measure_first_line(argv, line, size);
	if (strstr(line, text))
		return true;
	line[0] = '\0';
	return false;
}

static void find_peer(struct machine *machine, enum contestant peer, const char *const *paths,
		      const char *option, const char *text)
{
	char *line = machine->versions[peer];

	for (; *paths && !machine->programs[peer]; paths++)
		if (answers(*paths, option, text, line, sizeof(machine->versions[peer])))
			machine->programs[peer] = *paths;
}

/* Makes no path, and so no contestant, if that of the running program cannot be read. */
static void find_bare(struct machine *machine)
{
	ssize_t length = readlink("/proc/self/exe", machine->bare, MACHINE_PATH - 8);
	char *slash;

	machine->bare[length > 0 ? length : 0] = '\0';
	slash = strrchr(machine->bare, '/');
	if (!slash)
		return;
	strcpy(slash, "/bare");
	if (!access(machine->bare, X_OK))
		machine->programs[BARE] = machine->bare;
}

void machine_look(struct machine *machine, const char *netstat)
{
	static const char *const ss[] = { "/usr/bin/ss", "/bin/ss", "/usr/sbin/ss", "/sbin/ss",
					  NULL };
	static const char *const net_tools[] = { "/usr/bin/netstat", "/bin/netstat", NULL };

	memset(machine, 0, sizeof(*machine));
	machine->programs[OURS] = machine->programs[ITSELF] = netstat;
	answers(netstat, "--version", "", machine->versions[OURS], sizeof(machine->versions[OURS]));
	find_peer(machine, SS, ss, "-V", "iproute2");
	find_peer(machine, NET_TOOLS, net_tools, "--version", "net-tools");
	find_bare(machine);
}

/* The rest of the first line of a file of /proc that begins with a word; empty if there is none. */
static void line_after(const char *path, const char *word, char *rest, size_t size)
{
	FILE *file = fopen(path, "re");
	char line[512];

	rest[0] = '\0';
	while (file && !rest[0] && fgets(line, sizeof(line), file))
		if (!strncmp(line, word, strlen(word)))
			snprintf(rest, size, "%s", line + strlen(word));
	if (file)
		fclose(file);
	rest[strcspn(rest, "\n")] = '\0';
}

static void print_system(void)
{
	struct utsname name;
	char model[128], load[64];
	long cpus = sysconf(_SC_NPROCESSORS_ONLN);
	double gib = (double)sysconf(_SC_PHYS_PAGES) * (double)sysconf(_SC_PAGESIZE) / (1 << 30);

	line_after("/proc/cpuinfo", "model name", model, sizeof(model));
	line_after("/proc/loadavg", "", load, sizeof(load));
	if (!uname(&name))
		printf("- %s %s, %s\n", name.sysname, name.release, name.machine);
	printf("- %ld CPUs (%s), %.1f GiB\n", cpus,
	       model[0] ? model + strspn(model, "\t :") : "model unknown", gib);
	printf("- load average when it began: %.4s\n", load);
}

void machine_print(const struct machine *machine)
{
	static const char *const names[] = {
		[OURS] = "ours", [SS] = "ss", [NET_TOOLS] = "net-tools"
	};

	print_system();
	for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++)
		printf("- %s: %s\n", names[i],
		       machine->versions[i][0] ? machine->versions[i] : "not found");
}

size_t machine_sockets(int family)
{
	char rest[256];

	if (family == AF_INET)
		line_after("/proc/net/sockstat", "TCP: inuse ", rest, sizeof(rest));
	else
		line_after("/proc/net/sockstat6", "TCP6: inuse ", rest, sizeof(rest));
	return strtoul(rest, NULL, 10);
}

size_t machine_sockets_elsewhere(void)
{
	size_t here = machine_sockets(AF_INET) + machine_sockets(AF_INET6), all = 0;
	const char *word;
	char rest[256];

	line_after("/proc/net/sockstat", "TCP:", rest, sizeof(rest));
	word = strstr(rest, " alloc ");
	if (word)
		all = strtoul(word + strlen(" alloc "), NULL, 10);
	return all > here ? all - here : 0;
}
