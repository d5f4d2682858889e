#include "config.h"

#include "source/masquerade.h"

#include <arpa/inet.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "grow.h"
#include "source/lines.h"

const char masquerade_file[] = "/proc/net/ip_masquerade";

static const struct {
	const char *in_file, *name;
} protocols[] = {
	{ "IP", "ip" },     { "TCP", "tcp" }, { "UDP", "udp" },
	{ "ICMP", "icmp" }, { "GRE", "gre" }, { "ESP", "esp" },
};

static const char *protocol_name(const char *word, size_t length)
{
	for (size_t i = 0; i < sizeof(protocols) / sizeof(*protocols); i++)
		if (strlen(protocols[i].in_file) == length &&
		    !memcmp(protocols[i].in_file, word, length))
			return protocols[i].name;
	return NULL;
}

/* "0A000001:0400": address and port in the order of hexadecimal digits. Too large ones are cut. */
static bool scan_end(const char **line, union inet_addr *addr, uint16_t *port)
{
	uint64_t address, number;

	if (!scan_hex(line, &address) || !scan_char(line, ':') || !scan_hex(line, &number))
		return false;
	*addr = (union inet_addr){ .words = { htonl((uint32_t)address) } };
	*port = (uint16_t)number;
	return true;
}

static bool scan_short(const char **line, int16_t *value)
{
	int64_t number;

	if (!scan_signed(line, &number))
		return false;
	*value = (int16_t)number;
	return true;
}

static bool scan_rest(const char **line, struct masquerade *entry)
{
	uint64_t port;

	if (!scan_end(line, &entry->source, &entry->source_port) ||
	    !scan_end(line, &entry->destination, &entry->destination_port) ||
	    !scan_hex(line, &port) || !scan_hex(line, &entry->initial_sequence) ||
	    !scan_short(line, &entry->delta))
		return false;
	entry->masquerade_port = (uint16_t)port;
	if (entry->has_previous && !scan_short(line, &entry->previous_delta))
		return false;
	return scan_unsigned(line, &entry->expires);
}

enum masquerade_fault masquerade_parse(struct masquerade *entry, const char *line,
				       bool has_previous)
{
	const char *word;
	size_t length;

	*entry = (struct masquerade){ .has_previous = has_previous };
	if (!scan_word(&line, &word, &length))
		return MASQUERADE_GOOD;
	if (!scan_rest(&line, entry))
		return MASQUERADE_FORMAT;
	entry->protocol = protocol_name(word, length);
	if (!entry->protocol)
		return MASQUERADE_PROTOCOL;
	return line[strspn(line, " \t")] ? MASQUERADE_FORMAT : MASQUERADE_GOOD;
}

/* Returns where the next entry goes, or NULL. */
static struct masquerade *next_row(struct masquerades *entries)
{
	struct masquerade *rows = grow(entries->row, entries->count, &entries->size, sizeof(*rows));

	if (!rows)
		return NULL;
	entries->row = rows;
	return &entries->row[entries->count];
}

static int read_entries(struct masquerades *entries, struct lines *lines,
			enum masquerade_fault *fault)
{
	const char *line;
	size_t length;
	bool has_previous;

	line = lines_next(lines, &length);
	if (!line) {
		*fault = MASQUERADE_EMPTY;
		return 0;
	}
	has_previous = strstr(line, "PDelta");
	while (!*fault && (line = lines_next(lines, &length))) {
		struct masquerade *entry = next_row(entries);

		if (!entry)
			return -ENOMEM;
		*fault = masquerade_parse(entry, line, has_previous);
		entries->count += !*fault && entry->protocol;
	}
	return 0;
}

int masquerade_read(struct masquerades *entries, enum masquerade_fault *fault, bool *read_failed)
{
	struct lines lines;
	int result = lines_open(&lines, masquerade_file);

	*fault = MASQUERADE_GOOD;
	*read_failed = false;
	if (result)
		return result;
	result = read_entries(entries, &lines, fault);
	if (!result && lines.error) {
		result = lines.error;
		*read_failed = true;
	}
	lines_close(&lines);
	return result;
}

void masquerade_free(struct masquerades *entries)
{
	free(entries->row);
	*entries = (struct masquerades){ 0 };
}
