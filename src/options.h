/*
 * The command line. Everything net-tools 2.10 accepts means what it means there; new options are
 * long and count only when spelled out, so that no abbreviation of an old one changes its meaning.
 */
#ifndef NETSTAT_OPTIONS_H
#define NETSTAT_OPTIONS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "entry.h"
#include "filter/filter.h"
#include "sort.h"
#include "sort_columns.h"

struct view_columns;

/* Exit status, as net-tools uses it. */
enum exit_status {
	STATUS_OK = 0,
	STATUS_FAILED = 1,
	STATUS_USAGE = 3,
	STATUS_UNREADABLE = 255, /* a /proc file fails to open, but not for being absent */
};

enum mode {
	MODE_SOCKETS,
	MODE_WHY_BUSY,
	MODE_ROUTES,
	MODE_INTERFACES,
	MODE_STATISTICS,
	MODE_MASQUERADE,
};

/* The families that -A knows. */
enum family {
	FAMILY_UNIX,
	FAMILY_INET,
	FAMILY_INET6,
	FAMILY_AX25,
	FAMILY_IPX,
	FAMILY_X25,
	FAMILY_NETROM,
	FAMILY_ROSE,
	FAMILY_DDP,
	FAMILY_ECONET,
	FAMILY_ASH,
	FAMILY_BLUETOOTH,
	FAMILY_COUNT,
};

enum { FAMILY_ORDER = 64 }; /* of so many families the order is known */

/* Where the socket tables are read. */
enum source_kind {
	SOURCE_AUTO, /* netlink, and /proc for what the kernel does not answer there */
	SOURCE_NETLINK,
	SOURCE_PROC,
};

/* How the answer is written. */
enum format {
	FORMAT_TABLE,
	FORMAT_JSON,  /* one document */
	FORMAT_JSONL, /* an object a line */
	FORMAT_CSV,
};

enum when {
	WHEN_AUTO,
	WHEN_ALWAYS,
	WHEN_NEVER,
};

struct options {
	enum mode mode;
	enum source_kind source;
	const char *sort_text; /* the value of --sort, or NULL */
	struct sort_spec sort;       /* what it means for sockets */
	struct column_sort row_sort; /* what it means for the columns of another view */
	struct filter_node *filter; /* NULL: everything passes */
	enum when pager, color;
	double interval; /* of -c, seconds */
	const char *why; /* the ports that --why-busy asks about, or NULL */
	bool no_probe;   /* --why-busy may not try a bind */
	enum format format;
	const char *netns; /* --netns: which other network namespaces, or NULL */
	const char *record, *replay; /* the file that answers go to, or come from; or NULL */

	bool family[FAMILY_COUNT]; /* -4 -6 -x -A --inet ..., and what they imply */
	uint8_t family_order[FAMILY_ORDER]; /* enum family, as they were given; nothing implied */
	size_t family_orders;
	bool proto[PROTO_COUNT];   /* -t -u ..., and what they imply */
	bool groups, l2cap, rfcomm;
	bool explicit_choice; /* some section was asked for: only those are listed */
	bool quiet_missing;   /* -4 or -6 chose the protocols: those the kernel lacks are no error */

	bool all, listening;
	bool numeric_hosts, numeric_ports, numeric_users, symbolic;
	bool wide, programs, timers, context, continuous, verbose;
	bool fib, cache;
	int extend; /* how often -e was given */

	char **operands; /* where they are no filter: interface names */
	int operand_count;
	char **storage; /* the rewritten argv that operands and arguments point into */
};

/* options_parse()'s answer: go on, instead of an exit status. */
enum { OPTIONS_GO_ON = -1 };

/*
 * Read the command line. Prints what -h and -V ask for on standard output and errors on standard
 * error. Returns OPTIONS_GO_ON, or the exit status to end with. Ends at the first error.
 */
int options_parse(struct options *options, int argc, char **argv);

void options_free(struct options *options);

/* The columns of the view that the options ask for; NULL: it is of sockets, or --why-busy. */
const struct view_columns *options_view(const struct options *options);

/* Whether the listing has rows of this protocol at all. */
bool options_wants(const struct options *options, enum proto proto);

/* Whether from the second round on only what is different is listed. */
bool options_tell_events(const struct options *options);

/* Whether IPv4 (FAMILY_INET) or IPv6 (FAMILY_INET6) sockets are listed. */
bool options_wants_family(const struct options *options, enum family family);

#endif
