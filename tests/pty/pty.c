#include "config.h"

#include "pty.h"

#include <ctype.h>
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <grp.h>
#include <poll.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { TIMEOUT_MS = 10000, REPEAT_MS = 500 };

/* Terminals swallow this; the shell sends it behind the last byte of the program. */
static const char end_mark[] = "\033]0;the program has ended\a";

/* Whatever the caller's environment says about these, the tests begin without. */
static const char *const unwanted[] = {
	"PAGER",        "NETSTAT_PAGER", "LESS",      "LV",
	"MORE",         "LESSOPEN",      "LESSCLOSE", "LESSEDIT",
	"LESSSECURE",   "LESSKEY",       "LESSKEYIN", "LESSKEY_CONTENT",
	"LESSHISTFILE", "NO_COLOR",      "CLICOLOR",  "CLICOLOR_FORCE",
	"SUDO_UID",     "SUDO_USER",     "SUDO_GID",  "DOAS_USER",
	"PKEXEC_UID",   "LINES",         "COLUMNS",   "POSIXLY_CORRECT",
};

static void give_up(const char *what)
{
	perror(what);
	exit(EXIT_FAILURE);
}

static int64_t now(void)
{
	struct timespec time;

	clock_gettime(CLOCK_MONOTONIC, &time);
	return (int64_t)time.tv_sec * 1000 + time.tv_nsec / 1000000;
}

static void nap(void)
{
	nanosleep(&(struct timespec){ .tv_nsec = 5000000 }, NULL);
}

/* ---- in the children ---- */

static void set_environment(const struct pty_command *command)
{
	for (size_t i = 0; i < sizeof(unwanted) / sizeof(*unwanted); i++)
		unsetenv(unwanted[i]);
	setenv("TERM", "xterm", 1);
	setenv("LC_ALL", "C", 1);
	setenv("HOME", "/nonexistent", 1); /* less keeps a history there */
	for (size_t i = 0; command->environment[i]; i++) {
		char *setting = strdup(command->environment[i]);

		if (strchr(setting, '='))
			putenv(setting);
		else
			unsetenv(setting);
	}
}

static void run_program(const struct pty_command *command)
{
	const char *program = getenv("NETSTAT"), *directory = getenv("builddir");
	char path[4096], *words = strdup(command->arguments ? command->arguments : "");
	char *argv[32] = { path };

	snprintf(path, sizeof(path), "%s%s",
		 program     ? program
		 : directory ? directory
			     : ".",
		 program ? "" : "/netstat");
	for (int count = 1; count < 31; count++, words = NULL)
		argv[count] = strtok(words, " ");
	set_environment(command);
	execv(path, argv);
	perror(path);
	_exit(126);
}

static void become_program(const struct pty *pty, const struct pty_command *command)
{
	setpgid(0, 0);
	tcsetpgrp(pty->slave, getpid());
	signal(SIGTTOU, SIG_DFL);
	signal(SIGPIPE, SIG_DFL); /* the test ignores it */
	for (int fd = 0; fd < 3; fd++)
		dup2(command->fd[fd] ? command->fd[fd] : pty->slave, fd);
	if (command->uid && (setgroups(0, NULL) || setgid(command->uid) || setuid(command->uid)))
		_exit(125);
	if (command->function)
		_exit(command->function());
	run_program(command);
}

/* A shell has no sockets, which -p would have to name. */
static void close_others(const int *needed, size_t count)
{
	DIR *fds = opendir("/proc/self/fd");
	struct dirent *entry;

	while (fds && (entry = readdir(fds))) {
		int fd = atoi(entry->d_name);
		bool keep = fd < 3 || fd == dirfd(fds);

		for (size_t i = 0; i < count; i++)
			keep |= fd == needed[i];
		if (!keep)
			close(fd);
	}
	if (fds)
		closedir(fds);
}

static void prepare_shell(const struct pty *pty, const struct pty_command *command, int report,
			  int leash)
{
	const int needed[] = { pty->slave,     report,         leash,
			       command->fd[0], command->fd[1], command->fd[2] };

	close_others(needed, sizeof(needed) / sizeof(*needed));
	setsid();
	ioctl(pty->slave, TIOCSCTTY, 0);
	signal(SIGTTOU, SIG_IGN); /* it writes from the background */
}

/* The shell: waits for the program, then for the test to have seen enough. */
static void play_shell(struct pty *pty, const struct pty_command *command, int report, int leash)
{
	pid_t program;
	int status;
	char byte;

	prepare_shell(pty, command, report, leash);
	program = fork();
	if (!program)
		become_program(pty, command);
	for (int fd = 0; fd < 3; fd++)
		if (command->fd[fd])
			close(command->fd[fd]); /* or a reader would wait for its end */
	if (write(report, &program, sizeof(program)) < 0)
		_exit(1);
	while (waitpid(program, &status, 0) < 0 && errno == EINTR)
		;
	if (write(report, &status, sizeof(status)) > 0 &&
	    write(pty->slave, end_mark, sizeof(end_mark) - 1) > 0)
		while (read(leash, &byte, 1) > 0)
			;
	_exit(0);
}

/* ---- starting ---- */

static void open_terminal(struct pty *pty, unsigned rows, unsigned columns)
{
	struct winsize size = { .ws_row = (unsigned short)rows, .ws_col = (unsigned short)columns };

	pty->master = posix_openpt(O_RDWR | O_NOCTTY | O_CLOEXEC);
	if (pty->master < 0 || grantpt(pty->master) || unlockpt(pty->master))
		give_up("posix_openpt");
	pty->slave = open(ptsname(pty->master), O_RDWR | O_NOCTTY | O_CLOEXEC);
	if (pty->slave < 0 || ioctl(pty->slave, TIOCSWINSZ, &size) ||
	    tcgetattr(pty->slave, &pty->before))
		give_up("the terminal");
	/* Not quite the default, so that a reset to the default is noticed. */
	pty->before.c_iflag |= IXANY;
	pty->before.c_cc[VERASE] = '\b';
	tcsetattr(pty->slave, TCSANOW, &pty->before);
}

void pty_start(struct pty *pty, const struct pty_command *command)
{
	unsigned rows = command->rows ? command->rows : 24;
	unsigned columns = command->columns ? command->columns : 80;
	int report[2], leash[2];

	*pty = (struct pty){ .status = -1 };
	open_terminal(pty, rows, columns);
	emulator_start(&pty->screen, rows, columns);
	if (pipe2(report, O_CLOEXEC) || pipe2(leash, O_CLOEXEC))
		give_up("pipe");
	pty->report = report[0];
	pty->leash = leash[1];
	fflush(stdout);
	pty->shell = fork();
	if (pty->shell < 0)
		give_up("fork");
	if (!pty->shell)
		play_shell(pty, command, report[1], leash[0]);
	close(report[1]);
	close(leash[0]);
	if (read(pty->report, &pty->program, sizeof(pty->program)) < 0)
		give_up("the program's id");
}

/* ---- reading ---- */

static void keep(struct pty *pty, const char *bytes, size_t length)
{
	if (pty->length + length + 1 > pty->size) {
		pty->size = (pty->length + length + 1) * 2;
		pty->sent = realloc(pty->sent, pty->size);
		if (!pty->sent)
			give_up("realloc");
	}
	memcpy(pty->sent + pty->length, bytes, length);
	pty->length += length;
	pty->sent[pty->length] = '\0';
}

static void look_for_end(struct pty *pty)
{
	const size_t mark = sizeof(end_mark) - 1;
	size_t from = pty->length > 4096 + mark ? pty->length - 4096 - mark : 0;
	char *found = memmem(pty->sent + from, pty->length - from, end_mark, mark);

	if (!found)
		return;
	memmove(found, found + mark, (size_t)(pty->sent + pty->length - found) - mark + 1);
	pty->length -= mark;
	pty->ended = true;
}

/* Take what the terminal has got, or wait for it so long. */
static void take(struct pty *pty, int64_t timeout_ms)
{
	struct pollfd fd = { pty->master, POLLIN, 0 };
	char bytes[4096];
	ssize_t got;

	if (poll(&fd, 1, (int)timeout_ms) <= 0)
		return;
	got = read(pty->master, bytes, sizeof(bytes));
	if (got <= 0)
		return;
	emulator_feed(&pty->screen, bytes, (size_t)got);
	keep(pty, bytes, (size_t)got);
	look_for_end(pty);
}

/* What is waited for. */
struct wanted {
	int row;
	const char *text;
	unsigned times;
	bool whole;
};

static bool until_ms(struct pty *pty, int64_t timeout,
		     bool (*so)(const struct pty *, const struct wanted *),
		     const struct wanted *wanted)
{
	int64_t end = now() + timeout;

	while (!so(pty, wanted)) {
		int64_t left = end - now();

		if (pty->ended || left <= 0)
			return false;
		take(pty, left < 20 ? left : 20); /* the modes change without a byte */
	}
	return true;
}

static bool until(struct pty *pty, bool (*so)(const struct pty *, const struct wanted *),
		  const struct wanted *wanted)
{
	return until_ms(pty, TIMEOUT_MS, so, wanted);
}

static bool row_matches(const struct pty *pty, const struct wanted *wanted)
{
	char text[EMULATOR_COLUMNS + 1];
	int row = wanted->row < 0 ? (int)pty->screen.rows + wanted->row : wanted->row;

	emulator_row(&pty->screen, (unsigned)row, text);
	return wanted->whole ? !strcmp(text, wanted->text)
			     : !strncmp(text, wanted->text, strlen(wanted->text));
}

bool pty_row_begins(struct pty *pty, int row, const char *text)
{
	return until(pty, row_matches, &(struct wanted){ .row = row, .text = text });
}

bool pty_row_is(struct pty *pty, int row, const char *text)
{
	return until(pty, row_matches, &(struct wanted){ .row = row, .text = text, .whole = true });
}

bool pty_holds(const struct pty *pty, const char *text)
{
	char row[EMULATOR_COLUMNS + 1];

	for (unsigned i = 0; i < pty->screen.rows; i++) {
		emulator_row(&pty->screen, i, row);
		if (strstr(row, text))
			return true;
	}
	return false;
}

static bool holds(const struct pty *pty, const struct wanted *wanted)
{
	return pty_holds(pty, wanted->text);
}

bool pty_shows(struct pty *pty, const char *text)
{
	return until(pty, holds, &(struct wanted){ .text = text });
}

bool pty_press(struct pty *pty, const char *keys, const char *text)
{
	for (int i = 0; i < TIMEOUT_MS / REPEAT_MS && !pty->ended; i++) {
		pty_type(pty, keys);
		if (until_ms(pty, REPEAT_MS, holds, &(struct wanted){ .text = text }))
			return true;
	}
	return false;
}

static bool has_sent(const struct pty *pty, const struct wanted *wanted)
{
	const char *at = pty->sent;
	unsigned times = 0;

	while (at && times < wanted->times && (at = strstr(at, wanted->text))) {
		at += strlen(wanted->text);
		times++;
	}
	return times >= wanted->times;
}

bool pty_has_sent(struct pty *pty, const char *bytes, unsigned times)
{
	return until(pty, has_sent, &(struct wanted){ .text = bytes, .times = times });
}

static bool is_raw(const struct pty *pty, const struct wanted *wanted)
{
	struct termios modes;

	(void)wanted;
	return !tcgetattr(pty->slave, &modes) && !(modes.c_lflag & ICANON);
}

bool pty_is_raw(struct pty *pty)
{
	return until(pty, is_raw, NULL);
}

bool pty_modes_kept(const struct pty *pty)
{
	struct termios after;

	return !tcgetattr(pty->slave, &after) && after.c_iflag == pty->before.c_iflag &&
	       after.c_oflag == pty->before.c_oflag && after.c_cflag == pty->before.c_cflag &&
	       after.c_lflag == pty->before.c_lflag &&
	       !memcmp(after.c_cc, pty->before.c_cc, sizeof(after.c_cc));
}

static bool modes_kept(const struct pty *pty, const struct wanted *wanted)
{
	(void)wanted;
	return pty_modes_kept(pty);
}

bool pty_is_as_before(struct pty *pty)
{
	return until(pty, modes_kept, NULL);
}

static bool has_ended(const struct pty *pty, const struct wanted *wanted)
{
	(void)wanted;
	return pty->ended;
}

int pty_wait(struct pty *pty)
{
	int status;
	bool in_time = until(pty, has_ended, NULL);

	if (!in_time) {
		kill(-pty->program, SIGKILL);
		until(pty, has_ended, NULL);
	}
	if (pty->report >= 0 && read(pty->report, &status, sizeof(status)) == sizeof(status) &&
	    in_time)
		pty->status = status;
	return pty->status;
}

/* ---- the rest ---- */

void pty_type(struct pty *pty, const char *keys)
{
	if (write(pty->master, keys, strlen(keys)) < 0)
		give_up("the keyboard");
}

void pty_take_over(struct pty *pty, const char *text)
{
	tcsetattr(pty->slave, TCSANOW, &pty->before);
	if (write(pty->slave, text, strlen(text)) < 0)
		give_up("the screen");
}

void pty_resize(struct pty *pty, unsigned rows, unsigned columns)
{
	struct winsize size = { .ws_row = (unsigned short)rows, .ws_col = (unsigned short)columns };

	emulator_resize(&pty->screen, rows, columns);
	ioctl(pty->master, TIOCSWINSZ, &size); /* the kernel sends SIGWINCH */
}

void pty_finish(struct pty *pty)
{
	if (!pty->ended)
		kill(-pty->program, SIGKILL);
	close(pty->leash);
	close(pty->report);
	close(pty->master); /* hangs up on whoever is left */
	close(pty->slave);
	waitpid(pty->shell, NULL, 0);
	free(pty->sent);
}

char *pty_terminal_text(const struct pty_command *command, int *status)
{
	struct pty_command quiet = *command;
	struct pty pty;
	size_t length = 0;
	char *text;

	quiet.fd[2] = open("/dev/null", O_WRONLY | O_CLOEXEC); /* no line that counts */
	pty_start(&pty, &quiet);
	close(quiet.fd[2]);
	*status = pty_wait(&pty);
	text = calloc(1, pty.length + 1);
	if (!text)
		give_up("calloc");
	for (size_t i = 0; i < pty.length; i++)
		if (pty.sent[i] != '\r' || pty.sent[i + 1] != '\n')
			text[length++] = pty.sent[i];
	pty_finish(&pty);
	return text;
}

char *pty_pipe_text(const struct pty_command *command, int *status)
{
	struct pty_command piped = *command;
	struct pty pty, collected = { 0 };
	char bytes[65536];
	int pipe_fds[2];
	ssize_t got;

	if (pipe2(pipe_fds, O_CLOEXEC))
		give_up("pipe");
	piped.fd[1] = pipe_fds[1];
	pty_start(&pty, &piped);
	close(pipe_fds[1]);
	keep(&collected, "", 0);
	while (poll(&(struct pollfd){ pipe_fds[0], POLLIN, 0 }, 1, TIMEOUT_MS) > 0 &&
	       (got = read(pipe_fds[0], bytes, sizeof(bytes))) > 0)
		keep(&collected, bytes, (size_t)got);
	close(pipe_fds[0]);
	*status = pty_wait(&pty);
	pty_finish(&pty);
	return collected.sent;
}

/* The parent and the state of a process; 0: there is none. */
static pid_t parent_of(pid_t pid, char *state)
{
	char path[64], line[512];
	FILE *from;
	pid_t parent = 0;
	const char *name_end;

	snprintf(path, sizeof(path), "/proc/%d/stat", (int)pid);
	from = fopen(path, "re");
	if (!from)
		return 0;
	if (fgets(line, sizeof(line), from) && (name_end = strrchr(line, ')')))
		sscanf(name_end, ") %c %d", state, &parent);
	fclose(from);
	return parent;
}

static pid_t find_child(pid_t parent)
{
	DIR *processes = opendir("/proc");
	struct dirent *entry;
	pid_t found = 0;
	char state;

	while (processes && !found && (entry = readdir(processes)))
		if (isdigit((unsigned char)entry->d_name[0]) &&
		    parent_of(atoi(entry->d_name), &state) == parent)
			found = atoi(entry->d_name);
	if (processes)
		closedir(processes);
	return found;
}

pid_t pty_child_of(pid_t parent)
{
	pid_t child;

	for (int64_t end = now() + TIMEOUT_MS; !(child = find_child(parent)) && now() < end;)
		nap();
	return child;
}

/* A zombie is gone, too: perhaps nobody asks for orphans here. */
static bool becomes(pid_t pid, bool (*so)(char state))
{
	for (int64_t end = now() + TIMEOUT_MS; now() < end; nap()) {
		char state = 'X';

		parent_of(pid, &state);
		if (so(state))
			return true;
	}
	return false;
}

static bool is_asleep(char state)
{
	return state == 'S';
}

static bool is_gone(char state)
{
	return state == 'X' || state == 'Z';
}

bool pty_sleeps(pid_t pid)
{
	return becomes(pid, is_asleep);
}

bool pty_gone(pid_t pid)
{
	return becomes(pid, is_gone);
}
