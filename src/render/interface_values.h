/* The values of the columns of interface_columns.c; for that file alone. */
#ifndef NETSTAT_RENDER_INTERFACE_VALUES_H
#define NETSTAT_RENDER_INTERFACE_VALUES_H

#include "render/columns.h"
#include "render/interface_columns.h"

static inline const struct interface *interface_of(const void *row)
{
	return ((const struct interface_row *)row)->interface;
}

void interface_get_name(const void *row, const void *item, struct cell *cell);
void interface_get_alias_of(const void *row, const void *item, struct cell *cell);
void interface_get_kind(const void *row, const void *item, struct cell *cell);
void interface_get_index(const void *row, const void *item, struct cell *cell);
void interface_get_mtu(const void *row, const void *item, struct cell *cell);
void interface_get_flag(const void *row, const void *item, struct cell *cell);
void interface_get_state(const void *row, const void *item, struct cell *cell);
void interface_get_hardware(const void *row, const void *item, struct cell *cell);
void interface_get_hardware_type(const void *row, const void *item, struct cell *cell);
void interface_get_hardware_address(const void *row, const void *item, struct cell *cell);
void interface_get_queue(const void *row, const void *item, struct cell *cell);

void interface_get_inet_address(const void *row, const void *item, struct cell *cell);
void interface_get_inet_prefix(const void *row, const void *item, struct cell *cell);
void interface_get_inet_broadcast(const void *row, const void *item, struct cell *cell);
void interface_get_inet_peer(const void *row, const void *item, struct cell *cell);
void interface_get_inet_scope(const void *row, const void *item, struct cell *cell);
void interface_get_inet_label(const void *row, const void *item, struct cell *cell);
void interface_get_inet6_address(const void *row, const void *item, struct cell *cell);
void interface_get_inet6_prefix(const void *row, const void *item, struct cell *cell);
void interface_get_inet6_scope(const void *row, const void *item, struct cell *cell);

bool interface_always(const void *row);
const void *interface_next_flag_word(const void *row, const void *item);
const void *interface_next_inet(const void *row, const void *item);
const void *interface_next_inet6(const void *row, const void *item);

#endif
