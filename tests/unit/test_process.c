/* What /proc tells about a process: over a /proc made by hand. */
#include "config.h"

#include <criterion/criterion.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "owner/process.h"

#define COUNT(array) (sizeof(array) / sizeof(*(array)))

/* ---- a directory that stands for /proc and has one process, 101 ---- */

static char proc[] = "/tmp/netstat-unit.XXXXXX";
static int proc_fd;

static void make_proc(void)
{
	cr_assert_not_null(mkdtemp(proc));
	proc_fd = open(proc, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	cr_assert_geq(proc_fd, 0);
	cr_assert_eq(mkdirat(proc_fd, "101", 0700), 0);
	cr_assert_eq(mkdirat(proc_fd, "101/attr", 0700), 0);
}

static void remove_proc(void)
{
	unlinkat(proc_fd, "101/cmdline", 0);
	unlinkat(proc_fd, "101/attr/current", 0);
	unlinkat(proc_fd, "101/attr", AT_REMOVEDIR);
	unlinkat(proc_fd, "101", AT_REMOVEDIR);
	close(proc_fd);
	rmdir(proc);
}

static void write_file(const char *name, const char *bytes, size_t length)
{
	int fd = openat(proc_fd, name, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);

	cr_assert_geq(fd, 0);
	cr_assert_eq(write(fd, bytes, length), (ssize_t)length);
	close(fd);
}

TestSuite(process, .init = make_proc, .fini = remove_proc);

static void expect_name(const char *cmdline, size_t length, const char *expected)
{
	struct process process;

	write_file("101/cmdline", cmdline, length);
	cr_assert_eq(process_read(&process, proc_fd, 101, false), 0);
	cr_expect_eq(process.pid, 101);
	cr_expect_str_eq(process.name, expected, "'%.60s' is called '%.60s', not '%.60s'", cmdline,
			 process.name, expected);
	cr_expect_null(process.context);
	process_free(&process);
}

/* ---- names ---- */

Test(process, is_called_by_the_first_word_of_its_command_line)
{
#define CMDLINE(text) text, sizeof(text)
	static const struct {
		const char *cmdline;
		size_t length; /* with the NUL behind the last word, as the kernel gives it */
		const char *name;
	} samples[] = {
		{ CMDLINE("/usr/sbin/sshd\0-D"), "sshd" },
		{ CMDLINE("/init"), "init" },
		{ CMDLINE("./foo/bar\0x"), "./foo/bar" },
		{ CMDLINE("foo/bar"), "foo/bar" },
		{ CMDLINE("-bash"), "-bash" },
		{ CMDLINE("nginx: master process /usr/sbin/nginx"),
		  "nginx: master process /usr/sbin/nginx" },
		/* One word with a blank: what is behind its last slash. */
		{ CMDLINE("/usr/bin/python3 /x/y"), "y" },
		{ CMDLINE("/usr/bin/python3\0/x/y"), "python3" },
		{ CMDLINE("/"), "" },
		{ CMDLINE("/usr/bin/"), "" },
		{ CMDLINE(""), "" },
		{ CMDLINE("\0/usr/bin/hidden"), "" },
		/* Bytes that a terminal would obey are not this function's business. */
		{ CMDLINE("\x1b[31m\xff\n"), "\x1b[31m\xff\n" },
	};

	for (size_t i = 0; i < COUNT(samples); i++)
		expect_name(samples[i].cmdline, samples[i].length, samples[i].name);
}

Test(process, without_a_command_line_has_an_empty_name)
{
	expect_name("", 0, "");
}

Test(process, may_have_a_command_line_without_an_end)
{
	expect_name("/usr/sbin/sshd", 14, "sshd");
}

/* net-tools reads 511 bytes. */
Test(process, has_a_long_name_cut_as_in_net_tools)
{
	static char cmdline[2000], expected[512];

	memset(cmdline, 'x', sizeof(cmdline));
	memset(expected, 'x', sizeof(expected) - 1);
	expect_name(cmdline, sizeof(cmdline), expected);
	memcpy(cmdline, "/usr/bin/", 9);
	expected[511 - 9] = '\0';
	expect_name(cmdline, sizeof(cmdline), expected);
}

Test(process, that_has_gone_is_an_error)
{
	struct process process;

	cr_expect_eq(process_read(&process, proc_fd, 102, false), -ENOENT);
	cr_expect_eq(process_read(&process, proc_fd, 101, false), -ENOENT);
}

/* ---- contexts ---- */

static void expect_context(const char *current, size_t length, const char *expected)
{
	struct process process;

	write_file("101/cmdline", "x", 2);
	write_file("101/attr/current", current, length);
	cr_assert_eq(process_read(&process, proc_fd, 101, true), 0);
	cr_assert_not_null(process.context);
	cr_expect_str_eq(process.context, expected, "'%s'", process.context);
	process_free(&process);
}

Test(process, has_a_context_with_or_without_an_end)
{
	expect_context(CMDLINE("system_u:system_r:sshd_t:s0-s0:c0.c1023"),
		       "system_u:system_r:sshd_t:s0-s0:c0.c1023");
	expect_context("unconfined\n", 11, "unconfined");
	expect_context("", 0, "");
}

Test(process, does_without_a_context_that_cannot_be_read)
{
	struct process process;

	write_file("101/cmdline", "x", 2);
	cr_assert_eq(process_read(&process, proc_fd, 101, true), 0);
	cr_expect_null(process.context);
	process_free(&process);
}

Test(process, has_no_context_unless_it_is_asked_for)
{
	write_file("101/attr/current", "unconfined\n", 11);
	expect_name("x", 2, "x");
}
