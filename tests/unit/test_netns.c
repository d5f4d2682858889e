/* Network namespaces: what the value of --netns means, files that are none, names that are different. */
#include "config.h"

#include <criterion/criterion.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "source/netns.h"
#include "source/netns_find.h"
#include "source/netns_mounts.h"
#include "source/netns_names.h"

#define COUNT(array) (sizeof(array) / sizeof(*(array)))

/* ---- the value ---- */

Test(netns, words_are_told_apart_by_how_they_look)
{
	static const struct {
		const char *word;
		enum netns_kind kind;
	} samples[] = {
		{ "", NETNS_NONE },      { "all", NETNS_ALL },
		{ "web", NETNS_NAME },   { "allx", NETNS_NAME },
		{ "al", NETNS_NAME },    { "ALL", NETNS_NAME },
		{ "1", NETNS_PID },      { "0123", NETNS_PID },
		{ "12a", NETNS_NAME },   { "-1", NETNS_NAME },
		{ "1.5", NETNS_NAME },   { "/", NETNS_PATH },
		{ "./x", NETNS_PATH },   { "/run/netns/web", NETNS_PATH },
		{ "12/ns", NETNS_PATH }, { "all/", NETNS_PATH },
		{ "\xff", NETNS_NAME },
	};

	for (size_t i = 0; i < COUNT(samples); i++)
		cr_expect_eq(netns_kind_of(samples[i].word, strlen(samples[i].word)),
			     samples[i].kind, "%s", samples[i].word);
	cr_expect_eq(netns_kind_of("12,web", 2), NETNS_PID);
	cr_expect_eq(netns_kind_of("all,web", 3), NETNS_ALL);
	cr_expect_eq(netns_kind_of("web,12", 3), NETNS_NAME);
}

Test(netns, values_are_words_with_commas)
{
	static const char *const good[] = { "web", "1", "all", "a,b", "1,/x,all" };
	static const char *const bad[] = { "", ",", "a,", ",a", "a,,b" };

	for (size_t i = 0; i < COUNT(good); i++)
		cr_expect(netns_is_value(good[i]), "%s", good[i]);
	for (size_t i = 0; i < COUNT(bad); i++)
		cr_expect_not(netns_is_value(bad[i]), "%s", bad[i]);
	cr_expect(netns_means_all("all") && netns_means_all("web,all"));
	cr_expect_not(netns_means_all("web,allx"));
	cr_expect(netns_may_be_several("all") && netns_may_be_several("a,b"));
	cr_expect_not(netns_may_be_several("web"));
}

/* ---- files ---- */

Test(netns, is_opened_only_if_it_is_one, .timeout = 10)
{
	char fifo[] = "/tmp/netstat-unit.XXXXXX";
	struct stat status, expected;
	int fd = netns_open("/proc/self/ns/net", &status);

	cr_assert_geq(fd, 0);
	close(fd);
	cr_assert_eq(stat("/proc/self/ns/net", &expected), 0);
	cr_expect_eq(status.st_ino, expected.st_ino);
	cr_expect_eq(netns_open("/proc/self/ns/mnt", NULL), -EINVAL);
	cr_expect_eq(netns_open("/proc/self/status", NULL), -EINVAL);
	cr_expect_eq(netns_open("/tmp", NULL), -EINVAL);
	cr_expect_eq(netns_open("/nosuch", NULL), -ENOENT);
	close(mkstemp(fifo));
	unlink(fifo);
	cr_assert_eq(mkfifo(fifo, 0600), 0);
	cr_expect_eq(netns_open(fifo, NULL), -EINVAL); /* and does not wait for a writer */
	unlink(fifo);
}

Test(netns, of_another_inode_is_not_entered)
{
	struct netns_list list;
	struct netns *item;
	struct stat status;

	cr_assert_eq(stat("/proc/self/ns/net", &status), 0);
	netns_start(&list);
	item = netns_add(&list, status.st_dev, status.st_ino + 1);
	cr_assert_not_null(item);
	item->path = strdup("/proc/self/ns/net");
	netns_add_process(item, getpid());
	cr_expect_eq(netns_enter(&list, 0), -ENOENT);
	cr_expect_not(netns_is_closed(&list.item[0]));
	cr_expect_eq(list.here, NETNS_ELSEWHERE);
	netns_free(&list);
}

/* ---- finding ---- */

Test(netns, is_listed_once_whatever_leads_to_it)
{
	struct netns_list list;
	char text[128], message[256];

	snprintf(text, sizeof(text), "%d,/proc/self/ns/net,/proc/%d/ns/net", (int)getpid(),
		 (int)getpid());
	cr_assert_eq(netns_find(&list, text, message, sizeof(message)), 0);
	cr_expect_eq(list.count, 1);
	cr_expect(list.item[0].ours);
	cr_expect_eq(list.here, 0);
	cr_expect_eq(netns_enter(&list, 0), 0);
	netns_free(&list);
}

Test(netns, all_holds_ours_first_and_no_name_twice)
{
	struct netns_list list;
	char message[256];

	cr_assert_eq(netns_find(&list, "all", message, sizeof(message)), 0);
	cr_assert_geq(list.count, 1);
	cr_expect(list.item[0].ours);
	for (size_t i = 0; i < list.count; i++)
		for (size_t j = 0; j < i; j++)
			cr_expect_str_neq(list.item[i].name, list.item[j].name);
	netns_free(&list);
}

Test(netns, that_cannot_be_found_is_explained)
{
	static const struct {
		const char *text, *message;
		int result;
	} samples[] = {
		{ "no-such-name",
		  "netstat: --netns=no-such-name: no network namespace has this name in /run/netns",
		  -ENOENT },
		{ "999999999", "netstat: --netns=999999999: no such process", -ENOENT },
		{ "99999999999999999999", "netstat: --netns=99999999999999999999: no such process",
		  -ENOENT },
		{ "0", "netstat: --netns=0: no such process", -ENOENT },
		{ "/proc/self/status",
		  "netstat: --netns=/proc/self/status: not a network namespace", -EINVAL },
		{ "/proc/self/ns/net,x\x1by,z",
		  "netstat: --netns=x\\x1by: no network namespace has this name in /run/netns",
		  -ENOENT },
	};
	struct netns_list list;
	char message[512];

	for (size_t i = 0; i < COUNT(samples); i++) {
		cr_expect_eq(netns_find(&list, samples[i].text, message, sizeof(message)),
			     samples[i].result, "%s", samples[i].text);
		cr_expect_str_eq(message, samples[i].message);
	}
}

/* ---- names ---- */

static void add_named(struct netns_list *list, uint64_t inode, const char *name)
{
	struct netns *item = netns_add(list, 4, inode);

	cr_assert_not_null(item);
	item->name = strdup(name);
}

static void expect_unique(const char *const names[], const char *const expected[], size_t count)
{
	struct netns_list list = { .home = -1 };

	for (size_t i = 0; i < count; i++)
		add_named(&list, i + 1, names[i]);
	cr_assert_eq(netns_make_unique(&list), 0);
	for (size_t i = 0; i < count; i++)
		cr_expect_str_eq(list.item[i].name, expected[i]);
	netns_free(&list);
}

Test(netns, names_that_differ_stay_as_they_are)
{
	static const char *const names[] = { "self", "web", "12/sshd", "a@b", "@", "a@1b" };

	expect_unique(names, names, COUNT(names));
}

Test(netns, names_that_are_equal_get_their_inode)
{
	static const char *const names[] = { "web", "db", "web", "web" };
	static const char *const expected[] = { "web@1", "db", "web@3", "web@4" };

	expect_unique(names, expected, COUNT(names));
}

/* Whoever chooses a name cannot make it that of another one. */
Test(netns, names_cannot_pretend_to_have_an_inode)
{
	static const char *const names[] = { "web", "web", "web@1", "x@7" };
	static const char *const expected[] = { "web@1", "web@2", "web@1@3", "x@7@4" };

	expect_unique(names, expected, COUNT(names));
}

Test(netns, names_that_only_look_equal_are_told_apart_too)
{
	static const char *const names[] = { "a\x1b", "a\\x1b" };
	static const char *const expected[] = { "a\x1b@1", "a\\x1b@2" };

	expect_unique(names, expected, COUNT(names));
}

Test(netns, are_sorted_with_numbers_by_value_and_ours_first)
{
	static const char *const expected[] = { "zz", "9/x", "10/x", "100/a", "web" };
	struct netns_list list = { .home = -1 };

	add_named(&list, 1, "100/a");
	add_named(&list, 2, "web");
	add_named(&list, 3, "zz");
	add_named(&list, 4, "10/x");
	add_named(&list, 5, "9/x");
	list.item[2].ours = true;
	cr_assert_eq(netns_name(&list), 0);
	for (size_t i = 0; i < COUNT(expected); i++)
		cr_expect_str_eq(list.item[i].name, expected[i]);
	netns_free(&list);
}

Test(netns, without_a_name_is_called_by_where_it_is_met)
{
	struct netns_list list = { .home = -1 };
	struct netns *item = netns_add(&list, 4, 1);
	char expected[64], command[32] = "";
	FILE *file = fopen("/proc/self/comm", "re");

	cr_assert(item && file && fscanf(file, "%31[^\n]", command) == 1);
	fclose(file);
	item->ours = true;
	netns_add(&list, 4, 2)->path = strdup("/srv/x y");
	netns_add_process(netns_add(&list, 4, 3), getpid());
	netns_add(&list, 4, 4);
	cr_assert_eq(netns_name(&list), 0);
	cr_expect_str_eq(list.item[0].name, "self");
	snprintf(expected, sizeof(expected), "%d/%s", (int)getpid(), command);
	for (size_t i = 1; i < list.count; i++) {
		if (list.item[i].inode == 2)
			cr_expect_str_eq(list.item[i].name, "/srv/x y");
		if (list.item[i].inode == 4)
			cr_expect_str_eq(list.item[i].name, "net:[4]");
		/* In a container this process would be called by it. */
		if (list.item[i].inode == 3 && strchr(list.item[i].name, '/'))
			cr_expect_str_eq(list.item[i].name, expected);
	}
	netns_free(&list);
}

/* ---- mounts ---- */

Test(netns, mounts_are_those_whose_root_is_a_network_namespace)
{
	static const struct {
		const char *line, *point;
	} samples[] = {
		{ "36 35 0:4 net:[4026532299] /run/netns/web rw shared:1 - nsfs nsfs rw",
		  "/run/netns/web" },
		{ "36 35 0:4 net:[1] /a\\040b\\012c\\134d rw - nsfs nsfs rw", "/a b\nc\\d" },
		{ "36 35 0:4 net:[1] /a\\9b\\04 rw - nsfs nsfs rw", "/a\\9b\\04" },
		{ "36 35 0:4 mnt:[4026532299] /run/x rw - nsfs nsfs rw", NULL },
		{ "36 35 0:4 / /net:[ rw - ext4 /dev/sda rw", NULL },
		{ "36 35 0:4 net:[1] relative rw - nsfs nsfs rw", NULL },
		{ "36 35 0:4 net:[1]", NULL },
		{ "", NULL },
	};

	for (size_t i = 0; i < COUNT(samples); i++) {
		char *point = netns_mount_point(samples[i].line);

		if (samples[i].point)
			cr_expect(point && !strcmp(point, samples[i].point), "%s", samples[i].line);
		else
			cr_expect_null(point, "%s", samples[i].line);
		free(point);
	}
}
