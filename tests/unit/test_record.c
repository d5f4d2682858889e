/* The writer of recordings: the bytes of the file, what failed taken out, and which files it refuses. */
#include "config.h"

#include <criterion/criterion.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include "recording_bytes.h"
#include "source/record.h"
#include "source/replay.h"

static char directory[] = "/tmp/test-record-XXXXXX";
static char path[64];

static void make_directory(void)
{
	cr_assert(mkdtemp(directory));
	sprintf(path, "%s/file", directory);
}

static void remove_directory(void)
{
	char other[64];

	sprintf(other, "%s/other", directory);
	unlink(other);
	unlink(path);
	rmdir(directory);
}

TestSuite(record, .init = make_directory, .fini = remove_directory);

/* Give a dump to the recorder: the sockets of these ports, then how it ended. */
static void dump(struct record *record, const struct nlmsghdr *request, bool helping,
		 const uint16_t *ports, int result)
{
	struct file answer = { .length = 0 };

	for (; *ports; ports++)
		put_socket(&answer, OURS, AF_INET, 10, *ports);
	if (!result)
		put_done(&answer, OURS, 0);
	record->helping = helping;
	record_begin(record, request);
	for (size_t at = 0; at < answer.length;) {
		const struct nlmsghdr *message = (const void *)(answer.bytes + at);

		record_message(record, message);
		at += NLMSG_ALIGN(message->nlmsg_len);
	}
	record_end(record, result);
}

static void expect_file(const struct file *expected)
{
	char bytes[sizeof(expected->bytes) + 1];
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	ssize_t length = read(fd, bytes, sizeof(bytes));

	cr_assert(fd >= 0 && length >= 0);
	cr_expect_eq((size_t)length, expected->length, "%zd bytes, not %zu", length,
		     expected->length);
	cr_expect(!memcmp(bytes, expected->bytes, expected->length));
	close(fd);
}

Test(record, writes_tcp_first_and_in_one_dump)
{
	struct request tcp4 = make_request(IPPROTO_TCP, AF_INET, 0xfff, false);
	struct request tcp6 = make_request(IPPROTO_TCP, AF_INET6, 0xfff, true);
	struct request udp = make_request(IPPROTO_UDP, AF_INET, UINT32_MAX, false);
	struct record record;
	struct file file = { .length = 0 };

	cr_assert_eq(record_open(&record, path), 0);
	dump(&record, &tcp4.header, true, (uint16_t[]){ 9, 0 }, 0);
	dump(&record, &tcp4.header, false, (uint16_t[]){ 1, 2, 0 }, 0);
	dump(&record, &tcp6.header, true, (uint16_t[]){ 8, 0 }, 0);
	dump(&record, &tcp6.header, false, (uint16_t[]){ 3, 0 }, 0);
	dump(&record, &udp.header, false, (uint16_t[]){ 4, 0 }, 0);
	cr_expect(record.has[PROTO_TCP] && record.has[PROTO_UDP] && !record.has[PROTO_RAW]);
	cr_expect_eq(record_close(&record, true), 0);

	for (uint16_t port = 1; port <= 3; port++)
		put_socket(&file, OURS, AF_INET, 10, port);
	put_done(&file, RECORDING_SEQUENCE, 0);
	((struct nlmsghdr *)(file.bytes + file.length - 20))->nlmsg_pid = 0;
	put_mark(&file, NLM_F_MULTI, &tcp4.header);
	put_socket(&file, OURS, AF_INET, 10, 9);
	put_done(&file, OURS, 0);
	put_mark(&file, 0, &tcp4.header);
	put_mark(&file, NLM_F_MULTI, &tcp6.header);
	put_socket(&file, OURS, AF_INET, 10, 8);
	put_done(&file, OURS, 0);
	put_mark(&file, 0, &tcp6.header);
	put_mark(&file, NLM_F_MULTI, &udp.header);
	put_socket(&file, OURS, AF_INET, 10, 4);
	put_done(&file, OURS, 0);
	put_mark(&file, 0, NULL);
	/* Marks have no sender; the last one, being about no request, has the number in front of the first. */
	for (size_t at = 0; at < file.length;) {
		struct nlmsghdr *message = (void *)(file.bytes + at);

		if (message->nlmsg_type == NLMSG_NOOP) {
			message->nlmsg_pid = 0;
			if (message->nlmsg_len == sizeof(*message))
				message->nlmsg_seq = RECORDING_SEQUENCE;
		}
		at += NLMSG_ALIGN(message->nlmsg_len);
	}
	expect_file(&file);
}

Test(record, takes_out_what_failed)
{
	struct request tcp = make_request(IPPROTO_TCP, AF_INET, 0xfff, false);
	struct request raw = make_request(IPPROTO_RAW, AF_INET, UINT32_MAX, false);
	static const uint16_t none[] = { 0 }, some[] = { 1, 2, 0 }, others[] = { 5, 6, 0 };
	struct record record;
	struct replay replay;

	cr_assert_eq(record_open(&record, path), 0);
	dump(&record, &tcp.header, true, some, -EINVAL);
	dump(&record, &tcp.header, false, others, -EINVAL);
	dump(&record, &tcp.header, false, some, 0);
	dump(&record, &raw.header, false, others, -ENOENT);
	dump(&record, &raw.header, false, none, -ENOENT);
	cr_expect(record.has[PROTO_TCP] && !record.has[PROTO_RAW]);
	cr_expect_eq(record_close(&record, true), 0);

	cr_assert_eq(replay_open(&replay, path), 0, "%s", replay.fault.text);
	cr_expect_eq(replay.dumps, 1);
	cr_expect_eq(replay.dump[0].end - replay.dump[0].start,
		     2 * (16 + sizeof(struct inet_diag_msg) + 20));
	cr_expect(!replay_has(&replay, PROTO_RAW));
	replay_close(&replay);
}

/* The same when a part of it is on the disk already. */
Test(record, takes_out_what_failed_after_much)
{
	struct request tcp = make_request(IPPROTO_TCP, AF_INET, 0xfff, false);
	static const uint16_t some[] = { 1, 0 };
	struct record record;
	struct replay replay;
	struct file socket = { .length = 0 };

	put_socket(&socket, OURS, AF_INET, 10, 7);
	cr_assert_eq(record_open(&record, path), 0);
	dump(&record, &tcp.header, false, some, 0);
	record_begin(&record, &tcp.header);
	for (int i = 0; i < 2000; i++)
		record_message(&record, (const void *)socket.bytes);
	cr_expect(record.written > 0);
	record_end(&record, -EBADMSG);
	dump(&record, &tcp.header, false, some, 0);
	cr_expect_eq(record_close(&record, true), 0);

	cr_assert_eq(replay_open(&replay, path), 0, "%s", replay.fault.text);
	cr_expect_eq(replay.dump[0].end, 2 * (16 + sizeof(struct inet_diag_msg) + 20));
	replay_close(&replay);
}

Test(record, without_its_end_is_refused)
{
	struct request tcp = make_request(IPPROTO_TCP, AF_INET, 0xfff, false);
	struct record record;
	struct replay replay;

	cr_assert_eq(record_open(&record, path), 0);
	dump(&record, &tcp.header, false, (uint16_t[]){ 1, 0 }, 0);
	cr_expect_eq(record_close(&record, false), 0);
	cr_expect_eq(replay_open(&replay, path), -EBADMSG);
	replay_close(&replay);
}

Test(record, is_for_its_owner_alone)
{
	struct record record;
	struct stat stat_;

	umask(0);
	cr_assert_eq(record_open(&record, path), 0);
	record_close(&record, true);
	cr_assert_eq(stat(path, &stat_), 0);
	cr_expect_eq(stat_.st_mode & 07777, 0600);
	/* And stays so where a file of ours had other rights; what was in it is gone. */
	cr_assert_eq(chmod(path, 0644), 0);
	cr_assert_eq(truncate(path, 100000), 0);
	cr_assert_eq(record_open(&record, path), 0);
	record_close(&record, true);
	cr_assert_eq(stat(path, &stat_), 0);
	cr_expect_eq(stat_.st_mode & 07777, 0600);
	cr_expect(stat_.st_size < 100);
}

Test(record, goes_into_nobody_elses_file)
{
	struct record record;
	char other[64];
	struct stat stat_;

	sprintf(other, "%s/other", directory);
	cr_assert_eq(close(open(other, O_WRONLY | O_CREAT | O_CLOEXEC, 0644)), 0);
	cr_assert_eq(truncate(other, 5), 0);

	cr_assert_eq(symlink(other, path), 0);
	cr_expect_eq(record_open(&record, path), -EEXIST, "a symbolic link");
	unlink(path);
	cr_assert_eq(link(other, path), 0);
	cr_expect_eq(record_open(&record, path), -EEXIST, "a second name");
	unlink(path);
	cr_assert_eq(mkfifo(path, 0600), 0);
	cr_expect_eq(record_open(&record, path), -EEXIST, "a FIFO");
	unlink(path);
	cr_expect_eq(record_open(&record, directory), -EISDIR);
	cr_expect_eq(record_open(&record, "/nonexistent/file"), -ENOENT);
	cr_assert_eq(stat(other, &stat_), 0);
	cr_expect_eq(stat_.st_size, 5, "it was written to");
	if (!geteuid()) {
		cr_assert_eq(rename(other, path), 0);
		cr_assert_eq(chown(path, 65534, 0), 0);
		cr_expect_eq(record_open(&record, path), -EEXIST, "another user's");
	}
}

Test(record, tells_of_a_disk_that_is_full)
{
	struct request tcp = make_request(IPPROTO_TCP, AF_INET, 0xfff, false);
	const struct rlimit limit = { 50, 50 };
	struct record record;

	signal(SIGXFSZ, SIG_IGN);
	cr_assert_eq(record_open(&record, path), 0);
	cr_assert_eq(setrlimit(RLIMIT_FSIZE, &limit), 0);
	dump(&record, &tcp.header, false, (uint16_t[]){ 1, 2, 0 }, 0);
	cr_expect_eq(record_close(&record, true), -EFBIG);
}
