/* The words for numbers, as net-tools prints them. */
#include "config.h"

#include <criterion/criterion.h>

#include "render/words.h"

#define COUNT(array) (sizeof(array) / sizeof(*(array)))

static const char *proto_word(enum proto proto, int family)
{
	const struct sock_entry entry = { .proto = (uint8_t)proto, .family = (uint8_t)family };

	return word_proto(&entry);
}

static const char *unix_word(uint8_t state, uint32_t flags)
{
	const struct sock_entry entry = { .proto = PROTO_UNIX, .state = state, .un.flags = flags };

	return word_unix_state(&entry);
}

Test(words, name_protocols_with_their_version)
{
	cr_expect_str_eq(proto_word(PROTO_TCP, AF_INET), "tcp");
	cr_expect_str_eq(proto_word(PROTO_TCP, AF_INET6), "tcp6");
	cr_expect_str_eq(proto_word(PROTO_UDP, AF_INET), "udp");
	cr_expect_str_eq(proto_word(PROTO_UDP, AF_INET6), "udp6");
	cr_expect_str_eq(proto_word(PROTO_UDPLITE, AF_INET), "udpl");
	cr_expect_str_eq(proto_word(PROTO_UDPLITE, AF_INET6), "udpl6");
	cr_expect_str_eq(proto_word(PROTO_RAW, AF_INET), "raw");
	cr_expect_str_eq(proto_word(PROTO_RAW, AF_INET6), "raw6");
	cr_expect_str_eq(proto_word(PROTO_SCTP, AF_INET6), "sctp");
	cr_expect_str_eq(proto_word(PROTO_UNIX, AF_UNIX), "unix");
}

/* The kernel's numbers; what is beyond net-tools' list has no word. */
Test(words, name_tcp_states)
{
	static const char *const words[] = { "",           "ESTABLISHED", "SYN_SENT",  "SYN_RECV",
					     "FIN_WAIT1",  "FIN_WAIT2",   "TIME_WAIT", "CLOSE",
					     "CLOSE_WAIT", "LAST_ACK",    "LISTEN",    "CLOSING" };

	for (unsigned state = 0; state < 256; state++) {
		const char *word = word_tcp_state((uint8_t)state);

		if (state < COUNT(words))
			cr_expect_str_eq(word, words[state]);
		else
			cr_expect_null(word, "%u", state);
	}
}

Test(words, name_unix_states_and_types)
{
	static const char *const types[] = {
		"UNKNOWN", "STREAM", "DGRAM", "RAW", "RDM", "SEQPACKET"
	};

	cr_expect_str_eq(unix_word(UNIX_FREE, 0), "FREE");
	cr_expect_str_eq(unix_word(UNIX_UNCONNECTED, 0), "");
	cr_expect_str_eq(unix_word(UNIX_UNCONNECTED, UNIX_FLAG_ACC), "LISTENING");
	cr_expect_str_eq(unix_word(UNIX_CONNECTED, UNIX_FLAG_ACC), "CONNECTED");
	cr_expect_str_eq(unix_word(UNIX_CONNECTING, 0), "CONNECTING");
	cr_expect_str_eq(unix_word(UNIX_DISCONNECTING, 0), "DISCONNECTING");
	cr_expect_str_eq(unix_word(5, 0), "UNKNOWN");
	cr_expect_str_eq(unix_word(255, 0), "UNKNOWN");
	for (uint32_t type = 0; type < COUNT(types); type++)
		cr_expect_str_eq(word_unix_type(type), types[type]);
	cr_expect_str_eq(word_unix_type(6), "UNKNOWN");
	cr_expect_str_eq(word_unix_type(UINT32_MAX), "UNKNOWN");
}

Test(words, name_timers)
{
	static const char *const tcp[] = { "off", "on", "keepalive", "timewait", "probe" };
	static const char *const others[] = { "off", "on1", "on2" };

	for (uint8_t kind = 0; kind < COUNT(tcp); kind++)
		cr_expect_str_eq(word_timer(PROTO_TCP, kind), tcp[kind]);
	for (uint8_t kind = 0; kind < COUNT(others); kind++) {
		cr_expect_str_eq(word_timer(PROTO_UDP, kind), others[kind]);
		cr_expect_str_eq(word_timer(PROTO_RAW, kind), others[kind]);
	}
	cr_expect_null(word_timer(PROTO_TCP, 5));
	cr_expect_null(word_timer(PROTO_UDP, 3));
	cr_expect_null(word_timer(PROTO_TCP, 255));
}
