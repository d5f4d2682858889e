#include "config.h"

#include "render/hardware.h"

#include <linux/if_arp.h>
#include <string.h>

#include "render/text.h"

static const char lower[] = "0123456789abcdef", upper[] = "0123456789ABCDEF";

/* `count` bytes in hexadecimal; separator NUL: none. */
static size_t hex(char *to, const uint8_t *bytes, size_t count, char separator, const char *digits)
{
	char *at = to;

	for (size_t i = 0; i < count; i++) {
		if (i && separator)
			*at++ = separator;
		*at++ = digits[bytes[i] >> 4];
		*at++ = digits[bytes[i] & 15];
	}
	return (size_t)(at - to);
}

static size_t ethernet(char *to, const uint8_t *bytes)
{
	return hex(to, bytes, 6, ':', lower);
}

static size_t hippi(char *to, const uint8_t *bytes)
{
	return hex(to, bytes, 6, ':', upper);
}

static size_t fddi(char *to, const uint8_t *bytes)
{
	return hex(to, bytes, 6, '-', upper);
}

static size_t eui64(char *to, const uint8_t *bytes)
{
	return hex(to, bytes, 8, ':', upper);
}

static size_t arcnet(char *to, const uint8_t *bytes)
{
	return hex(to, bytes, 1, 0, upper);
}

static size_t rose(char *to, const uint8_t *bytes)
{
	return hex(to, bytes, 5, 0, lower);
}

static size_t irda(char *to, const uint8_t *bytes)
{
	const uint8_t reversed[] = { bytes[3], bytes[2], bytes[1], bytes[0] };

	return hex(to, reversed, sizeof(reversed), ':', lower);
}

/* Sixteen, of which net-tools fetches eight. */
static size_t unknown(char *to, const uint8_t *bytes)
{
	uint8_t shown[16] = { 0 };

	memcpy(shown, bytes, 8);
	return hex(to, shown, sizeof(shown), '-', upper);
}

/* A number in the byte order of the host. */
static size_t frame_relay(char *to, const uint8_t *bytes)
{
	size_t length = 0;
	int16_t number;

	memcpy(&number, bytes, sizeof(number));
	if (number < 0)
		to[length++] = '-';
	return length + text_number(to + length, (uint64_t)(number < 0 ? -number : number));
}

/* Six characters, each shifted by a bit and padded with blanks, and a number behind them. */
static size_t call_sign(char *to, const uint8_t *bytes)
{
	unsigned number = (bytes[6] & 0x1e) >> 1;
	char sign[7] = { 0 };
	size_t length;

	for (size_t i = 0; i < 6; i++)
		sign[i] = bytes[i] >> 1 == ' ' ? '\0' : (char)(bytes[i] >> 1);
	length = text_escape(to, HARDWARE_TEXT - 4, sign);
	if (number) {
		to[length++] = '-';
		length += text_number(to + length, number);
	}
	return length;
}

/* A blank stands before an address that is none. */
static size_t nothing(char *to, const uint8_t *bytes)
{
	(void)to;
	(void)bytes;
	return 0;
}

/*
 * What Debian's net-tools 2.10 is built with. No kernel has X.25 or Ash hardware whose address is
 * known.
 */
static const struct hardware table[] = {
	{ ARPHRD_LOOPBACK, "loop", "Local Loopback", NULL },
	{ ARPHRD_SLIP, "slip", "Serial Line IP", NULL },
	{ ARPHRD_CSLIP, "cslip", "VJ Serial Line IP", NULL },
	{ ARPHRD_SLIP6, "slip6", "6-bit Serial Line IP", NULL },
	{ ARPHRD_CSLIP6, "cslip6", "VJ 6-bit Serial Line IP", NULL },
	{ ARPHRD_ADAPT, "adaptive", "Adaptive Serial Line IP", NULL },
	{ ARPHRD_ASH, "ash", "Ash", NULL },
	{ ARPHRD_ETHER, "ether", "Ethernet", ethernet },
	{ ARPHRD_AX25, "ax25", "AMPR AX.25", call_sign },
	{ ARPHRD_NETROM, "netrom", "AMPR NET/ROM", call_sign },
	{ ARPHRD_ROSE, "rose", "AMPR ROSE", rose },
	{ ARPHRD_TUNNEL, "tunnel", "IPIP Tunnel", nothing },
	{ ARPHRD_PPP, "ppp", "Point-to-Point Protocol", NULL },
	{ ARPHRD_CISCO, "hdlc", "(Cisco)-HDLC", NULL },
	{ ARPHRD_LAPB, "lapb", "LAPB", NULL },
	{ ARPHRD_ARCNET, "arcnet", "ARCnet", arcnet },
	{ ARPHRD_DLCI, "dlci", "Frame Relay DLCI", frame_relay },
	{ ARPHRD_FRAD, "frad", "Frame Relay Access Device", NULL },
	{ ARPHRD_SIT, "sit", "IPv6-in-IPv4", NULL },
	{ ARPHRD_FDDI, "fddi", "Fiber Distributed Data Interface", fddi },
	{ ARPHRD_HIPPI, "hippi", "HIPPI", hippi },
	{ ARPHRD_IRDA, "irda", "IrLAP", irda },
	{ ARPHRD_ECONET, "ec", "Econet", NULL },
	{ ARPHRD_X25, "x25", "generic X.25", nothing },
	{ ARPHRD_EUI64, "eui64", "Generic EUI-64", eui64 },
};

static const struct hardware unspecified = { 0, "unspec", "UNSPEC", unknown };

const struct hardware *hardware_of(uint16_t type)
{
	for (size_t i = 0; i < sizeof(table) / sizeof(*table); i++)
		if (table[i].type == type)
			return &table[i];
	return &unspecified;
}
