#include "config.h"

#include "why/flags.h"

#include <netinet/in.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#include "pidfd_compat.h"
#include "why/deadline.h"

enum { CLOCK_EVERY = 256 }; /* sockets between two looks at the clock */

static enum tri option(int fd, int level, int name)
{
	socklen_t length = sizeof(int);
	int value;

	if (getsockopt(fd, level, name, &value, &length))
		return TRI_UNKNOWN;
	return value ? TRI_YES : TRI_NO;
}

/* Whether the copied descriptor is of the socket meant: the number may have been used anew. */
static bool is_socket(int fd, uint64_t inode)
{
	struct stat status;

	return !fstat(fd, &status) && S_ISSOCK(status.st_mode) && status.st_ino == inode;
}

static bool ask(struct why_socket *socket, int pid_fd, int number)
{
	int fd = compat_pidfd_getfd(pid_fd, number);
	bool good = fd >= 0 && is_socket(fd, socket->entry.inode);

	if (good) {
		socket->reuseaddr = option(fd, SOL_SOCKET, SO_REUSEADDR);
		socket->reuseport = option(fd, SOL_SOCKET, SO_REUSEPORT);
		if (socket->entry.family == AF_INET6)
			socket->v6only = option(fd, IPPROTO_IPV6, IPV6_V6ONLY);
	}
	if (fd >= 0)
		close(fd);
	return good;
}

/* The process asked last: most sockets of a port belong to one. */
struct asking {
	const struct why_holder *holder;
	int pid_fd;
};

static void turn_to(struct asking *asking, const struct why_holder *holder)
{
	if (asking->holder == holder)
		return;
	if (asking->pid_fd >= 0)
		close(asking->pid_fd);
	asking->holder = holder;
	asking->pid_fd = compat_pidfd_open(holder->tid ? holder->tid : holder->pid,
					   holder->tid != 0);
}

static void ask_holders(struct asking *asking, const struct why_evidence *evidence,
			struct why_socket *socket)
{
	bool good = false;

	for (size_t i = 0; i < socket->holder_count && !good; i++) {
		const struct why_link *link = &socket->holders[i];

		if (link->fd < 0)
			continue;
		turn_to(asking, &evidence->holders[link->place]);
		good = asking->pid_fd >= 0 && ask(socket, asking->pid_fd, link->fd);
	}
}

void why_flags_read(struct why_evidence *evidence)
{
	int64_t deadline = deadline_in(SOURCE_MS);
	struct asking asking = { .pid_fd = -1 };

	for (size_t i = 0; i < evidence->socket_count; i++) {
		if (i % CLOCK_EVERY == CLOCK_EVERY - 1 && deadline_passed(deadline)) {
			notes_add(&evidence->notes, "There was no time to ask all sockets for "
						    "SO_REUSEADDR and SO_REUSEPORT.");
			break;
		}
		ask_holders(&asking, evidence, &evidence->sockets[i]);
	}
	if (asking.pid_fd >= 0)
		close(asking.pid_fd);
}
