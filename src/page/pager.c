#include "config.h"

#include "page/pager.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/signalfd.h>
#include <sys/wait.h>
#include <unistd.h>

#include "page/builtin.h"
#include "page/choose.h"

enum { FIRST_LESS_WITH_HEADER = 668 };

void pager_start(struct pager *pager, const struct screen *screen, bool always, unsigned heading)
{
	*pager = (struct pager){ .screen = screen,
				 .always = always,
				 .heading = heading,
				 .pipe_fd = -1,
				 .signal_fd = -1 };
}

static int write_all(int fd, const char *bytes, size_t length)
{
	while (length) {
		ssize_t wrote = write(fd, bytes, length);

		if (wrote < 0 && errno != EINTR)
			return errno;
		if (wrote > 0) {
			bytes += wrote;
			length -= (size_t)wrote;
		}
	}
	return 0;
}

/* Signals that must not end us while a child uses the terminal; they are read from signal_fd. */
static void pager_signals(sigset_t *signals)
{
	static const int numbers[] = { SIGINT, SIGQUIT, SIGTERM, SIGHUP, SIGCHLD, SIGPIPE };

	sigemptyset(signals);
	for (size_t i = 0; i < sizeof(numbers) / sizeof(*numbers); i++)
		sigaddset(signals, numbers[i]);
}

/* The version that `less --version` tells, or 0. */
static int less_version(const char *program)
{
	int pipe_fds[2], version = 0;
	char text[64];
	ssize_t got;
	pid_t child;

	if (pipe2(pipe_fds, O_CLOEXEC))
		return 0;
	child = fork();
	if (!child) {
		int null = open("/dev/null", O_WRONLY | O_CLOEXEC);

		dup2(pipe_fds[1], STDOUT_FILENO);
		dup2(null, STDERR_FILENO);
		execlp(program, program, "--version", (char *)NULL);
		_exit(127);
	}
	close(pipe_fds[1]);
	got = child > 0 ? read(pipe_fds[0], text, sizeof(text) - 1) : 0;
	close(pipe_fds[0]);
	if (child > 0)
		waitpid(child, NULL, 0);
	if (got > 0) {
		text[got] = '\0';
		sscanf(text, "less %d", &version);
	}
	return version;
}

static void set_environment(const struct pager_choice *choice)
{
	static const char *const hooks[] = { "LESSOPEN",       "LESSCLOSE", "LESSEDIT",
					     "LESSKEY",        "LESSKEYIN", "LESSHISTFILE",
					     "LESSKEY_CONTENT" };

	setenv("LESS", "FRX", 0);
	setenv("LV", "-c", 0);
	if (!choice->secure)
		return;
	/* No shell, no editor, no file but this one (CVE-2023-26604 is what happens else). */
	setenv("LESSSECURE", "1", 1);
	setenv("LESS", "FRX", 1);
	for (size_t i = 0; i < sizeof(hooks) / sizeof(*hooks); i++)
		unsetenv(hooks[i]);
}

/* In the child: become the pager. */
static void run_pager(const struct pager_choice *choice, const struct pager *pager)
{
	set_environment(choice);
	if (choice->is_less && pager->heading &&
	    less_version(choice->command) >= FIRST_LESS_WITH_HEADER) {
		char option[32];

		snprintf(option, sizeof(option), "--header=%u", pager->heading);
		execlp(choice->command, choice->command, option, (char *)NULL);
	} else if (choice->kind == PAGER_SHELL) {
		execl("/bin/sh", "sh", "-c", choice->command, (char *)NULL);
	} else if (choice->kind == PAGER_PROGRAM) {
		execl(choice->command, choice->command, (char *)NULL);
	}
	_exit(builtin_page(STDIN_FILENO, pager->heading, pager->screen));
}

static int spawn(struct pager *pager, const struct pager_choice *choice)
{
	sigset_t signals, before;
	int pipe_fds[2];

	if (pipe2(pipe_fds, O_CLOEXEC))
		return errno;
	pager->terminal_saved = !tcgetattr(STDIN_FILENO, &pager->terminal);
	pager_signals(&signals);
	sigprocmask(SIG_BLOCK, &signals, &before);
	pager->signal_fd = signalfd(-1, &signals, SFD_CLOEXEC | SFD_NONBLOCK);
	pager->child = fork();
	if (!pager->child) {
		dup2(pipe_fds[0], STDIN_FILENO);
		/* The built-in pager is no exec: with this end open it would never see the end. */
		close(pipe_fds[1]);
		sigprocmask(SIG_SETMASK, &before, NULL);
		run_pager(choice, pager);
	}
	close(pipe_fds[0]);
	pager->pipe_fd = pipe_fds[1];
	fcntl(pager->pipe_fd, F_SETFL, O_NONBLOCK);
	if (pager->child > 0 && pager->signal_fd >= 0) {
		pager->state = PAGER_RUNNING;
		return 0;
	}
	close(pager->pipe_fd);
	pager->pipe_fd = -1;
	return EAGAIN;
}

/* What the signals mean while the pager runs. Returns 0, or EINTR to end. */
static int take_signals(struct pager *pager)
{
	struct signalfd_siginfo info;

	while (read(pager->signal_fd, &info, sizeof(info)) == sizeof(info)) {
		/* ^C and ^\ are for the pager, which has got them too. */
		if (info.ssi_signo != SIGTERM && info.ssi_signo != SIGHUP)
			continue;
		pager->ended_by = (int)info.ssi_signo;
		kill(pager->child, SIGTERM);
		return EINTR;
	}
	return 0;
}

/* Feed the pager as fast as it reads, with an ear for signals. */
static int feed(struct pager *pager, const char *bytes, size_t length)
{
	while (length) {
		struct pollfd fds[] = { { pager->pipe_fd, POLLOUT, 0 },
					{ pager->signal_fd, POLLIN, 0 } };
		ssize_t wrote;

		if (poll(fds, 2, -1) < 0 && errno != EINTR)
			return errno;
		if (fds[1].revents && take_signals(pager))
			return EINTR;
		if (!fds[0].revents)
			continue;
		wrote = write(pager->pipe_fd, bytes, length);
		if (wrote > 0) {
			bytes += wrote;
			length -= (size_t)wrote;
		} else if (errno == EPIPE) {
			pager->quit = true;
			return EPIPE;
		} else if (errno != EAGAIN && errno != EINTR) {
			return errno;
		}
	}
	return 0;
}

/* The text does not fit (or must be paged anyway): to the pager with what was held. */
static int release(struct pager *pager)
{
	struct pager_choice choice;
	int error;

	pager_choose(&choice);
	/* Without a pager the text goes to the terminal as if there had been no thought of one. */
	if (choice.kind == PAGER_NONE || spawn(pager, &choice))
		pager->state = PAGER_PLAIN;
	error = pager->state == PAGER_RUNNING
			? feed(pager, pager->held, pager->held_length)
			: write_all(STDOUT_FILENO, pager->held, pager->held_length);
	free(pager->held);
	pager->held = NULL;
	return error;
}

/* Count the rows that the text takes on the screen; escape sequences take no room. */
static void count_rows(struct pager *pager, const char *bytes, size_t length)
{
	for (size_t i = 0; i < length; i++) {
		unsigned char c = (unsigned char)bytes[i];

		if (c == '\n') {
			pager->rows++;
			pager->column = 0;
		} else if (c == '\033') {
			while (i + 1 < length && bytes[i] != 'm')
				i++;
		} else if ((c & 0xc0) != 0x80 && ++pager->column > pager->screen->columns) {
			pager->rows++;
			pager->column = 1;
		}
	}
}

static int hold(struct pager *pager, const char *bytes, size_t length)
{
	if (pager->held_length + length > pager->held_size) {
		size_t size = (pager->held_length + length) * 2;
		char *held = realloc(pager->held, size);

		if (!held)
			return ENOMEM;
		pager->held = held;
		pager->held_size = size;
	}
	memcpy(pager->held + pager->held_length, bytes, length);
	pager->held_length += length;
	count_rows(pager, bytes, length);
	/* The shell's prompt wants the last row. */
	return pager->rows >= pager->screen->rows || pager->always ? release(pager) : 0;
}

int pager_write(struct pager *pager, const char *bytes, size_t length)
{
	switch (pager->state) {
	case PAGER_HOLDING:
		return hold(pager, bytes, length);
	case PAGER_RUNNING:
		return feed(pager, bytes, length);
	default:
		return write_all(STDOUT_FILENO, bytes, length);
	}
}

/* A pager that was killed may have left the other screen on, colours, or the cursor off. */
static void repair_terminal(const struct pager *pager, int status)
{
	/* To the normal screen, without ?1049's jump to a position nobody saved, and to its foot. */
	static const char reset[] = "\033[?1047l\033[0m\033[?25h\033[999;1H\r\n";

	if (pager->terminal_saved)
		tcsetattr(STDIN_FILENO, TCSADRAIN, &pager->terminal);
	if (WIFSIGNALED(status))
		write_all(STDOUT_FILENO, reset, sizeof(reset) - 1);
}

static void wait_for_child(struct pager *pager)
{
	int status = 0;

	while (waitpid(pager->child, &status, WNOHANG) == 0) {
		struct pollfd fd = { pager->signal_fd, POLLIN, 0 };

		if (poll(&fd, 1, 1000) > 0)
			take_signals(pager);
	}
	repair_terminal(pager, status);
}

int pager_finish(struct pager *pager)
{
	sigset_t signals;
	int error = 0;

	if (pager->state == PAGER_HOLDING)
		error = write_all(STDOUT_FILENO, pager->held, pager->held_length);
	free(pager->held);
	pager->held = NULL;
	if (pager->state != PAGER_RUNNING)
		return error;
	close(pager->pipe_fd);
	wait_for_child(pager);
	take_signals(pager);
	close(pager->signal_fd);
	pager_signals(&signals);
	sigprocmask(SIG_UNBLOCK, &signals, NULL);
	return 0;
}
