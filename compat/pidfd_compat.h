/* System calls that older libcs do not wrap. A newer system makes this file needless. */
#ifndef NETSTAT_PIDFD_COMPAT_H
#define NETSTAT_PIDFD_COMPAT_H

#include <fcntl.h>
#include <stdbool.h>
#include <sys/syscall.h>
#include <sys/types.h>
#include <unistd.h>

#ifndef SYS_pidfd_open /* Linux 5.3 */
#define SYS_pidfd_open 434
#endif
#ifndef SYS_pidfd_getfd /* Linux 5.6 */
#define SYS_pidfd_getfd 438
#endif
#ifndef PIDFD_THREAD /* Linux 6.9 */
#define PIDFD_THREAD O_EXCL
#endif

/* pidfd_open(2), of a thread that need not lead its process with `thread`. */
static inline int compat_pidfd_open(pid_t id, bool thread)
{
	return (int)syscall(SYS_pidfd_open, id, thread ? PIDFD_THREAD : 0);
}

/* pidfd_getfd(2) */
static inline int compat_pidfd_getfd(int pid_fd, int fd)
{
	return (int)syscall(SYS_pidfd_getfd, pid_fd, fd, 0);
}

#endif
