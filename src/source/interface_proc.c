#include "config.h"

#include "source/interface_proc.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

#include "source/interface_inet6.h"
#include "source/interface_ioctl.h"
#include "source/interface_list.h"
#include "source/lines.h"

/* ---- /proc/net/dev ---- */

enum dev_columns interface_proc_columns(const char *heading)
{
	if (strstr(heading, "compressed"))
		return DEV_COMPRESSED;
	return strstr(heading, "bytes") ? DEV_BYTES : DEV_PACKETS;
}

static bool is_space(char c)
{
	return c == ' ' || (c >= '\t' && c <= '\r');
}

static const char *skip_spaces(const char *text)
{
	while (is_space(*text))
		text++;
	return text;
}

/*
 * The name ends at a blank or a colon, but a label, `:DIGITS:`, is a part of it. Returns what is behind
 * it. (Debian's net-tools finds no counters behind a name of 15 characters.)
 */
static const char *parse_name(const char *line, struct interface *row)
{
	const char *name = skip_spaces(line), *end = name;

	while (*end && !is_space(*end) && *end != ':')
		end++;
	if (*end == ':') {
		const char *label = end + 1 + strspn(end + 1, "0123456789");

		if (*label == ':')
			end = label;
	}
	interface_name_copy(row->name, name, (size_t)(end - name));
	return *end == ':' ? end + 1 : end;
}

/* As scanf's %llu: a sign is allowed, and what does not fit saturates. */
static bool scan_counter(const char **text, uint64_t *value)
{
	bool minus;

	*text = skip_spaces(*text);
	minus = **text == '-';
	*text += minus || **text == '+';
	if (**text < '0' || **text > '9')
		return false;
	scan_unsigned(text, value);
	if (minus && *value != UINT64_MAX)
		*value = -*value;
	return true;
}

#define AT(field) offsetof(struct interface_counters, field)

/* What is in the columns that follow each other, and from which version on. */
static const struct {
	size_t offset;
	enum dev_columns since;
} columns_of[] = {
	{ AT(rx_bytes), DEV_BYTES },           { AT(rx_packets), DEV_PACKETS },
	{ AT(rx_errors), DEV_PACKETS },        { AT(rx_dropped), DEV_PACKETS },
	{ AT(rx_fifo), DEV_PACKETS },          { AT(rx_frame), DEV_PACKETS },
	{ AT(rx_compressed), DEV_COMPRESSED }, { AT(rx_multicast), DEV_COMPRESSED },
	{ AT(tx_bytes), DEV_BYTES },           { AT(tx_packets), DEV_PACKETS },
	{ AT(tx_errors), DEV_PACKETS },        { AT(tx_dropped), DEV_PACKETS },
	{ AT(tx_fifo), DEV_PACKETS },          { AT(tx_collisions), DEV_PACKETS },
	{ AT(tx_carrier), DEV_PACKETS },       { AT(tx_compressed), DEV_COMPRESSED },
};

void interface_proc_parse(const char *line, enum dev_columns columns, struct interface *row)
{
	uint64_t value;

	line = parse_name(line, row);
	row->counted = true;
	for (size_t i = 0; i < sizeof(columns_of) / sizeof(*columns_of); i++) {
		if (columns_of[i].since > columns)
			continue;
		if (!scan_counter(&line, &value))
			return;
		memcpy((char *)&row->counters + columns_of[i].offset, &value, sizeof(value));
	}
}

/* Returns 0 or -ENOMEM; the end of the file may have come early (lines->error). */
static int read_rows(struct lines *lines, struct interface_list *list)
{
	enum dev_columns columns = DEV_PACKETS;
	size_t length;
	const char *line;

	for (size_t number = 1; (line = lines_next(lines, &length)); number++) {
		struct interface *row;

		if (number <= 2) {
			columns = interface_proc_columns(line);
			continue;
		}
		row = interface_list_add(list);
		if (!row)
			return -ENOMEM;
		interface_proc_parse(line, columns, row);
		/* No interface has a colon in its name: Linux 2.0 counted for labels, too. */
		length = strcspn(row->name, ":");
		if (row->name[length])
			interface_name_copy(row->alias_of, row->name, length);
	}
	return 0;
}

static int read_dev(struct interface_list *list)
{
	struct lines lines;
	int result = lines_open(&lines, "/proc/net/dev");

	if (result == -ENOMEM)
		return result;
	list->open_error = result;
	if (result)
		return 0;
	result = read_rows(&lines, list);
	list->read_error = lines.error;
	lines_close(&lines);
	return result;
}

/* ---- all of it ---- */

static int read_all(int fd, struct interface_list *list, bool details)
{
	int result = read_dev(list);

	if (result)
		return result;
	list->conf_error = interface_ioctl_addresses(fd, list, details);
	if (details && interface_inet6_read(list) == -ENOMEM)
		return -ENOMEM;
	if (list->conf_error == -ENOMEM || interface_list_finish(list))
		return -ENOMEM;
	for (size_t i = 0; i < list->count; i++)
		interface_ioctl_fetch(fd, &list->rows[i], details);
	return 0;
}

int interface_proc_read(struct interface_list *list, bool details)
{
	int fd = interface_ioctl_open(), result;

	if (fd < 0)
		return fd;
	result = read_all(fd, list, details);
	close(fd);
	return result;
}
