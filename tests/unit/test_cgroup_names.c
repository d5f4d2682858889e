/* Names for the control group ids of a listing. Which paths they have is the machine's business. */
#include "config.h"

#include <criterion/criterion.h>
#include <stdlib.h>

#include "owner/cgroup.h"
#include "owner/cgroup_names.h"

enum { ROWS = 500 };

/* A table with these ids; 0: not known. */
static void make_table(struct sock_table *table, const uint64_t *ids, size_t count)
{
	table->with_details = true;
	for (size_t i = 0; i < count; i++) {
		cr_assert_not_null(table_next(table));
		table->details[table->count++] =
			(struct sock_detail){ .cgroup = ids[i],
					      .known = ids[i] ? DETAIL_CGROUP : 0 };
	}
}

Test(cgroup_names, are_found_by_id_each_once)
{
	static const uint64_t ids[] = { 7, 7, 0, 3, 9, 7, UINT64_MAX, 3, 1, 0, 9 };
	static const uint64_t sorted[] = { 1, 3, 7, 9, UINT64_MAX };
	struct cgroup_names names = { 0 };
	struct sock_table table = { 0 };

	make_table(&table, ids, sizeof(ids) / sizeof(*ids));
	cr_assert_eq(cgroup_names_prepare(&names, &table), 0);
	cr_assert_eq(cgroup_names_prepare(&names, &table), 0);
	cr_assert_eq(names.count, sizeof(sorted) / sizeof(*sorted));
	for (size_t i = 0; i < names.count; i++) {
		cr_expect_eq(names.name[i].id, sorted[i]);
		cr_expect_eq(cgroup_names_find(&names, sorted[i]), &names.name[i]);
	}
	cr_expect_null(cgroup_names_find(&names, 0));
	cr_expect_null(cgroup_names_find(&names, 2));
	cr_expect_null(cgroup_names_find(&names, 10));
	table_free(&table);
	cgroup_names_free(&names);
	cr_expect_eq(names.count, 0);
	cr_expect_null(cgroup_names_find(&names, 7));
}

Test(cgroup_names, grow_with_the_ids)
{
	struct cgroup_names names = { 0 };
	struct sock_table table = { 0 };
	uint64_t ids[ROWS];

	/* In no order, far from any id that a machine has. */
	for (size_t i = 0; i < ROWS; i++)
		ids[i] = (UINT64_C(1) << 60) + i * 7919 % ROWS;
	make_table(&table, ids, ROWS);
	cr_assert_eq(cgroup_names_prepare(&names, &table), 0);
	cr_expect_eq(names.count, ROWS);
	for (size_t i = 0; i < ROWS; i++) {
		const struct cgroup_name *name = cgroup_names_find(&names, ids[i]);

		cr_assert_not_null(name);
		cr_expect_eq(name->id, ids[i]);
		cr_expect_null(name->path);
		cr_expect_null(name->unit);
		cr_expect_null(name->container);
	}
	table_free(&table);
	cgroup_names_free(&names);
}

Test(cgroup_names, need_no_details)
{
	struct cgroup_names names = { 0 };
	struct sock_table table = { 0 };

	cr_assert_not_null(table_next(&table));
	table.count++;
	cr_expect_eq(cgroup_names_prepare(&names, &table), 0);
	cr_expect_eq(names.count, 0);
	table_free(&table);
	cgroup_names_free(&names);
}

/* Each is what the path says. */
Test(cgroup_names, tell_unit_and_container)
{
	static const struct {
		const char *path, *unit, *container;
	} samples[] = {
		{ "/", NULL, NULL },
		{ "/system.slice/ssh.service", "ssh.service", NULL },
		{ "/user.slice/user-0.slice/session-1.scope", "session-1.scope", NULL },
		{ "/system.slice/dev-disk-by\\x2duuid.service/x", "dev-disk-by\\x2duuid.service",
		  NULL },
		{ "/lxc.payload.box/system.slice/a.service", "a.service", "box" },
		{ NULL, NULL, NULL },
	};

	for (size_t i = 0; i < sizeof(samples) / sizeof(*samples); i++) {
		char *unit = cgroup_unit(samples[i].path);
		char *container = cgroup_container(samples[i].path);

		cr_expect_str_eq(unit ? unit : "-", samples[i].unit ? samples[i].unit : "-");
		cr_expect_str_eq(container ? container : "-",
				 samples[i].container ? samples[i].container : "-");
		free(unit);
		free(container);
	}
}
