#include "config.h"

#include "source/groups.h"

#include <arpa/inet.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

#include "grow.h"
#include "source/lines.h"

const char groups_file[] = "/proc/net/igmp", groups_file6[] = "/proc/net/igmp6";

/* What is read of the text after an interface's number: a name, or a name up to a colon. */
enum { DEVICE_TEXT = GROUP_INTERFACE - 1 };

static struct group *next_row(struct groups *groups)
{
	struct group *rows = grow(groups->row, groups->count, &groups->size, sizeof(*rows));

	if (!rows)
		return NULL;
	groups->row = rows;
	groups->row[groups->count] = (struct group){ 0 };
	return &groups->row[groups->count];
}

static bool is_hex(char c)
{
	return c && strchr("0123456789abcdefABCDEF", c);
}

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

/* As many hexadecimal digits as there are, at most `most`. The value of the first eight. */
static uint32_t hex_digits(const char **text, size_t most, size_t *digits)
{
	uint32_t value = 0;

	for (*digits = 0; *digits < most && is_hex(**text); ++*digits, ++*text) {
		int c = **text | 0x20;

		if (*digits < 8)
			value = value << 4 | (uint32_t)(c <= '9' ? c - '0' : c - 'a' + 10);
	}
	return value;
}

/* An int, as scanf would read it; the kernel prints one. */
static bool scan_int(const char **text, int32_t *value)
{
	int64_t number;

	*text += strspn(*text, " \t\v\f\r");
	if (**text == '+' && is_digit((*text)[1]))
		++*text;
	if (!scan_signed(text, &number))
		return false;
	*value = (int32_t)number;
	return true;
}

/* "    010000E0     1 0:00000000		0": the address as the machine has it in memory. */
bool groups_parse4(struct group *group, const struct group_device *device, const char *line)
{
	size_t digits;

	line += strspn(line, " \t\v\f\r");
	group->family = AF_INET;
	group->addr.words[0] = hex_digits(&line, 8, &digits);
	if (!digits || !scan_int(&line, &group->refcnt))
		return false;
	memcpy(group->interface, device->interface, sizeof(group->interface));
	group->ifindex = device->ifindex;
	return true;
}

/* "1	lo        :     1      V3": the kernel pads the name to ten characters. */
bool groups_parse_device(struct group_device *device, const char *line)
{
	int32_t number = 0;
	size_t length;

	if (device->numbered) {
		if (!scan_int(&line, &number))
			return false;
		line += strspn(line, " \t\v\f\r");
	}
	length = strnlen(line, DEVICE_TEXT);
	if (!length)
		return false;
	for (size_t i = length; i-- > 0;)
		if (line[i] == ':') {
			length = i;
			break;
		}
	while (length && line[length - 1] == ' ')
		length--;
	memset(device->interface, 0, sizeof(device->interface));
	memcpy(device->interface, line, length);
	device->ifindex = (uint32_t)number;
	return true;
}

/* "1    lo              ff020000000000000000000000000001     1 0000000C 0" */
bool groups_parse6(struct group *group, const char *line)
{
	const char *name;
	int32_t number;
	size_t length, digits;

	group->family = AF_INET6;
	if (!scan_int(&line, &number) || !scan_word(&line, &name, &length) ||
	    length >= GROUP_INTERFACE)
		return false;
	memcpy(group->interface, name, length);
	group->interface[length] = '\0';
	group->ifindex = (uint32_t)number;
	line += strspn(line, " \t\v\f\r");
	for (int i = 0; i < 4; i++) {
		group->addr.words[i] = htonl(hex_digits(&line, 8, &digits));
		if (digits < 8)
			return false;
	}
	hex_digits(&line, 32, &digits); /* net-tools takes more digits, too */
	return scan_int(&line, &group->refcnt);
}

/* One line of either file. Returns 0 or -ENOMEM. */
static int take_line(struct groups *groups, uint8_t family, struct group_device *device,
		     const char *line, size_t number)
{
	struct group *row = next_row(groups);
	bool is_group = family == AF_INET6 || *line == '\t', good;

	if (!row)
		return -ENOMEM;
	if (family == AF_INET6)
		good = groups_parse6(row, line);
	else
		good = is_group ? groups_parse4(row, device, line)
				: groups_parse_device(device, line);
	if (!good)
		notes_add(&groups->notes, "warning, got bogus %s line %zu.",
			  family == AF_INET6 ? "igmp6" : "igmp", number);
	else if (is_group)
		groups->count++;
	return 0;
}

int groups_read(struct groups *groups, uint8_t family, bool *read_failed)
{
	struct group_device device = { .ifindex = 0 };
	struct lines lines;
	size_t length, number = 0;
	const char *line;
	int result;

	*read_failed = false;
	result = lines_open(&lines, family == AF_INET6 ? groups_file6 : groups_file);
	if (result)
		return result;
	for (; !result && (line = lines_next(&lines, &length)); number++) {
		if (family == AF_INET && !number) /* the titles; igmp6 has none */
			device.numbered = !strncmp(line, "Idx", 3);
		else
			result = take_line(groups, family, &device, line, number);
	}
	if (!result && lines.error) {
		result = lines.error;
		*read_failed = true;
	}
	lines_close(&lines);
	return result;
}

void groups_free(struct groups *groups)
{
	free(groups->row);
	notes_free(&groups->notes);
	*groups = (struct groups){ 0 };
}
