/* Errors on the command line, and the texts that can be asked for there. */
#include "config.h"

#include "command_line.h"

Test(errors, of_unknown_families_end_with_1_and_no_usage)
{
	static const struct sample samples[] = {
		{ "-A foo", "Unknown address family `foo'.\n" },
		{ "-A inet,foo", "Unknown address family `foo'.\n" },
		{ "-A foo,bar", "Unknown address family `foo'.\n" },
		{ "-A ''", "Unknown address family `'.\n" },
		{ "-A inet,,unix", "Unknown address family `'.\n" },
		{ "-A inet,", "Unknown address family `'.\n" },
		{ "-A=inet", "Unknown address family `=inet'.\n" },
		{ "-A INET", "Unknown address family `INET'.\n" },
		{ "-A ine", "Unknown address family `ine'.\n" },
		{ "-A inet66", "Unknown address family `inet66'.\n" },
		{ "-A --", "Unknown address family `--'.\n" },
		{ "--protocol=foo", "Unknown address family `foo'.\n" },
		{ "--protocol=", "Unknown address family `'.\n" },
	};

	for (size_t i = 0; i < COUNT(samples); i++)
		expect_error(samples[i].line, samples[i].expected, false, STATUS_FAILED);
}

Test(errors, of_more_than_one_mode_are_told_below_the_usage)
{
	static const char *const lines[] = {
		"-r -r", "-rr", "-ii", "-ss", "-MM", "-ri", "-rs", "-iM", "-sM", "--route -i",
	};

	for (size_t i = 0; i < COUNT(lines); i++) {
		char expected[TEXT] = "";
		struct parsed parsed;

		usage(expected);
		strcat(expected, "netstat: each of -r, -i, -s and -M is a table of its own: give "
				 "only one, once\n");
		parse(&parsed, lines[i]);
		cr_expect_eq(parsed.status, STATUS_USAGE, "%s", lines[i]);
		cr_expect_str_empty(parsed.out, "%s", lines[i]);
		cr_expect_str_eq(parsed.err, expected, "%s", lines[i]);
		release(&parsed);
	}
}

Test(errors, of_rounds_that_are_no_table)
{
	static const char message[] = "netstat: -c has many rounds, and --format=csv is one table; "
				      "--format=jsonl or json\n";

	expect_error("-c --format=csv", message, false, STATUS_USAGE);
	expect_error("--format=csv -tanc 0.5", message, false, STATUS_USAGE);
}

Test(errors, of_too_many_columns_to_sort_by)
{
	expect_error("-g --sort=group,group,group,group,group,group,group,group,group",
		     "netstat: --sort=group,group,group,group,group,group,group,group,group: the "
		     "values are: family interface ifindex refcnt group group_host none, or up to 8 "
		     "with commas; -KEY reverses\n",
		     false, STATUS_USAGE);
}

Test(errors, of_a_question_mark_are_the_usage_alone)
{
	expect_error("-?", "", true, STATUS_USAGE);
	expect_error("-a?", "", true, STATUS_USAGE);
}

#ifdef __GLIBC__
/* The messages are those of getopt_long in glibc, which net-tools' users know. */
Test(errors, of_getopt_come_with_the_usage)
{
	static const struct sample samples[] = {
		{ "-Q", "netstat: invalid option -- 'Q'\n" },
		{ "-nQt", "netstat: invalid option -- 'Q'\n" },
		{ "-T", "netstat: invalid option -- 'T'\n" },
		{ "-D", "netstat: invalid option -- 'D'\n" },
		{ "-L", "netstat: invalid option -- 'L'\n" },
		{ "-I=lo", "netstat: invalid option -- 'I'\n" },
		{ "-c1", "netstat: invalid option -- '1'\n" },
		{ "-:", "netstat: invalid option -- ':'\n" },
		{ "--bogus", "netstat: unrecognized option '--bogus'\n" },
		{ "--notrim", "netstat: unrecognized option '--notrim'\n" },
		{ "--ip6", "netstat: unrecognized option '--ip6'\n" },
		{ "--ec", "netstat: unrecognized option '--ec'\n" },
		{ "--econet", "netstat: unrecognized option '--econet'\n" },
		{ "--ash", "netstat: unrecognized option '--ash'\n" },
		{ "-A", "netstat: option requires an argument -- 'A'\n" },
		{ "-nA", "netstat: option requires an argument -- 'A'\n" },
		{ "--protocol", "netstat: option '--protocol' requires an argument\n" },
		{ "--prot", "netstat: option '--protocol' requires an argument\n" },
		{ "--tcp=1", "netstat: option '--tcp' doesn't allow an argument\n" },
		{ "--rou=5", "netstat: option '--route' doesn't allow an argument\n" },
	};

	for (size_t i = 0; i < COUNT(samples); i++)
		expect_error(samples[i].line, samples[i].expected, true, STATUS_USAGE);
}

Test(errors, name_the_options_that_an_abbreviation_could_mean_as_net_tools_does)
{
	static const struct sample samples[] = {
		{ "--a", "'--ax25' '--all'" },
		{ "--c", "'--continuous' '--cache' '--context'" },
		{ "--cont", "'--continuous' '--context'" },
		{ "--i", "'--ip' '--interfaces'" },
		{ "--in", "'--inet' '--interfaces'" },
		{ "--l", "'--l2cap' '--listening'" },
		{ "--n", "'--netrom' '--numeric' '--numeric-hosts' '--numeric-ports' "
			 "'--numeric-users'" },
		{ "--num", "'--numeric' '--numeric-hosts' '--numeric-ports' '--numeric-users'" },
		{ "--num=3", "'--numeric' '--numeric-hosts' '--numeric-ports' '--numeric-users'" },
		{ "--p", "'--protocol' '--programs'" },
		{ "--pro", "'--protocol' '--programs'" },
		{ "--r", "'--rose' '--route' '--raw' '--rfcomm'" },
		{ "--ro", "'--rose' '--route'" },
		{ "--s", "'--sctp' '--statistics' '--symbolic'" },
		{ "--t", "'--tcpip' '--tcp' '--timers'" },
		{ "--tc", "'--tcpip' '--tcp'" },
		{ "--u", "'--unix' '--udp' '--udplite' '--unix'" },
		{ "--un", "'--unix' '--unix'" },
		{ "--v", "'--version' '--verbose'" },
	};

	for (size_t i = 0; i < COUNT(samples); i++) {
		char message[2 * LINE];

		snprintf(message, sizeof(message),
			 "netstat: option '%s' is ambiguous; possibilities: %s\n", samples[i].line,
			 samples[i].expected);
		expect_error(samples[i].line, message, true, STATUS_USAGE);
	}
}

Test(errors, of_getopt_name_the_program_as_it_was_called)
{
	static const char message[] = "/opt/some/netstat-ng: invalid option -- 'Q'\n";
	struct parsed parsed;

	parse_as(&parsed, "/opt/some/netstat-ng", "-Q");
	cr_expect_eq(strncmp(parsed.err, message, strlen(message)), 0, "%s", parsed.err);
	release(&parsed);
}

Test(errors, end_at_the_first)
{
	expect_error("-Q -A foo", "netstat: invalid option -- 'Q'\n", true, STATUS_USAGE);
	expect_error("-A foo -Q", "Unknown address family `foo'.\n", false, STATUS_FAILED);
	expect_error("-r -r -A foo", "Unknown address family `foo'.\n", false, STATUS_FAILED);
	expect_error("--bogus -V", "netstat: unrecognized option '--bogus'\n", true, STATUS_USAGE);
}
#endif

/* ---- texts that were asked for ---- */

static void expect_text(const char *line, const char *beginning)
{
	struct parsed parsed;

	parse(&parsed, line);
	cr_expect_eq(parsed.status, STATUS_OK, "%s: exit status %d", line, parsed.status);
	cr_expect_str_empty(parsed.err, "%s: says %s", line, parsed.err);
	cr_expect_eq(strncmp(parsed.out, beginning, strlen(beginning)), 0, "%s: prints %s", line,
		     parsed.out);
	release(&parsed);
}

Test(texts, are_printed_at_once_whatever_follows)
{
	static const char *const versions[] = {
		"-V", "--version", "--vers", "-V -Q", "-aV", "-r -r -V", "-V -A foo",
	};
	static const char *const helps[] = { "-h", "--help", "--h", "-h --bogus", "-rrh" };
	char text[TEXT];

	usage(text);
	for (size_t i = 0; i < COUNT(versions); i++)
		expect_text(versions[i], PACKAGE_NAME " " PACKAGE_VERSION "\n");
	for (size_t i = 0; i < COUNT(helps); i++)
		expect_text(helps[i], text);
}
