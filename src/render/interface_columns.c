#include "config.h"

#include "render/interface_columns.h"

#include "render/interface_flags.h"
#include "render/interface_values.h"
#include "source/interface_order.h"

static bool is_counted(const void *row)
{
	return interface_of(row)->counted;
}

static bool has_map(const void *row)
{
	const struct interface_map *map = &interface_of(row)->map;

	return map->interrupt || map->base || map->memory_start || map->memory_end || map->dma;
}

static const struct column_group flags = {
	.key = "flags",
	.present = interface_always,
	.next = interface_next_flag_word,
	.help = "UP, RUNNING and the like",
};

static const struct column_group rx = {
	.key = "rx",
	.present = is_counted,
	.help = "what was received; null: of a label, or not known",
};

static const struct column_group tx = {
	.key = "tx",
	.present = is_counted,
	.help = "what was sent; null as rx",
};

static const struct column_group inet = {
	.key = "inet",
	.present = interface_always,
	.next = interface_next_inet,
	.help = "the IPv4 addresses; of a label only those with it",
};

static const struct column_group inet6 = {
	.key = "inet6",
	.present = interface_always,
	.next = interface_next_inet6,
	.help = "the IPv6 addresses",
};

static const struct column_group map = {
	.key = "device",
	.present = has_map,
	.help = "where the hardware is; null: the driver does not say",
};

/* A number that is a field of the record. */
#define NUMBER(function, field)                                                    \
	static void function(const void *row, const void *item, struct cell *cell) \
	{                                                                          \
		(void)item;                                                        \
		cell_unsigned(cell, interface_of(row)->field);                     \
	}

NUMBER(rx_packets, counters.rx_packets)
NUMBER(rx_bytes, counters.rx_bytes)
NUMBER(rx_errors, counters.rx_errors)
NUMBER(rx_dropped, counters.rx_dropped)
NUMBER(rx_fifo, counters.rx_fifo)
NUMBER(rx_frame, counters.rx_frame)
NUMBER(rx_compressed, counters.rx_compressed)
NUMBER(rx_multicast, counters.rx_multicast)
NUMBER(tx_packets, counters.tx_packets)
NUMBER(tx_bytes, counters.tx_bytes)
NUMBER(tx_errors, counters.tx_errors)
NUMBER(tx_dropped, counters.tx_dropped)
NUMBER(tx_fifo, counters.tx_fifo)
NUMBER(tx_collisions, counters.tx_collisions)
NUMBER(tx_carrier, counters.tx_carrier)
NUMBER(tx_compressed, counters.tx_compressed)
NUMBER(map_interrupt, map.interrupt)
NUMBER(map_base, map.base)
NUMBER(map_memory_start, map.memory_start)
NUMBER(map_memory_end, map.memory_end)
NUMBER(map_dma, map.dma)

static int compare_names(const void *a, const void *b)
{
	return interface_order(interface_of(a)->name, interface_of(b)->name);
}

static int compare_devices(const void *a, const void *b)
{
	return interface_order(interface_of(a)->alias_of, interface_of(b)->alias_of);
}

#define COLUMN(name) [INTERFACE_COLUMN_##name]

/* A row: group, key, type, help; then the functions. */
const struct column interface_columns[INTERFACE_COLUMNS] = {
	COLUMN(NAME) = { NULL, "name", "string", "of the interface, or a label of IPv4 addresses",
			 .get = interface_get_name, .compare = compare_names },
	COLUMN(ALIAS_OF) = { NULL, "alias_of", "string",
			     "of a label the interface, whose values the others are; null: it is "
			     "one",
			     .get = interface_get_alias_of, .compare = compare_devices },
	COLUMN(KIND) = { NULL, "kind", "string",
			 "veth, bridge, vlan ... as ip link names it; null: hardware, or not known",
			 .get = interface_get_kind },
	COLUMN(INDEX) = { NULL, "index", "integer", "the kernel's number; null: not known",
			  .get = interface_get_index },
	COLUMN(MTU) = { NULL, "mtu", "integer", "the largest packet, in bytes",
			.get = interface_get_mtu },
	COLUMN(FLAGS) = { &flags, NULL, "string", "a flag", .get = interface_get_flag },
	COLUMN(STATE) = { NULL, "state", "string",
			  "up, down, unknown, dormant, lowerlayerdown, testing, notpresent; null: "
			  "not known",
			  .get = interface_get_state },
	COLUMN(HARDWARE) = { NULL, "hardware", "string",
			     "ether, loop and the like as -e shows it; unspec: it has no word",
			     .get = interface_get_hardware },
	COLUMN(HARDWARE_TYPE) = { NULL, "hardware_type", "integer",
				  "its number, ARPHRD_ of linux/if_arp.h",
				  .get = interface_get_hardware_type },
	COLUMN(HARDWARE_ADDRESS) = { NULL, "hardware_address", "string",
				     "all bytes in hexadecimal; null: none, or not known",
				     .get = interface_get_hardware_address },
	COLUMN(QUEUE) = { NULL, "txqueuelen", "integer",
			  "packets that may wait to be sent; null: not known",
			  .get = interface_get_queue },
	COLUMN(RX_PACKETS) = { &rx, "packets", "integer", "packets", .get = rx_packets },
	COLUMN(RX_BYTES) = { &rx, "bytes", "integer", "their bytes", .get = rx_bytes },
	COLUMN(RX_ERRORS) = { &rx, "errors", "integer", "faulty packets", .get = rx_errors },
	COLUMN(RX_DROPPED) = { &rx, "dropped", "integer", "dropped or missed", .get = rx_dropped },
	COLUMN(RX_FIFO) = { &rx, "fifo", "integer", "lost to a full queue (overruns)",
			    .get = rx_fifo },
	COLUMN(RX_FRAME) = { &rx, "frame", "integer",
			     "wrong in length, checksum or alignment, or too long",
			     .get = rx_frame },
	COLUMN(RX_COMPRESSED) = { &rx, "compressed", "integer", "compressed packets",
				  .get = rx_compressed },
	COLUMN(RX_MULTICAST) = { &rx, "multicast", "integer", "multicast packets",
				 .get = rx_multicast },
	COLUMN(TX_PACKETS) = { &tx, "packets", "integer", "packets", .get = tx_packets },
	COLUMN(TX_BYTES) = { &tx, "bytes", "integer", "their bytes", .get = tx_bytes },
	COLUMN(TX_ERRORS) = { &tx, "errors", "integer", "not sent for a fault", .get = tx_errors },
	COLUMN(TX_DROPPED) = { &tx, "dropped", "integer", "dropped", .get = tx_dropped },
	COLUMN(TX_FIFO) = { &tx, "fifo", "integer", "lost to a queue (overruns)", .get = tx_fifo },
	COLUMN(TX_COLLISIONS) = { &tx, "collisions", "integer", "collisions",
				  .get = tx_collisions },
	COLUMN(TX_CARRIER) = { &tx, "carrier", "integer",
			       "no carrier, aborted, or outside of a window or heartbeat",
			       .get = tx_carrier },
	COLUMN(TX_COMPRESSED) = { &tx, "compressed", "integer", "compressed packets",
				  .get = tx_compressed },
	COLUMN(INET_ADDRESS) = { &inet, "address", "string", "the address",
				 .get = interface_get_inet_address },
	COLUMN(INET_PREFIX_LENGTH) = { &inet, "prefix_length", "integer", "bits of its network",
				       .get = interface_get_inet_prefix },
	COLUMN(INET_BROADCAST) = { &inet, "broadcast", "string",
				   "the broadcast address; null: none is set",
				   .get = interface_get_inet_broadcast },
	COLUMN(INET_PEER) = { &inet, "peer", "string", "the other end; null: there is none",
			      .get = interface_get_inet_peer },
	COLUMN(INET_SCOPE) = { &inet, "scope", "string",
			       "global, site, link, host, nowhere, or a number; null: not known",
			       .get = interface_get_inet_scope },
	COLUMN(INET_LABEL) = { &inet, "label", "string", "the label; null: it has none",
			       .get = interface_get_inet_label },
	COLUMN(INET6_ADDRESS) = { &inet6, "address", "string", "the address",
				  .get = interface_get_inet6_address },
	COLUMN(INET6_PREFIX_LENGTH) = { &inet6, "prefix_length", "integer", "bits of its network",
					.get = interface_get_inet6_prefix },
	COLUMN(INET6_SCOPE) = { &inet6, "scope", "string", "global, site, link, host",
				.get = interface_get_inet6_scope },
	COLUMN(MAP_INTERRUPT) = { &map, "interrupt", "integer", "interrupt", .get = map_interrupt },
	COLUMN(MAP_BASE) = { &map, "base", "integer", "I/O address", .get = map_base },
	COLUMN(MAP_MEMORY_START) = { &map, "memory_start", "integer",
				     "first address of shared memory", .get = map_memory_start },
	COLUMN(MAP_MEMORY_END) = { &map, "memory_end", "integer", "its last address",
				   .get = map_memory_end },
	COLUMN(MAP_DMA) = { &map, "dma", "integer", "DMA channel", .get = map_dma },
};

const struct view_columns interface_view_columns = {
	.columns = interface_columns,
	.count = INTERFACE_COLUMNS,
	.schema = "netstat-ng/interfaces/1",
	.list = "interfaces",
};

/* ---- the table ---- */

/* net-tools prints an int. */
static void text_mtu(const void *row, const void *item, struct cell *cell)
{
	(void)item;
	cell_signed(cell, (int32_t)interface_of(row)->mtu);
}

static void text_flags(const void *row, const void *item, struct cell *cell)
{
	(void)item;
	interface_letters(cell->buffer, interface_of(row)->flags);
	cell_text(cell, cell->buffer);
}

static void text_uncounted(const void *row, const void *item, struct cell *cell)
{
	(void)row;
	(void)item;
	cell_text(cell, "     - no statistics available -");
}

#define CELL(name) &interface_columns[INTERFACE_COLUMN_##name]

static const struct layout_cell counted[] = {
	{ CELL(NAME), "Iface", .width = 15, .cut = 15 },
	{ CELL(MTU), "MTU", .width = 5, .gap = 1, .right = true, .get = text_mtu },
	{ CELL(RX_PACKETS), "RX-OK", .width = 8, .gap = 1, .right = true },
	{ CELL(RX_ERRORS), "RX-ERR", .width = 6, .gap = 1, .right = true },
	{ CELL(RX_DROPPED), "RX-DRP", .width = 6, .gap = 1, .right = true },
	{ CELL(RX_FIFO), "RX-OVR", .width = 6, .gap = 1 },
	{ CELL(TX_PACKETS), "TX-OK", .width = 8, .gap = 1, .right = true },
	{ CELL(TX_ERRORS), "TX-ERR", .width = 6, .gap = 1, .right = true },
	{ CELL(TX_DROPPED), "TX-DRP", .width = 6, .gap = 1, .right = true },
	{ CELL(TX_FIFO), "TX-OVR", .width = 6, .gap = 1, .right = true },
	{ CELL(FLAGS), "Flg", .gap = 1, .get = text_flags },
};

static const struct layout_cell uncounted[] = {
	{ CELL(NAME), "Iface", .width = 15, .cut = 15 },
	{ CELL(MTU), "MTU", .width = 5, .gap = 1, .right = true, .get = text_mtu },
	{ CELL(RX_PACKETS), "", .width = 56, .gap = 1, .get = text_uncounted },
	{ CELL(FLAGS), "Flg", .get = text_flags },
};

const struct layout interface_layout = { counted, sizeof(counted) / sizeof(*counted) };
const struct layout interface_layout_uncounted = { uncounted,
						   sizeof(uncounted) / sizeof(*uncounted) };
