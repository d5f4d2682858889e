/* The options of net-tools: what each means, and which sections they ask for. */
#include "config.h"

#include "command_line.h"

/* ---- what each option means ---- */

Test(options, are_all_off_without_arguments)
{
	static const struct sample samples[] = { { "", "" } };

	expect_options(samples, COUNT(samples));
}

Test(options, have_short_forms)
{
	static const struct sample samples[] = {
		{ "-r", "routes" },
		{ "-i", "interfaces" },
		{ "-s", "statistics" },
		{ "-M", "masquerade" },
		{ "-g", "inet inet6 groups explicit" },
		{ "-v", "verbose" },
		{ "-W", "wide" },
		{ "-n", "hosts ports users" },
		{ "-N", "symbolic" },
		{ "-e", "extend" },
		{ "-p", "programs" },
		{ "-o", "timers" },
		{ "-c", "continuous" },
		{ "-l", "listening" },
		{ "-a", "all" },
		{ "-F", "fib" },
		{ "-C", "cache" },
		{ "-t", "inet inet6 tcp explicit" },
		{ "-S", "inet inet6 sctp explicit" },
		{ "-u", "inet inet6 udp explicit" },
		{ "-U", "inet inet6 udplite explicit" },
		{ "-w", "inet inet6 raw explicit" },
		{ "-x", "unix explicit" },
		{ "-2", "l2cap explicit" },
		{ "-f", "rfcomm explicit" },
		{ "-4", "inet tcp sctp udp udplite raw explicit quiet" },
		{ "-6", "inet6 tcp sctp udp udplite raw explicit quiet" },
		{ "-d", "" },
	};

	expect_options(samples, COUNT(samples));
}

Test(options, have_long_forms)
{
	static const struct sample samples[] = {
		{ "--route", "-r" },
		{ "--interfaces", "-i" },
		{ "--statistics", "-s" },
		{ "--masquerade", "-M" },
		{ "--groups", "-g" },
		{ "--verbose", "-v" },
		{ "--wide", "-W" },
		{ "--numeric", "-n" },
		{ "--numeric-hosts --numeric-ports --numeric-users", "-n" },
		{ "--symbolic", "-N" },
		{ "--extend", "-e" },
		{ "--programs", "-p" },
		{ "--timers", "-o" },
		{ "--continuous", "-c" },
		{ "--listening", "-l" },
		{ "--all", "-a" },
		{ "--fib", "-F" },
		{ "--cache", "-C" },
		{ "--tcp", "-t" },
		{ "--udp", "-u" },
		{ "--udplite", "-U" },
		{ "--sctp", "-S" },
		{ "--raw", "-w" },
		{ "--unix", "-x" },
		{ "--l2cap", "-2" },
		{ "--rfcomm", "-f" },
		{ "--inet", "-4" },
		{ "--ip", "-4" },
		{ "--inet6", "-6" },
		{ "--protocol=inet,unix", "-A inet,unix" },
		{ "--protocol inet,unix", "-A inet,unix" },
		{ "--ax25", "-A ax25" },
		{ "--x25", "-A x25" },
		{ "--ipx", "-A ipx" },
		{ "--appletalk", "-A appletalk" },
		{ "--netrom", "-A netrom" },
		{ "--ddp", "-A ddp" },
		{ "--rose", "-A rose" },
		{ "--bluetooth", "-A bluetooth" },
	};

	expect_equal(samples, COUNT(samples));
}

Test(options, of_numbers_can_be_chosen_one_by_one)
{
	static const struct sample samples[] = {
		{ "--numeric-hosts", "hosts" },
		{ "--numeric-ports", "ports" },
		{ "--numeric-users", "users" },
	};

	expect_options(samples, COUNT(samples));
}

Test(options, can_be_abbreviated_as_in_net_tools)
{
	static const struct sample samples[] = {
		{ "--prog", "-p" },        { "--program", "-p" },
		{ "--inter", "-i" },       { "--int", "-i" },
		{ "--listen", "-l" },      { "--li", "-l" },
		{ "--l2", "-2" },          { "--ax", "--ax25" },
		{ "--ap", "--appletalk" }, { "--al", "-a" },
		{ "--w", "-W" },           { "--e", "-e" },
		{ "--f", "-F" },           { "--g", "-g" },
		{ "--m", "-M" },           { "--b", "--bluetooth" },
		{ "--d", "--ddp" },        { "--x", "--x25" },
		{ "--ine", "-4" }, /* the first of two with the same effect in the table */
		{ "--net", "--netrom" },   { "--numeric-h", "--numeric-hosts" },
		{ "--ra", "-w" },          { "--rf", "-f" },
		{ "--rou", "-r" },         { "--ros", "--rose" },
		{ "--ca", "-C" },          { "--conti", "-c" },
		{ "--ti", "-o" },          { "--stat", "-s" },
		{ "--sc", "-S" },          { "--sy", "-N" },
		{ "--udpl", "-U" },        { "--verb", "-v" },
		{ "--prot=unix", "-x" },   { "--prot unix", "-x" },
	};

	expect_equal(samples, COUNT(samples));
}

Test(options, can_be_clustered)
{
	static const struct sample samples[] = {
		{ "-an", "-a -n" },          { "-tulpen", "-t -u -l -p -e -n" },
		{ "-eee", "-e -e -e" },      { "-aeeo", "--all --extend --extend --timers" },
		{ "-nAunix", "-n -A unix" }, { "-nA unix", "-n -A unix" },
		{ "-4x6", "-4 -x -6" },
	};

	expect_equal(samples, COUNT(samples));
}

Test(options, count_how_often_extend_was_given)
{
	static const struct sample samples[] = {
		{ "-e --extend", "extend extend" },
		{ "-eee", "extend extend extend" },
	};

	expect_options(samples, COUNT(samples));
}

Test(options, say_so_where_net_tools_has_a_broken_one_and_go_on)
{
	static const char *const lines[] = { "-t --tcpip", "--tcpi -t" };

	for (size_t i = 0; i < COUNT(lines); i++) {
		struct parsed parsed;
		char described[LINE];

		parse(&parsed, lines[i]);
		describe(&parsed.options, described);
		cr_expect_eq(parsed.status, OPTIONS_GO_ON);
		cr_expect_str_eq(parsed.err, "netstat.c: Internal Error `longopts 1 range'.\n");
		cr_expect_str_eq(described, "inet inet6 tcp explicit");
		release(&parsed);
	}
}

Test(options, refuse_the_context_where_selinux_is_off)
{
	struct parsed parsed;

	/* What comes behind -Z is not looked at any more. */
	parse(&parsed, "-Z --bogus");
	if (access("/sys/fs/selinux/enforce", F_OK)) {
		cr_expect_eq(parsed.status, STATUS_FAILED);
		cr_expect_str_eq(parsed.err, "SELinux is not enabled on this machine.\n");
	} else {
		cr_expect_eq(parsed.status, STATUS_USAGE);
		cr_expect(parsed.options.context && parsed.options.programs);
	}
	release(&parsed);
}

/* ---- families ---- */

Test(families, are_known_by_all_their_names)
{
	static const struct sample samples[] = {
		{ "-A ax25", "ax25 explicit" },
		{ "-A ip", "inet tcp sctp udp udplite raw explicit quiet" },
		{ "-A inet", "inet tcp sctp udp udplite raw explicit quiet" },
		{ "-A tcpip", "inet tcp sctp udp udplite raw explicit quiet" },
		{ "-A ip6", "inet6 tcp sctp udp udplite raw explicit quiet" },
		{ "-A inet6", "inet6 tcp sctp udp udplite raw explicit quiet" },
		{ "-A ipx", "ipx explicit" },
		{ "-A rose", "rose explicit" },
		{ "-A appletalk", "ddp" },
		{ "-A ddp", "ddp" },
		{ "-A netrom", "netrom explicit" },
		{ "-A unix", "unix explicit" },
		{ "-A econet", "econet" },
		{ "-A x25", "x25 explicit" },
		{ "-A ash", "ash" },
		{ "-A bluetooth", "bluetooth l2cap rfcomm explicit" },
	};

	expect_options(samples, COUNT(samples));
}

Test(families, accumulate)
{
	static const struct sample samples[] = {
		{ "-A inet,inet6,unix", "-4 -6 -x" },
		{ "-A inet -A unix", "-4 -x" },
		{ "-Ainet --protocol=ax25 -x", "-A inet,ax25,unix" },
		{ "-A unix,unix", "-x" },
	};

	expect_equal(samples, COUNT(samples));
}

/* ---- sections: which sockets the options ask for ---- */

static void describe_sections(const struct options *options, char text[LINE])
{
	static const char *const protos[] = {
		[PROTO_TCP] = "tcp",         [PROTO_SCTP] = "sctp", [PROTO_UDP] = "udp",
		[PROTO_UDPLITE] = "udplite", [PROTO_RAW] = "raw",   [PROTO_UNIX] = "unix",
	};
	bool v4 = options_wants_family(options, FAMILY_INET);
	bool v6 = options_wants_family(options, FAMILY_INET6);

	*text = '\0';
	for (int proto = PROTO_TCP; proto <= PROTO_RAW; proto++) {
		if (options_wants(options, (enum proto)proto) && v4)
			add_word(text, protos[proto], "");
		if (options_wants(options, (enum proto)proto) && v6)
			add_word(text, protos[proto], "6");
	}
	if (options_wants(options, PROTO_UNIX))
		add_word(text, protos[PROTO_UNIX], "");
	if (options->groups)
		add_word(text, "groups", "");
}

static void expect_sections(const struct sample *samples, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		struct parsed parsed;
		char described[LINE];

		parse(&parsed, samples[i].line);
		describe_sections(&parsed.options, described);
		cr_expect_str_eq(described, samples[i].expected, "%s: '%s' instead of '%s'",
				 samples[i].line, described, samples[i].expected);
		release(&parsed);
	}
}

#define INET4 "tcp sctp udp udplite raw"
#define INET6 "tcp6 sctp6 udp6 udplite6 raw6"
#define INET46 "tcp tcp6 sctp sctp6 udp udp6 udplite udplite6 raw raw6"

Test(sections, are_all_but_groups_where_nothing_was_chosen)
{
	static const struct sample samples[] = {
		{ "", INET46 " unix" },
		{ "-aneop", INET46 " unix" },
		{ "--ddp", INET46 " unix" },
		{ "-A econet,ash", INET46 " unix" },
	};

	expect_sections(samples, COUNT(samples));
}

Test(sections, of_a_family_are_all_its_protocols)
{
	static const struct sample samples[] = {
		{ "-4", INET4 },
		{ "-6", INET6 },
		{ "-46", INET46 },
		{ "-4x", INET4 " unix" },
	};

	expect_sections(samples, COUNT(samples));
}

Test(sections, of_a_protocol_are_of_both_families_unless_one_was_chosen)
{
	static const struct sample samples[] = {
		{ "-t", "tcp tcp6" },   { "-tu", "tcp tcp6 udp udp6" },
		{ "-t4", "tcp" },       { "-t6", "tcp6" },
		{ "-u6", "udp6" },      { "-t46", "tcp tcp6" },
		{ "-S", "sctp sctp6" }, { "-Uw", "udplite udplite6 raw raw6" },
	};

	expect_sections(samples, COUNT(samples));
}

Test(sections, are_only_those_that_were_chosen)
{
	static const struct sample samples[] = {
		{ "-x", "unix" },   { "-tx", "tcp tcp6 unix" }, { "-Sx", "sctp sctp6 unix" },
		{ "--ipx", "" },    { "--ax25", "" },           { "--x25", "" },
		{ "--netrom", "" }, { "--rose", "" },           { "-2", "" },
		{ "-f", "" },       { "-x --ddp", "unix" },
	};

	expect_sections(samples, COUNT(samples));
}

Test(sections, with_groups_are_groups_and_what_else_was_chosen)
{
	static const struct sample samples[] = {
		{ "-g", "groups" },           { "-agn", "groups" },
		{ "-g4", INET4 " groups" },   { "-g6", INET6 " groups" },
		{ "-gt", "tcp tcp6 groups" }, { "-gx6", INET6 " unix groups" },
		{ "-gx", "unix groups" },
	};

	expect_sections(samples, COUNT(samples));
}

/* What the kernel lacks is an error only if the protocol itself was asked for. */
Test(sections, are_missed_in_silence_where_only_the_family_was_chosen)
{
	static const struct {
		const char *line;
		bool quiet;
	} samples[] = {
		{ "-4", true },   { "-6", true },   { "-46x", true }, { "-t", false },
		{ "-t4", false }, { "-4S", false }, { "-x", false },
	};

	for (size_t i = 0; i < COUNT(samples); i++) {
		struct parsed parsed;

		parse(&parsed, samples[i].line);
		cr_expect_eq(parsed.options.quiet_missing, samples[i].quiet, "%s", samples[i].line);
		release(&parsed);
	}
}

/* ---- operands ---- */

Test(operands, may_stand_among_the_options)
{
	static const struct sample samples[] = {
		{ "-i x -a y -e z", "interfaces all extend :x :y :z" },
		{ "-i -a - -e", "interfaces all extend :-" },
		{ "-i -a '' -e", "interfaces all extend :" },
		{ "-i -a -- -e x", "interfaces all :-e :x" },
		{ "x -i -- -e", "interfaces :x :-e" },
		{ "-A unix x -i", "interfaces unix explicit :x" },
	};

	expect_options(samples, COUNT(samples));
}

Test(operands, end_the_options_with_posixly_correct)
{
	static const struct sample samples[] = {
		{ "-i -a x -e", "interfaces all :x :-e" },
		{ "-i -a - -e", "interfaces all :- :-e" },
		{ "-i -a -- -e", "interfaces all :-e" },
		{ "-i -A unix -a x", "interfaces unix explicit all :x" },
		{ "-i x --sort=none", "interfaces :x :--sort=none" },
		{ "-i x --sort none", "interfaces :x :--sort :none" },
		{ "-i --sort none x", "interfaces sort=none :x" },
		{ "--source=proc -i x --sort=none", "interfaces source=proc :x :--sort=none" },
	};

	setenv("POSIXLY_CORRECT", "", 1);
	expect_options(samples, COUNT(samples));
}
