/* The columns of the socket listing, for text and for programs. */
#ifndef NETSTAT_RENDER_SOCKET_COLUMNS_H
#define NETSTAT_RENDER_SOCKET_COLUMNS_H

#include "owner/cgroup_names.h"
#include "render/columns.h"
#include "render/table.h"

/* What the columns' functions get as their row. */
struct socket_row {
	const struct table_style *style; /* options, names, owners */
	const struct cgroup_names *cgroups;
	const struct sock_table *table;
	const struct sock_entry *entry;
	const struct names *interfaces;
	uint32_t place;    /* of the network namespace, for names_interface() */
	const char *netns; /* its name, with --netns */
};

/* The tables of the text. */
enum socket_table {
	SOCKET_TABLE_INET,
	SOCKET_TABLE_UNIX,
};

/* The columns, by their place in socket_columns. */
enum socket_column {
	SOCKET_PROTO,
	SOCKET_RECV_Q,
	SOCKET_SEND_Q,
	SOCKET_LOCAL_ADDRESS,
	SOCKET_LOCAL_PORT,
	SOCKET_LOCAL_SERVICE,
	SOCKET_LOCAL_HOST,
	SOCKET_FOREIGN_ADDRESS,
	SOCKET_FOREIGN_PORT,
	SOCKET_FOREIGN_SERVICE,
	SOCKET_FOREIGN_HOST,
	SOCKET_MORE_LOCAL,
	SOCKET_MORE_FOREIGN,
	SOCKET_REFCNT,
	SOCKET_FLAGS,
	SOCKET_TYPE,
	SOCKET_STATE,
	SOCKET_TIMER_NAME,
	SOCKET_TIMER_SECONDS,
	SOCKET_TIMER_RETRANSMITS,
	SOCKET_TIMER_PROBES,
	SOCKET_UID,
	SOCKET_USER,
	SOCKET_INODE,
	SOCKET_PEER_INODE,
	SOCKET_PATH,
	SOCKET_INTERFACE,
	SOCKET_V6ONLY,
	SOCKET_CGROUP,
	SOCKET_UNIT,
	SOCKET_CONTAINER,
	SOCKET_NETNS,
	SOCKET_OWNER_PID,
	SOCKET_OWNER_FD,
	SOCKET_OWNER_NAME,
	SOCKET_OWNER_CONTEXT,
	SOCKET_COLUMNS,
};

extern const struct column socket_columns[SOCKET_COLUMNS];

/* How wide the cells of a column are in the text. */
static inline size_t socket_width(enum socket_table table, enum socket_column column)
{
	return socket_columns[column].head[table].width;
}

#endif
