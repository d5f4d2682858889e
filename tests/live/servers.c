/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * servers {listen|connect}=ADDRESS:PORT...: listeners that accept and never read, connections that
 * have sent SENT bytes. Prints "ready" when all is there and ends with its standard input, or after
 * five minutes. Named as the program it plays.
 */
#include "config.h"

#include <arpa/inet.h>
#include <err.h>
#include <netinet/in.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

enum { MOST = 16, SENT = 20000, LIFETIME = 300, TRIES = 100 };

static struct sockaddr_in read_end(const char *text)
{
	struct sockaddr_in end = { .sin_family = AF_INET };
	char address[64];
	unsigned port;

	if (sscanf(text, "%63[0-9.]:%u", address, &port) != 2 ||
	    inet_pton(AF_INET, address, &end.sin_addr) != 1)
		errx(3, "%s: not ADDRESS:PORT", text);
	end.sin_port = htons((uint16_t)port);
	return end;
}

static int listen_at(const char *text)
{
	struct sockaddr_in end = read_end(text);
	int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);

	if (fd < 0 || bind(fd, (struct sockaddr *)&end, sizeof(end)) || listen(fd, 16))
		err(1, "listen %s", text);
	return fd;
}

/* The other machine may not listen yet. */
static void connect_to(const char *text)
{
	static char bytes[SENT];
	struct sockaddr_in end = read_end(text);

	for (int i = 0; i < TRIES; i++) {
		int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);

		if (fd >= 0 && !connect(fd, (struct sockaddr *)&end, sizeof(end))) {
			if (send(fd, bytes, sizeof(bytes), 0) != SENT)
				err(1, "send %s", text);
			return;
		}
		close(fd);
		poll(NULL, 0, 50);
	}
	err(1, "connect %s", text);
}

/* Accepts; what is accepted stays open. */
static void serve(struct pollfd *polled, nfds_t count)
{
	for (;;) {
		if (poll(polled, count, -1) < 0)
			err(1, "poll");
		if (polled[0].revents)
			return;
		for (nfds_t i = 1; i < count; i++)
			if (polled[i].revents &&
			    accept4(polled[i].fd, NULL, NULL, SOCK_CLOEXEC) < 0)
				err(1, "accept");
	}
}

int main(int argc, char **argv)
{
	struct pollfd polled[MOST] = { { .fd = STDIN_FILENO, .events = POLLIN } };
	nfds_t count = 1;

	alarm(LIFETIME);
	for (int i = 1; i < argc; i++) {
		if (!strncmp(argv[i], "listen=", 7) && count < MOST)
			polled[count++] =
				(struct pollfd){ .fd = listen_at(argv[i] + 7), .events = POLLIN };
		else if (!strncmp(argv[i], "connect=", 8))
			connect_to(argv[i] + 8);
		else
			errx(3, "usage: servers {listen|connect}=ADDRESS:PORT...");
	}
	puts("ready");
	fflush(stdout);
	serve(polled, count);
	return 0;
}
