/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * netstat -c --format=jsonl while sockets come, change and go in a network namespace of this test.
 * While something happens netstat stands still, so no state is seen that lasts for microseconds.
 * Exit: 0 all as expected, 1 not, 77 cannot be run here.
 */
#include "config.h"

#include "follower.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <poll.h>
#include <signal.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

enum { SOON = 20000, QUIET = 500, MANY = 20000 };

static unsigned passed, failed;

static bool check(bool fact, const char *format, ...) __attribute__((format(printf, 2, 3)));

static bool check(bool fact, const char *format, ...)
{
	va_list arguments;

	printf("%s ", fact ? "ok" : "not ok");
	va_start(arguments, format);
	vprintf(format, arguments);
	va_end(arguments);
	putchar('\n');
	*(fact ? &passed : &failed) += 1;
	return fact;
}

static int must(int result, const char *what)
{
	if (result < 0)
		die("%s: %s", what, strerror(errno));
	return result;
}

/* ---- sockets ---- */

static struct sockaddr_in loopback(unsigned port)
{
	struct sockaddr_in end = { .sin_family = AF_INET, .sin_port = htons((uint16_t)port) };

	end.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	return end;
}

static int bound(int type, unsigned port)
{
	struct sockaddr_in end = loopback(port);
	int fd = must(socket(AF_INET, type | SOCK_CLOEXEC, 0), "socket");

	must(setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &(int){ 1 }, sizeof(int)), "SO_REUSEADDR");
	must(bind(fd, (struct sockaddr *)&end, sizeof(end)), "bind");
	return fd;
}

static int listener(unsigned port)
{
	int fd = bound(SOCK_STREAM, port);

	must(listen(fd, 128), "listen");
	return fd;
}

static void connect_to(int fd, unsigned port)
{
	struct sockaddr_in end = loopback(port);

	must(connect(fd, (struct sockaddr *)&end, sizeof(end)), "connect");
}

/* ---- lines ---- */

static const char *text_of(const struct json *object, const char *key)
{
	const struct json *value = json_get(object, key);

	return value && value->kind == JSON_STRING ? value->text : "-";
}

static int number_of(const struct json *object, const char *key)
{
	const struct json *value = json_get(object, key);

	return value && value->kind == JSON_NUMBER ? (int)value->number : -1;
}

/* 2026-11-28T06:46:21.019Z */
static bool is_time(const char *text)
{
	static const char form[] = "0000-00-00T00:00:00.000Z";

	if (strlen(text) != sizeof(form) - 1)
		return false;
	for (size_t i = 0; form[i]; i++)
		if (form[i] == '0' ? text[i] < '0' || text[i] > '9' : text[i] != form[i])
			return false;
	return true;
}

/* What the next line says, as `opened LISTEN 2500 0`; of unix sockets the path in place of ports. */
static void expect(struct follower *follower, const char *wanted)
{
	struct json *object = follower_next(follower, SOON);
	char line[256] = "nothing";

	if (object && json_get(object, "path"))
		snprintf(line, sizeof(line), "%s %s %s", text_of(object, "event"),
			 text_of(object, "state"), text_of(object, "path"));
	else if (object)
		snprintf(line, sizeof(line), "%s %s %d %d", text_of(object, "event"),
			 text_of(object, "state"), number_of(object, "local_port"),
			 number_of(object, "foreign_port"));
	check(!strcmp(line, wanted), "%s%s%s", wanted, strcmp(line, wanted) ? ", not " : "",
	      strcmp(line, wanted) ? line : "");
	if (object && json_get(object, "event"))
		check(is_time(text_of(object, "time")), "time %s", text_of(object, "time"));
	if (object)
		check(json_get(object, "host") &&
			      !json_get(object, "event") == !json_get(object, "time"),
		      "a host, and a time if it is an event");
	json_free(object);
}

static void expect_silence(struct follower *follower)
{
	struct json *object = follower_next(follower, QUIET);

	check(!object, "nothing more%s%s", object ? ", not " : "",
	      object ? text_of(object, "event") : "");
	json_free(object);
}

static void expect_end(struct follower *follower, int signal, int wanted, const char *messages)
{
	int status = follower_end(follower, signal);

	if (signal)
		check(status != -1 && WIFSIGNALED(status) && WTERMSIG(status) == wanted,
		      "signal %d ends it (%#x)", wanted, status);
	if (messages)
		check(!strcmp(follower->messages, messages), "messages: %s", follower->messages);
}

/* ---- cases ---- */

/* The life of a connection, over netlink or from /proc. */
static void life(const char *words)
{
	struct follower follower;
	int first = listener(2000), second, client, server;

	printf("# %s\n", words);
	follower_start(&follower, words, false);
	expect(&follower, "- LISTEN 2000 0");
	expect_silence(&follower);

	follower_stop(&follower);
	second = listener(2500);
	follower_go_on(&follower);
	expect(&follower, "opened LISTEN 2500 0");

	follower_stop(&follower);
	client = bound(SOCK_STREAM, 2501);
	connect_to(client, 2500);
	server = must(accept4(second, NULL, NULL, SOCK_CLOEXEC), "accept");
	follower_go_on(&follower);
	expect(&follower, "opened ESTABLISHED 2500 2501");
	expect(&follower, "opened ESTABLISHED 2501 2500");

	follower_stop(&follower);
	must(shutdown(client, SHUT_WR), "shutdown");
	follower_go_on(&follower);
	expect(&follower, "changed CLOSE_WAIT 2500 2501");
	expect(&follower, "changed FIN_WAIT2 2501 2500");

	/* Closed comes first, then the order of the listing. */
	follower_stop(&follower);
	close(server);
	close(client);
	close(first);
	first = listener(1999);
	follower_go_on(&follower);
	expect(&follower, "closed LISTEN 2000 0");
	expect(&follower, "closed CLOSE_WAIT 2500 2501");
	expect(&follower, "opened LISTEN 1999 0");
	expect(&follower, "changed TIME_WAIT 2501 2500");

	/* The same address in other hands. */
	follower_stop(&follower);
	close(second);
	second = listener(2500);
	follower_go_on(&follower);
	expect(&follower, "closed LISTEN 2500 0");
	expect(&follower, "opened LISTEN 2500 0");
	expect_silence(&follower);
	expect_end(&follower, SIGTERM, SIGTERM, "");
	close(first);
	close(second);
}

static void over_netlink(void)
{
	life("-c 0.1 -tan --format=jsonl");
}

static void from_proc(void)
{
	life("-c 0.1 -tan --format=jsonl --source=proc");
}

/* Who has left the listing is gone, although the socket lives. */
static void filtered(void)
{
	struct follower follower;
	int listening = listener(3000), client = bound(SOCK_STREAM, 3001), server;

	puts("# a filter");
	connect_to(client, 3000);
	server = must(accept4(listening, NULL, NULL, SOCK_CLOEXEC), "accept");
	follower_start(&follower, "-c 0.1 -tan --format=jsonl state established and sport = 3000",
		       false);
	expect(&follower, "- ESTABLISHED 3000 3001");
	follower_stop(&follower);
	close(client);
	follower_go_on(&follower);
	expect(&follower, "closed ESTABLISHED 3000 3001");
	expect_silence(&follower);
	expect_end(&follower, SIGINT, SIGINT, "");
	close(server);
	close(listening);
}

/* The owner of a socket that is gone is the last one known. */
static void owners(void)
{
	struct follower follower;
	struct json *object;
	const struct json *list;
	int fd = listener(3100);

	puts("# owners");
	follower_start(&follower, "-c 0.1 -ltnp --format=jsonl sport = 3100", false);
	expect(&follower, "- LISTEN 3100 0");
	follower_stop(&follower);
	close(fd);
	follower_go_on(&follower);
	object = follower_next(&follower, SOON);
	list = object ? json_get(object, "owners") : NULL;
	check(object && !strcmp(text_of(object, "event"), "closed"), "closed");
	check(list && list->kind == JSON_ARRAY && list->count == 1 &&
		      number_of(&list->items[0], "pid") == getpid() &&
		      number_of(&list->items[0], "fd") == fd,
	      "the owner it had");
	json_free(object);
	expect_end(&follower, SIGTERM, SIGTERM, NULL); /* who is not root is told so */
}

static void unix_sockets(void)
{
	struct sockaddr_un end = { .sun_family = AF_UNIX, .sun_path = "\0one" };
	socklen_t length = offsetof(struct sockaddr_un, sun_path) + 4;
	struct follower follower;
	int fd = must(socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0), "socket");

	puts("# unix sockets");
	must(bind(fd, (struct sockaddr *)&end, length), "bind");
	follower_start(&follower, "-c 0.1 -xan --format=jsonl", false);
	expect(&follower, "- - @one");
	follower_stop(&follower);
	must(listen(fd, 1), "listen");
	follower_go_on(&follower);
	expect(&follower, "changed LISTENING @one");
	follower_stop(&follower);
	close(fd);
	follower_go_on(&follower);
	expect(&follower, "closed LISTENING @one");
	expect_end(&follower, SIGTERM, SIGTERM, "");
}

/* A message comes with each round, and is told once. */
static void messages(void)
{
	struct follower follower;
	int fd = listener(3200);

	puts("# messages");
	follower_start(&follower,
		       "-c 0.05 -ltn --format=jsonl --source=proc sport = 3200 and "
		       "( fwmark = 1 or sport = 3300 )",
		       false);
	poll(&(struct pollfd){ .fd = follower.err, .events = POLLIN }, 1, SOON);
	expect_silence(&follower);
	expect_end(&follower, SIGTERM, SIGTERM,
		   "netstat: not listed, because what the filter asks of them cannot be seen "
		   "here: 1 socket\n");
	close(fd);
}

static void reader_goes(void)
{
	struct follower follower;
	int fd = listener(3400), status;

	puts("# the reader goes in a quiet time");
	for (int ignored = 0; ignored < 2; ignored++) {
		follower_start(&follower, "-c 0.1 -ltn --format=jsonl", ignored);
		expect(&follower, "- LISTEN 3400 0");
		close(follower.out);
		follower.out = -1;
		status = follower_end(&follower, 0);
		check(status != -1 &&
			      (ignored ? WIFEXITED(status) && WEXITSTATUS(status) == 1
				       : WIFSIGNALED(status) && WTERMSIG(status) == SIGPIPE),
		      "it ends (%#x)", status);
		check(!*follower.messages, "without a word%s", follower.messages);
	}
	close(fd);
}

static void refused(void)
{
	struct follower follower;
	int status;

	puts("# CSV has no rounds");
	follower_start(&follower, "-c 0.1 -ltn --format=csv", false);
	status = follower_end(&follower, 0);
	check(status != -1 && WIFEXITED(status) && WEXITSTATUS(status) == 3, "status 3 (%#x)",
	      status);
	check(strstr(follower.messages, "--format=csv") != NULL, "a reason: %s", follower.messages);
}

/* ---- many ---- */

static int many[MANY];
static size_t many_count;

static void make_many(void)
{
	struct rlimit limit;

	must(getrlimit(RLIMIT_NOFILE, &limit), "getrlimit");
	if (limit.rlim_max < MANY + 100) {
		limit.rlim_max = MANY + 100;
		setrlimit(RLIMIT_NOFILE, &limit);
		getrlimit(RLIMIT_NOFILE, &limit);
	}
	limit.rlim_cur = limit.rlim_max;
	setrlimit(RLIMIT_NOFILE, &limit);
	while (many_count < MANY && many_count + 50 < limit.rlim_cur) {
		many[many_count] = bound(SOCK_DGRAM, 10000 + (unsigned)many_count);
		many_count++;
	}
	printf("# %zu sockets\n", many_count);
}

static void rounds_of_many(void)
{
	struct follower follower;
	struct json *object;
	size_t first = 0;
	int last_port = 0;

	follower_start(&follower, "-c 0.2 -uan --format=jsonl", false);
	for (; first < many_count && (object = follower_next(&follower, SOON)); first++) {
		if (json_get(object, "event") || number_of(object, "local_port") <= last_port)
			die("line %zu of the first round is wrong", first);
		last_port = number_of(object, "local_port");
		json_free(object);
	}
	check(first == many_count, "all of them in the first round");
	expect_silence(&follower);
	follower_stop(&follower);
	close(many[7]);
	close(many[many_count / 2]);
	many[7] = bound(SOCK_DGRAM, 9999);
	connect_to(many[8], 53);
	follower_go_on(&follower);
	expect(&follower, "closed - 10007 0");
	object = follower_next(&follower, SOON);
	check(object && number_of(object, "local_port") == 10000 + (int)(many_count / 2),
	      "the one in the middle has gone");
	json_free(object);
	expect(&follower, "opened - 9999 0");
	expect(&follower, "changed ESTABLISHED 10008 53");
	expect_silence(&follower);
	expect_end(&follower, SIGTERM, SIGTERM, "");
	many[many_count / 2] = bound(SOCK_DGRAM, 10000 + (unsigned)many_count / 2);
}

/* More than fits into the pipe is on its way when the signal comes. */
static void killed(int number)
{
	struct follower follower;
	size_t lines = 1;
	bool whole;
	int status;

	printf("# signal %d in the middle of a round\n", number);
	follower_start(&follower, "-c 0.2 -uan --format=jsonl", false);
	json_free(follower_next(&follower, SOON));
	kill(follower.pid, number);
	whole = follower_drain(&follower, &lines);
	check(whole, "whole lines");
	check(lines > 1 && lines < many_count, "not all of them: %zu", lines);
	status = follower_end(&follower, 0);
	check(status != -1 && WIFSIGNALED(status) && WTERMSIG(status) == number,
	      "ended by it (%#x)", status);
	check(!*follower.messages, "without a word%s", follower.messages);
}

/* A reader who never reads cannot keep it alive. */
static void killed_unread(void)
{
	struct follower follower;

	puts("# a signal while nobody reads");
	follower_start(&follower, "-c 0.2 -uan --format=jsonl", false);
	usleep(QUIET * 1000); /* until it waits for the reader; if it does not yet, no harm */
	expect_end(&follower, SIGTERM, SIGTERM, "");
}

int main(void)
{
	static void (*const cases[])(void) = { over_netlink, from_proc, filtered,    owners,
					       unix_sockets, messages,  reader_goes, refused };

	setvbuf(stdout, NULL, _IOLBF, 0);
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		namespace_enter(); /* without what the case before has left */
		cases[i]();
	}
	namespace_enter();
	make_many();
	rounds_of_many();
	killed(SIGINT);
	killed(SIGTERM);
	killed_unread();
	printf("# %u of %u passed\n", passed, passed + failed);
	return failed ? 1 : 0;
}
