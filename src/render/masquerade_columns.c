#include "config.h"

#include "render/masquerade_columns.h"

#include <arpa/inet.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>

#include "render/text.h"

static const struct masquerade *entry_of(const void *row)
{
	return ((const struct masquerade_row *)row)->entry;
}

static bool has_hosts(const void *row)
{
	return !((const struct masquerade_row *)row)->options->numeric_hosts;
}

static bool has_services(const void *row)
{
	return !((const struct masquerade_row *)row)->options->numeric_ports;
}

static const char *host_name(const void *row, const union inet_addr *addr)
{
	return has_hosts(row)
		       ? names_host(((const struct masquerade_row *)row)->names, AF_INET, addr)
		       : NULL;
}

/* Only TCP and UDP have services. */
static const char *service_name(const void *row, uint16_t port)
{
	const char *protocol = entry_of(row)->protocol;
	const struct names *names = ((const struct masquerade_row *)row)->names;

	if (!has_services(row) || !port)
		return NULL;
	if (!strcmp(protocol, "tcp"))
		return names_port(names, PROTO_TCP, port);
	return strcmp(protocol, "udp") ? NULL : names_port(names, PROTO_UDP, port);
}

static void address(struct cell *cell, const union inet_addr *addr)
{
	cell->buffer[text_address(cell->buffer, AF_INET, addr)] = '\0';
	cell_text(cell, cell->buffer);
}

static void get_proto(const void *row, const void *item, struct cell *cell)
{
	(void)item;
	cell_text(cell, entry_of(row)->protocol);
}

static void get_expires(const void *row, const void *item, struct cell *cell)
{
	(void)item;
	cell->kind = CELL_HUNDREDTHS;
	cell->number = entry_of(row)->expires;
}

static void get_initseq(const void *row, const void *item, struct cell *cell)
{
	(void)item;
	cell_unsigned(cell, entry_of(row)->initial_sequence);
}

static void get_delta(const void *row, const void *item, struct cell *cell)
{
	(void)item;
	cell_signed(cell, entry_of(row)->delta);
}

static void get_previous(const void *row, const void *item, struct cell *cell)
{
	(void)item;
	if (entry_of(row)->has_previous)
		cell_signed(cell, entry_of(row)->previous_delta);
}

static void get_source(const void *row, const void *item, struct cell *cell)
{
	(void)item;
	address(cell, &entry_of(row)->source);
}

static void get_source_host(const void *row, const void *item, struct cell *cell)
{
	(void)item;
	cell_text(cell, host_name(row, &entry_of(row)->source));
}

static void get_source_port(const void *row, const void *item, struct cell *cell)
{
	(void)item;
	cell_unsigned(cell, entry_of(row)->source_port);
}

static void get_source_service(const void *row, const void *item, struct cell *cell)
{
	(void)item;
	cell_text(cell, service_name(row, entry_of(row)->source_port));
}

static void get_destination(const void *row, const void *item, struct cell *cell)
{
	(void)item;
	address(cell, &entry_of(row)->destination);
}

static void get_destination_host(const void *row, const void *item, struct cell *cell)
{
	(void)item;
	cell_text(cell, host_name(row, &entry_of(row)->destination));
}

static void get_destination_port(const void *row, const void *item, struct cell *cell)
{
	(void)item;
	cell_unsigned(cell, entry_of(row)->destination_port);
}

static void get_destination_service(const void *row, const void *item, struct cell *cell)
{
	(void)item;
	cell_text(cell, service_name(row, entry_of(row)->destination_port));
}

static void get_port(const void *row, const void *item, struct cell *cell)
{
	(void)item;
	cell_unsigned(cell, entry_of(row)->masquerade_port);
}

static int compare_addresses(const union inet_addr *a, const union inet_addr *b)
{
	return memcmp(a, b, sizeof(*a));
}

static int compare_sources(const void *a, const void *b)
{
	return compare_addresses(&entry_of(a)->source, &entry_of(b)->source);
}

static int compare_destinations(const void *a, const void *b)
{
	return compare_addresses(&entry_of(a)->destination, &entry_of(b)->destination);
}

const struct column masquerade_columns[] = {
	{ .key = "proto",
	  .type = "string",
	  .help = "tcp, udp, icmp, ip, gre or esp",
	  .get = get_proto },
	{ .key = "expires",
	  .type = "number",
	  .help = "seconds until it is forgotten",
	  .get = get_expires },
	{ .key = "initseq",
	  .type = "integer",
	  .help = "from this sequence number on delta is added",
	  .get = get_initseq },
	{ .key = "delta",
	  .type = "integer",
	  .help = "what is added to sequence numbers",
	  .get = get_delta },
	{ .key = "previous_delta",
	  .type = "integer",
	  .help = "what was added before initseq",
	  .get = get_previous },
	{ .key = "source_address",
	  .type = "string",
	  .help = "address of the machine behind",
	  .get = get_source,
	  .compare = compare_sources },
	{ .key = "source_port", .type = "integer", .help = "its port", .get = get_source_port },
	{ .key = "source_service",
	  .type = "string",
	  .help = "name of that port; not with -n, --numeric-ports",
	  .get = get_source_service,
	  .applies = has_services },
	{ .key = "source_host",
	  .type = "string",
	  .help = "name of that address; not with -n, --numeric-hosts",
	  .get = get_source_host,
	  .applies = has_hosts },
	{ .key = "destination_address",
	  .type = "string",
	  .help = "address of the machine beyond",
	  .get = get_destination,
	  .compare = compare_destinations },
	{ .key = "destination_port",
	  .type = "integer",
	  .help = "its port",
	  .get = get_destination_port },
	{ .key = "destination_service",
	  .type = "string",
	  .help = "name of that port; not with -n, --numeric-ports",
	  .get = get_destination_service,
	  .applies = has_services },
	{ .key = "destination_host",
	  .type = "string",
	  .help = "name of that address; not with -n, --numeric-hosts",
	  .get = get_destination_host,
	  .applies = has_hosts },
	{ .key = "masquerade_port",
	  .type = "integer",
	  .help = "port of this machine that stands for the source",
	  .get = get_port },
};

const struct view_columns masquerade_view_columns = {
	.columns = masquerade_columns,
	.count = sizeof(masquerade_columns) / sizeof(*masquerade_columns),
	.schema = "netstat-ng/masquerade/1",
	.list = "masquerade",
};

/* ---- the text ---- */

#define ENDS                                                       \
	{ .title = "source", .width = 20, .gap = 1 },              \
		{ .title = "destination", .width = 20, .gap = 1 }, \
	{                                                          \
		.title = "ports", .gap = 1                         \
	}

static const struct layout_cell cells[] = {
	{ .title = "prot", .width = 4 },
	{ .title = "expire", .width = 9, .right = true },
	ENDS,
};

static const struct layout_cell extended_cells[] = {
	{ .title = "prot", .width = 4 },
	{ .title = "expire", .width = 9, .right = true },
	{ .title = "initseq", .width = 10, .gap = 1, .right = true },
	{ .title = "delta", .width = 5, .gap = 1, .right = true },
	{ .title = "prevd", .width = 5, .gap = 1, .right = true },
	ENDS,
};

const struct layout masquerade_layout = { cells, sizeof(cells) / sizeof(*cells) };
const struct layout masquerade_layout_extended = {
	extended_cells, sizeof(extended_cells) / sizeof(*extended_cells)
};

static void text_numbers(struct out *out, const struct masquerade *entry, bool extended)
{
	char text[128];
	size_t length;

	length = (size_t)snprintf(text, sizeof(text), "%-4s%3" PRIu64 ":%02d.%02d ",
				  entry->protocol, entry->expires / 6000,
				  (int)(entry->expires / 100 % 60), (int)(entry->expires % 100));
	if (extended)
		length += (size_t)snprintf(text + length, sizeof(text) - length,
					   "%10" PRIu64 " %5hd ", entry->initial_sequence,
					   entry->delta);
	if (extended && entry->has_previous)
		length += (size_t)snprintf(text + length, sizeof(text) - length, "%5hd ",
					   entry->previous_delta);
	out_bytes(out, text, length);
	if (extended && !entry->has_previous)
		out_text(out, "    - ");
}

static void text_host(struct out *out, const struct masquerade_row *row,
		      const union inet_addr *addr)
{
	const char *name = host_name(row, addr);
	char text[TEXT_ADDRESS];

	if (name)
		out_left(out, name, strlen(name), 20);
	else
		out_left(out, text, text_address(text, AF_INET, addr), 20);
	out_char(out, ' ');
}

static void text_port(struct out *out, const struct masquerade_row *row, uint16_t port)
{
	const char *name = port ? service_name(row, port) : "*";

	if (name)
		out_text(out, name);
	else
		out_left_number(out, port, 0);
}

void masquerade_text(struct out *out, const struct masquerade_row *row)
{
	text_numbers(out, row->entry, row->options->extend);
	text_host(out, row, &row->entry->source);
	text_host(out, row, &row->entry->destination);
	text_port(out, row, row->entry->source_port);
	out_text(out, " -> ");
	text_port(out, row, row->entry->destination_port);
	out_text(out, " (");
	text_port(out, row, row->entry->masquerade_port);
	out_text(out, ")\n");
}
