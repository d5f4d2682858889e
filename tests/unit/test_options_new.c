/* Options and operands that net-tools does not have. */
#include "config.h"

#include "command_line.h"

/* ---- options ---- */

Test(new_options, count_when_they_are_spelled_out)
{
	static const struct sample samples[] = {
		{ "--sort=none", "sort=none" },
		{ "--sort none", "sort=none" },
		{ "--sort=local", "sort=local" },
		{ "--sort=none --sort=local", "sort=local" },
		{ "--sort=-user,port", "sort=-user sort=port" },
		{ "--sort -port", "sort=-port" },
		{ "--source=proc", "source=proc" },
		{ "--source netlink", "source=netlink" },
		{ "--source=proc --source=auto", "" },
		{ "--pager=always", "pager=always" },
		{ "--pager never", "pager=never" },
		{ "--pager=always --pager=auto", "" },
		{ "--no-pager", "pager=never" },
		{ "--no-pager --pager=always", "pager=always" },
		{ "--color=always", "color=always" },
		{ "--color never", "color=never" },
		{ "--json", "format=json" },
		{ "--format=json", "format=json" },
		{ "--format jsonl", "format=jsonl" },
		{ "--format=csv", "format=csv" },
		{ "--json --format=table", "" },
		{ "--format=csv --json", "format=json" },
		{ "--json -a --format csv -e", "all extend format=csv" },
		{ "-r --json", "routes format=json" },
		{ "--why-busy=25 --json", "why format=json" },
		{ "--json --why-busy 25", "why format=json" },
		{ "--why-busy=25 --format=jsonl", "why format=jsonl" },
		{ "--port=25", "filter" },
		{ "--port 25,80,1000-2000", "filter" },
		{ "--user=0 --pid 1 --process=*d", "filter" },
		{ "-a --sort none -e", "all extend sort=none" },
		{ "--sort none --source proc -a", "all source=proc sort=none" },
		{ "-a --no-pager -e", "all extend pager=never" },
		{ "--netns=web", "netns=web" },
		{ "--netns web,1,/x,all -a", "all netns=web,1,/x,all" },
		{ "--netns=1 --netns=all", "netns=all" },
		{ "-r --netns=web", "routes netns=web" },
	};

	expect_options(samples, COUNT(samples));
}

Test(new_options, may_stand_among_operands_and_end_with_the_options)
{
	static const struct sample samples[] = {
		{ "-i x --sort none y", "interfaces sort=none :x :y" },
		{ "-i - --sort=none", "interfaces sort=none :-" },
		{ "-i -- --sort=none", "interfaces :--sort=none" },
		{ "-i -a -- --sort none", "interfaces all :--sort :none" },
	};

	expect_options(samples, COUNT(samples));
}

Test(new_options, are_not_seen_where_an_argument_is_due)
{
	static const struct sample samples[] = {
		{ "-A --sort=none", "Unknown address family `--sort=none'.\n" },
		{ "-A --sort none", "Unknown address family `--sort'.\n" },
		{ "-nA --sort=none", "Unknown address family `--sort=none'.\n" },
		{ "-A --no-pager", "Unknown address family `--no-pager'.\n" },
		{ "--protocol --sort=none", "Unknown address family `--sort=none'.\n" },
		{ "--prot --source=proc", "Unknown address family `--source=proc'.\n" },
	};

	for (size_t i = 0; i < COUNT(samples); i++)
		expect_error(samples[i].line, samples[i].expected, false, STATUS_FAILED);
}

Test(new_options, are_seen_behind_an_argument)
{
	static const struct sample samples[] = {
		{ "-A unix --sort=none", "unix explicit sort=none" },
		{ "-Aunix --sort none", "unix explicit sort=none" },
		{ "-nAunix --source proc", "unix explicit hosts ports users source=proc" },
		{ "--protocol=unix --sort=none", "unix explicit sort=none" },
		{ "--prot unix --sort=none", "unix explicit sort=none" },
	};

	expect_options(samples, COUNT(samples));
}

/* What net-tools' options mean, abbreviated, they mean still. */
Test(new_options, leave_the_abbreviations_of_old_ones_alone)
{
	static const struct sample samples[] = {
		{ "--program", "-p" }, { "--prog", "-p" },           { "--stat", "-s" },
		{ "--stati", "-s" },   { "--prot unix", "-A unix" }, { "--net", "-A netrom" },
		{ "--sy", "-N" },
	};

	expect_equal(samples, COUNT(samples));
}

/* ---- errors ---- */

/* One line that begins with the option, and no usage. */
static void expect_complaint(const char *line, const char *option)
{
	struct parsed parsed;
	char beginning[LINE];

	snprintf(beginning, sizeof(beginning), "netstat: %s", option);
	parse(&parsed, line);
	cr_expect_eq(parsed.status, STATUS_USAGE, "%s: exit status %d", line, parsed.status);
	cr_expect_str_empty(parsed.out, "%s", line);
	cr_expect_eq(strncmp(parsed.err, beginning, strlen(beginning)), 0, "%s: says %s", line,
		     parsed.err);
	cr_expect_eq(strcspn(parsed.err, "\n") + 1, strlen(parsed.err), "%s: says %s", line,
		     parsed.err);
	release(&parsed);
}

Test(new_options, refuse_a_value_they_do_not_know)
{
	static const struct sample samples[] = {
		{ "--source=foo", "--source=foo: " },
		{ "--source foo", "--source=foo: " },
		{ "--source=", "--source=: " },
		{ "--source=net", "--source=net: " },
		{ "--sort=foo", "--sort=foo: " },
		{ "--sort=", "--sort=: " },
		{ "--sort=port,foo", "--sort=port,foo: " },
		{ "--pager=no", "--pager=no: " },
		{ "--color=maybe", "--color=maybe: " },
		{ "--format=xml", "--format=xml: the values are: table json jsonl csv" },
		{ "--format=", "--format=: the values are: " },
		{ "--format=JSON", "--format=JSON: " },
		{ "--format=js", "--format=js: " },
		{ "--json=x", "--json takes no value" },
		{ "--why-busy=25 --format=csv", "--why-busy is no table" },
		{ "--pid=x", "--pid: " },
		{ "--pid=", "--pid: " },
		{ "--port=65536", "--port: " },
		{ "--port=5-4", "--port: " },
		{ "--state=bogus", "--state: " },
		{ "--no-pager=x", "--no-pager " },
		{ "--netns=", "--netns=: " },
		{ "--netns=web,", "--netns=web,: " },
		{ "--netns=all -r", "--netns=all: only sockets " },
		{ "--netns=a,b -g", "--netns=a,b: only sockets " },
		{ "--netns=all --why-busy=25", "--netns=all: only sockets " },
	};

	for (size_t i = 0; i < COUNT(samples); i++)
		expect_complaint(samples[i].line, samples[i].expected);
}

/* A recording is of one listing, and holds what netlink tells. */
Test(new_options, for_recordings_go_together_with_few_others)
{
	static const struct sample samples[] = {
		{ "--record=a --replay=b", "netstat: --record does not go with --replay\n" },
		{ "--record=a -c", "netstat: --record does not go with -c\n" },
		{ "--replay=a -tanc", "netstat: --replay does not go with -c\n" },
		{ "--replay=a --why-busy=25", "netstat: --replay does not go with --why-busy\n" },
		{ "--record=a -r", "netstat: --record does not go with -r, -i, -g, -s, -M: "
				  "a recording is of sockets\n" },
		{ "--record=a --source=proc", "netstat: --record does not go with --source\n" },
		{ "--replay=a --source=netlink", "netstat: --replay does not go with --source\n" },
		{ "--record=-", "netstat: --record=-: the values are: the path of a file\n" },
		{ "--replay=a dev = lo", "netstat: filter: a recording does not tell cgroup, "
					 "autobound, or the names of dev\n" },
		{ "--replay=a not autobound", "netstat: filter: a recording does not tell cgroup, "
					      "autobound, or the names of dev\n" },
	};
	static const struct sample allowed[] = {
		{ "--record=a --source=netlink -tan", "" }, { "--replay - -tan", "" },
		{ "--replay=a dev = 1,3-4", "" },	    { "--record=a dev = lo", "" },
	};

	for (size_t i = 0; i < COUNT(samples); i++)
		expect_error(samples[i].line, samples[i].expected, false, STATUS_USAGE);
	for (size_t i = 0; i < COUNT(allowed); i++) {
		struct parsed parsed;

		parse(&parsed, allowed[i].line);
		cr_expect_eq(parsed.status, OPTIONS_GO_ON, "%s", allowed[i].line);
		cr_expect(parsed.options.record || parsed.options.replay, "%s", allowed[i].line);
		release(&parsed);
	}
}

Test(new_options, ask_for_a_value_where_there_is_none)
{
	static const struct sample samples[] = {
		{ "--sort", "--sort needs a value: local " },
		{ "-a --source", "--source needs a value: auto netlink proc" },
		{ "--port", "--port needs a value" },
		{ "--format", "--format needs a value: table json jsonl csv" },
		{ "--pager", "--pager needs a value: auto always never" },
		{ "--netns", "--netns needs a value: NAME, PID, PATH, all" },
	};

	for (size_t i = 0; i < COUNT(samples); i++)
		expect_complaint(samples[i].line, samples[i].expected);
}

#ifdef __GLIBC__
Test(new_options, have_no_abbreviations)
{
	static const char *const words[] = {
		"--so",      "--sor",   "--sor=none", "--sou",    "--sourc=proc", "--sorts",
		"--sort2=x", "--por=1", "--page",     "--no",     "--no-page",    "--colo=never",
		"--state2",  "--use",   "--users=0",  "--color2", "--netn",       "--netns2=web",
		"--format2", "--forma=csv", "--js",   "--jso",    "--jsonl",
	};

	for (size_t i = 0; i < COUNT(words); i++) {
		char message[LINE];

		snprintf(message, sizeof(message), "netstat: unrecognized option '%s'\n", words[i]);
		expect_error(words[i], message, true, STATUS_USAGE);
	}
}

/* An empty name could be any; net-tools' list has no two names that mean the same. */
Test(new_options, are_not_in_the_list_of_what_an_empty_name_could_mean)
{
	static const char message[] =
		"netstat: option '--=' is ambiguous; possibilities: '--ax25' '--version' "
		"'--interfaces' '--help' '--route' '--masquerade' '--protocol' '--tcp' '--sctp' "
		"'--udp' '--udplite' '--raw' '--unix' '--l2cap' '--rfcomm' '--listening' '--all' "
		"'--timers' '--continuous' '--extend' '--programs' '--verbose' '--statistics' "
		"'--wide' '--numeric' '--numeric-hosts' '--numeric-ports' '--numeric-users' "
		"'--symbolic' '--cache' '--fib' '--groups' '--context'\n";

	expect_error("--=", message, true, STATUS_USAGE);
}
#endif

/* ---- operands ---- */

Test(new_operands, are_a_filter_for_sockets_and_names_for_interfaces)
{
	static const struct sample samples[] = {
		{ "sport = 25", "filter" },
		{ "-tn sport = 25 or dport = 25",
		  "inet inet6 tcp explicit hosts ports users filter" },
		{ "-a sport -e = 25", "all extend filter" },
		{ "--port=25 dport = 80", "filter" },
		{ "-i sport = 25", "interfaces :sport := :25" },
	};

	expect_options(samples, COUNT(samples));
}

Test(new_operands, begin_with_the_interval_where_the_listing_is_repeated)
{
	static const struct sample samples[] = {
		{ "-c", "continuous" },
		{ "-c 5", "continuous interval=5" },
		{ "5 -c", "continuous interval=5" },
		{ "-tc 0.2", "inet inet6 tcp explicit continuous interval=0.2" },
		{ "-c 2 sport = 25", "continuous interval=2 filter" },
		{ "-c sport = 25", "continuous filter" },
		{ "-ic 5", "interfaces continuous interval=5" },
		{ "-ic 5 eth0", "interfaces continuous interval=5 :eth0" },
		{ "-i eth0 -c 5", "interfaces continuous interval=5 :eth0" },
		{ "-i eth0 lo -c 0.5", "interfaces continuous interval=0.5 :eth0 :lo" },
		{ "-ic 5 7", "interfaces continuous interval=5 :7" },
		{ "-i eth0 5", "interfaces :eth0 :5" },
		{ "-rc 5", "routes continuous interval=5" },
	};

	expect_options(samples, COUNT(samples));
}

Test(new_operands, are_refused_by_a_view_that_takes_none)
{
	expect_error("-r 10.0.0.1",
		     "netstat: `10.0.0.1': a filter is for sockets; this table takes none\n", false,
		     STATUS_USAGE);
	expect_error("-s x", "netstat: `x': a filter is for sockets; this table takes none\n", false,
		     STATUS_USAGE);
	expect_error("-g --port=25",
		     "netstat: --port and its like are for sockets; this table takes no filter\n",
		     false, STATUS_USAGE);
}

/* A state that was named is wanted, though it would not be listed by default. */
Test(new_operands, that_name_a_state_list_all_unless_only_listeners_are_asked_for)
{
	static const struct sample samples[] = {
		{ "--state=listening", "all filter" },
		{ "state time-wait", "all filter" },
		{ "-l --state=listening", "listening filter" },
		{ "--port=25", "filter" },
	};

	expect_options(samples, COUNT(samples));
}

/* The message, the expression, and a mark below what is wrong in it. */
static void expect_fault(const char *line, const char *text, const char *mark)
{
	struct parsed parsed;
	char expected[LINE];
	const char *rest;

	parse(&parsed, line);
	snprintf(expected, sizeof(expected), "\n  %s\n  %s\n", text, mark);
	rest = strchr(parsed.err, '\n');
	cr_expect_eq(parsed.status, STATUS_USAGE, "%s: exit status %d", line, parsed.status);
	cr_expect_str_empty(parsed.out, "%s", line);
	cr_expect_eq(strncmp(parsed.err, "netstat: filter: ", 17), 0, "%s: says %s", line,
		     parsed.err);
	cr_expect(rest && !strcmp(rest, expected), "%s: says %s instead of %s", line, parsed.err,
		  expected);
	release(&parsed);
}

Test(new_operands, that_are_no_filter_are_shown_with_the_fault_marked)
{
	expect_fault("bogus = 25", "bogus = 25", "^^^^^");
	expect_fault("-a sport = 25 and bogus", "sport = 25 and bogus", "               ^^^^^");
	expect_fault("sport = 99999", "sport = 99999", "        ^^^^^");
	/* Marks stand below characters, not below bytes; what cannot be seen is a dot. */
	expect_fault("sport = 25 \xc3\xa9\xc3\xa9", "sport = 25 \xc3\xa9\xc3\xa9", "           ^^");
	expect_fault("\x1b[31m = 25", ".[31m = 25", "^^^^^");
}
