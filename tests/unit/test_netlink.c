/* Dumps over netlink: against a kernel that is made up here, and against the real one. */
#include "config.h"

#include <arpa/inet.h>
#include <criterion/criterion.h>
#include <errno.h>
#include <linux/inet_diag.h>
#include <linux/netlink.h>
#include <linux/sock_diag.h>
#include <netinet/in.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include "source/netlink.h"

#define COUNT(array) (sizeof(array) / sizeof(*(array)))

/* ---- a kernel that answers what a test has written down ---- */

enum { BUFFER = 1 << 20, DATAGRAM = 8192 };

struct fake {
	struct nl_session session;
	int kernel; /* the other end of the session's socket */
};

/*
 * libmnl takes only what comes from an address as long as netlink's: so the kernel's end gets an
 * abstract name of such a length.
 */
static void bind_as_long_as_netlink(int fd)
{
	struct sockaddr_un addr = { .sun_family = AF_UNIX };
	const size_t length = sizeof(struct sockaddr_nl);

	snprintf(addr.sun_path + 1, length - offsetof(struct sockaddr_un, sun_path), "%x",
		 (unsigned)getpid());
	cr_assert_eq(bind(fd, (const struct sockaddr *)&addr, (socklen_t)length), 0);
}

static void fake_open(struct fake *fake)
{
	int ends[2];

	cr_assert_eq(socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends), 0);
	bind_as_long_as_netlink(ends[1]);
	fake->kernel = ends[1];
	fake->session = (struct nl_session){ .socket = mnl_socket_fdopen(ends[0]),
					     .buffer = malloc(BUFFER) };
	cr_assert(fake->session.socket && fake->session.buffer);
}

static void fake_close(struct fake *fake)
{
	nl_close(&fake->session);
	close(fake->kernel);
}

/* What the kernel sends at once. */
struct datagram {
	_Alignas(struct nlmsghdr) char bytes[DATAGRAM];
	size_t length;
};

static struct nlmsghdr *add(struct datagram *datagram, uint16_t type, uint32_t sequence,
			    const void *payload, size_t length)
{
	struct nlmsghdr *header = mnl_nlmsg_put_header(datagram->bytes + datagram->length);

	header->nlmsg_type = type;
	header->nlmsg_flags = NLM_F_MULTI;
	header->nlmsg_seq = sequence;
	if (length)
		memcpy(mnl_nlmsg_put_extra_header(header, length), payload, length);
	datagram->length += header->nlmsg_len;
	return header;
}

/* A message with a number in it, as the tests' rows. */
static void add_row(struct datagram *datagram, uint32_t sequence, uint32_t number)
{
	add(datagram, SOCK_DIAG_BY_FAMILY, sequence, &number, sizeof(number));
}

static void add_error(struct datagram *datagram, uint16_t type, uint32_t sequence, int error)
{
	add(datagram, type, sequence, &error, sizeof(error));
}

static void send_datagram(const struct fake *fake, struct datagram *datagram)
{
	cr_assert_eq(send(fake->kernel, datagram->bytes, datagram->length, 0),
		     (ssize_t)datagram->length);
	datagram->length = 0;
}

/* What the session makes of the answer. */
struct result {
	int result;
	size_t seen, count;
	uint32_t numbers[64];
	int answer;          /* of the callback, ... */
	size_t answer_after; /* ... for each row from this one on */
};

static int take_row(const struct nlmsghdr *header, void *arg)
{
	struct result *result = arg;

	if (mnl_nlmsg_get_payload_len(header) >= sizeof(*result->numbers))
		memcpy(&result->numbers[result->count], mnl_nlmsg_get_payload(header),
		       sizeof(*result->numbers));
	result->count++;
	return result->answer && result->count > result->answer_after ? result->answer : 0;
}

static void dump(struct fake *fake, struct result *result)
{
	_Alignas(struct nlmsghdr) char buffer[256];
	struct nlmsghdr *request = mnl_nlmsg_put_header(buffer);

	request->nlmsg_type = SOCK_DIAG_BY_FAMILY;
	result->result = nl_dump(&fake->session, request, take_row, result, &result->seen);
}

static void expect_rows(const struct result *result, int expected, size_t rows)
{
	cr_expect_eq(result->result, expected, "%d instead of %d", result->result, expected);
	cr_expect_eq(result->count, rows, "%zu rows", result->count);
	cr_expect_eq(result->seen, rows, "%zu seen", result->seen);
	for (uint32_t i = 0; i < rows; i++)
		cr_expect_eq(result->numbers[i], i);
}

/* The answer is queued before it is asked for; one that lacks its end would make the dump wait. */
TestSuite(fake_dump, .timeout = 20);

Test(fake_dump, asks_for_a_dump_and_numbers_its_requests)
{
	struct fake fake;

	fake_open(&fake);
	for (uint32_t sequence = 1; sequence <= 3; sequence++) {
		_Alignas(struct nlmsghdr) char asked[256];
		const struct nlmsghdr *request = (const void *)asked;
		struct datagram datagram = { .length = 0 };
		struct result result = { 0 };

		add_error(&datagram, NLMSG_DONE, sequence, 0);
		send_datagram(&fake, &datagram);
		dump(&fake, &result);
		expect_rows(&result, 0, 0);
		cr_assert_eq(recv(fake.kernel, asked, sizeof(asked), 0), (ssize_t)sizeof(*request));
		cr_expect_eq(request->nlmsg_flags, NLM_F_REQUEST | NLM_F_DUMP);
		cr_expect_eq(request->nlmsg_seq, sequence);
		cr_expect_eq(request->nlmsg_type, SOCK_DIAG_BY_FAMILY);
	}
	fake_close(&fake);
}

Test(fake_dump, hands_on_every_message_of_every_datagram)
{
	struct datagram datagram = { .length = 0 };
	struct result result = { 0 };
	struct fake fake;

	fake_open(&fake);
	for (uint32_t i = 0; i < 60; i++) {
		add_row(&datagram, 1, i);
		if (i % 7 == 0)
			send_datagram(&fake, &datagram);
	}
	add_error(&datagram, NLMSG_DONE, 1, 0);
	send_datagram(&fake, &datagram);
	dump(&fake, &result);
	expect_rows(&result, 0, 60);
	fake_close(&fake);
}

Test(fake_dump, is_a_success_when_it_ends_without_a_number)
{
	struct datagram datagram = { .length = 0 };
	struct result result = { 0 };
	struct fake fake;

	fake_open(&fake);
	add_row(&datagram, 1, 0);
	add(&datagram, NLMSG_DONE, 1, NULL, 0);
	send_datagram(&fake, &datagram);
	dump(&fake, &result);
	expect_rows(&result, 0, 1);
	fake_close(&fake);
}

/* A protocol that the kernel lacks is refused with DONE, a family with ERROR. */
Test(fake_dump, returns_a_refusal_however_it_comes)
{
	static const uint16_t types[] = { NLMSG_DONE, NLMSG_ERROR };
	static const int errors[] = { -ENOENT, -EINVAL, -EPERM, -EOPNOTSUPP };
	struct datagram datagram = { .length = 0 };
	uint32_t sequence = 0;
	struct fake fake;

	fake_open(&fake);
	for (size_t i = 0; i < COUNT(types); i++) {
		for (size_t j = 0; j < COUNT(errors); j++) {
			struct result result = { 0 };

			add_error(&datagram, types[i], ++sequence, errors[j]);
			send_datagram(&fake, &datagram);
			dump(&fake, &result);
			expect_rows(&result, errors[j], 0);
		}
	}
	fake_close(&fake);
}

Test(fake_dump, tells_how_much_came_before_an_error)
{
	struct datagram datagram = { .length = 0 };
	struct result result = { 0 };
	struct fake fake;

	fake_open(&fake);
	for (uint32_t i = 0; i < 5; i++)
		add_row(&datagram, 1, i);
	add_error(&datagram, NLMSG_ERROR, 1, -ENOBUFS);
	send_datagram(&fake, &datagram);
	dump(&fake, &result);
	expect_rows(&result, -ENOBUFS, 5);
	fake_close(&fake);
}

Test(fake_dump, refuses_errors_that_are_none)
{
	static const uint16_t types[] = { NLMSG_DONE, NLMSG_ERROR };
	struct datagram datagram = { .length = 0 };
	uint32_t sequence = 0;
	struct fake fake;

	fake_open(&fake);
	for (size_t i = 0; i < COUNT(types); i++) {
		struct result positive = { 0 }, cut = { 0 };

		add_error(&datagram, types[i], ++sequence, ENOENT);
		send_datagram(&fake, &datagram);
		dump(&fake, &positive);
		expect_rows(&positive, -EBADMSG, 0);

		add(&datagram, types[i], ++sequence, &(int){ -ENOENT }, sizeof(int))->nlmsg_len--;
		send_datagram(&fake, &datagram);
		dump(&fake, &cut);
		expect_rows(&cut, -EBADMSG, 0);
	}
	fake_close(&fake);
}

Test(fake_dump, tells_that_it_was_interrupted)
{
	for (int interrupted = 0; interrupted < 2; interrupted++) {
		struct datagram datagram = { .length = 0 };
		struct result result = { 0 };
		struct fake fake;

		fake_open(&fake);
		add_row(&datagram, 1, 0);
		add_row(&datagram, 1, 1);
		add(&datagram, NLMSG_DONE, 1, "\0\0\0", 4)->nlmsg_flags |=
			interrupted ? NLM_F_DUMP_INTR : 0;
		send_datagram(&fake, &datagram);
		dump(&fake, &result);
		expect_rows(&result, 0, 2);
		cr_expect_eq(fake.session.interrupted, interrupted);
		fake_close(&fake);
	}
}

Test(fake_dump, skips_what_is_of_another_dump)
{
	struct datagram datagram = { .length = 0 };
	struct result result = { 0 };
	struct fake fake;

	fake_open(&fake);
	fake.session.sequence = 7;
	add_row(&datagram, 7, 99);
	add_error(&datagram, NLMSG_DONE, 7, -EINVAL);
	add_error(&datagram, NLMSG_ERROR, 6, -EINVAL);
	send_datagram(&fake, &datagram);
	add_row(&datagram, 8, 0);
	add_row(&datagram, 9, 99);
	add_row(&datagram, 8, 1);
	add_error(&datagram, NLMSG_DONE, 8, 0);
	send_datagram(&fake, &datagram);
	dump(&fake, &result);
	expect_rows(&result, 0, 2);
	fake_close(&fake);
}

Test(fake_dump, skips_control_messages)
{
	struct datagram datagram = { .length = 0 };
	struct result result = { 0 };
	struct fake fake;

	fake_open(&fake);
	add(&datagram, NLMSG_NOOP, 1, NULL, 0);
	add_row(&datagram, 1, 0);
	add(&datagram, NLMSG_MIN_TYPE - 1, 1, NULL, 0);
	add_row(&datagram, 1, 1);
	add_error(&datagram, NLMSG_DONE, 1, 0);
	send_datagram(&fake, &datagram);
	dump(&fake, &result);
	expect_rows(&result, 0, 2);
	fake_close(&fake);
}

Test(fake_dump, stops_with_the_error_of_its_reader)
{
	static const struct {
		int answer, expected;
	} samples[] = { { -ENOMEM, -ENOMEM }, { -EBADMSG, -EBADMSG }, { 1, -EBADMSG } };

	for (size_t i = 0; i < COUNT(samples); i++) {
		struct result result = { .answer = samples[i].answer, .answer_after = 2 };
		struct datagram datagram = { .length = 0 };
		struct fake fake;

		fake_open(&fake);
		for (uint32_t row = 0; row < 5; row++)
			add_row(&datagram, 1, row);
		add_error(&datagram, NLMSG_DONE, 1, 0);
		send_datagram(&fake, &datagram);
		dump(&fake, &result);
		expect_rows(&result, samples[i].expected, 3);
		fake_close(&fake);
	}
}

Test(fake_dump, refuses_datagrams_that_do_not_end_with_a_message)
{
	for (size_t cut = 1; cut < sizeof(struct nlmsghdr) + sizeof(uint32_t); cut++) {
		struct datagram datagram = { .length = 0 };
		struct result result = { 0 };
		struct fake fake;

		fake_open(&fake);
		add_row(&datagram, 1, 0);
		add_row(&datagram, 1, 1);
		datagram.length -= cut;
		send_datagram(&fake, &datagram);
		dump(&fake, &result);
		expect_rows(&result, -EBADMSG, 1);
		fake_close(&fake);
	}
}

Test(fake_dump, refuses_messages_that_say_to_be_shorter_than_their_header)
{
	for (uint32_t length = 0; length < sizeof(struct nlmsghdr); length++) {
		struct datagram datagram = { .length = 0 };
		struct result result = { 0 };
		struct fake fake;

		fake_open(&fake);
		add(&datagram, SOCK_DIAG_BY_FAMILY, 1, NULL, 0)->nlmsg_len = length;
		send_datagram(&fake, &datagram);
		dump(&fake, &result);
		expect_rows(&result, -EBADMSG, 0);
		fake_close(&fake);
	}
}

/* The kernel fills what a reader has room for, at most this much. */
Test(fake_dump, has_room_for_the_largest_datagram_of_the_kernel)
{
	enum { LARGEST = 32768, ROWS = LARGEST / 1024 };
	static _Alignas(struct nlmsghdr) char bytes[LARGEST];
	struct datagram end = { .length = 0 };
	struct result result = { 0 };
	struct fake fake;

	fake_open(&fake);
	for (uint32_t i = 0; i < ROWS; i++) {
		struct nlmsghdr *row = mnl_nlmsg_put_header(bytes + 1024 * i);
		uint32_t *number = mnl_nlmsg_put_extra_header(row, 1024 - sizeof(*row));

		row->nlmsg_type = SOCK_DIAG_BY_FAMILY;
		row->nlmsg_seq = 1;
		*number = i;
	}
	cr_assert_eq(send(fake.kernel, bytes, sizeof(bytes), 0), (ssize_t)sizeof(bytes));
	add_error(&end, NLMSG_DONE, 1, 0);
	send_datagram(&fake, &end);
	dump(&fake, &result);
	expect_rows(&result, 0, ROWS);
	fake_close(&fake);
}

Test(fake_dump, returns_the_errors_of_the_socket)
{
	struct result result = { 0 };
	struct fake fake;

	fake_open(&fake);
	close(fake.kernel);
	dump(&fake, &result);
	cr_expect_lt(result.result, 0);
	cr_expect_eq(result.seen, 0);
	nl_close(&fake.session);
}

/* ---- sessions ---- */

Test(session, that_is_closed_can_be_closed_again)
{
	struct nl_session session = { 0 };

	nl_close(&session);
	if (!nl_open(&session))
		cr_expect_not_null(session.socket);
	nl_close(&session);
	nl_close(&session);
	cr_expect_null(session.socket);
	cr_expect_null(session.buffer);
}

/* So that answers to what was asked before are never taken for answers to what is asked now. */
Test(session, counts_its_requests_on_when_it_is_opened_again)
{
	struct fake fake;

	fake_open(&fake);
	fake.session.sequence = 41;
	fake_close(&fake);
	cr_expect_eq(fake.session.sequence, 41);
}

/* ---- the real kernel ---- */

static void open_or_skip(struct nl_session *session)
{
	int error = nl_open(session);

	if (error)
		cr_skip_test("netlink sock_diag cannot be opened here: %s", strerror(-error));
}

static int dump_inet(struct nl_session *session, uint8_t family, nl_message_fn fn, void *arg,
		     size_t *seen)
{
	_Alignas(struct nlmsghdr) char buffer[256];
	struct nlmsghdr *header = mnl_nlmsg_put_header(buffer);
	struct inet_diag_req_v2 *body = mnl_nlmsg_put_extra_header(header, sizeof(*body));

	header->nlmsg_type = SOCK_DIAG_BY_FAMILY;
	body->sdiag_family = family;
	body->sdiag_protocol = IPPROTO_TCP;
	body->idiag_states = UINT32_MAX;
	return nl_dump(session, header, fn, arg, seen);
}

static int ignore(const struct nlmsghdr *header, void *arg)
{
	(void)header;
	(void)arg;
	return 0;
}

TestSuite(live_dump, .timeout = 60);

Test(live_dump, of_an_unknown_family_is_refused)
{
	struct nl_session session = { 0 };
	size_t seen;

	open_or_skip(&session);
	/* Twice: the first refusal leaves nothing behind. */
	for (int i = 0; i < 2; i++) {
		cr_expect_eq(dump_inet(&session, AF_UNSPEC, ignore, NULL, &seen), -ENOENT);
		cr_expect_eq(seen, 0);
	}
	nl_close(&session);
}

/* The number of times that a socket is told of. */
struct wanted {
	ino_t inode;
	int found;
};

static int look_for(const struct nlmsghdr *header, void *arg)
{
	const struct inet_diag_msg *message = mnl_nlmsg_get_payload(header);
	struct wanted *wanted = arg;

	if (message->idiag_inode == (uint32_t)wanted->inode)
		wanted->found++;
	return 0;
}

static int listen_somewhere(void)
{
	struct sockaddr_in addr = { .sin_family = AF_INET, .sin_addr = { htonl(INADDR_LOOPBACK) } };
	int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);

	if (fd < 0 || bind(fd, (const struct sockaddr *)&addr, sizeof(addr)) || listen(fd, 1))
		cr_skip_test("cannot listen on 127.0.0.1: %s", strerror(errno));
	return fd;
}

Test(live_dump, of_tcp_tells_of_a_listener_of_this_process)
{
	struct nl_session session = { 0 };
	struct stat status;
	int fd, result;

	open_or_skip(&session);
	fd = listen_somewhere();
	cr_assert_eq(fstat(fd, &status), 0);
	for (int i = 0; i < 2; i++) {
		struct wanted wanted = { .inode = status.st_ino };
		size_t seen;

		result = dump_inet(&session, AF_INET, look_for, &wanted, &seen);
		if (result == -ENOENT)
			cr_skip_test("this kernel has no tcp_diag");
		cr_expect_eq(result, 0, "%s", strerror(-result));
		cr_expect_geq(seen, 1);
		cr_expect_eq(wanted.found, 1, "found %d times", wanted.found);
	}
	close(fd);
	nl_close(&session);
}

static int refuse(const struct nlmsghdr *header, void *arg)
{
	(void)header;
	(void)arg;
	return -ECANCELED;
}

Test(live_dump, can_be_broken_off_and_the_session_opened_again)
{
	struct nl_session session = { 0 };
	size_t seen;
	int fd;

	open_or_skip(&session);
	fd = listen_somewhere();
	if (dump_inet(&session, AF_INET, refuse, NULL, &seen) == -ENOENT)
		cr_skip_test("this kernel has no tcp_diag");
	cr_expect_eq(seen, 1);
	nl_close(&session);
	cr_assert_eq(nl_open(&session), 0);
	cr_expect_eq(dump_inet(&session, AF_INET, ignore, NULL, &seen), 0);
	cr_expect_geq(seen, 1);
	close(fd);
	nl_close(&session);
}
