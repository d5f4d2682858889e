#include "config.h"

#include "render/interface_values.h"

#include <arpa/inet.h>
#include <linux/if.h>
#include <linux/rtnetlink.h>
#include <stdio.h>
#include <string.h>

#include "render/hardware.h"
#include "render/interface_flags.h"
#include "render/text.h"
#include "source/interface_list.h"

bool interface_always(const void *row)
{
	(void)row;
	return true;
}

/* ---- the interface ---- */

static void name(const char *text, struct cell *cell)
{
	if (*text)
		cell_text(cell, text);
}

void interface_get_name(const void *row, const void *item, struct cell *cell)
{
	(void)item;
	cell_text(cell, interface_of(row)->name);
}

void interface_get_alias_of(const void *row, const void *item, struct cell *cell)
{
	(void)item;
	name(interface_of(row)->alias_of, cell);
}

void interface_get_kind(const void *row, const void *item, struct cell *cell)
{
	(void)item;
	name(interface_of(row)->kind, cell);
}

void interface_get_index(const void *row, const void *item, struct cell *cell)
{
	(void)item;
	if (interface_of(row)->index)
		cell_unsigned(cell, interface_of(row)->index);
}

void interface_get_mtu(const void *row, const void *item, struct cell *cell)
{
	(void)item;
	cell_unsigned(cell, interface_of(row)->mtu);
}

const void *interface_next_flag_word(const void *row, const void *item)
{
	return interface_next_flag(interface_of(row)->flags, item);
}

void interface_get_flag(const void *row, const void *item, struct cell *cell)
{
	(void)row;
	cell_text(cell, ((const struct interface_flag *)item)->word);
}

/* As /sys/class/net/NAME/operstate says it. */
void interface_get_state(const void *row, const void *item, struct cell *cell)
{
	static const char *const words[] = {
		[IF_OPER_UNKNOWN] = "unknown", [IF_OPER_NOTPRESENT] = "notpresent",
		[IF_OPER_DOWN] = "down",       [IF_OPER_LOWERLAYERDOWN] = "lowerlayerdown",
		[IF_OPER_TESTING] = "testing", [IF_OPER_DORMANT] = "dormant",
		[IF_OPER_UP] = "up",
	};
	uint8_t state = interface_of(row)->operstate;

	(void)item;
	if (state < sizeof(words) / sizeof(*words))
		cell_text(cell, words[state]);
}

void interface_get_hardware(const void *row, const void *item, struct cell *cell)
{
	(void)item;
	cell_text(cell, hardware_of(interface_of(row)->type)->name);
}

void interface_get_hardware_type(const void *row, const void *item, struct cell *cell)
{
	(void)item;
	cell_unsigned(cell, interface_of(row)->type);
}

/* All bytes, which for InfiniBand are 20. */
void interface_get_hardware_address(const void *row, const void *item, struct cell *cell)
{
	const struct interface *interface = interface_of(row);
	size_t length = 0;

	(void)item;
	if (!interface->address_length)
		return;
	for (size_t i = 0; i < interface->address_length && length + 4 <= CELL_BUFFER; i++)
		length += (size_t)snprintf(cell->buffer + length, CELL_BUFFER - length,
					   i ? ":%02x" : "%02x", interface->address[i]);
	cell_text(cell, cell->buffer);
}

void interface_get_queue(const void *row, const void *item, struct cell *cell)
{
	(void)item;
	if (interface_of(row)->queue != UINT32_MAX)
		cell_unsigned(cell, interface_of(row)->queue);
}

/* ---- IPv4 ---- */

/* Of an interface all addresses, of a label its own. */
const void *interface_next_inet(const void *row, const void *item)
{
	const struct interface_row *at = row;
	size_t count;
	const struct interface_inet *first = interface_list_inet(at->list, at->interface, &count);
	const struct interface_inet *next = item ? (const struct interface_inet *)item + 1 : first;

	for (; next < first + count; next++)
		if (!*at->interface->alias_of || !strcmp(next->label, at->interface->name))
			return next;
	return NULL;
}

static void inet(uint32_t address, struct cell *cell)
{
	inet_ntop(AF_INET, &address, cell->buffer, sizeof(cell->buffer));
	cell_text(cell, cell->buffer);
}

void interface_get_inet_address(const void *row, const void *item, struct cell *cell)
{
	(void)row;
	inet(((const struct interface_inet *)item)->local, cell);
}

void interface_get_inet_prefix(const void *row, const void *item, struct cell *cell)
{
	(void)row;
	cell_unsigned(cell, ((const struct interface_inet *)item)->prefix_length);
}

void interface_get_inet_broadcast(const void *row, const void *item, struct cell *cell)
{
	const struct interface_inet *address = item;

	(void)row;
	if (address->broadcast)
		inet(address->broadcast, cell);
}

void interface_get_inet_peer(const void *row, const void *item, struct cell *cell)
{
	const struct interface_inet *address = item;

	(void)row;
	if (address->peer != address->local)
		inet(address->peer, cell);
}

void interface_get_inet_scope(const void *row, const void *item, struct cell *cell)
{
	static const struct {
		uint8_t scope;
		const char *word;
	} words[] = { { RT_SCOPE_UNIVERSE, "global" },
		      { RT_SCOPE_SITE, "site" },
		      { RT_SCOPE_LINK, "link" },
		      { RT_SCOPE_HOST, "host" },
		      { RT_SCOPE_NOWHERE, "nowhere" } };
	int16_t scope = ((const struct interface_inet *)item)->scope;

	(void)row;
	if (scope < 0)
		return;
	snprintf(cell->buffer, sizeof(cell->buffer), "%d", scope);
	cell_text(cell, cell->buffer);
	for (size_t i = 0; i < sizeof(words) / sizeof(*words); i++)
		if (words[i].scope == scope)
			cell_text(cell, words[i].word);
}

void interface_get_inet_label(const void *row, const void *item, struct cell *cell)
{
	(void)row;
	name(((const struct interface_inet *)item)->label, cell);
}

/* ---- IPv6 ---- */

const void *interface_next_inet6(const void *row, const void *item)
{
	const struct interface_row *at = row;
	size_t count;
	const struct interface_inet6 *first = interface_list_inet6(at->list, at->interface, &count);
	const struct interface_inet6 *next = item ? (const struct interface_inet6 *)item + 1
						  : first;

	return next < first + count ? next : NULL;
}

void interface_get_inet6_address(const void *row, const void *item, struct cell *cell)
{
	(void)row;
	inet_ntop(AF_INET6, ((const struct interface_inet6 *)item)->address, cell->buffer,
		  sizeof(cell->buffer));
	cell_text(cell, cell->buffer);
}

void interface_get_inet6_prefix(const void *row, const void *item, struct cell *cell)
{
	(void)row;
	cell_unsigned(cell, ((const struct interface_inet6 *)item)->prefix_length);
}

void interface_get_inet6_scope(const void *row, const void *item, struct cell *cell)
{
	uint8_t scope = ((const struct interface_inet6 *)item)->scope;

	(void)row;
	cell_text(cell, scope & 0x20   ? "link"
			: scope & 0x40 ? "site"
			: scope & 0x10 ? "host"
				       : "global");
}
