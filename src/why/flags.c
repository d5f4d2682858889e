#include "config.h"

#include "why/flags.h"

#include <netinet/in.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#include "pidfd_compat.h"

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

static bool ask_holder(struct why_socket *socket, const struct why_holder *holder)
{
	int pid_fd = compat_pidfd_open(holder->tid ? holder->tid : holder->pid, holder->tid != 0);
	bool good = false;

	if (pid_fd < 0)
		return false;
	for (size_t i = 0; i < holder->fd_count && !good; i++)
		good = ask(socket, pid_fd, holder->fds[i]);
	close(pid_fd);
	return good;
}

void why_flags_read(struct why_evidence *evidence)
{
	for (size_t i = 0; i < evidence->socket_count; i++) {
		struct why_socket *socket = &evidence->sockets[i];

		for (size_t j = 0; j < socket->holder_count; j++)
			if (ask_holder(socket, &evidence->holders[socket->holders[j]]))
				break;
	}
}
