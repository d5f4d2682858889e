/*
 * farm SOCKETS [PROCESSES] -- COMMAND...: run a command in a fresh network namespace among that
 * many TCP sockets: loopback connections, both ends of which are held by the processes.
 * Needs root. For measuring; nothing outside the namespace is touched.
 */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <err.h>
#include <fcntl.h>
#include <net/if.h>
#include <sched.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

enum { FIRST_PORT = 2000, MAX_PROCESSES = 1000, DEFAULT_PROCESSES = 16 };

static void write_file(const char *path, const char *text)
{
	int fd = open(path, O_WRONLY | O_CLOEXEC);

	if (fd < 0 || write(fd, text, strlen(text)) < 0)
		err(1, "%s", path);
	close(fd);
}

static void make_namespace(void)
{
	struct ifreq request = { .ifr_name = "lo", .ifr_flags = IFF_UP | IFF_RUNNING };
	int fd;

	if (unshare(CLONE_NEWNET))
		err(1, "a network namespace cannot be made (root is needed)");
	fd = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
	if (fd < 0 || ioctl(fd, SIOCSIFFLAGS, &request))
		err(1, "lo");
	close(fd);
	write_file("/proc/sys/net/ipv4/ip_local_port_range", "10000 65000");
}

static void raise_limit(size_t files)
{
	struct rlimit limit = { files, files };

	if (files > 1024 && setrlimit(RLIMIT_NOFILE, &limit))
		err(1, "%zu open files are not allowed; use more processes", files);
}

static int listener(const struct sockaddr_in *address)
{
	int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);

	if (fd < 0 || bind(fd, (const struct sockaddr *)address, sizeof(*address)) ||
	    listen(fd, 128))
		err(1, "listener");
	return fd;
}

/* One process's part: a listener of its own address, and connections to it. */
static void hold(unsigned number, size_t connections, int ready)
{
	struct sockaddr_in address = {
		.sin_family = AF_INET,
		.sin_port = htons((uint16_t)(FIRST_PORT + number)),
		.sin_addr.s_addr = htonl(0x7f000100u + number),
	};
	int server = listener(&address);

	for (size_t i = 0; i < connections; i++) {
		int client = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);

		if (client < 0 ||
		    connect(client, (const struct sockaddr *)&address, sizeof(address)) ||
		    accept4(server, NULL, NULL, SOCK_CLOEXEC) < 0)
			err(1, "connection %zu of process %u", i, number);
	}
	if (write(ready, "r", 1) != 1)
		err(1, "pipe");
	for (;;)
		pause();
}

static size_t start(pid_t *children, size_t processes, size_t connections)
{
	int pipe_fds[2];
	char byte;

	if (pipe2(pipe_fds, O_CLOEXEC))
		err(1, "pipe");
	for (size_t i = 0; i < processes; i++) {
		size_t part = connections / processes + (i < connections % processes);

		children[i] = fork();
		if (children[i] < 0)
			err(1, "fork");
		if (!children[i]) {
			prctl(PR_SET_PDEATHSIG, SIGKILL);
			close(pipe_fds[0]);
			hold((unsigned)i, part, pipe_fds[1]);
		}
	}
	close(pipe_fds[1]);
	for (size_t i = 0; i < processes; i++)
		if (read(pipe_fds[0], &byte, 1) != 1)
			return i;
	close(pipe_fds[0]);
	return processes;
}

static int run(char **command)
{
	pid_t pid = fork();
	int status;

	if (!pid) {
		execvp(command[0], command);
		err(127, "%s", command[0]);
	}
	if (pid < 0 || waitpid(pid, &status, 0) < 0)
		err(1, "%s", command[0]);
	return WIFEXITED(status) ? WEXITSTATUS(status) : 1;
}

int main(int argc, char **argv)
{
	static pid_t children[MAX_PROCESSES];
	size_t sockets = argc > 1 ? strtoul(argv[1], NULL, 10) : 0;
	size_t processes = argc > 2 ? strtoul(argv[2], NULL, 10) : 0, started;
	int command = processes ? 3 : 2, status = 1;

	if (!processes)
		processes = DEFAULT_PROCESSES;
	if (argc < command + 2 || strcmp(argv[command], "--") || processes > MAX_PROCESSES)
		errx(3, "usage: farm SOCKETS [PROCESSES] -- COMMAND...");
	raise_limit(sockets / processes + 64);
	make_namespace();
	started = sockets ? start(children, processes, sockets / 2) : processes;
	if (started == processes)
		status = run(argv + command + 1);
	for (size_t i = 0; i < processes; i++) {
		if (children[i] <= 0)
			continue;
		kill(children[i], SIGKILL);
		waitpid(children[i], NULL, 0);
	}
	return status;
}
