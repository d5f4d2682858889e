/* The lines of AX.25, NET/ROM, ROSE, X.25, IPX and Bluetooth, and their rows. */
#include "config.h"

#include <criterion/criterion.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "render/packet_text.h"
#include "source/bluetooth.h"
#include "source/packet_sockets.h"
#include "written.h"

static const enum family families[] = { FAMILY_AX25, FAMILY_NETROM, FAMILY_ROSE, FAMILY_X25,
					FAMILY_IPX };

/* The row of a line, or `bad`. */
static const char *row_of(enum family family, const char *text)
{
	struct packet_socket socket;
	char *line = strdup(text);
	bool good;

	cr_assert_not_null(line);
	written_begin();
	good = packet_parse(family, line, &socket);
	if (good)
		packet_row(&out, family, &socket, NULL);
	free(line);
	return good ? written_end() : "bad";
}

static void expect_row(enum family family, const char *line, const char *row)
{
	const char *found = row_of(family, line);

	cr_expect_str_eq(found, row, "%s:\n'%s' instead of\n'%s'", line, found, row);
}

Test(old_families, ax25)
{
	expect_row(FAMILY_AX25,
		   "0 ax0 AB1CDE-15 XY2ZZ-1,DIGI*,D2 3 4 2 1 1 2 3 4 5 6 7 8 9 10 11 12 13 99 98 5",
		   "XY2ZZ-1    AB1CDE-15  ax0     ESTABLISHED  002/004  99      98    \n");
	expect_row(FAMILY_AX25, "0 ax0 A B 5 -1 1000 1 1 2 3 4 5 6 7 8 9 10 11 12 13 * * *",
		   "B          A          ax0     UNKNOWN      1000/-01  0       0     \n");
	expect_row(FAMILY_AX25, "0 \x1b[m A B 0 1 2",
		   "B          A          \\x1b[m  LISTENING    002/001  0       0     \n");
	expect_row(FAMILY_AX25, "0 ax0 A B 3 4 2 1 1 2 3 4 5 6 7 8 9 10 11 12 13 99 *", "bad");
	expect_row(FAMILY_AX25, "0 ax0 A B 3 4 ", "bad");
	expect_row(FAMILY_AX25, "0 ax0 A B x 4 1", "bad");
	cr_expect(packet_is_title(FAMILY_AX25, "dest_addr src", 0));
	cr_expect_not(packet_is_title(FAMILY_AX25, "ffff8881 ax0", 0));
	cr_expect(packet_is_title(FAMILY_ROSE, "anything", 0));
	cr_expect_not(packet_is_title(FAMILY_ROSE, "anything", 1));
}

Test(old_families, others)
{
	expect_row(
		FAMILY_NETROM, "U D S nr0 01/02 03/04 4 1 2 3 0/1 0/5 0/1 0/0 0/3 4 7 8 6001",
		"U          D          S          nr0     UNKNOWN      002/001  7       8     \n");
	expect_row(FAMILY_NETROM, "U D S nr0 01/02 03/04 1 1 2 3 0/1 0/5 0/1 0/0 0/3 4 7", "bad");
	expect_row(FAMILY_ROSE, "1234567890 AB1CDE-15 * C rose0 00A 00012 1 0",
		   "1234567890  AB1CDE-15  *           C         rose0  10    12   CONN SENT\n");
	expect_row(FAMILY_ROSE, "1234567890 AB1CDE-15 * C rose0 00A 00012", "bad");
	expect_row(FAMILY_X25, "123456789012345 1987654321 x25 FFF 1 1 2 0 0 2 3 4 5 12 34 8001",
		   "123456789012345 1987654321      x25     4095  SABM_SENT    02/01  12      34   "
		   " \n");
	expect_row(FAMILY_X25, "1 2 x25 FFF 1 1 2 0 0 2 3 4 5 12", "bad");
	expect_row(FAMILY_IPX, "1234:4003 Not_Connected 10 A 07 000",
		   "IPX       10     16 1234:4003                  -                               "
		   "\n");
	expect_row(FAMILY_IPX, "1234:4003 5678:0451 10 A 01", "bad");
}

Test(old_families, random_bytes)
{
	unsigned seed = 815;

	for (int round = 0; round < 5000; round++) {
		struct bluetooth_socket socket;
		char text[600];

		random_text(&seed, text, round % 2 ? sizeof(text) : 60);
		for (char *at = text; *at; at++)
			if (*at == '\n' || *at == ';' || *at == '"')
				*at = round % 4 > 1 ? ' ' : '7';
		for (size_t i = 0; i < COUNT(families); i++) {
			const char *row = row_of(families[i], text);

			for (; *row; row++)
				cr_assert(*row == '\n' ? !row[1] : (unsigned char)*row >= ' ');
		}
		bluetooth_parse(BLUETOOTH_L2CAP, text, &socket);
		bluetooth_parse(BLUETOOTH_RFCOMM, text, &socket);
	}
}

#define A "00:11:22:33:44:55"
#define B "AA:bb:cc:dd:ee:ff"

Test(old_families, bluetooth)
{
	static const char *const bad[] = {
		"",
		"bogus",
		A,
		A " " B,
		A " " B " 1",
		A " " B " 1 2",
		A " " B " 1 2 0x3",
		A " " B " 1 2 3 4 5 6 7",
		A " " B " 1 2 0x3 0x4 5 6",
		A " " B " -1 2 0x3 0x4 5 6 7",
		A " " B " 1 2 0x10000 0x4 5 6 7",
		A "0 " B " 1 2 0x3 0x4 5 6 7",
		A " (1 " B " 1 2 0x3 0x4 5 6",
		"00-11:22:33:44:55 " B " 1 2 0x3 0x4 5 6 7",
		A " " B " 99999999999 2 0x3 0x4 5 6 7",
	};
	struct bluetooth_socket socket;

	cr_assert(bluetooth_parse(BLUETOOTH_L2CAP,
				  A " (1) " B " (2) 4 25 0x0040 0xffff 672 1024 2 0", &socket));
	written_begin();
	bluetooth_row(&out, BLUETOOTH_L2CAP, &socket);
	cr_expect_str_eq(written_end(), "l2cap  " B " " A " LISTEN         25 0xffff 0x0040     "
					"672    1024 MEDIUM \n");
	cr_assert(bluetooth_parse(BLUETOOTH_RFCOMM, A " 00:00:00:00:00:00 0 3", &socket));
	written_begin();
	bluetooth_row(&out, BLUETOOTH_RFCOMM, &socket);
	cr_expect_str_eq(written_end(), "rfcomm *                 " A " UNKNOWN         3\n");
	for (size_t i = 0; i < COUNT(bad); i++)
		cr_expect_not(bluetooth_parse(BLUETOOTH_L2CAP, bad[i], &socket), "%s", bad[i]);
}
