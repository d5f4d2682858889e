/* Numbers, addresses and names as text. */
#include "config.h"

#include <arpa/inet.h>
#include <criterion/criterion.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

#include "render/text.h"

#define COUNT(array) (sizeof(array) / sizeof(*(array)))

/* The same numbers in every run (xorshift64), so that a failure can be repeated. */
static uint64_t next_random(uint64_t *state)
{
	*state ^= *state << 13;
	*state ^= *state >> 7;
	*state ^= *state << 17;
	return *state;
}

/* ---- numbers ---- */

Test(number, is_what_printf_writes)
{
	static const uint64_t numbers[] = { 0, 1, 9, 10, 99, 100, 65535, UINT32_MAX, UINT64_MAX };

	for (size_t i = 0; i < COUNT(numbers); i++) {
		char shown[TEXT_NUMBER], expected[TEXT_NUMBER + 1];
		size_t length = text_number(shown, numbers[i]);
		int wanted = snprintf(expected, sizeof(expected), "%llu",
				      (unsigned long long)numbers[i]);

		cr_expect_eq(length, (size_t)wanted, "length of %s: %zu", expected, length);
		cr_expect_arr_eq(shown, expected, length, "%s", expected);
	}
}

Test(number, writes_nothing_behind_its_digits)
{
	char shown[3] = "xxx";

	cr_assert_eq(text_number(shown, 42), 2);
	cr_assert_eq(shown[2], 'x');
}

/* ---- addresses ---- */

/* Shows the address of the text in a buffer of exactly the promised size. */
static void show(const char *address, char shown[INET6_ADDRSTRLEN])
{
	int family = strchr(address, ':') ? AF_INET6 : AF_INET;
	char *exact = malloc(TEXT_ADDRESS);
	union inet_addr addr = { 0 };
	size_t length;

	cr_assert_not_null(exact);
	cr_assert_eq(inet_pton(family, address, &addr), 1, "%s", address);
	length = text_address(exact, (uint8_t)family, &addr);
	memcpy(shown, exact, length);
	shown[length] = '\0';
	free(exact);
}

struct sample {
	const char *text, *expected;
};

static void expect_shown(const struct sample *cases, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		char shown[INET6_ADDRSTRLEN];

		show(cases[i].text, shown);
		cr_expect_str_eq(shown, cases[i].expected, "%s is shown as %s, not as %s",
				 cases[i].text, shown, cases[i].expected);
	}
}

Test(address, of_ipv4_is_dotted)
{
	static const struct sample cases[] = {
		{ "0.0.0.0", "0.0.0.0" },
		{ "127.0.0.1", "127.0.0.1" },
		{ "10.20.30.40", "10.20.30.40" },
		{ "255.255.255.255", "255.255.255.255" },
	};

	expect_shown(cases, COUNT(cases));
}

Test(address, of_ipv6_has_its_longest_run_of_zeros_compressed)
{
	static const struct sample cases[] = {
		{ "::", "::" },
		{ "2001:db8:0:0:0:0:0:1", "2001:db8::1" },
		{ "2001:db8:1:2:3:4:5:6", "2001:db8:1:2:3:4:5:6" },
		{ "fe80:0:0:0:5054:ff:aaaa:aaaa", "fe80::5054:ff:aaaa:aaaa" },
		{ "1:0:0:0:0:0:0:0", "1::" },
		{ "1:0:0:2:0:0:0:3", "1:0:0:2::3" },
		{ "0:0:0:2:0:0:3:4", "::2:0:0:3:4" },
		{ "ff02:0:0:0:0:1:ff00:0", "ff02::1:ff00:0" },
		{ "::8:7:6:5:4:3:2", "0:8:7:6:5:4:3:2" },
		{ "2:3:4:5:6:7:8::", "2:3:4:5:6:7:8:0" },
	};

	expect_shown(cases, COUNT(cases));
}

Test(address, of_ipv6_has_the_first_of_two_equal_runs_compressed)
{
	static const struct sample cases[] = {
		{ "1:0:0:2:0:0:3:4", "1::2:0:0:3:4" },
		{ "1:0:0:2:3:4:0:0", "1::2:3:4:0:0" },
		{ "0:0:0:1:2:0:0:0", "::1:2:0:0:0" },
	};

	expect_shown(cases, COUNT(cases));
}

Test(address, of_ipv6_keeps_a_single_zero_group)
{
	static const struct sample cases[] = {
		{ "1:0:2:3:4:5:6:7", "1:0:2:3:4:5:6:7" },
		{ "0:1:2:3:4:5:6:7", "0:1:2:3:4:5:6:7" },
		{ "1:0:2:0:3:0:4:0", "1:0:2:0:3:0:4:0" },
	};

	expect_shown(cases, COUNT(cases));
}

Test(address, of_ipv6_is_lower_case_without_leading_zeros)
{
	static const struct sample cases[] = {
		{ "ABCD:EF01:0203:0040:0500:6:7:8", "abcd:ef01:203:40:500:6:7:8" },
		{ "FFFF:FFFF:FFFF:FFFF:FFFF:FFFF:FFFF:FFFF",
		  "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff" },
	};

	expect_shown(cases, COUNT(cases));
}

Test(address, of_ipv6_ends_dotted_where_it_is_compatible_with_ipv4)
{
	static const struct sample cases[] = {
		{ "::127.0.0.1", "::127.0.0.1" },
		{ "::1:2", "::0.1.0.2" },
		{ "::1:0", "::0.1.0.0" },
		{ "::255.255.255.255", "::255.255.255.255" },
		/* With the group before the last zero the run is longer, and it is not. */
		{ "::1", "::1" },
		{ "::2", "::2" },
		{ "::ffff", "::ffff" },
	};

	expect_shown(cases, COUNT(cases));
}

Test(address, that_is_mapped_shows_only_its_ipv4_part)
{
	static const struct sample cases[] = {
		{ "::ffff:127.0.0.1", "127.0.0.1" },
		{ "::ffff:0.0.0.0", "0.0.0.0" },
		{ "::ffff:255.255.255.255", "255.255.255.255" },
	};

	expect_shown(cases, COUNT(cases));
}

Test(address, that_only_resembles_a_mapped_one_stays_hexadecimal)
{
	static const struct sample cases[] = {
		{ "::ffff:0:1.2.3.4", "::ffff:0:102:304" },
		{ "64:ff9b::1.2.3.4", "64:ff9b::102:304" },
		{ "::fffe:1.2.3.4", "::fffe:102:304" },
		{ "1::ffff:1.2.3.4", "1::ffff:102:304" },
	};

	expect_shown(cases, COUNT(cases));
}

/* For programs an address says which family it is of. */
Test(address, that_is_exact_is_mapped_where_it_is)
{
	static const struct sample cases[] = {
		{ "::ffff:127.0.0.1", "::ffff:127.0.0.1" },
		{ "::ffff:0.0.0.0", "::ffff:0.0.0.0" },
		{ "::ffff:255.255.255.255", "::ffff:255.255.255.255" },
		{ "127.0.0.1", "127.0.0.1" },
		{ "::1.2.3.4", "::1.2.3.4" },
		{ "::", "::" },
		{ "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff",
		  "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff" },
	};

	for (size_t i = 0; i < COUNT(cases); i++) {
		const char *text = cases[i].text;
		int family = strchr(text, ':') ? AF_INET6 : AF_INET;
		union inet_addr addr = { .bytes = { 0 } };
		char shown[TEXT_ADDRESS + 1];

		cr_assert_eq(inet_pton(family, text, &addr), 1, "%s", text);
		shown[text_address_exact(shown, (uint8_t)family, &addr)] = '\0';
		cr_expect_str_eq(shown, cases[i].expected);
	}
}

#ifdef __GLIBC__
static void random_address(uint64_t *state, union inet_addr *addr)
{
	for (int i = 0; i < 16; i += 2) {
		uint64_t random = next_random(state) >> 16;
		/* Half of the groups are 0; the others have few digits or ffff often. */
		unsigned group = random & 1 ? 0 : (random >> 8 & 0xffff) >> (random >> 2 & 12);

		if ((random & 14) == 14)
			group = 0xffff;
		addr->bytes[i] = (uint8_t)(group >> 8);
		addr->bytes[i + 1] = (uint8_t)group;
	}
}

static void expect_inet_ntop(int family, const union inet_addr *addr)
{
	char shown[TEXT_ADDRESS + 1], expected[INET6_ADDRSTRLEN];

	shown[text_address(shown, (uint8_t)family, addr)] = '\0';
	inet_ntop(family, addr, expected, sizeof(expected));
	cr_assert_str_eq(shown, expected, "%s instead of %s", shown, expected);
}

Test(address, is_what_inet_ntop_of_glibc_writes)
{
	uint64_t state = 0x2545f4914f6cdd1d;

	for (int i = 0; i < 100000; i++) {
		union inet_addr addr;

		random_address(&state, &addr);
		if (!addr_is_mapped(&addr))
			expect_inet_ntop(AF_INET6, &addr);
		expect_inet_ntop(AF_INET, &addr);
	}
}
#endif

/* ---- one end in its column ---- */

static void show_cut(const char *address, const char *port, char shown[TEXT_ADDRESS + 32])
{
	size_t address_length = strlen(address), port_length = strlen(port);

	text_cut_end(&address_length, &port_length);
	snprintf(shown, TEXT_ADDRESS + 32, "%.*s:%.*s", (int)address_length, address,
		 (int)port_length, port);
}

Test(cut_end, cuts_as_net_tools_does)
{
	static const struct {
		const char *address, *port, *expected;
	} cases[] = {
		{ "2001:db8:1111:2222:3333:4444:5555:6666", "65535", "2001:db8:1111:222:65535" },
		{ "2001:db8:1111:2222:3333:4444:5555:6666", "1", "2001:db8:1111:2222:33:1" },
		{ "fe80::5054:ff:aaaa:aaaa", "22", "fe80::5054:ff:aaaa:a:22" },
		{ "fe80::5054:ff:aaaa:aaaa", "ssh", "fe80::5054:ff:aaaa::ssh" },
		{ "2001:db8:1:2:3:4:5:6", "80", "2001:db8:1:2:3:4:5:6:80" },
		{ "averylong.hostname.example.com", "bbb", "averylong.hostname.:bbb" },
		{ "22charslonghostname.ex", "80", "22charslonghostname.:80" },
		{ "22charslonghostname.ex", "1", "22charslonghostname.e:1" },
		{ "exactly17charname", "65535", "exactly17charname:65535" },
		{ "exactly17charname", "averyverylongservicename", "exac:averyverylongservi" },
		{ "10.0.0.3", "eighteenlongname18", "10.0:eighteenlongname18" },
		{ "::1", "averyverylongservicename", "::1:averyverylongservi" },
		{ "a.host.of.thirty.characters.xx", "*", "a.host.of.thirty.char:*" },
		{ "::", "*", ":::*" },
	};

	for (size_t i = 0; i < COUNT(cases); i++) {
		char shown[TEXT_ADDRESS + 32];

		show_cut(cases[i].address, cases[i].port, shown);
		cr_expect_str_eq(shown, cases[i].expected, "%s with port %s becomes %s, not %s",
				 cases[i].address, cases[i].port, shown, cases[i].expected);
	}
}

static void expect_cut(size_t address, size_t port)
{
	size_t address_shown = address, port_shown = port;

	text_cut_end(&address_shown, &port_shown);
	if (address + port <= 22) {
		cr_expect(address_shown == address && port_shown == port,
			  "%zu and %zu fit and are cut", address, port);
		return;
	}
	cr_expect_eq(port_shown, port < 18 ? port : 18, "%zu and %zu: port of %zu", address, port,
		     port_shown);
	cr_expect_eq(address_shown, address < 22 - port_shown ? address : 22 - port_shown,
		     "%zu and %zu: address of %zu", address, port, address_shown);
}

Test(cut_end, never_leaves_more_than_the_column_holds)
{
	for (size_t address = 0; address < 300; address++) {
		for (size_t port = 0; port < 100; port++) {
			size_t address_shown = address, port_shown = port;

			expect_cut(address, port);
			text_cut_end(&address_shown, &port_shown);
			cr_expect_leq(address_shown + 1 + port_shown, (size_t)TEXT_END_WIDTH,
				      "%zu and %zu", address, port);
		}
	}
}

/* ---- names that came from outside ---- */

static void expect_escaped(const struct sample *cases, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		char shown[256];

		shown[text_escape(shown, sizeof(shown) - 1, cases[i].text)] = '\0';
		cr_expect_str_eq(shown, cases[i].expected, "shown as %s, not as %s", shown,
				 cases[i].expected);
	}
}

Test(escape, leaves_ordinary_text_alone)
{
	static const char *const texts[] = {
		"",
		"nginx: master process /usr/sbin/nginx -g daemon",
		" !\"#$%&'()*+,-./09:;<=>?@AZ[\\]^_`az{|}~",
		"caf\xc3\xa9 \xe2\x82\xac \xf0\x9f\x98\x80",
		"\xc2\xa0", /* the first character after C1 */
		"\xdf\xbf\xe0\xa0\x80\xef\xbf\xbf\xf0\x90\x80\x80\xf4\x8f\xbf\xbf",
		"\xed\x9f\xbf\xee\x80\x80", /* the neighbours of the surrogates */
	};

	for (size_t i = 0; i < COUNT(texts); i++)
		expect_escaped(&(struct sample){ texts[i], texts[i] }, 1);
}

Test(escape, shows_control_characters_as_numbers)
{
	static const struct sample cases[] = {
		{ "a\tb", "a\\x09b" },
		{ "line\nline", "line\\x0aline" },
		{ "\x1b[31mred", "\\x1b[31mred" },
		{ "\x01\x1f\x7f", "\\x01\\x1f\\x7f" },
		{ "\xc2\x80", "\\xc2\\x80" },
		{ "\xc2\x85", "\\xc2\\x85" },
		{ "\xc2\x9b"
		  "31m",
		  "\\xc2\\x9b31m" },
		{ "\xc2\x9f", "\\xc2\\x9f" },
	};

	expect_escaped(cases, COUNT(cases));
}

Test(escape, shows_bytes_that_are_no_utf8_as_numbers)
{
	static const struct sample cases[] = {
		/* continuation bytes without a start, bytes that never occur */
		{ "\x80", "\\x80" },
		{ "a\xbf"
		  "b",
		  "a\\xbfb" },
		{ "\xfe\xff", "\\xfe\\xff" },
		{ "\xf8\x88\x80\x80\x80", "\\xf8\\x88\\x80\\x80\\x80" },
		/* truncated, at the end and by another character */
		{ "\xc3", "\\xc3" },
		{ "\xe2\x82", "\\xe2\\x82" },
		{ "\xf0\x9f\x98", "\\xf0\\x9f\\x98" },
		{ "\xc3(", "\\xc3(" },
		{ "\xe2\x82(", "\\xe2\\x82(" },
		{ "\xf0\x9f\x98(", "\\xf0\\x9f\\x98(" },
		{ "\xe2\xc3\xa9", "\\xe2\xc3\xa9" },
		/* longer than need be */
		{ "\xc0\xaf", "\\xc0\\xaf" },
		{ "\xc1\xbf", "\\xc1\\xbf" },
		{ "\xe0\x9f\xbf", "\\xe0\\x9f\\xbf" },
		{ "\xf0\x8f\xbf\xbf", "\\xf0\\x8f\\xbf\\xbf" },
		{ "\xc0\x8a", "\\xc0\\x8a" },
		/* surrogates, and beyond the last character */
		{ "\xed\xa0\x80", "\\xed\\xa0\\x80" },
		{ "\xed\xbf\xbf", "\\xed\\xbf\\xbf" },
		{ "\xf4\x90\x80\x80", "\\xf4\\x90\\x80\\x80" },
		{ "\xf7\xbf\xbf\xbf", "\\xf7\\xbf\\xbf\\xbf" },
	};

	expect_escaped(cases, COUNT(cases));
}

Test(escape, shows_characters_that_turn_or_break_a_line_as_numbers)
{
	static const struct sample cases[] = {
		{ "txt.\xe2\x80\xae"
		  "exe",
		  "txt.\\xe2\\x80\\xaeexe" },
		{ "\xe2\x80\xa8", "\\xe2\\x80\\xa8" }, /* U+2028 */
		{ "\xe2\x80\xa9", "\\xe2\\x80\\xa9" }, /* U+2029 */
		{ "\xe2\x81\xa6", "\\xe2\\x81\\xa6" }, /* U+2066 */
		{ "\xd8\x9c", "\\xd8\\x9c" },          /* U+061C */
	};

	expect_escaped(cases, COUNT(cases));
}

static size_t encode(uint32_t character, char text[5])
{
	size_t length = character < 0x80 ? 1 : character < 0x800 ? 2 : character < 0x10000 ? 3 : 4;
	static const uint8_t leads[] = { 0, 0, 0xc0, 0xe0, 0xf0 };

	for (size_t i = length - 1; i > 0; i--, character >>= 6)
		text[i] = (char)(0x80 | (character & 0x3f));
	text[0] = (char)(leads[length] | character);
	text[length] = '\0';
	return length;
}

static bool may_harm(uint32_t character)
{
	static const uint32_t ranges[][2] = {
		{ 0x01, 0x1f },     { 0x7f, 0x9f },     { 0x61c, 0x61c },   { 0x200e, 0x200f },
		{ 0x2028, 0x202e }, { 0x2066, 0x2069 }, { 0xd800, 0xdfff },
	};

	for (size_t i = 0; i < COUNT(ranges); i++)
		if (character >= ranges[i][0] && character <= ranges[i][1])
			return true;
	return false;
}

Test(escape, keeps_every_character_but_the_harmful_ones)
{
	for (uint32_t character = 1; character <= 0x10ffff; character++) {
		char text[5], shown[TEXT_ESCAPED];
		size_t taken, length = encode(character, text);
		size_t got = text_escape_one(shown, text, &taken);
		bool kept = got == length && !memcmp(shown, text, length);

		cr_assert_neq(kept, may_harm(character), "U+%04X", (unsigned)character);
		cr_assert(!kept || taken == length, "U+%04X", (unsigned)character);
	}
}

Test(escape, takes_an_invalid_byte_alone_and_a_harmful_character_whole)
{
	char shown[TEXT_ESCAPED];
	size_t taken;

	cr_expect_eq(text_escape_one(shown, "\xe2\x82", &taken), 4);
	cr_expect_eq(taken, 1);
	cr_expect_eq(text_escape_one(shown, "\xe2\x80\xaex", &taken), 12);
	cr_expect_eq(taken, 3);
	cr_expect_eq(text_escape_one(shown, "\xc3\xa9x", &taken), 2);
	cr_expect_eq(taken, 2);
}

/* Whether the text still holds a byte or a character that a terminal could obey. */
static bool has_control(const char *text, size_t length)
{
	for (size_t i = 0; i < length; i++) {
		uint8_t byte = (uint8_t)text[i];
		uint8_t next = i + 1 < length ? (uint8_t)text[i + 1] : 0;

		if (byte < 0x20 || byte == 0x7f)
			return true;
		if (byte == 0xc2 && next < 0xa0)
			return true;
	}
	return false;
}

Test(escape, leaves_nothing_to_escape_in_any_bytes)
{
	uint64_t state = 0x9e3779b97f4a7c15;

	for (int round = 0; round < 200000; round++) {
		char text[9], once[33], twice[33];
		size_t length;

		for (int i = 0; i < 8; i++)
			text[i] = (char)(next_random(&state) >> 24);
		text[8] = '\0';
		length = text_escape(once, 32, text);
		once[length] = '\0';
		cr_assert_not(has_control(once, length), "round %d", round);
		cr_assert_eq(text_escape(twice, 32, once), length, "round %d", round);
		cr_assert_arr_eq(once, twice, length, "round %d", round);
	}
}

/* The longest beginning of whole escapes and characters that fits in the limit. */
static size_t whole_length(const char *text, size_t limit)
{
	size_t length = 0, taken;

	for (; *text; text += taken) {
		char shown[TEXT_ESCAPED];
		size_t more = text_escape_one(shown, text, &taken);

		if (length + more > limit)
			break;
		length += more;
	}
	return length;
}

Test(escape, never_cuts_an_escape_or_a_character_at_the_limit)
{
	static const char text[] = "a\n\xc3\xa9\xe2\x82\xac\xe2\x80\xae\x80z\xf0\x9f\x98\x80"
				   "e\xcc\x81\xf0\x9f";
	size_t full = text_escaped_length(text);
	char *whole = malloc(full);

	cr_assert_not_null(whole);
	cr_assert_eq(text_escape(whole, full, text), full);
	for (size_t limit = 0; limit <= full + 3; limit++) {
		char *exact = malloc(limit + !limit);
		size_t length;

		cr_assert_not_null(exact);
		length = text_escape(exact, limit, text);
		cr_expect_eq(length, whole_length(text, limit), "limit %zu: %zu", limit, length);
		cr_expect_arr_eq(exact, whole, length, "limit %zu", limit);
		free(exact);
	}
	free(whole);
}

Test(escape, needs_the_length_it_says)
{
	static const struct {
		const char *text;
		size_t length;
	} cases[] = {
		{ "", 0 },
		{ "plain", 5 },
		{ "a\nb", 6 },
		{ "\xc3\xa9", 2 },
		{ "\xc3", 4 },
		{ "\xc2\x85", 8 },
		{ "\xe2\x80\xae", 12 },
		{ "\xf0\x9f\x98\x80", 4 },
		{ "\xf0\x9f\x98", 12 },
	};

	for (size_t i = 0; i < COUNT(cases); i++)
		cr_expect_eq(text_escaped_length(cases[i].text), cases[i].length, "case %zu", i);
}
