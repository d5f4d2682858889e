/* What is paged and what is not, by which program, and how the two end together. */
#include "config.h"

#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "check.h"
#include "pagers.h"
#include "pty.h"
#include "sockets.h"

enum { LISTENERS = 100, MANY = 10000 };

static bool has_paged(const char *name)
{
	char file[64], *text;
	bool all;

	snprintf(file, sizeof(file), "%s.text", name);
	text = scratch_read(file);
	all = text && strstr(text, "Active Internet") && strstr(text, "LISTEN");
	free(text);
	return all;
}

/* Whether NAME.env has the line, or for a line that ends in `=` any value. */
static bool had_setting(const char *name, const char *line)
{
	char file[64], wanted[256], *text;
	bool has;

	snprintf(file, sizeof(file), "%s.env", name);
	snprintf(wanted, sizeof(wanted), "\n%s%s", line, line[strlen(line) - 1] == '=' ? "" : "\n");
	text = scratch_read(file);
	has = text && (strstr(text, wanted) || !strncmp(text, wanted + 1, strlen(wanted + 1)));
	free(text);
	return has;
}

/* The real less, not another program that goes by this name; NULL: there is none. */
static const char *find_less(void)
{
	static const char *const places[] = { "/usr/bin/less", "/bin/less", "/usr/local/bin/less" };
	static char found[4096];

	for (size_t i = 0; i < COUNT(places); i++)
		if (realpath(places[i], found) && !strcmp(strrchr(found, '/'), "/less"))
			return found;
	check_skip("less is not installed");
	return NULL;
}

/* PATH with nothing in it but a link to less; NULL: there is none. */
static const char *less_path(void)
{
	const char *less = find_less();

	if (!less)
		return NULL;
	scratch_directory("less");
	if (symlink(less, scratch("less/less")) && access(scratch("less/less"), X_OK))
		return NULL;
	return setting("PATH", scratch("less"));
}

static bool ended_by(int status, int signal)
{
	return status >= 0 && WIFSIGNALED(status) && WTERMSIG(status) == signal;
}

/* ---- what is paged ---- */

static void waits_after_a_screen(void)
{
	const char *path = less_path();
	struct pty pty;

	if (!path)
		return;
	pty_start(&pty, &(struct pty_command){ .arguments = "-tln", .environment = { path } });
	check(&pty, pty_row_begins(&pty, -1, ":"), "less prompts on the last row");
	check(&pty, pty_row_begins(&pty, 0, "Active Internet"), "the first line is on top");
	check(&pty, !pty_holds(&pty, "127.0.0.1:20100"), "the last line is not on the screen");
	check(&pty, pty_is_raw(&pty) && !pty.ended, "it waits for a key");
	pty_type(&pty, "q");
	check_end(&pty, 0);
	pty_finish(&pty);
}

enum place { NOWHERE, ON_TERMINAL, IN_PATH, ELSEWHERE }; /* the pager in PATH, or another one */

/* Start with the fake pager in PATH, and look where the listing has gone. */
static void check_place(enum place wanted, const char *what, struct pty_command command)
{
	enum place place = ELSEWHERE;
	struct pty pty;
	size_t i = 0;

	while (command.environment[i])
		i++;
	command.environment[i] = pager_path();
	pty_start(&pty, &command);
	check_end(&pty, 0);
	if (pager_was_started("fake"))
		place = has_paged("fake") ? IN_PATH : NOWHERE;
	else if (pty_holds(&pty, "LISTEN"))
		place = ON_TERMINAL;
	check(&pty, place == wanted, "%s", what);
	pty_finish(&pty);
}

static void what_fits_is_not_paged(void)
{
	/* Two lines of headings and ten rows; the shell's prompt wants a row as well. */
	static const char ten[] = "-tln --port=20001-20010";

	check_place(ON_TERMINAL, "twelve lines on thirteen rows are not paged",
		    (struct pty_command){ .arguments = ten, .rows = 13 });
	check_place(IN_PATH, "twelve lines on twelve rows are",
		    (struct pty_command){ .arguments = ten, .rows = 12 });
	/* On 40 columns each of the twelve takes two rows. */
	check_place(ON_TERMINAL, "folded to 24 rows they are not paged on 25",
		    (struct pty_command){ .arguments = ten, .rows = 25, .columns = 40 });
	check_place(IN_PATH, "folded to 24 rows they are on 24",
		    (struct pty_command){ .arguments = ten, .rows = 24, .columns = 40 });
}

static void always(void)
{
	check_place(IN_PATH, "--pager=always pages what fits",
		    (struct pty_command){ .arguments = "-tln --port=20001 --pager=always" });
}

static void never(void)
{
	int null = open("/dev/null", O_RDONLY | O_CLOEXEC);
	static const struct {
		const char *what, *arguments, *environment;
	} cases[] = {
		{ "--no-pager: not paged", "-tln --no-pager", NULL },
		{ "--pager=never: not paged", "-tln --pager=never", NULL },
		{ "TERM=dumb: not paged", "-tln", "TERM=dumb" },
		{ "TERM=: not paged", "-tln", "TERM=" },
		{ "no TERM: not paged", "-tln", "TERM" },
		{ "PAGER=cat: not paged", "-tln", "PAGER=cat" },
		{ "PAGER=: not paged", "-tln", "PAGER=" },
		{ "NETSTAT_PAGER=cat: not paged", "-tln", "NETSTAT_PAGER=cat" },
		{ "NETSTAT_PAGER=: not paged", "-tln", "NETSTAT_PAGER=" },
	};

	for (size_t i = 0; i < COUNT(cases); i++)
		check_place(ON_TERMINAL, cases[i].what,
			    (struct pty_command){ .arguments = cases[i].arguments,
						  .environment = { cases[i].environment } });
	check_place(ON_TERMINAL, "standard input is no terminal: not paged",
		    (struct pty_command){ .arguments = "-tln", .fd = { null } });
	close(null);
}

static void pipe_is_not_paged(void)
{
	static const char *const arguments[] = { "-tln", "-tln --pager=always" };

	for (size_t i = 0; i < COUNT(arguments); i++) {
		struct pty_command command = { .arguments = arguments[i],
					       .environment = { pager_path() } };
		int status;
		char *text = pty_pipe_text(&command, &status);

		check(NULL, !status && strstr(text, "127.0.0.1:20100"),
		      "%s: everything comes through the pipe", arguments[i]);
		check(NULL, !pager_was_started("fake"), "%s: no pager", arguments[i]);
		free(text);
	}
}

/* ---- which program ---- */

static void variables_in_order(void)
{
	const char *first = setting("NETSTAT_PAGER", scratch("first"));
	const char *second = setting("PAGER", scratch("second"));
	static const struct {
		bool both;
		const char *wanted, *other;
	} cases[] = { { true, "first", "second" }, { false, "second", "first" } };

	pager_fake("first", "first");
	pager_fake("second", "second");
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct pty_command command = {
			.arguments = "-tln", .environment = { second, cases[i].both ? first : NULL }
		};

		pager_forget("first");
		pager_forget("second");
		check_place(ELSEWHERE, "the pager in PATH is not asked", command);
		check(NULL, has_paged(cases[i].wanted) && !pager_was_started(cases[i].other), "%s",
		      cases[i].both ? "NETSTAT_PAGER comes before PAGER" : "PAGER is used");
	}
}

static void missing_variable_is_passed_over(void)
{
	const char *second = setting("PAGER", scratch("second"));
	const char *gone = setting("NETSTAT_PAGER", scratch("gone"));

	pager_fake("second", "second");
	pager_forget("second");
	check_place(ELSEWHERE, "the pager in PATH is not asked",
		    (struct pty_command){ .arguments = "-tln", .environment = { gone, second } });
	check(NULL, has_paged("second"), "PAGER is used where NETSTAT_PAGER names no program");
	check_place(
		IN_PATH, "paged by the one in PATH",
		(struct pty_command){ .arguments = "-tln",
				      .environment = { gone, setting("PAGER", scratch("gone")) } });
}

static void variable_is_a_command(void)
{
	scratch_directory("with blank");
	pager_fake("shell", "with blank/shell");
	check_place(
		ELSEWHERE, "the pager in PATH is not asked",
		(struct pty_command){ .arguments = "-tln",
				      .environment = { setting("WHERE", scratch("with blank")),
						       "PAGER=x=1; \"$WHERE/shell\" a 'b c'" } });
	check(NULL, has_paged("shell") && pager_had_arguments("shell", "2:a b c"),
	      "the shell reads the variable");
}

static void environment_of_the_pager(void)
{
	check_place(IN_PATH, "paged", (struct pty_command){ .arguments = "-tln" });
	check(NULL, had_setting("fake", "LESS=FRX"), "LESS is set if it was not");
	check(NULL, had_setting("fake", "LV=-c"), "LV is set if it was not");
	check(NULL, !had_setting("fake", "LESSSECURE="), "LESSSECURE is not set");
	check_place(IN_PATH, "paged with variables of the user's",
		    (struct pty_command){ .arguments = "-tln",
					  .environment = { "LESS=S", "LV=-x", "LESSOPEN=x" } });
	check(NULL, had_setting("fake", "LESS=S"), "LESS is kept if it was set");
	check(NULL, had_setting("fake", "LV=-x"), "LV is kept if it was set");
	check(NULL, had_setting("fake", "LESSOPEN=x"), "LESSOPEN is the user's own business");
	check_place(IN_PATH, "paged with empty variables",
		    (struct pty_command){ .arguments = "-tln", .environment = { "LESS=", "LV=" } });
	check(NULL, had_setting("fake", "LESS=") && !had_setting("fake", "LESS=FRX"),
	      "an empty LESS is set, too");
}

/* A less of this version, called through PATH and through PAGER. */
static void header_for(int version, const char *arguments)
{
	static const char *const pagers[] = { NULL, "PAGER=less", "NETSTAT_PAGER=less" };

	scratch_directory("versions");
	scratch_script(
		"versions/less",
		"[ \"$1\" = --version ] && echo 'less %d (GNU regular expressions)' && exit\n"
		"echo \"$#:$*\" >'%s'\ncommand -p cat >'%s'",
		version, scratch("version.arguments"), scratch("version.text"));
	for (size_t i = 0; i < COUNT(pagers); i++) {
		const char *path = setting("PATH", scratch("versions"));
		struct pty pty;

		pager_forget("version");
		pty_start(&pty, &(struct pty_command){ .arguments = "-tln",
						       .environment = { path, pagers[i] } });
		check_end(&pty, 0);
		check(&pty, has_paged("version"), "less %d pages (%s)", version,
		      pagers[i] ? pagers[i] : "found in PATH");
		check(NULL, pager_had_arguments("version", arguments), "less %d gets \"%s\"",
		      version, arguments + 2);
		pty_finish(&pty);
	}
}

static void header_where_less_knows_it(void)
{
	header_for(590, "0:");
	header_for(667, "0:");
	header_for(668, "1:--header=2");
	header_for(1000, "1:--header=2");
}

/* As on Debian, where pager is a link to a link to less. */
static void header_through_a_link(void)
{
	struct pty pty;

	header_for(668, "1:--header=2");
	pager_forget("version");
	scratch_directory("linked");
	if (symlink("../versions/less", scratch("linked/pager"))) {
		check_skip("no symbolic links");
		return;
	}
	pty_start(&pty,
		  &(struct pty_command){ .arguments = "-tln",
					 .environment = { setting("PATH", scratch("linked")) } });
	check_end(&pty, 0);
	check(&pty, has_paged("version") && pager_had_arguments("version", "1:--header=2"),
	      "pager is a link to less 668: it gets --header=2");
	pty_finish(&pty);
}

/* A less that knows no --version, such as busybox's, must not complain on the terminal. */
static void version_is_asked_silently(void)
{
	struct pty pty;

	scratch_directory("versions");
	scratch_script("versions/less",
		       "[ \"$1\" = --version ] && echo 'Usage: less' >&2 && exit 1\n"
		       "echo \"$#:$*\" >'%s'\ncommand -p cat >'%s'",
		       scratch("version.arguments"), scratch("version.text"));
	pager_forget("version");
	pty_start(&pty,
		  &(struct pty_command){ .arguments = "-tln",
					 .environment = { setting("PATH", scratch("versions")) } });
	check_end(&pty, 0);
	check(&pty, has_paged("version") && pager_had_arguments("version", "0:"), "it pages");
	check(&pty, !pty_holds(&pty, "Usage"), "its complaint is not seen");
	pty_finish(&pty);
}

/* Nobody knows whether a pager can be started before it has been tried. */
static void pager_that_is_not_there(void)
{
	struct pty pty;
	char path[4096];

	snprintf(path, sizeof(path), "PATH=%s", scratch_directory("empty"));
	pty_start(&pty,
		  &(struct pty_command){ .arguments = "-tln",
					 .environment = { "PAGER=/nonexistent/pager", path } });
	check(&pty, pty_shows(&pty, "q: leave"), "the next one in the order pages");
	pty_type(&pty, "q");
	check_end(&pty, 0);
	check(NULL, pty_modes_kept(&pty), "the terminal's modes are as before");
	pty_finish(&pty);
}

/* ---- borrowed privileges ---- */

static void borrowed_with(const char *variable)
{
	struct pty pty;

	pager_path();
	pager_forget("secure");
	pty_start(&pty,
		  &(struct pty_command){
			  .arguments = "-tln",
			  .environment = { variable, setting("PATH", scratch("fake")),
					   setting("PAGER", scratch("fake/pager")),
					   setting("NETSTAT_PAGER", scratch("fake/pager")),
					   "LESSOPEN=|-evil %s", "LESSEDIT=evil", "LESS=-oevil",
					   "LESSCLOSE=evil", "LESSKEYIN=evil", "LESSSECURE=0" } });
	check_end(&pty, 0);
	check(NULL, !pager_was_started("fake"), "%s: neither variables nor PATH are believed",
	      variable);
	check(&pty, has_paged("secure"), "%s: less from a trusted directory pages", variable);
	check(NULL, had_setting("secure", "LESSSECURE=1"), "LESSSECURE=1");
	check(NULL, had_setting("secure", "LESS=FRX"), "LESS is ours");
	check(NULL,
	      !had_setting("secure", "LESSOPEN=") && !had_setting("secure", "LESSEDIT=") &&
		      !had_setting("secure", "LESSCLOSE=") && !had_setting("secure", "LESSKEYIN="),
	      "LESSOPEN, LESSEDIT, LESSCLOSE, LESSKEYIN are removed");
	pty_finish(&pty);
}

/* Put a file of ours where the trusted less is, as nobody else sees it. */
static bool replace_less(const char *by, char path[4096])
{
	const char *less = find_less();

	if (!less)
		return false;
	snprintf(path, 4096, "%s", less);
	if (sockets_private_mounts() && !mount(by, path, NULL, MS_BIND, NULL))
		return true;
	check_skip("nothing may be mounted over %s", path);
	return false;
}

static void borrowed_privileges(void)
{
	char less[4096];

	pager_fake("secure", "secure");
	if (!replace_less(scratch("secure"), less))
		return;
	borrowed_with("SUDO_UID=1000");
	borrowed_with("DOAS_USER=somebody");
	borrowed_with("PKEXEC_UID=1000");
	umount2(less, MNT_DETACH);
}

static void borrowed_without_less(void)
{
	char less[4096];
	struct pty pty;

	scratch_script("plain", " ");
	if (chmod(scratch("plain"), 0644) || !replace_less(scratch("plain"), less))
		return;
	pty_start(&pty, &(struct pty_command){ .arguments = "-tln",
					       .environment = { "SUDO_UID=0", pager_path() } });
	check(&pty, pty_row_begins(&pty, -1, "space"), "the built-in pager prompts");
	pty_type(&pty, "q");
	check_end(&pty, 0);
	check(NULL, !pager_was_started("fake"), "nothing from PATH is started");
	pty_finish(&pty);
	umount2(less, MNT_DETACH);
}

/* ---- how it ends ---- */

/* Less on the terminal with the first screen of a long listing. */
static bool start_less(struct pty *pty, const char *arguments)
{
	const char *path = less_path();

	if (!path)
		return false;
	pty_start(pty, &(struct pty_command){ .arguments = arguments, .environment = { path } });
	if (check(pty, pty_row_begins(pty, -1, ":") && pty_is_raw(pty), "%s: less prompts",
		  arguments))
		return true;
	pty_finish(pty);
	return false;
}

static double seconds(void)
{
	struct timespec time;

	clock_gettime(CLOCK_MONOTONIC, &time);
	return (double)time.tv_sec + (double)time.tv_nsec / 1e9;
}

/* All has been written in the first of these, most of it not in the others. */
static const char *const lengths[] = { "-tln", "-uan", "-uan --sort=none" };

static void left_early(void)
{
	for (size_t i = 0; i < COUNT(lengths); i++) {
		struct pty pty;
		double begin;

		if (!start_less(&pty, lengths[i]))
			return;
		begin = seconds();
		pty_type(&pty, "q");
		check_end(&pty, 0);
		check(NULL, seconds() - begin < 3, "%s: it does so quickly", lengths[i]);
		pty_finish(&pty);
	}
}

static void pager_is_killed(void)
{
	for (size_t i = 0; i < COUNT(lengths); i++) {
		struct pty pty;
		pid_t pager;

		if (!start_less(&pty, lengths[i]))
			return;
		pager = pty_child_of(pty.program);
		check(NULL, pager && !kill(pager, SIGKILL), "the pager is found and killed");
		check(&pty, pty_wait(&pty) != -1, "%s: the program ends", lengths[i]);
		check(NULL, pty_modes_kept(&pty), "the terminal's modes are as before");
		check(&pty, pty.screen.row == pty.screen.rows - 1,
		      "the shell will prompt below the text");
		pty_finish(&pty);
	}
}

static void program_is_terminated(void)
{
	static const int signals[] = { SIGTERM, SIGHUP };

	for (size_t i = 0; i < COUNT(lengths) * COUNT(signals); i++) {
		int signal = signals[i % COUNT(signals)], status;
		struct pty pty;
		pid_t pager;

		if (!start_less(&pty, lengths[i / COUNT(signals)]))
			return;
		pager = pty_child_of(pty.program);
		kill(pty.program, signal);
		status = pty_wait(&pty);
		check(&pty, ended_by(status, signal), "signal %d ends it, and the status says so",
		      signal);
		check(NULL, pty_modes_kept(&pty), "the terminal's modes are as before");
		check(NULL, pty_gone(pager), "the pager has ended, too");
		pty_finish(&pty);
	}
}

static void interrupt_is_for_the_pager(void)
{
	struct pty pty;

	if (!start_less(&pty, "-tln"))
		return;
	kill(pty.program, SIGINT);
	pty_type(&pty, "\003");
	check(&pty, pty_press(&pty, "G", "127.0.0.1:20100"), "the pager goes on after ^C");
	pty_type(&pty, "\003");
	check(&pty, pty_press(&pty, "g", "Active Internet"), "and after another");
	check(NULL, !pty.ended, "the program has not ended before it");
	pty_type(&pty, "q");
	check_end(&pty, 0);
	pty_finish(&pty);
}

static void interrupt_while_feeding(void)
{
	struct pty pty;

	if (!start_less(&pty, "-uan"))
		return;
	kill(pty.program, SIGINT);
	pty_type(&pty, "G");
	check(&pty, pty_shows(&pty, "127.0.0.1:39999"), "everything comes after a SIGINT");
	pty_type(&pty, "q");
	check_end(&pty, 0);
	pty_finish(&pty);
}

static void stopped_and_continued(void)
{
	struct pty pty;

	if (!start_less(&pty, "-uan"))
		return;
	/* What comes between its prompt and its reading, less notices only with the next key. */
	pty_sleeps(pty_child_of(pty.program));
	pty_type(&pty, "\032");
	check(NULL, pty_is_as_before(&pty), "^Z: the terminal's modes are as before");
	kill(-pty.program, SIGCONT);
	check(NULL, pty_is_raw(&pty), "continued: the pager has the terminal again");
	check(&pty, pty_press(&pty, "G", "127.0.0.1:39999"), "and gets all the rest");
	pty_type(&pty, "q");
	check_end(&pty, 0);
	pty_finish(&pty);
}

/* ---- before the pager ---- */

/* A name server that never answers; -1: the system's cannot be replaced. */
static int deaf_name_server(void)
{
	static const char *const files[] = { "resolv.conf", "nsswitch.conf" };
	struct sockaddr_in address = { .sin_family = AF_INET,
				       .sin_port = htons(53),
				       .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
	int server = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);

	scratch_script("resolv.conf", "nameserver 127.0.0.1\noptions timeout:20");
	scratch_script("nsswitch.conf", "hosts: files dns");
	if (bind(server, (struct sockaddr *)&address, sizeof(address)) || !sockets_private_mounts())
		return -1;
	for (size_t i = 0; i < COUNT(files); i++) {
		char path[64];

		snprintf(path, sizeof(path), "/etc/%s", files[i]);
		if (mount(scratch("%s", files[i]), path, NULL, MS_BIND, NULL) && !i)
			return -1;
	}
	return server;
}

/* An address that no file names. */
static int nameless_listener(void)
{
	struct sockaddr_in address = { .sin_family = AF_INET, .sin_port = htons(24000) };
	int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);

	inet_pton(AF_INET, "127.9.8.7", &address.sin_addr);
	if (bind(fd, (struct sockaddr *)&address, sizeof(address)) || listen(fd, 1))
		return -1;
	return fd;
}

static void interrupt_while_gathering(void)
{
	int server = deaf_name_server(), listener = nameless_listener();
	struct pollfd question = { server, POLLIN, 0 };
	struct pty pty;

	if (server < 0 || listener < 0) {
		check_skip("the system's name server cannot be replaced");
		return;
	}
	pty_start(&pty, &(struct pty_command){ .arguments = "-tl --port=24000" });
	check(NULL, poll(&question, 1, 10000) == 1, "it waits for an answer");
	check(&pty, !pty.ended && !pty_holds(&pty, "LISTEN"), "nothing has been listed");
	pty_type(&pty, "\003");
	check(&pty, ended_by(pty_wait(&pty), SIGINT), "^C ends it");
	check(NULL, pty_modes_kept(&pty), "the terminal's modes are as before");
	pty_finish(&pty);
	umount2("/etc/resolv.conf", MNT_DETACH);
	umount2("/etc/nsswitch.conf", MNT_DETACH);
	close(server);
	close(listener);
}

int main(int argc, char **argv)
{
	static const struct test_case cases[] = {
		{ "waits_after_a_screen", waits_after_a_screen },
		{ "what_fits_is_not_paged", what_fits_is_not_paged },
		{ "always", always },
		{ "never", never },
		{ "pipe_is_not_paged", pipe_is_not_paged },
		{ "variables_in_order", variables_in_order },
		{ "missing_variable_is_passed_over", missing_variable_is_passed_over },
		{ "variable_is_a_command", variable_is_a_command },
		{ "environment_of_the_pager", environment_of_the_pager },
		{ "header_where_less_knows_it", header_where_less_knows_it },
		{ "header_through_a_link", header_through_a_link },
		{ "version_is_asked_silently", version_is_asked_silently },
		{ "pager_that_is_not_there", pager_that_is_not_there },
		{ "borrowed_privileges", borrowed_privileges },
		{ "borrowed_without_less", borrowed_without_less },
		{ "left_early", left_early },
		{ "pager_is_killed", pager_is_killed },
		{ "program_is_terminated", program_is_terminated },
		{ "interrupt_is_for_the_pager", interrupt_is_for_the_pager },
		{ "interrupt_while_feeding", interrupt_while_feeding },
		{ "stopped_and_continued", stopped_and_continued },
		{ "interrupt_while_gathering", interrupt_while_gathering },
	};

	sockets_alone();
	sockets_listen(20001, LISTENERS);
	sockets_udp(30000, MANY);
	return check_run(cases, COUNT(cases), argc, argv);
}
