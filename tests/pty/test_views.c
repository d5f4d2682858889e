/* The other tables on a terminal: routes, interfaces, groups and statistics. */
#include "config.h"

#include <arpa/inet.h>
#include <net/if.h>
#include <net/route.h>
#include <netinet/in.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <sys/wait.h>

#include "check.h"
#include "pagers.h"
#include "pty.h"
#include "sockets.h"

enum { MANY = 40 }; /* more than a terminal has rows */

/* ---- the network ---- */

static void must(int result, const char *what)
{
	if (result >= 0)
		return;
	perror(what);
	exit(EXIT_FAILURE);
}

static void set_address(struct sockaddr *to, uint32_t address)
{
	const struct sockaddr_in inet = { .sin_family = AF_INET,
					  .sin_addr.s_addr = htonl(address) };

	memcpy(to, &inet, sizeof(inet));
}

/* 10.1.N.0/24 on the loopback. */
static void add_routes(int fd)
{
	for (unsigned i = 0; i < MANY; i++) {
		char loopback[] = "lo";
		struct rtentry route = { .rt_flags = RTF_UP, .rt_dev = loopback };

		set_address(&route.rt_dst, 0x0a010000 + i * 256);
		set_address(&route.rt_genmask, 0xffffff00);
		must(ioctl(fd, SIOCADDRT, &route), "SIOCADDRT");
	}
}

/* lo:0, lo:1 ...: each is a row of the table of interfaces. */
static void add_labels(int fd)
{
	for (unsigned i = 0; i < MANY; i++) {
		struct ifreq request;

		memset(&request, 0, sizeof(request));
		snprintf(request.ifr_name, sizeof(request.ifr_name), "lo:%u", i);
		set_address(&request.ifr_addr, 0x7f010001 + i);
		must(ioctl(fd, SIOCSIFADDR, &request), "SIOCSIFADDR");
	}
}

/* 239.1.0.N, 16 a socket: the kernel allows 20. */
static void join_groups(void)
{
	int fd = -1;

	for (unsigned i = 0; i < MANY; i++) {
		struct ip_mreqn request = { .imr_ifindex = (int)if_nametoindex("lo") };

		if (i % 16 == 0)
			fd = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
		must(fd, "socket");
		request.imr_multiaddr.s_addr = htonl(0xef010000 + i);
		must(setsockopt(fd, IPPROTO_IP, IP_ADD_MEMBERSHIP, &request, sizeof(request)),
		     "IP_ADD_MEMBERSHIP");
	}
}

static void make_network(void)
{
	int fd = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);

	must(fd, "socket");
	add_routes(fd);
	add_labels(fd);
	join_groups();
}

/* ---- the tables ---- */

static const struct view {
	const char *arguments;
	const char *title;   /* the first line */
	const char *heading; /* a line of titles; NULL: it has none */
	const char *last;    /* on a line that is no more on the first screen */
	const char *less;    /* the arguments that a new less gets: how many, and which */
} views[] = {
	{ "-rn", "Kernel IP routing table", "Destination     Gateway", "10.1.38.0 ",
	  "1:--header=2" },
	{ "-in", "Kernel Interface table", "Iface             MTU", "\nlo:38 ", "1:--header=2" },
	{ "-gn", "IPv6/IPv4 Group Memberships", "Interface       RefCnt Group", "239.1.0.3\n",
	  "1:--header=3" },
	{ "-s", "Ip:", NULL, "\nUdp:\n", "0:" },
};

/* All that a pager that was made up has got; NULL: it was not started. */
static char *paged(const char *name)
{
	char file[64];

	snprintf(file, sizeof(file), "%s.text", name);
	return scratch_read(file);
}

static bool is_whole(const char *text, const struct view *view)
{
	return !strncmp(text, view->title, strlen(view->title)) && strstr(text, view->last);
}

static void long_ones_are_paged(void)
{
	for (size_t i = 0; i < COUNT(views); i++) {
		struct pty_command command = { .arguments = views[i].arguments,
					       .environment = { pager_path(), "NO_COLOR=1" } };
		struct pty pty;
		char *text;
		int status;

		pty_start(&pty, &command);
		check_end(&pty, 0);
		text = paged("fake");
		check(&pty, text && is_whole(text, &views[i]), "%s: the pager gets all of it",
		      views[i].arguments);
		pty_finish(&pty);
		free(text);
		pager_forget("fake");
		text = pty_pipe_text(&command, &status);
		check(NULL, !status && is_whole(text, &views[i]) && !pager_was_started("fake"),
		      "%s: a pipe gets all of it, without a pager", views[i].arguments);
		free(text);
	}
}

/* What stays on top in a less that knows how: the lines that are of all that follows. */
static void headings_that_stay(void)
{
	static const struct {
		const char *arguments, *less;
	} more[] = {
		{ "-rn64", "0:" }, { "-rnFC", "0:" }, { "-ie", "0:" }, { "-rn6", "1:--header=2" }
	};

	scratch_directory("new");
	scratch_script("new/less",
		       "[ \"$1\" = --version ] && echo 'less 668' && exit\n"
		       "echo \"$#:$*\" >'%s'\ncommand -p cat >'%s'",
		       scratch("new.arguments"), scratch("new.text"));
	for (size_t i = 0; i < COUNT(views) + COUNT(more); i++) {
		bool of_view = i < COUNT(views);
		const char *less = of_view ? views[i].less : more[i - COUNT(views)].less;
		char arguments[64];
		struct pty pty;

		snprintf(arguments, sizeof(arguments), "%s --pager=always",
			 of_view ? views[i].arguments : more[i - COUNT(views)].arguments);
		pager_forget("new");
		pty_start(&pty, &(struct pty_command){
					.arguments = arguments,
					.environment = { setting("PATH", scratch("new")) } });
		pty_wait(&pty);
		check(&pty, pager_had_arguments("new", less), "%s: less gets \"%s\"", arguments,
		      less + 2);
		pty_finish(&pty);
	}
}

static void programs_formats_are_not_paged(void)
{
	static const char *const formats[] = { "json", "jsonl", "csv" };

	for (size_t i = 0; i < COUNT(views) * COUNT(formats); i++) {
		char arguments[64], *text;
		int status;

		snprintf(arguments, sizeof(arguments), "%s --pager=always --format=%s",
			 views[i / COUNT(formats)].arguments, formats[i % COUNT(formats)]);
		text = pty_terminal_text(&(struct pty_command){ .arguments = arguments,
								.environment = { pager_path() } },
					 &status);
		check(NULL, !status && *text && !pager_was_started("fake"), "%s: no pager",
		      arguments);
		check(NULL, !strchr(text, '\033'), "%s: no sequences", arguments);
		free(text);
	}
}

/* Only the lines of titles are bold, and with colours taken away nothing else has changed. */
static void headings_are_bold(void)
{
	for (size_t i = 0; i < COUNT(views); i++) {
		char arguments[64], bold[64], *color, *plain;
		int status;

		snprintf(arguments, sizeof(arguments), "%s --no-pager", views[i].arguments);
		color = pty_terminal_text(&(struct pty_command){ .arguments = arguments }, &status);
		plain = pty_terminal_text(&(struct pty_command){ .arguments = arguments,
								 .environment = { "NO_COLOR=1" } },
					  &status);
		check(NULL, !strchr(plain, '\033'), "%s: NO_COLOR: no sequences", arguments);
		if (views[i].heading) {
			snprintf(bold, sizeof(bold), "\033[1m%s", views[i].heading);
			check(NULL, strstr(color, bold) && strstr(plain, views[i].heading),
			      "%s: the titles are bold", arguments);
		} else {
			check(NULL, *color && !strchr(color, '\033'), "%s: nothing is bold",
			      arguments);
		}
		free(color);
		free(plain);
	}
}

/* ---- -c ---- */

static void rounds_are_drawn_over(void)
{
	for (size_t i = 0; i < COUNT(views) && views[i].heading; i++) {
		char arguments[64];
		struct pty pty;
		int status;

		snprintf(arguments, sizeof(arguments), "%s -c 0.2", views[i].arguments);
		pty_start(&pty, &(struct pty_command){ .arguments = arguments });
		check(&pty, pty_has_sent(&pty, "\033[H", 3), "%s: three rounds", arguments);
		check(&pty,
		      pty_row_begins(&pty, 0, views[i].title) &&
			      pty_row_begins(&pty, 1, views[i].heading),
		      "%s: the title stays on top", arguments);
		check(&pty, pty_shows(&pty, "more rows below)") && !pty.screen.scrolled,
		      "%s: what does not fit is told, nothing has scrolled", arguments);
		pty_type(&pty, "\003");
		status = pty_wait(&pty);
		check(&pty, status >= 0 && WIFSIGNALED(status) && WTERMSIG(status) == SIGINT,
		      "%s: ^C ends it", arguments);
		check(NULL, pty_modes_kept(&pty) && !pty.screen.cursor_hidden,
		      "%s: the terminal is as before", arguments);
		pty_finish(&pty);
	}
}

/* As net-tools: there are no rounds of statistics. */
static void statistics_come_once(void)
{
	static const char *const arguments[] = { "-sc", "-s -c 0.2", "-stc" };

	for (size_t i = 0; i < COUNT(arguments); i++) {
		struct pty pty;

		pty_start(&pty, &(struct pty_command){ .arguments = arguments[i],
						       .environment = { "PAGER=cat" } });
		check_end(&pty, 0);
		check(&pty, strstr(pty.sent, "Tcp:") || strstr(pty.sent, "TcpExt:"),
		      "%s: there they are", arguments[i]);
		pty_finish(&pty);
	}
}

int main(int argc, char **argv)
{
	static const struct test_case cases[] = {
		{ "long_ones_are_paged", long_ones_are_paged },
		{ "headings_that_stay", headings_that_stay },
		{ "programs_formats_are_not_paged", programs_formats_are_not_paged },
		{ "headings_are_bold", headings_are_bold },
		{ "rounds_are_drawn_over", rounds_are_drawn_over },
		{ "statistics_come_once", statistics_come_once },
	};

	sockets_alone();
	make_network();
	return check_run(cases, COUNT(cases), argc, argv);
}
