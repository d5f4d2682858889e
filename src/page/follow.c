#include "config.h"

#include "page/follow.h"

#include <errno.h>
#include <limits.h>
#include <poll.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

enum {
	LOOK = 100,    /* milliseconds between two looks for a signal while the reader is slow */
	PATIENCE = 10, /* looks that a reader who takes nothing gets once a signal is there */
};

void follow_start(struct follow *follow, int fd)
{
	static const int numbers[] = { SIGHUP, SIGINT, SIGTERM };
	sigset_t blocked;

	*follow = (struct follow){ .fd = fd };
	sigemptyset(&follow->signals);
	sigprocmask(SIG_BLOCK, NULL, &blocked);
	for (size_t i = 0; i < sizeof(numbers) / sizeof(*numbers); i++) {
		struct sigaction action;

		if (!sigaction(numbers[i], NULL, &action) && action.sa_handler != SIG_IGN &&
		    !sigismember(&blocked, numbers[i]))
			sigaddset(&follow->signals, numbers[i]);
	}
}

/* Whether one of our signals waits to be let through. */
static bool has_signal(const struct follow *follow)
{
	sigset_t pending, ours;

	sigpending(&pending);
	sigandset(&ours, &pending, &follow->signals);
	return !sigisemptyset(&ours);
}

/* Between lines: here a signal that has come ends the program. */
static void let_through(struct follow *follow)
{
	follow->inside = false;
	sigprocmask(SIG_UNBLOCK, &follow->signals, NULL);
}

/*
 * A write of PIPE_BUF bytes that poll() allows does not wait (pipe(7)), so a signal is seen soon even
 * if nobody reads. Returns whether the reader can take as much.
 */
static bool wait_for_reader(const struct follow *follow)
{
	struct pollfd poll_fd = { .fd = follow->fd, .events = POLLOUT };

	for (int looks = 0; looks < PATIENCE;) {
		if (poll(&poll_fd, 1, LOOK) > 0)
			return true;
		if (has_signal(follow))
			looks++;
	}
	return false;
}

static int write_part(const struct follow *follow, const char *bytes, size_t length, size_t *done)
{
	ssize_t wrote;

	if (length > PIPE_BUF)
		length = PIPE_BUF;
	wrote = write(follow->fd, bytes, length);
	if (wrote >= 0)
		*done += (size_t)wrote;
	else if (errno != EINTR && errno != EAGAIN)
		return errno;
	return 0;
}

/* How much of what remains belongs to the line that has begun: nothing if none has. */
static size_t rest_of_line(const char *bytes, size_t done, size_t length)
{
	const char *newline;

	if (done && bytes[done - 1] == '\n')
		return 0;
	newline = memchr(bytes + done, '\n', length - done);
	return newline ? (size_t)(newline + 1 - (bytes + done)) : length - done;
}

int follow_write(struct follow *follow, const char *bytes, size_t length)
{
	bool ending = false;
	size_t done = 0;
	int error = 0;

	if (!follow->inside)
		sigprocmask(SIG_BLOCK, &follow->signals, NULL);
	follow->inside = true;
	while (done < length && !error) {
		if (!wait_for_reader(follow)) {
			error = EINTR;
		} else {
			if (!ending && has_signal(follow)) {
				ending = true;
				length = done + rest_of_line(bytes, done, length);
			}
			error = write_part(follow, bytes + done, length - done, &done);
		}
	}
	if (!error && length && bytes[length - 1] != '\n')
		return 0;
	let_through(follow);
	return error || !ending ? error : EINTR; /* process 1 of a container outlives the signal */
}

void follow_tell(struct follow *follow, const struct notes *notes)
{
	for (; follow->told < notes->count; follow->told++)
		fprintf(stderr, "%s\n", notes->text[follow->told]);
}

int follow_wait(struct follow *follow, const struct timespec *time)
{
	struct pollfd poll_fd = { .fd = follow->fd }; /* POLLERR is always told */

	if (ppoll(&poll_fd, 1, time, NULL) <= 0)
		return 0;
	raise(SIGPIPE);
	return EPIPE;
}
