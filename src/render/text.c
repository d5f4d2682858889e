#include "config.h"

#include "render/text.h"

#include <stdio.h>
#include <string.h>
#include <sys/socket.h>

size_t text_number(char *to, uint64_t number)
{
	char digits[TEXT_NUMBER];
	size_t length = 0;

	do {
		digits[length++] = (char)('0' + number % 10);
		number /= 10;
	} while (number);
	for (size_t i = 0; i < length; i++)
		to[i] = digits[length - 1 - i];
	return length;
}

static size_t text_ipv4(char *to, const uint8_t bytes[4])
{
	size_t length = 0;

	for (int i = 0; i < 4; i++) {
		if (i)
			to[length++] = '.';
		length += text_number(to + length, bytes[i]);
	}
	return length;
}

/* A 16-bit group in hexadecimal, without leading zeros. */
static size_t text_group(char *to, unsigned group)
{
	static const char digits[] = "0123456789abcdef";
	size_t length = 0;
	int shift = 12;

	while (shift && !(group >> shift))
		shift -= 4;
	for (; shift >= 0; shift -= 4)
		to[length++] = digits[group >> shift & 15];
	return length;
}

/* The longest run of zero groups, the first of equal ones; one group alone is no run. */
static void find_zeros(const unsigned groups[8], int *start, int *count)
{
	*start = -1;
	*count = 1;
	for (int i = 0, run = 0; i < 8; i++) {
		run = groups[i] ? 0 : run + 1;
		if (run > *count) {
			*start = i + 1 - run;
			*count = run;
		}
	}
}

static size_t text_ipv6(char *to, const uint8_t bytes[16])
{
	unsigned groups[8];
	int zeros, zero_count;
	size_t length = 0;

	for (int i = 0; i < 8; i++)
		groups[i] = (unsigned)bytes[2 * i] << 8 | bytes[2 * i + 1];
	find_zeros(groups, &zeros, &zero_count);
	for (int i = 0; i < 8; i++) {
		if (i == zeros) {
			to[length++] = ':';
			i += zero_count - 1;
			if (i == 7)
				to[length++] = ':';
			continue;
		}
		if (i)
			to[length++] = ':';
		if (i == 6 && zeros == 0 && zero_count == 6)
			return length + text_ipv4(to + length, bytes + 12);
		length += text_group(to + length, groups[i]);
	}
	return length;
}

size_t text_address(char *to, uint8_t family, const union inet_addr *addr)
{
	if (family == AF_INET)
		return text_ipv4(to, addr->bytes);
	if (addr_is_mapped(addr))
		return text_ipv4(to, addr->bytes + 12);
	return text_ipv6(to, addr->bytes);
}

size_t text_address_exact(char *to, uint8_t family, const union inet_addr *addr)
{
	static const char prefix[] = "::ffff:";
	size_t length = family == AF_INET6 && addr_is_mapped(addr) ? sizeof(prefix) - 1 : 0;

	memcpy(to, prefix, length);
	return length + text_address(to + length, family, addr);
}

void text_cut_end(size_t *address, size_t *port)
{
	enum { ROOM = TEXT_END_WIDTH - 1, PORT_ROOM = 18 };

	if (*address + *port <= ROOM)
		return;
	if (*port > PORT_ROOM)
		*port = PORT_ROOM;
	if (*address > ROOM - *port)
		*address = ROOM - *port;
}

size_t text_whole(const char *text, size_t length)
{
	/* An escape is \xNN: it may have begun up to three bytes before. */
	for (size_t back = 1; back <= 3 && back <= length; back++)
		if (text[length - back] == '\\' && !strncmp(text + length - back, "\\x", 2))
			return length - back;
	while (length && ((uint8_t)text[length] & 0xc0) == 0x80)
		length--;
	return length;
}

size_t text_decode(const char *text, uint32_t *character)
{
	static const struct {
		uint8_t mask, lead;
		uint32_t least;
	} forms[] = { { 0x80, 0x00, 0 }, { 0xe0, 0xc0, 0x80 }, { 0xf0, 0xe0, 0x800 },
		      { 0xf8, 0xf0, 0x10000 } };
	const uint8_t *bytes = (const uint8_t *)text;

	for (size_t more = 0; more < 4; more++) {
		if ((bytes[0] & forms[more].mask) != forms[more].lead)
			continue;
		*character = bytes[0] & (uint8_t)~forms[more].mask;
		for (size_t i = 1; i <= more; i++) {
			if ((bytes[i] & 0xc0) != 0x80)
				return 0;
			*character = *character << 6 | (bytes[i] & 0x3f);
		}
		if (*character < forms[more].least || *character > 0x10ffff ||
		    (*character >= 0xd800 && *character <= 0xdfff))
			return 0;
		return more + 1;
	}
	return 0;
}

bool text_is_harmful(uint32_t character)
{
	return character < 0x20 || (character >= 0x7f && character < 0xa0) ||
	       (character >= 0x2028 && character <= 0x202e) || /* separators, bidi embeddings */
	       (character >= 0x2066 && character <= 0x2069) || /* bidi isolates */
	       character == 0x061c || character == 0x200e || character == 0x200f;
}

size_t text_escape_one(char shown[TEXT_ESCAPED], const char *text, size_t *taken)
{
	uint32_t character;
	size_t length = text_decode(text, &character);

	*taken = length ? length : 1;
	if (length && !text_is_harmful(character)) {
		memcpy(shown, text, length);
		return length;
	}
	for (size_t i = 0; i < *taken; i++)
		sprintf(shown + 4 * i, "\\x%02x", (uint8_t)text[i]);
	return 4 * *taken;
}

size_t text_escape(char *to, size_t limit, const char *text)
{
	size_t length = 0, taken;

	/* Most text is plain: addresses, names of interfaces. */
	while (length < limit && *text >= ' ' && *text <= '~')
		to[length++] = *text++;
	for (; *text; text += taken) {
		char shown[TEXT_ESCAPED];
		size_t more = text_escape_one(shown, text, &taken);

		if (length + more > limit)
			break;
		memcpy(to + length, shown, more);
		length += more;
	}
	return length;
}

size_t text_escaped_length(const char *text)
{
	size_t length = 0, taken;
	char shown[TEXT_ESCAPED];

	for (; *text; text += taken)
		length += text_escape_one(shown, text, &taken);
	return length;
}
