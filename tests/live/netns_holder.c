/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * netns_holder [--new] [--mount=FILE] [--device=NAME] [--leave] [--listen]
 *
 * Makes the same sockets wherever it is started, says "ready" on standard output, and waits until it
 * is killed.
 *
 *   --new          in a network namespace of its own
 *   --mount=FILE   that the file will lead to
 *   --device=NAME  one more listener, bound to an interface
 *   --leave        then go back to where it came from, with the sockets
 *   --listen       the listeners alone
 */
#include "config.h"

#include <arpa/inet.h>
#include <err.h>
#include <fcntl.h>
#include <net/if.h>
#include <sched.h>
#include <signal.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mount.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

enum { PORT = 7701, PORT_UDP, PORT_CLIENT, PORT_DEVICE };

static int must(int result, const char *what)
{
	if (result < 0)
		err(1, "%s", what);
	return result;
}

static void loopback_up(void)
{
	struct ifreq request = { .ifr_name = "lo", .ifr_flags = IFF_UP };
	int fd = must(socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0), "socket");

	must(ioctl(fd, SIOCSIFFLAGS, &request), "lo up");
	close(fd);
}

static struct sockaddr_in end_of(in_port_t port)
{
	return (struct sockaddr_in){ .sin_family = AF_INET,
				     .sin_port = htons(port),
				     .sin_addr = { htonl(INADDR_LOOPBACK) } };
}

static int bound(int type, in_port_t port, const char *device)
{
	struct sockaddr_in end = end_of(port);
	int fd = must(socket(AF_INET, type | SOCK_CLOEXEC, 0), "socket"), one = 1;

	must(setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &one, sizeof(one)), "SO_REUSEADDR");
	if (device)
		must(setsockopt(fd, SOL_SOCKET, SO_BINDTODEVICE, device,
				(socklen_t)strlen(device) + 1),
		     device);
	must(bind(fd, (const void *)&end, sizeof(end)), "bind");
	return fd;
}

static void connect_to_listener(void)
{
	struct sockaddr_in end = end_of(PORT);

	must(connect(bound(SOCK_STREAM, PORT_CLIENT, NULL), (const void *)&end, sizeof(end)),
	     "connect");
}

static void listen_abstract(void)
{
	static const char name[] = "netns_holder";
	struct sockaddr_un end = { .sun_family = AF_UNIX };
	int fd = must(socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0), "socket");

	memcpy(end.sun_path + 1, name, sizeof(name) - 1);
	must(bind(fd, (const void *)&end,
		  (socklen_t)(offsetof(struct sockaddr_un, sun_path) + sizeof(name))),
	     "bind abstract");
	must(listen(fd, 1), "listen");
}

static const char *value_of(const char *argument, const char *name)
{
	size_t length = strlen(name);

	return strncmp(argument, name, length) ? NULL : argument + length;
}

int main(int argc, char **argv)
{
	int home = must(open("/proc/self/ns/net", O_RDONLY | O_CLOEXEC), "/proc/self/ns/net");
	const char *device = NULL;
	bool leave = false, listeners = false;

	must(prctl(PR_SET_PDEATHSIG, SIGKILL), "PDEATHSIG");
	for (int i = 1; i < argc; i++) {
		const char *file = value_of(argv[i], "--mount=");

		if (!strcmp(argv[i], "--new"))
			must(unshare(CLONE_NEWNET), "unshare");
		else if (file)
			must(mount("/proc/self/ns/net", file, NULL, MS_BIND, NULL), file);
		else if (value_of(argv[i], "--device="))
			device = value_of(argv[i], "--device=");
		leave |= !strcmp(argv[i], "--leave");
		listeners |= !strcmp(argv[i], "--listen");
	}
	loopback_up();
	must(listen(bound(SOCK_STREAM, PORT, NULL), 8), "listen");
	if (device)
		must(listen(bound(SOCK_STREAM, PORT_DEVICE, device), 8), "listen");
	bound(SOCK_DGRAM, PORT_UDP, NULL);
	if (!listeners)
		connect_to_listener();
	listen_abstract();
	if (leave)
		must(setns(home, CLONE_NEWNET), "setns");
	puts("ready");
	fflush(stdout);
	for (;;)
		pause();
}
