/*
 * The counters of the network protocols, from the text files of /proc/net. There are two forms: in
 * snmp and netstat (net/ipv4/proc.c) a group is a line of names and a line of values, both beginning
 * with its title; in snmp6 (net/ipv6/proc.c) and sctp/snmp (net/sctp/proc.c) a line is a name and a
 * value.
 */
#ifndef NETSTAT_SOURCE_SNMP_H
#define NETSTAT_SOURCE_SNMP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* A counter, or with a name of NULL the beginning of a group, which may have no counters. */
struct snmp_row {
	const char *group; /* its title, as the file has it */
	const char *name;
	uint64_t value; /* as strtoull() reads it: of -1 the largest; 0: there is no number */
	bool negative;  /* and the value is to be read as an int64_t */
	bool missing;   /* there is no number */
	bool snmp6;     /* where it comes from */
};

/* All zeros: empty. Owns what the rows point to. */
struct snmp_table {
	struct snmp_row *rows;
	size_t count, size;
	char **texts;
	size_t text_count, text_size;
};

/*
 * Each adds the rows of a file. They return 0, -ENOMEM, -EFBIG, the -errno of opening (*opened is
 * false) or reading; after an error the rows before it are there.
 */

/*
 * A file of two lines a group, of the groups whose title begins with `prefix` (NULL: all). -EBADMSG:
 * a line without a colon; nothing behind it is read. A last line without a second one is left out.
 */
int snmp_read_groups(struct snmp_table *table, const char *path, const char *prefix, bool *opened);

/*
 * A file of a line a counter, all of them of `group`; NULL: a name begins with its group's title,
 * which ends with a 6, and a name that has the title before somewhere within is of that one's group.
 * Lines without a value are left out.
 */
int snmp_read_names(struct snmp_table *table, const char *path, const char *group, bool *opened);

/* The same for what has been read: `text` is changed, and must stay as long as the table. */
int snmp_parse_groups(struct snmp_table *table, char *text, size_t length, const char *prefix);
int snmp_parse_names(struct snmp_table *table, char *text, size_t length, const char *group);

void snmp_free(struct snmp_table *table);

#endif
