#include "config.h"

#include "help.h"

static const char usage[] =
	"Usage: netstat [-alnNepovWcZ] [-tuUSwx46] [-A FAMILY,...]    list sockets\n"
	"       netstat {-r|-i|-g|-s|-M} [OPTION...]                  other tables\n"
	"       netstat {-h|--help|-V|--version}\n"
	"\n"
	"Which sockets (default: connected ones of every family)\n"
	"  -a, --all                listening and connected\n"
	"  -l, --listening          only listening\n"
	"  -t, --tcp    -u, --udp   -U, --udplite   -S, --sctp   -w, --raw   -x, --unix\n"
	"  -4, --inet   -6, --inet6   -A, --protocol=FAMILY,...\n"
	"                           families: inet inet6 unix ax25 ipx netrom rose x25 ddp\n"
	"                           bluetooth\n"
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
	"  -c, --continuous         repeat every second\n"
	"      --sort=ORDER         local (default: by local address, port, foreign end) or\n"
	"                           none (as the kernel lists them)\n"
	"      --source=KIND        auto (default), netlink or proc\n"
	"\n"
	"Other tables\n"
	"  -r, --route   -i, --interfaces   -g, --groups   -s, --statistics   -M, --masquerade\n"
	"  -N, --symbolic   -F, --fib   -C, --cache\n";

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
