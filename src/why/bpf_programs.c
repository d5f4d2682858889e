#include "config.h"

#include "why/bpf_programs.h"

#include <errno.h>
#include <fcntl.h>
#include <mntent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "why/bpf_query.h"
#include "owner/cgroup.h"
#include "source/proc_file.h"
#include "why/shell.h"

enum { MAX_PATH = 4096, MAX_LEVELS = 64, TEXT_SIZE = 512, CGROUP_FILE = 16384 };

/* ---- the words about programs ---- */

/* The programs of one place, as far as they are told. */
struct programs {
	uint32_t ids[2 * BPF_MAX_PROGRAMS];
	size_t count;
	bool v4, v6;
	bool systemd; /* one is systemd's, by its name */
};

static void add_ids(struct programs *programs, const uint32_t *ids, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		size_t known = 0;

		while (known < programs->count && programs->ids[known] != ids[i])
			known++;
		if (known == programs->count && known < sizeof(programs->ids) / sizeof(*ids))
			programs->ids[programs->count++] = ids[i];
	}
}

/* "BPF program 12 (sd_bind4), 13 (sd_bind6)"; a program chose its name itself, from letters. */
static void print_programs(char text[TEXT_SIZE], struct programs *programs)
{
	enum { MOST = 4 };
	int length = snprintf(text, TEXT_SIZE, "BPF program%s", programs->count > 1 ? "s" : "");

	for (size_t i = 0; i < programs->count && i < MOST; i++) {
		char name[BPF_NAME_SIZE];
		bool named;

		bpf_name(programs->ids[i], name);
		named = name[0];
		programs->systemd |= !strncmp(name, "sd_", 3);
		length += snprintf(text + length, TEXT_SIZE - (size_t)length, "%s %u%s%s%s",
				   i ? "," : "", programs->ids[i], named ? " (" : "", name,
				   named ? ")" : "");
	}
	if (programs->count > MOST)
		snprintf(text + length, TEXT_SIZE - (size_t)length, ", ...");
}

/* Takes both texts over, or frees them. */
static void add_rule(struct why_evidence *evidence, const struct why_rule *rule)
{
	struct why_rule *list = rule->text ? reallocarray(evidence->rules, evidence->rule_count + 1,
							  sizeof(*list)) :
					     NULL;

	if (!list) {
		free(rule->text);
		free(rule->remedy);
		return;
	}
	evidence->rules = list;
	list[evidence->rule_count++] = *rule;
}

/* ---- the network namespace ---- */

static void read_sk_lookup(struct why_evidence *evidence)
{
	struct why_rule rule = { .kind = RULE_SK_LOOKUP };
	struct programs programs = { 0 };
	uint32_t ids[BPF_MAX_PROGRAMS] = { 0 };
	char text[TEXT_SIZE];
	int fd = open("/proc/self/ns/net", O_RDONLY | O_CLOEXEC), count;

	if (fd < 0)
		return;
	count = bpf_query(fd, HOOK_SK_LOOKUP, false, ids);
	close(fd);
	if (count <= 0)
		return;
	add_ids(&programs, ids, (size_t)count);
	print_programs(text, &programs);
	if (asprintf(&rule.text, "%s, attached to this network namespace (sk_lookup), can hand the "
				 "port's traffic to any socket", text) < 0)
		rule.text = NULL;
	if (asprintf(&rule.remedy, "bpftool prog show id %u; bpftool link show", ids[0]) < 0)
		rule.remedy = NULL;
	add_rule(evidence, &rule);
}

/* ---- control groups ---- */

static const struct hook {
	enum bpf_hook hook;
	bool v6;
} hooks[] = {
	{ HOOK_BIND4, false },
	{ HOOK_BIND6, true },
	{ HOOK_POST_BIND4, false },
	{ HOOK_POST_BIND6, true },
};

enum { HOOKS = sizeof(hooks) / sizeof(*hooks) };

/* Where this process is: `path` in the hierarchy that is mounted at `mount`. */
struct place {
	char mount[MAX_PATH], path[MAX_PATH];
};

static bool find_mount(char mount[MAX_PATH])
{
	FILE *mounts = setmntent("/proc/self/mounts", "re");
	struct mntent *entry;
	bool found = false;

	while (mounts && !found && (entry = getmntent(mounts)))
		found = !strcmp(entry->mnt_type, "cgroup2") &&
			snprintf(mount, MAX_PATH, "%s", entry->mnt_dir) < MAX_PATH;
	if (mounts)
		endmntent(mounts);
	return found;
}

static bool find_place(struct place *place)
{
	char text[CGROUP_FILE];
	const char *path;
	size_t length;

	proc_file_read("/proc/self/cgroup", text, sizeof(text));
	path = proc_file_field(text, "0::");
	length = path ? strcspn(path, "\n") : 0;
	if (!length || length >= MAX_PATH || !find_mount(place->mount))
		return false;
	memcpy(place->path, path, length);
	place->path[length] = '\0';
	if (!strcmp(place->path, "/"))
		place->path[0] = '\0';
	return true;
}

static int open_group(const struct place *place)
{
	char whole[2 * MAX_PATH];

	snprintf(whole, sizeof(whole), "%s%s/", place->mount, place->path);
	return open(whole, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
}

/* Ask about some of the hooks. Returns those of them that have programs, or -errno. */
static int query_group(const struct place *place, int asked, bool effective,
		       struct programs *programs)
{
	int fd = open_group(place), result = 0;

	if (fd < 0)
		return -errno;
	for (int i = 0; i < HOOKS && result >= 0; i++) {
		uint32_t ids[BPF_MAX_PROGRAMS] = { 0 };
		int count = asked & 1 << i ? bpf_query(fd, hooks[i].hook, effective, ids) : 0;

		if (count > 0) {
			result |= 1 << i;
			add_ids(programs, ids, (size_t)count);
			programs->v4 |= !hooks[i].v6;
			programs->v6 |= hooks[i].v6;
		} else if (count == -EPERM) {
			result = count;
		}
	}
	close(fd);
	return result;
}

static char *make_remedy(const struct place *place, const struct programs *programs, bool above)
{
	char *unit = cgroup_unit(place->path), *remedy = NULL;
	char whole[2 * MAX_PATH];
	int length = -1;

	snprintf(whole, sizeof(whole), "%s%s", place->mount, place->path);
	if (unit && programs->systemd && shell_plain(unit))
		length = asprintf(&remedy,
				  "systemctl show -p SocketBindAllow -p SocketBindDeny %s", unit);
	else if (shell_plain(whole))
		length = asprintf(&remedy, "bpftool cgroup show %s%s", whole,
				  above ? " effective" : "");
	free(unit);
	return length < 0 ? NULL : remedy;
}

static void add_group(struct why_evidence *evidence, const struct place *place,
		      struct programs *programs, bool above)
{
	struct why_rule rule = { .kind = RULE_CGROUP_BPF, .v4 = programs->v4, .v6 = programs->v6 };
	char text[TEXT_SIZE];

	print_programs(text, programs);
	if (asprintf(&rule.text, "%s, attached to %s %s, may refuse an %s bind", text,
		     above ? "a control group above" : "control group",
		     *place->path ? place->path : "/",
		     !rule.v6 ? "IPv4" : !rule.v4 ? "IPv6" : "IPv4 or IPv6") < 0)
		rule.text = NULL;
	rule.remedy = make_remedy(place, programs, above);
	add_rule(evidence, &rule);
}

/* The groups, from that of this process upwards, to which programs are attached themselves. */
static void find_groups(struct why_evidence *evidence, struct place *place, int wanted)
{
	for (int level = 0; level < MAX_LEVELS; level++) {
		struct programs programs = { 0 };
		char *slash = strrchr(place->path, '/');

		if (query_group(place, wanted, false, &programs) > 0)
			add_group(evidence, place, &programs, false);
		if (!slash)
			return;
		*slash = '\0';
	}
}

static void read_cgroup(struct why_evidence *evidence)
{
	struct programs programs = { 0 };
	struct place place, start;
	size_t before = evidence->rule_count;
	int wanted;

	if (!find_place(&place))
		return;
	start = place;
	wanted = query_group(&place, (1 << HOOKS) - 1, true, &programs);
	if (wanted > 0) {
		find_groups(evidence, &place, wanted);
		/* The root of a control group namespace need not be the root of all. */
		if (evidence->rule_count == before)
			add_group(evidence, &start, &programs, true);
	} else if (wanted == -EPERM && evidence->probed && evidence->probe.result == BIND_EPERM) {
		notes_add(&evidence->notes,
			  "Whether a BPF program of the control group refuses the bind only root "
			  "can see: \"bpftool cgroup show %s%s effective\".",
			  place.mount, place.path);
	}
}

void why_bpf_programs_read(struct why_evidence *evidence)
{
	read_sk_lookup(evidence);
	read_cgroup(evidence);
}
