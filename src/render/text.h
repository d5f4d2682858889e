/* Numbers, addresses and names as text. All functions are pure. */
#ifndef NETSTAT_RENDER_TEXT_H
#define NETSTAT_RENDER_TEXT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "entry.h"

enum {
	TEXT_NUMBER = 20,       /* digits of the largest 64-bit number; no NUL is written */
	TEXT_ADDRESS = 46,      /* the longest address; no NUL is written */
	TEXT_END_WIDTH = 23,    /* of the address columns */
	TEXT_PROGRAM_LIMIT = 19, /* of PID/NAME */
	TEXT_ESCAPED = 17,       /* room for text_escape_one() */
};

/* The number in decimal, without a NUL. Returns the length. */
size_t text_number(char *to, uint64_t number);

/*
 * An address as net-tools prints it: IPv6 in the form of glibc's inet_ntop (RFC 5952, except that
 * ::a.b.c.d is dotted too), of an IPv4-mapped address only the IPv4 part. No NUL. Returns the length.
 */
size_t text_address(char *to, uint8_t family, const union inet_addr *addr);

/* The same, but an IPv4-mapped address is written as what it is: ::ffff:192.0.2.1. */
size_t text_address_exact(char *to, uint8_t family, const union inet_addr *addr);

/*
 * net-tools' rule for an address column: if address and port together are longer than 22, the
 * port is cut to 18 and the address to the rest. The lengths are changed in place.
 */
void text_cut_end(size_t *address, size_t *port);

/*
 * The length of the longest beginning of an escaped text, at most `length` bytes, that does not
 * end within a character or an escape. The text must go on behind it, or end with a NUL there.
 */
size_t text_whole(const char *text, size_t length);

/*
 * The length of the UTF-8 character at `text`, and the character; 0 where there is none: stray and
 * missing continuation bytes, overlong forms, surrogates, beyond U+10FFFF (Unicode, table 3-7).
 */
size_t text_decode(const char *text, uint32_t *character);

/* Whether a terminal could obey the character, or a line be forged with it; see text_escape(). */
bool text_is_harmful(uint32_t character);

/*
 * One character of `text`, or one byte that is none, as text_escape() shows it; *taken is how much
 * of the text it is. No NUL. Returns the length.
 */
size_t text_escape_one(char shown[TEXT_ESCAPED], const char *text, size_t *taken);

/*
 * Copy `text` so that no terminal obeys it and no line can be forged with it: bytes that are not
 * valid UTF-8, control characters (C0, DEL, C1), line separators and characters that change the
 * direction of text become \xNN, byte by byte. At most `limit` bytes are written, never a part of
 * an escape or of a character, and no NUL. Returns the length.
 */
size_t text_escape(char *to, size_t limit, const char *text);

/* The length text_escape() needs for the whole text. */
size_t text_escaped_length(const char *text);

#endif
