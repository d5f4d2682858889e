/* Which rows -l, -a and their absence list. */
#include "config.h"

#include <arpa/inet.h>
#include <criterion/criterion.h>
#include <string.h>
#include <sys/socket.h>

#include "filter/listed.h"

#define COUNT(array) (sizeof(array) / sizeof(*(array)))

static const struct options connected = { 0 }, listening = { .listening = true },
			    all = { .all = true },
			    all_listening = { .all = true, .listening = true };

static void expect_listed(const char *name, const struct sock_entry *entry, bool listens)
{
	cr_expect_eq(listed(&listening, entry), listens, "%s", name);
	cr_expect_eq(listed(&connected, entry), !listens, "%s", name);
	cr_expect(listed(&all, entry), "%s", name);
	cr_expect(listed(&all_listening, entry), "%s", name);
}

/* The state is not looked at, nor is for TCP the address, nor for the others the port. */
Test(listed, rows_of_the_internet_are_listening_by_their_foreign_end)
{
	static const struct {
		enum proto proto;
		const char *foreign;
		uint16_t port;
		uint8_t state;
		bool listens;
	} samples[] = {
		{ PROTO_TCP, "0.0.0.0", 0, STATE_LISTEN, true },
		{ PROTO_TCP, "10.0.0.1", 80, STATE_ESTABLISHED, false },
		{ PROTO_TCP, "10.0.0.1", 0, STATE_ESTABLISHED, true },
		{ PROTO_TCP, "0.0.0.0", 80, STATE_LISTEN, false },
		{ PROTO_TCP, "::", 0, STATE_CLOSE, true },
		{ PROTO_UDP, "0.0.0.0", 0, STATE_CLOSE, true },
		{ PROTO_UDP, "0.0.0.0", 68, STATE_ESTABLISHED, true },
		{ PROTO_UDP, "10.0.0.1", 0, STATE_CLOSE, false },
		{ PROTO_UDP, "::", 0, STATE_CLOSE, true },
		{ PROTO_UDP, "::ffff:0.0.0.0", 0, STATE_CLOSE, false },
		{ PROTO_UDP, "::1", 53, STATE_ESTABLISHED, false },
		{ PROTO_UDPLITE, "0.0.0.0", 9, STATE_CLOSE, true },
		{ PROTO_RAW, "0.0.0.0", 0, STATE_CLOSE, true },
		{ PROTO_RAW, "10.0.0.1", 0, STATE_ESTABLISHED, false },
	};

	for (size_t i = 0; i < COUNT(samples); i++) {
		struct sock_entry entry = { .proto = (uint8_t)samples[i].proto,
					    .state = samples[i].state,
					    .foreign_port = samples[i].port };

		entry.family = strchr(samples[i].foreign, ':') ? AF_INET6 : AF_INET;
		cr_assert_eq(inet_pton(entry.family, samples[i].foreign, &entry.foreign), 1);
		expect_listed(samples[i].foreign, &entry, samples[i].listens);
	}
}

Test(listed, rows_of_sctp_are_listening_if_they_are_endpoints)
{
	struct sock_entry entry = { .proto = PROTO_SCTP, .foreign_port = 80 };

	expect_listed("association", &entry, false);
	entry.flags = ENTRY_ENDPOINT;
	expect_listed("endpoint", &entry, true);
}

Test(listed, rows_of_unix_are_listening_if_they_accept_and_are_unconnected)
{
	static const struct {
		uint8_t state;
		uint32_t flags;
		bool listens;
	} samples[] = {
		{ UNIX_UNCONNECTED, UNIX_FLAG_ACC, true },
		{ UNIX_UNCONNECTED, UNIX_FLAG_ACC | UNIX_FLAG_NOSPACE, true },
		{ UNIX_UNCONNECTED, 0, false },
		{ UNIX_UNCONNECTED, UNIX_FLAG_WAITDATA, false },
		{ UNIX_CONNECTED, UNIX_FLAG_ACC, false },
		{ UNIX_CONNECTING, UNIX_FLAG_ACC, false },
		{ UNIX_FREE, UNIX_FLAG_ACC, false },
	};

	for (size_t i = 0; i < COUNT(samples); i++) {
		const struct sock_entry entry = { .proto = PROTO_UNIX,
						  .state = samples[i].state,
						  .un = { .flags = samples[i].flags } };

		expect_listed("unix", &entry, samples[i].listens);
	}
}

/* A row that is asked for must not be one that the kernel was told to leave out. */
Test(listed, states_asked_for_are_those_a_listed_row_can_have)
{
	const uint32_t listen = 1u << STATE_LISTEN;

	cr_expect_eq(listed_states(&listening), listen);
	cr_expect_eq(listed_states(&connected) & listen, 0);
	for (unsigned state = STATE_ESTABLISHED; state <= STATE_CLOSING; state++) {
		cr_expect(listed_states(&all) & 1u << state, "state %u", state);
		cr_expect(state == STATE_LISTEN || listed_states(&connected) & 1u << state,
			  "state %u", state);
	}
	cr_expect_eq(listed_states(&all), listed_states(&all_listening));
}
