/*
 * The values that the columns of the socket listing hand out, for their table in socket_columns.c and
 * for nobody else. `row` is a struct socket_row; the rest is as columns.h says.
 */
#ifndef NETSTAT_RENDER_SOCKET_VALUES_H
#define NETSTAT_RENDER_SOCKET_VALUES_H

#include "render/socket_columns.h"

static inline const struct sock_entry *entry_of(const void *row)
{
	return ((const struct socket_row *)row)->entry;
}

static inline const struct options *options_of(const void *row)
{
	return ((const struct socket_row *)row)->style->options;
}

/* Which rows have a column, and in which a group is not null. */
bool socket_is_unix(const void *row);
bool socket_is_inet(const void *row);
bool socket_is_sctp(const void *row);
bool socket_has_services(const void *row);
bool socket_has_hosts(const void *row);
bool socket_in_namespaces(const void *row);

/* socket_ends.c: protocol, queues, both ends. */
void socket_get_proto(const void *row, const void *item, struct cell *cell);
void socket_get_recvq(const void *row, const void *item, struct cell *cell);
void socket_get_sendq(const void *row, const void *item, struct cell *cell);
void socket_get_local(const void *row, const void *item, struct cell *cell);
void socket_get_foreign(const void *row, const void *item, struct cell *cell);
void socket_get_local_port(const void *row, const void *item, struct cell *cell);
void socket_get_foreign_port(const void *row, const void *item, struct cell *cell);
void socket_get_local_service(const void *row, const void *item, struct cell *cell);
void socket_get_foreign_service(const void *row, const void *item, struct cell *cell);
void socket_get_local_host(const void *row, const void *item, struct cell *cell);
void socket_get_foreign_host(const void *row, const void *item, struct cell *cell);
bool socket_always(const void *row);
const void *socket_next_local(const void *row, const void *item);
const void *socket_next_foreign(const void *row, const void *item);
void socket_get_more(const void *row, const void *item, struct cell *cell);

/* socket_state.c: state, timer, and what only unix sockets have. */
void socket_get_refcnt(const void *row, const void *item, struct cell *cell);
const void *socket_next_flag(const void *row, const void *item);
void socket_get_flag(const void *row, const void *item, struct cell *cell);
void socket_get_type(const void *row, const void *item, struct cell *cell);
void socket_get_path(const void *row, const void *item, struct cell *cell);
void socket_get_peer(const void *row, const void *item, struct cell *cell);
void socket_get_state(const void *row, const void *item, struct cell *cell);
bool socket_has_timer(const void *row);
void socket_get_timer_name(const void *row, const void *item, struct cell *cell);
void socket_get_timer_seconds(const void *row, const void *item, struct cell *cell);
void socket_get_retransmits(const void *row, const void *item, struct cell *cell);
void socket_get_probes(const void *row, const void *item, struct cell *cell);

/* socket_origin.c: whose the socket is, and where it was made. */
void socket_get_uid(const void *row, const void *item, struct cell *cell);
void socket_get_user(const void *row, const void *item, struct cell *cell);
void socket_get_inode(const void *row, const void *item, struct cell *cell);
bool socket_has_owners(const void *row);
const void *socket_next_owner(const void *row, const void *item);
void socket_get_owner_pid(const void *row, const void *item, struct cell *cell);
void socket_get_owner_fd(const void *row, const void *item, struct cell *cell);
void socket_get_owner_name(const void *row, const void *item, struct cell *cell);
void socket_get_owner_context(const void *row, const void *item, struct cell *cell);
void socket_get_interface(const void *row, const void *item, struct cell *cell);
void socket_get_v6only(const void *row, const void *item, struct cell *cell);
void socket_get_cgroup(const void *row, const void *item, struct cell *cell);
void socket_get_unit(const void *row, const void *item, struct cell *cell);
void socket_get_container(const void *row, const void *item, struct cell *cell);
void socket_get_netns(const void *row, const void *item, struct cell *cell);

#endif
