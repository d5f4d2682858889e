#include "config.h"

#include "source/interface_inet6.h"

#include <errno.h>
#include <string.h>

#include "source/interface_list.h"
#include "source/lines.h"

/* The scopes of unicast addresses: IPV6_ADDR_ of include/net/ipv6.h. */
enum {
	SCOPE_GLOBAL = 0x00,
	SCOPE_LOOPBACK = 0x10,
	SCOPE_LINK = 0x20,
	SCOPE_SITE = 0x40,
	SCOPE_COMPAT = 0x80, /* ::a.b.c.d */
};

static int digit_value(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	c |= 0x20;
	return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* Exactly 32 digits. */
static bool parse_address(const char *word, size_t length, uint8_t address[16])
{
	if (length != 32)
		return false;
	for (size_t i = 0; i < 16; i++) {
		int high = digit_value(word[2 * i]), low = digit_value(word[2 * i + 1]);

		if (high < 0 || low < 0)
			return false;
		address[i] = (uint8_t)(high << 4 | low);
	}
	return true;
}

/* ADDRESS INDEX PREFIX SCOPE FLAGS NAME, all numbers hexadecimal (if6_seq_show()). */
bool interface_inet6_parse(const char *line, struct interface_inet6 *inet6)
{
	uint64_t index, prefix, scope, flags;
	const char *word;
	size_t length;

	if (!scan_word(&line, &word, &length) || !parse_address(word, length, inet6->address))
		return false;
	if (!scan_hex(&line, &index) || !scan_hex(&line, &prefix) || !scan_hex(&line, &scope) ||
	    !scan_hex(&line, &flags) || !scan_word(&line, &word, &length))
		return false;
	if (prefix > UINT8_MAX || scope > UINT8_MAX || length >= INTERFACE_NAME)
		return false;
	inet6->prefix_length = (uint8_t)prefix;
	inet6->scope = (uint8_t)scope;
	interface_name_copy(inet6->device, word, length);
	return true;
}

int interface_inet6_read(struct interface_list *list)
{
	struct lines lines;
	int result = lines_open(&lines, "/proc/net/if_inet6");
	struct interface_inet6 *inet6;
	const char *line;
	size_t length;

	if (result)
		return result;
	while ((line = lines_next(&lines, &length))) {
		inet6 = interface_list_add_inet6(list);
		if (!inet6) {
			result = -ENOMEM;
			break;
		}
		if (!interface_inet6_parse(line, inet6))
			list->inet6_count--;
	}
	if (!result)
		result = lines.error;
	lines_close(&lines);
	return result;
}

uint8_t interface_inet6_scope(const uint8_t address[16])
{
	static const uint8_t zeros[15];

	if (address[0] == 0xfe && address[1] >> 6 == 2)
		return SCOPE_LINK;
	if (address[0] == 0xfe && address[1] >> 6 == 3)
		return SCOPE_SITE;
	if (memcmp(address, zeros, 12))
		return SCOPE_GLOBAL;
	if (memcmp(address, zeros, 15))
		return SCOPE_COMPAT;
	return address[15] == 1 ? SCOPE_LOOPBACK : address[15] ? SCOPE_COMPAT : SCOPE_GLOBAL;
}
