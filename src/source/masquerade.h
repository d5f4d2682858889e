/*
 * Masqueraded connections, as kernels up to 2.2 (and firewalls that imitate them) list them in
 * /proc/net/ip_masquerade. The kernels since then have them in connection tracking.
 */
#ifndef NETSTAT_SOURCE_MASQUERADE_H
#define NETSTAT_SOURCE_MASQUERADE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "entry.h"

struct masquerade {
	const char *protocol; /* as net-tools writes it: tcp, udp, icmp, ip, gre, esp */
	union inet_addr source, destination; /* IPv4 */
	uint16_t source_port, destination_port, masquerade_port;
	uint64_t expires; /* hundredths of a second */
	uint64_t initial_sequence;
	int16_t delta, previous_delta;
	bool has_previous;
};

struct masquerades {
	struct masquerade *row;
	size_t count, size;
};

extern const char masquerade_file[];

/* What is wrong with a file that could be read. */
enum masquerade_fault {
	MASQUERADE_GOOD,
	MASQUERADE_EMPTY,    /* it has not even a line of titles */
	MASQUERADE_FORMAT,   /* a line is not what it should be */
	MASQUERADE_PROTOCOL, /* a protocol is unknown */
};

/* One line; has_previous: the titles have PDelta. A line of blanks is good and leaves protocol NULL. */
enum masquerade_fault masquerade_parse(struct masquerade *entry, const char *line,
				       bool has_previous);

/*
 * Read the file up to its first fault. Returns 0, -ENOMEM, or the -errno of a file that does not
 * open; *read_failed: of one that did, and cannot be read.
 */
int masquerade_read(struct masquerades *entries, enum masquerade_fault *fault, bool *read_failed);

void masquerade_free(struct masquerades *entries);

#endif
