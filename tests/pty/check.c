#include "config.h"

#include "check.h"

#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

static unsigned passed, failed, skipped;
static const char *current; /* case */
static char directory[256];

static void print_screen(const struct pty *pty)
{
	char text[EMULATOR_COLUMNS + 1];

	for (unsigned row = 0; row < pty->screen.rows; row++) {
		emulator_row(&pty->screen, row, text);
		printf("# %2u|%s\n", row, text);
	}
	printf("# cursor in row %u, column %u\n", pty->screen.row, pty->screen.column);
}

static void print_fact(bool fact, const char *format, va_list arguments)
	__attribute__((format(printf, 2, 0)));

static void print_fact(bool fact, const char *format, va_list arguments)
{
	printf("%s %s: ", fact ? "ok" : "not ok", current);
	vprintf(format, arguments);
	putchar('\n');
	*(fact ? &passed : &failed) += 1;
}

bool check(const struct pty *pty, bool fact, const char *format, ...)
{
	va_list arguments;

	va_start(arguments, format);
	print_fact(fact, format, arguments);
	va_end(arguments);
	if (!fact && pty)
		print_screen(pty);
	fflush(stdout);
	return fact;
}

void check_same(const char *text, const char *wanted, const char *format, ...)
{
	va_list arguments;
	size_t same = 0, line = 0;

	while (text[same] && text[same] == wanted[same]) {
		same++;
		if (text[same - 1] == '\n')
			line = same;
	}
	va_start(arguments, format);
	print_fact(text[same] == wanted[same], format, arguments);
	va_end(arguments);
	if (text[same] != wanted[same])
		printf("# is     |%.*s|\n# wanted |%.*s|\n", (int)strcspn(text + line, "\n"),
		       text + line, (int)strcspn(wanted + line, "\n"), wanted + line);
}

void check_skip(const char *format, ...)
{
	va_list arguments;

	printf("ok %s # skipped: ", current);
	va_start(arguments, format);
	vprintf(format, arguments);
	va_end(arguments);
	putchar('\n');
	skipped++;
}

static void describe(int status, char *text, size_t size)
{
	if (status == -1)
		snprintf(text, size, "it did not end and was killed");
	else if (WIFSIGNALED(status))
		snprintf(text, size, "it ended by signal %d", WTERMSIG(status));
	else
		snprintf(text, size, "it ended with %d", WEXITSTATUS(status));
}

void check_end(struct pty *pty, int status)
{
	int ended = pty_wait(pty);
	char text[64];

	describe(ended, text, sizeof(text));
	check(pty, ended >= 0 && WIFEXITED(ended) && WEXITSTATUS(ended) == status,
	      "ends with %d (%s)", status, text);
	check(NULL, pty_modes_kept(pty), "the terminal's modes are as before");
	check(NULL, !pty->screen.cursor_hidden && !pty->screen.alternate,
	      "the cursor and the usual screen are there");
}

const char *scratch(const char *format, ...)
{
	static char paths[16][sizeof(directory) + 128];
	static unsigned next;
	char *path = paths[next++ % 16];
	va_list arguments;
	size_t length = (size_t)snprintf(path, sizeof(*paths), "%s/", directory);

	va_start(arguments, format);
	vsnprintf(path + length, sizeof(*paths) - length, format, arguments);
	va_end(arguments);
	return path;
}

const char *scratch_directory(const char *name)
{
	const char *path = scratch("%s", name);

	if (mkdir(path, 0755) && errno != EEXIST) {
		perror(path);
		exit(EXIT_FAILURE);
	}
	return path;
}

void scratch_script(const char *name, const char *format, ...)
{
	const char *path = scratch("%s", name);
	va_list arguments;
	FILE *to;

	remove(path);
	to = fopen(path, "we");
	if (!to) {
		perror(path);
		exit(EXIT_FAILURE);
	}
	fputs("#!/bin/sh\n", to);
	va_start(arguments, format);
	vfprintf(to, format, arguments);
	va_end(arguments);
	fputc('\n', to);
	fclose(to);
	chmod(path, 0755);
}

char *scratch_read(const char *name)
{
	FILE *from = fopen(scratch("%s", name), "re");
	char *text = NULL;
	size_t size = 0;

	if (!from)
		return NULL;
	if (getdelim(&text, &size, '\0', from) < 0 && text)
		*text = '\0'; /* empty */
	fclose(from);
	return text;
}

static int remove_entry(const char *path, const struct stat *stat, int type, struct FTW *walk)
{
	(void)stat;
	(void)type;
	(void)walk;
	return remove(path);
}

static void make_directory(void)
{
	const char *parent = getenv("TMPDIR");

	snprintf(directory, sizeof(directory), "%s/netstat-pty-XXXXXX",
		 parent && *parent ? parent : "/tmp");
	if (!mkdtemp(directory)) {
		perror(directory);
		exit(EXIT_FAILURE);
	}
	chmod(directory, 0755);
}

static bool wanted(const char *name, int argc, char **argv)
{
	for (int i = 1; i < argc; i++)
		if (!strcmp(name, argv[i]))
			return true;
	return argc < 2;
}

int check_run(const struct test_case *cases, size_t count, int argc, char **argv)
{
	signal(SIGPIPE, SIG_IGN);
	make_directory();
	for (size_t i = 0; i < count; i++) {
		current = cases[i].name;
		if (wanted(current, argc, argv))
			cases[i].run();
	}
	nftw(directory, remove_entry, 8, FTW_DEPTH | FTW_PHYS | FTW_MOUNT);
	printf("%u checks passed, %u failed, %u cases skipped\n", passed, failed, skipped);
	if (failed || !passed)
		return failed ? EXIT_FAILURE : EXIT_SKIP;
	return EXIT_SUCCESS;
}
