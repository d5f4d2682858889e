/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "tables.h"

#include "apart.h"
#include "report.h"

#include <err.h>
#include <sched.h>
#include <stdio.h>
#include <unistd.h>

/* As many as fit in 10.0.0.0/8 and 2001:db8::/32 by the patterns below. */
enum { MOST_ROUTES = 1 << 20 };

/* veth pairs of which one end is up; each end has an IPv4 address. */
static void write_links(FILE *ip, size_t links)
{
	for (size_t i = 0; i < links + links % 2; i++) {
		unsigned high = (unsigned)(i >> 8) & 255, low = (unsigned)i & 255;

		if (i % 2 == 0)
			fprintf(ip, "link add eth%zu type veth peer name eth%zu\n", i, i + 1);
		fprintf(ip, "address add 172.%u.%u.1/24 dev eth%zu\n", 16 + (high & 15), low, i);
		if (i % 2 == 0)
			fprintf(ip, "link set eth%zu up\n", i);
	}
}

static void write_routes(FILE *ip, size_t routes)
{
	fputs("link add routes type bridge\nlink set routes up\n"
	      "address add 192.0.2.1/24 dev routes\n",
	      ip);
	for (size_t i = 0; i < routes; i++) {
		unsigned n = (unsigned)i;

		fprintf(ip, "route add 10.%u.%u.%u/28 via 192.0.2.%u\n", n >> 12, n >> 4 & 255,
			(n & 15) << 4, 2 + n % 250);
		fprintf(ip, "route add 2001:db8:%x:%x::/64 dev routes\n", n >> 16, n & 0xffff);
	}
}

static void make(size_t routes, size_t links)
{
	FILE *ip = popen("ip -batch - >/dev/null", "w");

	if (!ip)
		err(1, "ip");
	fputs("link set lo up\n", ip);
	write_links(ip, links);
	if (routes)
		write_routes(ip, routes);
	if (pclose(ip))
		errx(1, "ip could not make the interfaces and routes");
}

static void measure_here(size_t routes, size_t links, const struct contest_rules *rules)
{
	static struct score scores[MOST_CONTESTS][CONTESTANTS];

	if (unshare(CLONE_NEWNET))
		err(1, "a network namespace cannot be made");
	fprintf(stderr, "bench: making %zu routes and %zu interfaces\n", routes, links);
	make(routes, links);
	measure_begin();
	printf("## Other tables\n\n%zu routes of IPv4, as many of IPv6; %zu interfaces, half of "
	       "them up.\n\n",
	       routes, links);
	for (size_t i = 0; table_contests[i].name && i < MOST_CONTESTS; i++) {
		fprintf(stderr, "bench: %s\n", table_contests[i].name);
		contest_run(&table_contests[i], rules, scores[i]);
	}
	report_times(table_contests, scores);
	report_memory(table_contests, scores);
	report_against_itself(table_contests, scores);
}

int tables_measure(size_t routes, size_t links, const struct contest_rules *rules)
{
	pid_t pid;

	if (routes > MOST_ROUTES) {
		warnx("at most %d routes", MOST_ROUTES);
		return 1;
	}
	if (fflush(stdout))
		err(1, "report");
	pid = apart_fork(true);
	if (!pid) {
		measure_here(routes, links, rules);
		_exit(fflush(stdout) ? 1 : 0);
	}
	return apart_wait(pid) != 0;
}
