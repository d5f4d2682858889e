#include "config.h"

#include "source/bluetooth.h"

#include <string.h>

#include "source/lines.h"

const char *bluetooth_file(enum bluetooth_protocol protocol)
{
	return protocol == BLUETOOTH_L2CAP ? "/sys/kernel/debug/bluetooth/l2cap"
					   : "/sys/kernel/debug/bluetooth/rfcomm";
}

const char *bluetooth_mark(enum bluetooth_protocol protocol)
{
	return protocol == BLUETOOTH_L2CAP ? "/proc/net/l2cap" : "/proc/net/rfcomm";
}

/* "00:11:22:aa:bb:cc", and behind it, since Linux 3.16, the kind of address: "(1)". */
static bool scan_address(const char **line, char address[BLUETOOTH_ADDRESS])
{
	const char *word, *next;
	size_t length;

	if (!scan_word(line, &word, &length) || length != BLUETOOTH_ADDRESS - 1)
		return false;
	for (size_t i = 0; i < length; i++)
		if (i % 3 == 2 ? word[i] != ':' : !strchr("0123456789abcdefABCDEF", word[i]))
			return false;
	memcpy(address, word, length);
	address[length] = '\0';
	next = *line;
	if (scan_word(&next, &word, &length) && *word == '(')
		*line = next;
	return true;
}

/* The kernel prints int; none of these is ever negative. */
static bool scan_number(const char **line, uint32_t *value)
{
	uint64_t number;

	if (!scan_unsigned(line, &number) || number > UINT32_MAX)
		return false;
	*value = (uint32_t)number;
	return true;
}

static bool scan_id(const char **line, uint32_t *value)
{
	uint64_t number;

	*line += strspn(*line, " ");
	if (!scan_char(line, '0') || !scan_char(line, 'x') || !scan_hex(line, &number) ||
	    number > UINT16_MAX)
		return false;
	*value = (uint32_t)number;
	return true;
}

bool bluetooth_parse(enum bluetooth_protocol protocol, const char *line,
		     struct bluetooth_socket *socket)
{
	*socket = (struct bluetooth_socket){ .state = 0 };
	if (!scan_address(&line, socket->source) || !scan_address(&line, socket->destination) ||
	    !scan_number(&line, &socket->state) || !scan_number(&line, &socket->channel))
		return false;
	if (protocol == BLUETOOTH_RFCOMM)
		return true;
	return scan_id(&line, &socket->source_id) && scan_id(&line, &socket->destination_id) &&
	       scan_number(&line, &socket->in_mtu) && scan_number(&line, &socket->out_mtu) &&
	       scan_number(&line, &socket->security);
}
