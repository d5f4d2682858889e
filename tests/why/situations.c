/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * situations [--list] [--only NAME]... [--jobs N] [--verbose] [--through COMMAND]
 * situations --keep NAME -- COMMAND [ARGUMENT...]
 * situations --valid <FILE
 *
 * Makes one situation after the other, asks the program (NETSTAT, else netstat in builddir) why
 * the port is busy, and compares its answer with the table and with what the kernel does. With
 * --through the program is started by way of COMMAND, which lets it see less: then it need not
 * know the cause and the holders, but must say nothing that is wrong. COMMAND must leave it the
 * rights to bind that this program has; situations in which these are fewer are left out.
 * --keep makes one situation and runs a command in it that finds the program as "netstat". If
 * WHY_NAME is set, processes that nothing special is about are called that.
 * --valid says whether FILE is the report of --json, for tests that are scripts.
 * Exit: 0 all passed, 1 something failed, 77 nothing could be made here (the reason is printed).
 */
#include "config.h"

#include "situations.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/sendfile.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

enum { MAX_SITUATIONS = 160, DEFAULT_JOBS = 4, PATIENCE_SECONDS = 60 };

static const struct theme *const themes[] = {
	&theme_listener, &theme_hidden, &theme_remains, &theme_outgoing,
	&theme_udp,      &theme_denied, &theme_traffic,
};

struct job {
	const struct situation *situation;
	FILE *log;
	pid_t pid;
};

struct choice {
	struct job jobs[MAX_SITUATIONS];
	size_t count;
	const char *only[MAX_SITUATIONS];
	size_t only_count;
	const char *keep;
	char **command;
	size_t at_once;
	bool list, valid;
};

struct counts {
	unsigned int passed, failed, skipped;
};

/* ---- one situation ---- */

/* Where every user can start it. */
static void copy_netstat(const char *from)
{
	struct stat status;
	off_t offset = 0;
	int in = open(from, O_RDONLY | O_CLOEXEC), out;

	if (in < 0 || fstat(in, &status) < 0)
		die("no program to test: %s: %s", from, strerror(errno));
	out = must(open("/run/bin/netstat", O_WRONLY | O_CREAT | O_CLOEXEC, 0755), "netstat");
	while (offset < status.st_size) {
		if (sendfile(out, in, &offset, (size_t)(status.st_size - offset)) <= 0)
			die("the program cannot be copied");
	}
	must(fchmod(out, 0755), "netstat");
	close(in);
	close(out);
}

static noreturn void run_command(char **command)
{
	const char *path = getenv("PATH");
	char *longer = NULL;

	if (asprintf(&longer, "/run/bin:%s", path ? path : "/usr/bin:/bin") < 0)
		die("no memory");
	setenv("PATH", longer, 1);
	execvp(command[0], command);
	die("%s: %s", command[0], strerror(errno));
}

static noreturn void inquire(const struct situation *situation, char **command)
{
	close_all();
	if (situation->enter)
		situation->enter();
	if (command)
		run_command(command);
	end_with(check(situation));
	rest();
}

/* Who has changed what the program may do cannot take more away. */
static bool is_left_out(const struct situation *situation)
{
	return through && situation->enter;
}

/* Orphans of the situation come to this process, the first of its namespace. */
static int wait_for(pid_t wanted)
{
	int status = 0;
	pid_t pid;

	do {
		pid = waitpid(-1, &status, 0);
	} while (pid != wanted && (pid >= 0 || errno == EINTR));
	return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

static noreturn void make_and_ask(const struct situation *situation, char **command)
{
	pid_t child;

	/* Not of the first process of the namespace, whom no alarm ends. */
	alarm(command ? 0 : PATIENCE_SECONDS);
	world_make();
	actors_prepare();
	copy_netstat(netstat_program);
	netstat_program = "/run/bin/netstat";
	situation->make();
	fflush(stdout);
	child = must(fork(), "fork");
	if (!child)
		inquire(situation, command);
	end_with(wait_for(child));
	rest();
}

/* ---- all of them ---- */

static void begin_job(struct job *job)
{
	job->log = tmpfile();
	if (!job->log)
		die("no temporary file: %s", strerror(errno));
	fflush(stdout);
	job->pid = must(fork(), "fork");
	if (job->pid)
		return;
	dup2(fileno(job->log), 1);
	dup2(fileno(job->log), 2);
	close_all();
	make_and_ask(job->situation, NULL);
}

/* The last comment of the log: the causes that were found, or the reason of a skip. */
static void last_comment(FILE *log, char *text, size_t size)
{
	char line[1024];

	*text = '\0';
	rewind(log);
	while (fgets(line, sizeof(line), log)) {
		if (strncmp(line, "# ", 2) == 0 && line[2] != ' ')
			snprintf(text, size, "%.*s", (int)strcspn(line + 2, "\n"), line + 2);
	}
}

static void show_log(FILE *log)
{
	char line[4096];

	rewind(log);
	while (fgets(line, sizeof(line), log))
		fputs(line, stdout);
}

static void end_job(struct job *job, size_t number, int status, struct counts *counts)
{
	const int code = WIFEXITED(status) ? WEXITSTATUS(status) : -1;
	const bool skipped = code == EXIT_SKIP;
	char comment[1024];

	last_comment(job->log, comment, sizeof(comment));
	printf("%sok %zu - %s # %s%s\n", code == 0 || skipped ? "" : "not ", number,
	       job->situation->name, skipped ? "SKIP " : "", comment);
	counts->passed += code == 0;
	counts->skipped += skipped;
	counts->failed += code != 0 && !skipped;
	if ((code != 0 && !skipped) || verbose)
		show_log(job->log);
	if (code != 0 && code != 1 && !skipped)
		printf("#   ended with status %#x\n", (unsigned int)status);
	fclose(job->log);
}

static size_t job_of(const struct choice *choice, pid_t pid)
{
	size_t i = 0;

	while (i < choice->count && choice->jobs[i].pid != pid)
		i++;
	return i;
}

static struct counts run_all(struct choice *choice)
{
	struct counts counts = { 0 };
	size_t begun = 0, ended = 0;

	while (ended < choice->count) {
		int status;
		size_t job;

		while (begun < choice->count && begun - ended < choice->at_once)
			begin_job(&choice->jobs[begun++]);
		job = job_of(choice, must(waitpid(-1, &status, 0), "wait"));
		if (job == choice->count)
			continue;
		end_job(&choice->jobs[job], ++ended, status, &counts);
		fflush(stdout);
	}
	return counts;
}

static int report_totals(const struct counts *counts)
{
	const unsigned int all = counts->passed + counts->failed + counts->skipped;

	printf("1..%u\n", all);
	printf("# %u situations: %u passed, %u failed, %u skipped\n", all, counts->passed,
	       counts->failed, counts->skipped);
	printf("# %u binds were compared, %u of them had been foretold as unknown\n", totals->binds,
	       totals->unknown);
	printf("# the slowest answer took %u ms\n", totals->slowest);
	if (counts->failed)
		return EXIT_FAILURE;
	return counts->passed ? EXIT_SUCCESS : EXIT_SKIP;
}

/* ---- what to do ---- */

static bool is_chosen(const struct choice *choice, const char *name)
{
	for (size_t i = 0; i < choice->only_count; i++) {
		if (strcmp(choice->only[i], name) == 0)
			return true;
	}
	return !choice->only_count;
}

static void choose_jobs(struct choice *choice)
{
	for (size_t i = 0; i < sizeof(themes) / sizeof(themes[0]); i++) {
		for (size_t j = 0; j < themes[i]->count; j++) {
			const struct situation *situation = &themes[i]->situations[j];

			if (is_chosen(choice, situation->name) && !is_left_out(situation) &&
			    choice->count < MAX_SITUATIONS)
				choice->jobs[choice->count++].situation = situation;
		}
	}
	if (!choice->count)
		die("there is no such situation; --list names them");
}

static void list(const struct choice *choice)
{
	for (size_t i = 0; i < choice->count; i++) {
		const struct situation *situation = choice->jobs[i].situation;

		printf("%-28s %-28s %-7s %-26s %d\n", situation->name, situation->query,
		       situation->verdict, situation->cause, situation->code);
	}
}

static noreturn void usage(void)
{
	fputs("usage: situations [--list] [--only NAME]... [--jobs N] [--verbose]\n"
	      "                  [--through COMMAND]\n"
	      "       situations --keep NAME -- COMMAND [ARGUMENT...]\n"
	      "       situations --valid <FILE\n",
	      stderr);
	exit(EXIT_FAILURE);
}

static const char *value_of(char **argv, int *i)
{
	if (!argv[*i + 1])
		usage();
	return argv[++*i];
}

static void read_options(char **argv, struct choice *choice)
{
	for (int i = 1; argv[i]; i++) {
		if (strcmp(argv[i], "--list") == 0) {
			choice->list = true;
		} else if (strcmp(argv[i], "--valid") == 0) {
			choice->valid = true;
		} else if (strcmp(argv[i], "--verbose") == 0) {
			verbose = true;
		} else if (strcmp(argv[i], "--jobs") == 0) {
			choice->at_once = strtoul(value_of(argv, &i), NULL, 10);
		} else if (strcmp(argv[i], "--through") == 0) {
			through = value_of(argv, &i);
		} else if (strcmp(argv[i], "--only") == 0) {
			if (choice->only_count < MAX_SITUATIONS)
				choice->only[choice->only_count++] = value_of(argv, &i);
		} else if (strcmp(argv[i], "--keep") == 0) {
			choice->keep = choice->only[choice->only_count++] = value_of(argv, &i);
		} else if (strcmp(argv[i], "--") == 0 && choice->keep && argv[i + 1]) {
			choice->command = argv + i + 1;
			return;
		} else {
			usage();
		}
	}
}

/* NETSTAT, made absolute: the situations are made in other directories' sight. */
static void find_netstat(void)
{
	const char *program = getenv("NETSTAT"), *builddir = getenv("builddir");
	static char path[4096];

	if (!program)
		snprintf(path, sizeof(path), "%s/netstat", builddir ? builddir : ".");
	else
		snprintf(path, sizeof(path), "%s", program);
	netstat_program = realpath(path, NULL);
	if (!netstat_program)
		die("no program to test: %s: %s", path, strerror(errno));
}

static void prepare(void)
{
	static const char *const removed[] = { "COLUMNS",        "NO_COLOR", "PAGER",
					       "LANG",           "LANGUAGE", "NETSTAT_OPTIONS",
					       "POSIXLY_CORRECT" };

	for (size_t i = 0; i < sizeof(removed) / sizeof(removed[0]); i++)
		unsetenv(removed[i]);
	setenv("LC_ALL", "C", 1);
	umask(022);
	totals = mmap(NULL, sizeof(*totals), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1,
		      0);
	if (totals == MAP_FAILED)
		die("mmap: %s", strerror(errno));
	find_netstat();
}

int main(int argc, char **argv)
{
	struct choice choice = { .at_once = DEFAULT_JOBS };
	struct counts counts;

	(void)argc;
	actor_main();
	read_options(argv, &choice);
	choose_jobs(&choice);
	if (choice.list) {
		list(&choice);
		return EXIT_SUCCESS;
	}
	if (choice.valid)
		return check_document(stdin);
	if (geteuid() != 0)
		skip("needs root");
	prepare();
	if (choice.keep) {
		if (!choice.command)
			usage();
		make_and_ask(choice.jobs[0].situation, choice.command);
	}
	counts = run_all(&choice);
	return report_totals(&counts);
}
