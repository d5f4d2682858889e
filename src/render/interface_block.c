#include "config.h"

#include "render/interface_block.h"

#include <arpa/inet.h>
#include <linux/if.h>
#include <linux/if_arp.h>
#include <stdio.h>
#include <string.h>

#include "render/hardware.h"
#include "render/interface_flags.h"
#include "render/text.h"
#include "source/interface_list.h"

static const char indent[] = "        ";

/* ---- values ---- */

static void number(struct out *out, const char *before, uint64_t value)
{
	out_text(out, before);
	out_left_number(out, value, 0);
}

/* What the kernel hands net-tools as an int. */
static void integer(struct out *out, const char *before, uint32_t value)
{
	out_text(out, before);
	if (value > INT32_MAX)
		out_char(out, '-');
	out_left_number(out, value > INT32_MAX ? -value : value, 0);
}

static void hexadecimal(struct out *out, const char *before, uint64_t value)
{
	char text[2 * sizeof(value) + 1];

	snprintf(text, sizeof(text), "%llx", (unsigned long long)value);
	out_text(out, before);
	out_text(out, text);
}

static void escaped(struct out *out, const char *name)
{
	char text[4 * INTERFACE_NAME];

	out_bytes(out, text, text_escape(text, sizeof(text), name));
}

static void inet_address(struct out *out, const char *before, uint32_t address)
{
	union inet_addr addr = { .words = { address } };
	char text[TEXT_ADDRESS];

	out_text(out, before);
	out_bytes(out, text, text_address(text, AF_INET, &addr));
}

/* A unit begins above its power of 1024, not at it: 1024 is `1024.0 B`. */
size_t interface_size_text(char to[INTERFACE_SIZE_TEXT], uint64_t bytes)
{
	static const char *const units[] = { " B", " KiB", " MiB", " GiB", " TiB", " PiB", " EiB" };
	uint64_t tenths = bytes * 10;
	unsigned unit = 0;
	size_t length;

	while (unit < 6 && bytes > UINT64_C(1) << 10 * (unit + 1))
		unit++;
	if (unit == 6) /* ten times as much would not fit: a tenth of the unit, as an integer */
		tenths = bytes / ((UINT64_C(1) << 60) / 10);
	else
		tenths >>= 10 * unit;
	length = text_number(to, tenths / 10);
	to[length++] = '.';
	to[length++] = (char)('0' + tenths % 10);
	memcpy(to + length, units[unit], strlen(units[unit]));
	return length + strlen(units[unit]);
}

void interface_scope_text(char to[INTERFACE_SCOPE_TEXT], uint8_t scope)
{
	enum { COMPAT = 0x80, LINK = 0x20, SITE = 0x40, HOST = 0x10 };
	uint8_t rest = scope & (uint8_t)~COMPAT;

	snprintf(to, INTERFACE_SCOPE_TEXT, "<%s%s%s%s%s", scope & COMPAT ? "compat," : "",
		 rest ? "" : "global,", rest & LINK ? "link," : "", rest & SITE ? "site," : "",
		 rest & HOST ? "host," : "");
	to[strlen(to) - 1] = to[1] ? '>' : '\0';
}

/* ---- lines ---- */

static void head_line(struct out *out, const struct interface *row)
{
	const struct interface_flag *flag = NULL;
	uint32_t flags = row->flags & INTERFACE_OLD_FLAGS;
	bool some = false;

	escaped(out, row->name);
	integer(out, ": flags=", (uint32_t)(int16_t)row->flags);
	/* Without words it cuts off the last sign: of no flags `>', of others `<'. */
	if (flags || !(row->flags & 0xffff))
		out_char(out, '<');
	while ((flag = interface_next_flag(flags, flag))) {
		out_text(out, some ? "," : "");
		out_text(out, flag->word);
		some = true;
	}
	if (flags)
		out_char(out, '>');
	integer(out, "  mtu ", row->mtu);
	out_char(out, '\n');
}

static void inet_line(struct out *out, const struct interface_list *list,
		      const struct interface *row)
{
	struct interface_inet inet;
	uint32_t mask;

	if (!interface_list_main_inet(list, row, &inet))
		return;
	mask = inet.prefix_length ? ~UINT32_C(0) << (32 - inet.prefix_length) % 32 : 0;
	out_text(out, indent);
	inet_address(out, "inet ", inet.local);
	inet_address(out, "  netmask ", htonl(mask));
	if (row->flags & IFF_BROADCAST)
		inet_address(out, "  broadcast ", inet.broadcast);
	if (row->flags & IFF_POINTOPOINT)
		inet_address(out, "  destination ", inet.peer);
	out_char(out, '\n');
}

static void inet6_line(struct out *out, const struct interface_inet6 *inet6)
{
	char text[TEXT_ADDRESS], scope[INTERFACE_SCOPE_TEXT];
	union inet_addr addr;

	memcpy(addr.bytes, inet6->address, sizeof(inet6->address));
	interface_scope_text(scope, inet6->scope);
	out_text(out, indent);
	out_text(out, "inet6 ");
	out_bytes(out, text, text_address(text, AF_INET6, &addr));
	number(out, "  prefixlen ", inet6->prefix_length);
	hexadecimal(out, "  scopeid 0x", inet6->scope);
	out_text(out, scope);
	out_char(out, '\n');
}

static void inet6_lines(struct out *out, const struct interface_list *list,
			const struct interface *row)
{
	size_t count;
	const struct interface_inet6 *inet6 = interface_list_inet6(list, row, &count);

	for (size_t i = 0; i < count; i++)
		inet6_line(out, &inet6[i]);
}

static void hardware_line(struct out *out, const struct interface *row)
{
	const struct hardware *hardware = hardware_of(row->type);
	char text[HARDWARE_TEXT];

	out_text(out, indent);
	out_text(out, hardware->name);
	if (hardware->address) {
		out_char(out, ' ');
		out_bytes(out, text, hardware->address(text, row->address));
	}
	if (row->queue != UINT32_MAX)
		integer(out, "  txqueuelen ", row->queue);
	out_text(out, "  (");
	out_text(out, hardware->title);
	out_text(out, ")\n");
}

static void media_line(struct out *out, const struct interface *row)
{
	static const char *const ports[] = { "unknown",  "10base2",   "10baseT",  "AUI",
					     "100baseT", "100baseTX", "100baseFX" };

	if (!(row->flags & IFF_PORTSEL))
		return;
	out_text(out, indent);
	out_text(out, "media ");
	out_text(out,
		 row->map.port < sizeof(ports) / sizeof(*ports) ? ports[row->map.port] : "(null)");
	out_text(out, row->flags & IFF_AUTOMEDIA ? "autoselect\n" : "\n");
}

static void packets_line(struct out *out, const char *direction, uint64_t packets, uint64_t bytes)
{
	char size[INTERFACE_SIZE_TEXT];

	out_text(out, indent);
	out_text(out, direction);
	number(out, " packets ", packets);
	number(out, "  bytes ", bytes);
	out_text(out, " (");
	out_bytes(out, size, interface_size_text(size, bytes));
	out_text(out, ")\n");
}

static void compressed_line(struct out *out, const char *title, uint64_t compressed)
{
	out_text(out, indent);
	number(out, title, compressed);
	out_char(out, '\n');
}

static void receive_lines(struct out *out, const struct interface_counters *counters,
			  bool compresses)
{
	packets_line(out, "RX", counters->rx_packets, counters->rx_bytes);
	if (compresses)
		compressed_line(out, "RX compressed:", counters->rx_compressed);
	out_text(out, indent);
	number(out, "RX errors ", counters->rx_errors);
	number(out, "  dropped ", counters->rx_dropped);
	number(out, "  overruns ", counters->rx_fifo);
	number(out, "  frame ", counters->rx_frame);
	out_char(out, '\n');
}

/* One blank before `overruns`, and a colon in one of two lines: so does net-tools. */
static void transmit_lines(struct out *out, const struct interface_counters *counters,
			   bool compresses)
{
	packets_line(out, "TX", counters->tx_packets, counters->tx_bytes);
	if (compresses)
		compressed_line(out, "TX compressed ", counters->tx_compressed);
	out_text(out, indent);
	number(out, "TX errors ", counters->tx_errors);
	number(out, "  dropped ", counters->tx_dropped);
	number(out, " overruns ", counters->tx_fifo);
	number(out, "  carrier ", counters->tx_carrier);
	number(out, "  collisions ", counters->tx_collisions);
	out_char(out, '\n');
}

/* Interrupt and base as SIOCGIFMAP has them: one byte and two. */
static void device_line(struct out *out, const struct interface_map *map)
{
	uint8_t interrupt = (uint8_t)map->interrupt;
	uint16_t base = (uint16_t)map->base;

	if (!interrupt && !map->memory_start && !map->dma && base < 0x100)
		return;
	out_text(out, indent);
	out_text(out, "device ");
	if (interrupt) {
		number(out, "interrupt ", interrupt);
		out_text(out, "  ");
	}
	if (base >= 0x100) {
		hexadecimal(out, "base 0x", base);
		out_text(out, "  ");
	}
	if (map->memory_start) {
		hexadecimal(out, "memory 0x", map->memory_start);
		hexadecimal(out, "-", map->memory_end);
		out_text(out, "  ");
	}
	if (map->dma)
		hexadecimal(out, "  dma 0x", map->dma);
	out_char(out, '\n');
}

void interface_block(struct out *out, const struct interface_list *list,
		     const struct interface *row)
{
	bool compresses = row->type == ARPHRD_CSLIP || row->type == ARPHRD_CSLIP6;

	head_line(out, row);
	inet_line(out, list, row);
	inet6_lines(out, list, row);
	hardware_line(out, row);
	media_line(out, row);
	if (row->counted) {
		receive_lines(out, &row->counters, compresses);
		transmit_lines(out, &row->counters, compresses);
	}
	device_line(out, &row->map);
	out_char(out, '\n');
}
