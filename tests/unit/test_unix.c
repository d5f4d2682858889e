/* The lines of /proc/net/unix, and the names that do not fit in one. */
#include "config.h"

#include <criterion/criterion.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include "source/unix.h"
#include "source/unix_names.h"

#define COUNT(array) (sizeof(array) / sizeof(*(array)))

enum { PATH = 256 };

/* Parse a copy that ends where the line ends, so that reading on is noticed. */
static bool parse(const char *line, size_t length, struct sock_entry *entry, char path[PATH])
{
	char *exact = malloc(length + 1);
	const char *found;
	bool result;

	cr_assert_not_null(exact);
	memcpy(exact, line, length);
	exact[length] = '\0';
	*entry = (struct sock_entry){ 0 };
	result = unix_parse(exact, entry, &found);
	if (result)
		snprintf(path, PATH, "%s", found);
	free(exact);
	return result;
}

/* ---- lines as the kernel prints them ---- */

Test(unix_lines, reads_the_lines_of_the_kernel)
{
	/* Else every number gets a line. */
	/* clang-format off */
	static const struct {
		const char *line;
		struct unix_part part;
		uint8_t state;
		uint64_t inode;
	} samples[] = {
		{ "ffff9e5d8b3c4400: 00000002 00000000 00010000 0001 01 20410 /run/private",
		  { 2, UNIX_FLAG_ACC, SOCK_STREAM, 0, 0 }, UNIX_UNCONNECTED, 20410 },
		{ "0000000029b43526: 00000003 00000000 00000000 0001 03   111",
		  { 3, 0, SOCK_STREAM, 0, 0 }, UNIX_CONNECTED, 111 },
		{ "0000000000000000: 00000010 00000000 00000000 0002 01 4294967296 /dev/log",
		  { 16, 0, SOCK_DGRAM, 0, 0 }, UNIX_UNCONNECTED, UINT64_C(1) << 32 },
		{ "0000000000000000: 00000002 00000000 00070000 0005 02     0 /run/queue",
		  { 2, UNIX_FLAG_ACC | UNIX_FLAG_WAITDATA | UNIX_FLAG_NOSPACE, SOCK_SEQPACKET, 0, 0 },
		  UNIX_CONNECTING, 0 },
		{ "0000000000000000: FFFFFFFF 00000001 00000000 000A 04 18446744073709551615",
		  { UINT32_MAX, 0, 10, 1, 0 }, UNIX_DISCONNECTING, UINT64_MAX },
		/* Columns that another kernel makes wider. */
		{ " 29b43526:  3  0   0   1   3     111", { 3, 0, SOCK_STREAM, 0, 0 },
		  UNIX_CONNECTED, 111 },
	};
	/* clang-format on */

	for (size_t i = 0; i < COUNT(samples); i++) {
		struct sock_entry entry;
		char path[PATH];

		cr_assert(parse(samples[i].line, strlen(samples[i].line), &entry, path), "%s",
			  samples[i].line);
		cr_expect_eq(entry.proto, PROTO_UNIX);
		cr_expect_eq(entry.family, AF_UNIX);
		cr_expect_eq(entry.un.refcnt, samples[i].part.refcnt, "%s", samples[i].line);
		cr_expect_eq(entry.un.flags, samples[i].part.flags, "%s", samples[i].line);
		cr_expect_eq(entry.un.type, samples[i].part.type, "%s", samples[i].line);
		cr_expect_eq(entry.un.protocol, samples[i].part.protocol, "%s", samples[i].line);
		cr_expect_eq(entry.state, samples[i].state, "%s", samples[i].line);
		cr_expect_eq(entry.inode, samples[i].inode, "%s", samples[i].line);
	}
}

Test(unix_lines, takes_the_path_as_it_is)
{
	static const struct {
		const char *behind_state, *path;
	} samples[] = {
		{ " 20410 /run/u.sock", "/run/u.sock" },
		{ " 20410 /run/u d.sock", "/run/u d.sock" },
		{ " 20410 /run/tab\tand  blanks ", "/run/tab\tand  blanks " },
		{ " 20410  leading", " leading" },
		{ " 20410   ", "  " },
		{ "   111 relative", "relative" },
		{ " 20410 @abstract", "@abstract" },
		{ " 20410 @abs@tract @", "@abs@tract @" },
		{ " 20410 @", "@" },
		{ " 20410 @65e82", "@65e82" },
		{ " 20410 123", "123" },
		{ " 20410 \x1b[31m\xff", "\x1b[31m\xff" },
		{ " 20410", "" },
		{ " 20410 ", "" },
		{ "   111", "" },
		{ "", "" },
	};

	for (size_t i = 0; i < COUNT(samples); i++) {
		struct sock_entry entry;
		char line[PATH], path[PATH];

		snprintf(line, sizeof(line),
			 "0000000000000000: 00000002 00000000 00000000 0001 01%s",
			 samples[i].behind_state);
		cr_assert(parse(line, strlen(line), &entry, path), "%s", line);
		cr_expect_str_eq(path, samples[i].path, "%s: '%s'", line, path);
	}
}

/* ---- lines that lack something, or are something else ---- */

/* How many fields scanf finds with the format that net-tools has; it needs six. */
static int scanf_fields(const char *line)
{
	unsigned long address, refcnt, protocol, flags, inode;
	unsigned type, state;

	return sscanf(line, "%lX: %lX %lX %lX %X %X %lu", &address, &refcnt, &protocol, &flags,
		      &type, &state, &inode);
}

Test(unix_lines, takes_the_beginning_of_a_line_only_as_its_fields_allow)
{
	static const char text[] =
		"ffff9e5d8b3c4400: 00000002 00000000 00010000 0001 01 20410 /run/u d.sock";

	for (size_t length = 0; length < sizeof(text); length++) {
		struct sock_entry entry;
		char line[sizeof(text)], path[PATH];
		int fields;

		memcpy(line, text, length);
		line[length] = '\0';
		fields = scanf_fields(line);
		cr_expect_eq(parse(line, length, &entry, path), fields >= 6, "'%s' has %d fields",
			     line, fields);
	}
}

Test(unix_lines, refuses_what_is_not_of_the_format)
{
	static const char *const lines[] = {
		"",
		" ",
		"garbage",
		"Num       RefCount Protocol Flags    Type St Inode Path",
		"0000000000000000 00000002 00000000 00010000 0001 01 20410",
		": 00000002 00000000 00010000 0001 01 20410",
		"0000000000000000: 00000002 00000000 00010000 0001",
		"0000000000000000: 00000002 00000000 x 0001 01 20410",
		"second line of a path",
	};

	for (size_t i = 0; i < COUNT(lines); i++) {
		struct sock_entry entry;
		char path[PATH];

		cr_expect_not(parse(lines[i], strlen(lines[i]), &entry, path), "%s", lines[i]);
	}
}

/* ---- names that hold a newline ---- */

static char two_lines[] = "/run/two\nlines", other_two[] = "/run/two\nothers",
	    empty_first[] = "\nx";

static struct unix_name name_list[] = {
	{ 11, sizeof(two_lines) - 1, two_lines },
	{ 12, sizeof(other_two) - 1, other_two },
	{ 13, sizeof(empty_first) - 1, empty_first },
};

static struct unix_more more_list[] = { { .inode = 11, .has_uid = true },
					{ 12, 1000, 13, true },
					{ 900, UINT32_MAX, 0, true } };

static const struct unix_names names = {
	.name = name_list, .count = COUNT(name_list), .more = more_list,
	.mores = COUNT(more_list)
};

Test(unix_names, are_found_by_inode_and_first_line)
{
	cr_expect_eq(unix_names_find(&names, 11, "/run/two"), &name_list[0]);
	cr_expect_eq(unix_names_find(&names, 12, "/run/two"), &name_list[1]);
	cr_expect_eq(unix_names_find(&names, 13, ""), &name_list[2]);
}

Test(unix_names, of_connections_not_yet_accepted_are_found_by_their_first_line)
{
	cr_expect_eq(unix_names_find(&names, 0, "/run/two"), &name_list[0]);
}

Test(unix_names, are_not_found_by_anything_else)
{
	static const struct {
		uint64_t inode;
		const char *first;
	} samples[] = {
		{ 10, "/run/two" }, { 11, "/run/tw" },          { 11, "/run/two\nlines" },
		{ 11, "" },         { 0, "/run/two\nlines, " }, { 0, "other" },
	};
	const struct unix_names none = { 0 };

	for (size_t i = 0; i < COUNT(samples); i++)
		cr_expect_null(unix_names_find(&names, samples[i].inode, samples[i].first), "%s",
			       samples[i].first);
	cr_expect_null(unix_names_find(&none, 11, "/run/two"));
}

Test(unix_names, know_more_of_sockets_by_inode)
{
	static const uint64_t unknown[] = { 0, 1, 13, 899, 901, UINT64_MAX };
	const struct unix_names none = { 0 };

	for (size_t i = 0; i < COUNT(more_list); i++)
		cr_expect_eq(unix_names_more(&names, more_list[i].inode), &more_list[i]);
	for (size_t i = 0; i < COUNT(unknown); i++)
		cr_expect_null(unix_names_more(&names, unknown[i]));
	cr_expect_null(unix_names_more(&none, 11));
}

/* ---- the same, asked from the real kernel ---- */

/* A socket with this abstract name, and its inode. */
static int bind_abstract(const char *name, size_t length, uint64_t *inode)
{
	struct sockaddr_un addr = { .sun_family = AF_UNIX };
	int fd = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
	struct stat status;

	memcpy(addr.sun_path + 1, name, length);
	cr_assert_geq(fd, 0);
	cr_assert_eq(bind(fd, (const struct sockaddr *)&addr,
			  (socklen_t)(offsetof(struct sockaddr_un, sun_path) + 1 + length)),
		     0);
	cr_assert_eq(fstat(fd, &status), 0);
	*inode = status.st_ino;
	return fd;
}

static void read_names(struct unix_names *found, bool with_more)
{
	struct nl_session session = { 0 };
	int error = nl_open(&session);

	if (!error)
		error = unix_names_read(&session, found, with_more);
	nl_close(&session);
	if (error)
		cr_skip_test("unix sockets cannot be asked for here: %s", strerror(-error));
}

Test(unix_names, of_this_process_are_collected_if_they_hold_a_newline)
{
	char two[64], one[64];
	int two_length = snprintf(two, sizeof(two), "unit %d\nsecond%clast", getpid(), '\0');
	int one_length = snprintf(one, sizeof(one), "unit %d", getpid());
	char first[64], whole[80];
	uint64_t inode, other_inode;
	const struct unix_name *name;
	struct unix_names found = { 0 };
	int fd = bind_abstract(two, (size_t)two_length, &inode);
	int other = bind_abstract(one, (size_t)one_length, &other_inode);

	read_names(&found, false);
	snprintf(first, sizeof(first), "@unit %d", getpid());
	snprintf(whole, sizeof(whole), "%s\nsecond@last", first);
	name = unix_names_find(&found, inode, first);
	cr_assert_not_null(name);
	cr_expect_str_eq(name->text, whole);
	cr_expect_eq(name->length, strlen(whole));
	cr_expect_null(unix_names_find(&found, other_inode, first));
	cr_expect_eq(found.mores, 0);
	unix_names_free(&found);
	close(fd);
	close(other);
}

Test(unix_names, bring_the_users_and_peers_if_they_are_asked_for)
{
	struct unix_names found = { 0 };
	const struct unix_more *more;
	struct stat status[2];
	int pair[2];

	cr_assert_eq(socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, pair), 0);
	for (int i = 0; i < 2; i++)
		cr_assert_eq(fstat(pair[i], &status[i]), 0);
	read_names(&found, true);
	for (int i = 0; i < 2; i++) {
		more = unix_names_more(&found, status[i].st_ino);
		cr_assert_not_null(more);
		cr_expect_eq(more->peer_inode, status[!i].st_ino);
		cr_expect(!more->has_uid || more->uid == getuid());
		close(pair[i]);
	}
	unix_names_free(&found);
	cr_expect_eq(found.mores, 0);
}
