/*
 * The socket listing as text, byte for byte as net-tools prints it. Reads the finished rows and
 * what was looked up for them; asks nobody.
 */
#ifndef NETSTAT_RENDER_TABLE_H
#define NETSTAT_RENDER_TABLE_H

#include "entry.h"
#include "names.h"
#include "options.h"
#include "owner/scan.h"
#include "render/out.h"

/* All that decides how a row looks. */
struct table_style {
	const struct options *options;
	const struct names *names;
	const struct owners *owners;
	const char *decimal_point;
	size_t local_width, foreign_width; /* of the address columns */
	bool cut;   /* cut addresses to their columns, by net-tools' rule */
	bool color;
	size_t netns_width; /* of the longest name of a network namespace */
	const char *netns;  /* the name of the row's, with --netns */
};

/* The style of net-tools: columns of 23, cut unless -W. */
struct table_style table_style(const struct options *options, const struct names *names,
			       const struct owners *owners);

/*
 * Make the address columns as wide as the rows of a table need. To be called for all tables, then
 * table_fit() once.
 */
void table_measure(struct table_style *style, const struct sock_table *table);

/* The same for the name of a network namespace. */
void table_measure_netns(struct table_style *style, const char *name);

/* Keep the widened columns if whole rows fit in `columns` (or with -W); else take net-tools'. */
void table_fit(struct table_style *style, unsigned columns);

void table_inet_heading(struct out *out, const struct table_style *style);
void table_unix_heading(struct out *out, const struct table_style *style);

/* One row of any protocol; of SCTP as many lines as it has addresses. */
void table_row(struct out *out, const struct table_style *style, const struct sock_table *table,
	       size_t row);

#endif
