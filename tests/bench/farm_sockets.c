/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "farm_sockets.h"

#include <arpa/inet.h>
#include <err.h>
#include <errno.h>
#include <fcntl.h>
#include <net/if.h>
#include <netinet/in.h>
#include <sched.h>
#include <signal.h>
#include <stdbool.h>
#include <stdint.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum {
	LEAST_PROCESSES = 16,
	IPV6_EVERY = 4,
	OTHER_FILES = 64, /* what a holder has open beside its sockets, with room to spare */
};

/* struct in6_ifreq of linux/ipv6.h, which clashes with netinet/in.h in some C libraries. */
struct address_request {
	struct in6_addr address;
	uint32_t prefix_length;
	int interface;
};

struct endpoint {
	union {
		struct sockaddr any;
		struct sockaddr_in in;
		struct sockaddr_in6 in6;
	} address;
	socklen_t length;
};

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

/* fd00::1:NUMBER */
static struct in6_addr ipv6_address(size_t number)
{
	struct in6_addr address = { .s6_addr = { 0xfd, [13] = 1 } };

	address.s6_addr[14] = (uint8_t)(number >> 8);
	address.s6_addr[15] = (uint8_t)number;
	return address;
}

/* Give lo the addresses of the IPv6 processes. Returns false where there is no IPv6. */
static bool add_ipv6_addresses(size_t processes)
{
	struct address_request request = { .prefix_length = 128 };
	int fd = socket(AF_INET6, SOCK_DGRAM | SOCK_CLOEXEC, 0);
	bool added = fd >= 0;

	request.interface = (int)if_nametoindex("lo");
	for (size_t i = IPV6_EVERY - 1; added && i < processes; i += IPV6_EVERY) {
		request.address = ipv6_address(i);
		added = !ioctl(fd, SIOCSIFADDR, &request);
	}
	if (!added)
		warn("no IPv6 here, all sockets will be IPv4");
	if (fd >= 0)
		close(fd);
	return added;
}

static struct endpoint endpoint_of(size_t number, bool ipv6)
{
	in_port_t port = htons((in_port_t)(FARM_FIRST_PORT + number));

	if (ipv6 && number % IPV6_EVERY == IPV6_EVERY - 1)
		return (struct endpoint){ .address.in6 = { .sin6_family = AF_INET6,
							   .sin6_port = port,
							   .sin6_addr = ipv6_address(number) },
					  .length = sizeof(struct sockaddr_in6) };
	return (struct endpoint){
		.address.in = { .sin_family = AF_INET,
				.sin_port = port,
				.sin_addr.s_addr = htonl(0x7f000100u + (uint32_t)number) },
		.length = sizeof(struct sockaddr_in),
	};
}

/*
 * The client's end is closed by a reset: else so many connections would be left in TIME_WAIT, and
 * be in the way of whatever is measured next.
 */
static int client_of(const struct endpoint *end)
{
	const struct linger reset = { .l_onoff = 1, .l_linger = 0 };
	int fd = socket(end->address.any.sa_family, SOCK_STREAM | SOCK_CLOEXEC, 0);

	if (fd < 0 || setsockopt(fd, SOL_SOCKET, SO_LINGER, &reset, sizeof(reset)) ||
	    connect(fd, &end->address.any, end->length))
		return -1;
	return fd;
}

/* A new IPv6 address is usable only when the kernel's check of it has run, on lo too. */
static int bind_soon(int fd, const struct endpoint *end)
{
	struct timespec pause = { .tv_nsec = 5000000 };

	for (int tries = 0; tries < 1000; tries++) {
		if (!bind(fd, &end->address.any, end->length))
			return 0;
		if (errno != EADDRNOTAVAIL)
			return -1;
		nanosleep(&pause, NULL);
	}
	return -1;
}

static int listener_of(const struct endpoint *end)
{
	int fd = socket(end->address.any.sa_family, SOCK_STREAM | SOCK_CLOEXEC, 0);

	if (fd < 0 || bind_soon(fd, end) || listen(fd, 128))
		err(1, "listener");
	return fd;
}

/* One process's part: a listener, and connections to it. Does not return. */
static void hold(size_t number, const struct endpoint *end, size_t connections, int ready)
{
	int server = listener_of(end);

	for (size_t i = 0; i < connections; i++)
		if (client_of(end) < 0 || accept4(server, NULL, NULL, SOCK_CLOEXEC) < 0)
			err(1, "connection %zu of process %zu", i, number);
	if (write(ready, "r", 1) != 1)
		err(1, "pipe");
	close(ready);
	for (;;)
		pause();
}

static pid_t start_holder(size_t number, const struct endpoint *end, size_t connections,
			  const int pipe_fds[2])
{
	pid_t parent = getpid(), pid = fork();

	if (pid < 0)
		err(1, "fork");
	if (pid)
		return pid;
	prctl(PR_SET_PDEATHSIG, SIGKILL);
	if (getppid() != parent)
		_exit(1);
	close(pipe_fds[0]);
	hold(number, end, connections, pipe_fds[1]);
	return 0;
}

/* Each holder writes a byte when it is ready; one that ends closes its end of the pipe. */
static void await_holders(const struct farm *farm, int fd)
{
	char byte;

	for (size_t i = 0; i < farm->processes; i++)
		if (read(fd, &byte, 1) != 1)
			errx(1, "not all sockets could be made");
}

static void start_holders(struct farm *farm, size_t connections, bool ipv6)
{
	int pipe_fds[2];

	if (pipe2(pipe_fds, O_CLOEXEC))
		err(1, "pipe");
	for (size_t i = 0; i < farm->processes; i++) {
		const struct endpoint end = endpoint_of(i, ipv6);
		bool one_more = i < connections % farm->processes;

		farm->holders[i] =
			start_holder(i, &end, connections / farm->processes + one_more, pipe_fds);
	}
	close(pipe_fds[1]);
	await_holders(farm, pipe_fds[0]);
	close(pipe_fds[0]);
}

/* Returns how many sockets one process can hold, after its limit has been raised to that. */
static size_t sockets_of_a_process(void)
{
	struct rlimit limit;

	if (getrlimit(RLIMIT_NOFILE, &limit))
		err(1, "limit of open files");
	limit.rlim_cur = limit.rlim_max;
	if (setrlimit(RLIMIT_NOFILE, &limit))
		err(1, "limit of open files");
	if (limit.rlim_cur < 2 * OTHER_FILES)
		errx(1, "only %llu open files are allowed", (unsigned long long)limit.rlim_cur);
	return limit.rlim_cur - OTHER_FILES;
}

void farm_open(struct farm *farm, size_t sockets, size_t processes)
{
	size_t most = sockets_of_a_process(), needed = (sockets + most - 1) / most;

	if (!processes)
		processes = needed > LEAST_PROCESSES ? needed : LEAST_PROCESSES;
	if (processes < needed || processes > FARM_MOST_PROCESSES)
		errx(1, "%zu sockets need %zu processes of %zu files; at most %d can be", sockets,
		     needed, most, FARM_MOST_PROCESSES);
	make_namespace();
	farm->processes = sockets ? processes : 0;
	if (sockets)
		start_holders(farm, sockets / 2, add_ipv6_addresses(processes));
}

void farm_close(struct farm *farm)
{
	for (size_t i = 0; i < farm->processes; i++)
		kill(farm->holders[i], SIGKILL);
	for (size_t i = 0; i < farm->processes; i++)
		waitpid(farm->holders[i], NULL, 0);
	farm->processes = 0;
}
