#include "config.h"

#include "view/groups.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

#include "view/families.h"
#include "view/list.h"

/* What the rows point to stands still from now on. */
static int make_rows(struct group_section *section, const struct round *round)
{
	const struct groups *groups = &section->groups;
	int result = 0;

	section->rows = calloc(groups->count + 1, sizeof(*section->rows));
	if (!section->rows)
		return -ENOMEM;
	for (size_t i = 0; i < groups->count && !result; i++) {
		section->rows[i].group = &groups->row[i];
		section->rows[i].names = round->options->numeric_hosts ? NULL : round->names;
		result = names_prepare_host(round->names, round->options, groups->row[i].family,
					    &groups->row[i].addr);
	}
	return result;
}

/* A file that neither is absent nor may be hidden is fatal, as for sockets. */
static bool is_absent(int result)
{
	return result == -ENOENT || result == -EACCES;
}

static bool is_unreadable(const struct group_section *section)
{
	return section->result && !section->read_failed && !is_absent(section->result);
}

int group_section_gather(struct group_section *section, const struct round *round)
{
	const struct options *options = round->options;

	*section = (struct group_section){ .rows = NULL };
	if (options->source == SOURCE_NETLINK)
		return make_rows(section, round);
	if (options->family[FAMILY_INET])
		section->result = groups_read(&section->groups, AF_INET, &section->read_failed);
	if (options->family[FAMILY_INET6] && !is_unreadable(section))
		section->result6 = groups_read(&section->groups, AF_INET6, &section->read_failed6);
	if (section->result == -ENOMEM || section->result6 == -ENOMEM)
		return -ENOMEM;
	return make_rows(section, round);
}

static int tell(const struct round *round, const char *path, int result, bool read_failed)
{
	const struct options *options = round->options;

	if (read_failed) {
		out_message(round->out, "netstat: %s: read error: %s", path, strerror(-result));
		return STATUS_FAILED;
	}
	/* Only the file of IPv4 tells whether the kernel has groups. */
	if (!result || path == groups_file6)
		return STATUS_OK;
	if (!is_absent(result)) {
		out_message(round->out, "%s: %s", path, strerror(-result));
		return STATUS_UNREADABLE;
	}
	if (options->quiet_missing)
		return STATUS_OK;
	out_message(round->out, "netstat: no support for `AF INET (igmp)' on this system.");
	return STATUS_FAILED;
}

static int tell_all(const struct group_section *section, const struct round *round)
{
	int status = tell(round, groups_file, section->result, section->read_failed), status6;

	for (size_t i = 0; i < section->groups.notes.count; i++)
		out_message(round->out, "%s", section->groups.notes.text[i]);
	status6 = tell(round, groups_file6, section->result6, section->read_failed6);
	if (round->options->source != SOURCE_NETLINK)
		return status ? status : status6;
	out_message(round->out, "netstat: the kernel does not tell over netlink how often a group "
				"was joined; --source=auto reads /proc");
	return STATUS_FAILED;
}

int group_section_print(struct group_section *section, const struct round *round)
{
	struct list list;
	int status;

	list_begin(&list, round, &group_view_columns);
	list_title(&list, "IPv6/IPv4 Group Memberships");
	list_heading(&list, &group_layout);
	list_title(&list, "--------------- ------ ---------------------");
	status = tell_all(section, round);
	if (list_rows(&list, &group_layout, section->rows, section->groups.count,
		      sizeof(*section->rows))) {
		out_message(round->out, "netstat: out of memory");
		status = STATUS_FAILED;
	}
	if (section->alone && status != STATUS_UNREADABLE) {
		int families = view_families(round);

		if (families)
			status = families;
	}
	list_end(&list);
	return status;
}

void group_section_free(struct group_section *section)
{
	groups_free(&section->groups);
	free(section->rows);
	*section = (struct group_section){ .rows = NULL };
}

int view_groups(const struct round *round)
{
	struct group_section section;
	int status;

	if (group_section_gather(&section, round)) {
		out_message(round->out, "netstat: out of memory");
		status = STATUS_FAILED;
	} else {
		section.alone = true;
		status = group_section_print(&section, round);
	}
	group_section_free(&section);
	return status;
}
