#include "config.h"

#include "sockets.h"

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <net/if.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mount.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include "check.h"

enum { KEPT = 800 };

static int listeners[256];
static unsigned listener_count;

static void must(int result, const char *what)
{
	if (result >= 0)
		return;
	perror(what);
	exit(EXIT_FAILURE);
}

/* ---- the namespace ---- */

static void write_file(const char *path, const char *text)
{
	int fd = open(path, O_WRONLY | O_CLOEXEC);

	if (fd < 0)
		return;
	must((int)write(fd, text, strlen(text)), path);
	close(fd);
}

/* Whoever is not root may still be in a user namespace, where the system lets its users. */
static bool enter(void)
{
	char map[64];
	uid_t uid = geteuid();
	gid_t gid = getegid();

	if (!unshare(CLONE_NEWNET))
		return true;
	if (unshare(CLONE_NEWUSER | CLONE_NEWNET))
		return false;
	snprintf(map, sizeof(map), "0 %u 1", uid);
	write_file("/proc/self/uid_map", map);
	write_file("/proc/self/setgroups", "deny");
	snprintf(map, sizeof(map), "0 %u 1", gid);
	write_file("/proc/self/gid_map", map);
	return true;
}

static void switch_loopback_on(void)
{
	struct ifreq request = { .ifr_name = "lo", .ifr_flags = IFF_UP };
	int fd = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);

	must(fd, "socket");
	must(ioctl(fd, SIOCSIFFLAGS, &request), "lo");
	close(fd);
}

void sockets_alone(void)
{
	if (!enter()) {
		printf("skipped: no network namespace of our own: %s\n", strerror(errno));
		exit(EXIT_SKIP);
	}
	switch_loopback_on();
}

bool sockets_private_mounts(void)
{
	static enum { UNKNOWN, ALLOWED, REFUSED } answer;

	if (answer == UNKNOWN)
		answer = unshare(CLONE_NEWNS) || mount(NULL, "/", NULL, MS_REC | MS_PRIVATE, NULL)
				 ? REFUSED
				 : ALLOWED;
	return answer == ALLOWED;
}

/* ---- sockets ---- */

static int bound(int type, unsigned port)
{
	struct sockaddr_in address = { .sin_family = AF_INET,
				       .sin_port = htons((uint16_t)port),
				       .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
	int fd = socket(AF_INET, type | SOCK_CLOEXEC, 0);

	must(fd, "socket");
	must(bind(fd, (struct sockaddr *)&address, sizeof(address)), "bind");
	return fd;
}

void sockets_listen(unsigned port, unsigned count)
{
	for (; count && listener_count < COUNT(listeners); count--, port++) {
		listeners[listener_count] = bound(SOCK_STREAM, port);
		must(listen(listeners[listener_count++], 1), "listen");
	}
}

/* Closing would not do: children may have copies. */
void sockets_unlisten(unsigned count)
{
	for (; count && listener_count; count--)
		must(shutdown(listeners[--listener_count], SHUT_RDWR), "shutdown");
}

/* Make the sockets in a process that keeps them for as long as the test runs. */
static void keep_udp(unsigned port, unsigned count)
{
	int ready[2];
	char byte = 0;

	must(pipe2(ready, O_CLOEXEC), "pipe");
	if (!fork()) {
		prctl(PR_SET_PDEATHSIG, SIGKILL);
		for (; count; count--, port++)
			bound(SOCK_DGRAM, port);
		must((int)write(ready[1], &byte, 1), "write");
		for (;;)
			pause();
	}
	close(ready[1]);
	if (read(ready[0], &byte, 1) != 1)
		exit(EXIT_FAILURE); /* it has said why */
	close(ready[0]);
}

/* Each fork of a test would have to copy and close them; and a process may have 1024 at most. */
void sockets_udp(unsigned port, unsigned count)
{
	while (count) {
		unsigned part = count < KEPT ? count : KEPT;

		keep_udp(port, part);
		port += part;
		count -= part;
	}
}

/* linux/ipv6.h has this, but does not go together with netinet/in.h. */
struct in6_request {
	struct in6_addr address;
	uint32_t prefix_length;
	int index;
};

bool sockets_udp6(const char *text, unsigned port, bool connected)
{
	struct sockaddr_in6 address = { .sin6_family = AF_INET6,
					.sin6_port = htons((uint16_t)port) };
	struct in6_request request = { .prefix_length = 128, .index = (int)if_nametoindex("lo") };
	int fd = socket(AF_INET6, SOCK_DGRAM | SOCK_CLOEXEC, 0);

	if (fd < 0)
		return false;
	inet_pton(AF_INET6, text, &address.sin6_addr);
	request.address = address.sin6_addr;
	if (ioctl(fd, SIOCSIFADDR, &request) && errno != EEXIST)
		return false;
	/* The kernel takes a moment until it uses a new address. */
	for (int i = 0; i < 1000 && bind(fd, (struct sockaddr *)&address, sizeof(address)); i++)
		usleep(5000);
	if (connected)
		must(connect(fd, (struct sockaddr *)&address, sizeof(address)), "connect");
	return true;
}

/* The other end acknowledges a little later. */
static void wait_for_state(int fd, int state)
{
	struct tcp_info info = { 0 };
	socklen_t size = sizeof(info);

	for (int i = 0; i < 1000 && info.tcpi_state != state; i++) {
		usleep(5000);
		must(getsockopt(fd, IPPROTO_TCP, TCP_INFO, &info, &size), "getsockopt");
	}
}

void sockets_connect(unsigned port, bool server_closed)
{
	struct sockaddr_in address = { .sin_family = AF_INET,
				       .sin_port = htons((uint16_t)port),
				       .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
	int listener = bound(SOCK_STREAM, port), client, server;

	must(listen(listener, 1), "listen");
	client = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
	must(connect(client, (struct sockaddr *)&address, sizeof(address)), "connect");
	server = accept(listener, NULL, NULL);
	must(server, "accept");
	if (!server_closed)
		return;
	must(shutdown(server, SHUT_WR), "shutdown"); /* CLOSE_WAIT there, and here: */
	wait_for_state(server, TCP_FIN_WAIT2);
}

void sockets_unix(const char *name)
{
	struct sockaddr_un address = { .sun_family = AF_UNIX };
	int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);

	must(fd, "socket");
	snprintf(address.sun_path + 1, sizeof(address.sun_path) - 1, "%s", name);
	must(bind(fd, (struct sockaddr *)&address,
		  (socklen_t)(sizeof(sa_family_t) + 1 + strlen(name))),
	     "bind");
	must(listen(fd, 1), "listen");
}
