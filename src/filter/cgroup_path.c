#include "config.h"

#include "filter/cgroup_path.h"

#include <linux/magic.h>
#include <mntent.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/vfs.h>

static uint64_t directory_id(const char *path)
{
	struct statfs system;
	struct stat status;

	if (statfs(path, &system) || system.f_type != CGROUP2_SUPER_MAGIC ||
	    stat(path, &status) || !S_ISDIR(status.st_mode))
		return 0;
	return status.st_ino;
}

uint64_t cgroup_path_id(const char *path)
{
	uint64_t id = directory_id(path);
	struct mntent *mount;
	FILE *mounts;

	if (id)
		return id;
	mounts = setmntent("/proc/self/mounts", "re");
	if (!mounts)
		return 0;
	while (!id && (mount = getmntent(mounts))) {
		char whole[4352];

		if (strcmp(mount->mnt_type, "cgroup2"))
			continue;
		if (snprintf(whole, sizeof(whole), "%s/%s", mount->mnt_dir, path) <
		    (int)sizeof(whole))
			id = directory_id(whole);
	}
	endmntent(mounts);
	return id;
}
