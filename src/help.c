#include "config.h"

#include "help.h"

static const char usage[] =
	"Usage: netstat [OPTION...] [FILTER]        list sockets\n"
	"       netstat --why-busy=PORT [--json]      say why a port cannot be used\n"
	"       netstat {-r|-i|-g|-s|-M} [OPTION...]  list routes, interfaces and others\n"
	"       netstat {-h|--help|-V|--version}\n"
	"\n"
	"Which sockets (default: connected ones of every family)\n"
	"  -a, --all                listening and connected\n"
	"  -l, --listening          only listening\n"
	"  -t, --tcp    -u, --udp   -U, --udplite   -S, --sctp   -w, --raw   -x, --unix\n"
	"  -4, --inet   -6, --inet6   -A, --protocol=FAMILY,...\n"
	"                           families: inet inet6 unix ax25 ipx netrom rose x25 ddp\n"
	"                           bluetooth\n"
	"      --port=LIST          either end: 25, smtp, 25,80,1000-2000\n"
	"      --state=LIST  --process=GLOB  --pid=LIST  --user=NAME\n"
	"      FILTER               an expression in ss's language, for example\n"
	"                           'dport = 443 and not dst 10.0.0.0/8'\n"
	"\n"
	"What to show of them\n"
	"  -n, --numeric            no names: addresses, ports and user ids as numbers\n"
	"      --numeric-hosts  --numeric-ports  --numeric-users\n"
	"  -e, --extend             user and inode\n"
	"  -p, --programs           process id and program name\n"
	"  -o, --timers             timers\n"
	"  -Z, --context            SELinux context of the process (implies -p)\n"
	"  -W, --wide               do not cut addresses\n"
	"  -v, --verbose            say which families the kernel lacks\n"
	"\n"
	"How\n"
	"      --sort=KEY,...       local (default) port remote state recvq sendq user pid\n"
	"                           program inode netns, -KEY reversed; none: as the kernel\n"
	"                           lists\n"
	"  -c, --continuous [SECONDS]  again and again, every second; with --format=jsonl\n"
	"                           only what opened, changed or closed\n"
	"      --pager=WHEN  --no-pager  --color=WHEN\n"
	"                           WHEN is auto (default), always or never\n"
	"      --source=KIND        auto (default), netlink or proc\n"
	"      --netns=WHICH,...    other network namespaces, with a column that names them:\n"
	"                           NAME (ip netns), PID, PATH or all\n"
	"      --record=FILE        keep what the kernel answers, in the form of ss -D\n"
	"      --replay=FILE        list the sockets of such a file; - is standard input\n"
	"\n"
	"Why a port cannot be used, who holds it and what to do\n"
	"      --why-busy=PORT,...  25, smtp, 25/udp, 127.0.0.1:25, [::1]:25/tcp\n"
	"      --no-probe           do not try a bind where nothing explains it\n"
	"      --json               the same for programs\n"
	"\n"
	"For programs\n"
	"      --format=FORMAT      table (default), json, jsonl (an object a line) or csv\n"
	"      --json               the same as --format=json\n"
	"\n"
	"Other tables (-n, -c, --sort, --format, --netns of one and the pager work, too)\n"
	"  -r, --route              routes; -e, -ee: other columns; -6; -C, --cache;\n"
	"                           -F, --fib; -N, --symbolic: as -n\n"
	"  -i, --interfaces [NAME...]  those that are up, -a all; -e: in detail\n"
	"  -g, --groups             multicast memberships\n"
	"  -s, --statistics         counters of the protocols; -t -u -w: only theirs; -6\n"
	"  -M, --masquerade         masqueraded connections, of old kernels\n"
	"      --sort=KEY,...       KEY is one of --json; --sort= tells them\n";

void help_usage(FILE *to)
{
	fputs(usage, to);
}

void help_version(FILE *to)
{
	fputs(PACKAGE_NAME " " PACKAGE_VERSION "\n"
	      "A netstat that reads netlink; it prints what net-tools 2.10 prints.\n"
	      "Licence: GPL-2.0-or-later. There is no warranty.\n",
	      to);
}
