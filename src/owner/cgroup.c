#include "config.h"

#include "owner/cgroup.h"

#include <ctype.h>
#include <dirent.h>
#include <fcntl.h>
#include <mntent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { MAX_PATH = 4096, MAX_GROUPS = 20000, MAX_DEPTH = 16, ID_DIGITS = 64, SHOWN_DIGITS = 12 };

char *cgroup_of_pid(int proc_fd, pid_t pid)
{
	char name[64], line[MAX_PATH], *path = NULL;
	FILE *file;
	int fd;

	snprintf(name, sizeof(name), "%d/cgroup", (int)pid);
	fd = openat(proc_fd, name, O_RDONLY | O_CLOEXEC);
	file = fd >= 0 ? fdopen(fd, "r") : NULL;
	if (!file) {
		if (fd >= 0)
			close(fd);
		return NULL;
	}
	while (fgets(line, sizeof(line), file)) {
		bool unified = !strncmp(line, "0::", 3);
		char *start = strstr(line, ":name=systemd:");

		if (!unified && !start)
			continue;
		start = unified ? line + 3 : start + strlen(":name=systemd:");
		start[strcspn(start, "\n")] = '\0';
		/* The unified one says more, unless everything is at its root. */
		if (path && (!unified || !strcmp(start, "/")))
			continue;
		free(path);
		path = strdup(start);
	}
	fclose(file);
	return path;
}

/* Where the version 2 hierarchy is mounted. */
static bool find_mount(char *to, size_t size)
{
	FILE *mounts = setmntent("/proc/self/mounts", "re");
	struct mntent *mount;
	bool found = false;

	while (mounts && !found && (mount = getmntent(mounts)))
		if (!strcmp(mount->mnt_type, "cgroup2"))
			found = snprintf(to, size, "%s", mount->mnt_dir) < (int)size;
	if (mounts)
		endmntent(mounts);
	return found;
}

/* The directory below `path` whose inode number is the id. `path` grows while it is looked for. */
static bool find_id(char *path, size_t length, uint64_t id, int depth, int *left)
{
	DIR *directory = opendir(path);
	struct dirent *entry;
	bool found = false;

	while (directory && !found && (entry = readdir(directory))) {
		size_t name = strlen(entry->d_name);

		if (entry->d_type != DT_DIR || entry->d_name[0] == '.' ||
		    length + name + 2 > MAX_PATH || --*left < 0)
			continue;
		path[length] = '/';
		memcpy(path + length + 1, entry->d_name, name + 1);
		found = entry->d_ino == id ||
			(depth < MAX_DEPTH && find_id(path, length + 1 + name, id, depth + 1, left));
		if (!found)
			path[length] = '\0';
	}
	if (directory)
		closedir(directory);
	return found;
}

char *cgroup_of_id(uint64_t id)
{
	char path[MAX_PATH];
	int left = MAX_GROUPS;
	struct stat status;
	size_t root;

	if (!find_mount(path, sizeof(path)))
		return NULL;
	root = strlen(path);
	if (!stat(path, &status) && status.st_ino == id)
		return strdup("/");
	return find_id(path, root, id, 0, &left) ? strdup(path + root) : NULL;
}

static bool has_suffix(const char *text, size_t length, const char *suffix)
{
	size_t wanted = strlen(suffix);

	return length > wanted && !memcmp(text + length - wanted, suffix, wanted);
}

char *cgroup_unit(const char *path)
{
	const char *end = path ? path + strlen(path) : NULL;

	/* From the innermost directory outwards. */
	while (path && end > path) {
		const char *start = memrchr(path, '/', (size_t)(end - path));
		size_t length;

		if (!start)
			return NULL;
		length = (size_t)(end - start - 1);
		if (has_suffix(start + 1, length, ".service") ||
		    has_suffix(start + 1, length, ".socket") ||
		    has_suffix(start + 1, length, ".scope"))
			return strndup(start + 1, length);
		end = start;
	}
	return NULL;
}

/* 64 hexadecimal digits, as container engines name their groups, are shown as they show them. */
static const char *find_container_id(const char *path)
{
	for (; *path; path++) {
		size_t digits = 0;

		while (isxdigit((unsigned char)path[digits]))
			digits++;
		if (digits == ID_DIGITS)
			return path;
		path += digits;
		if (!*path)
			break;
	}
	return NULL;
}

char *cgroup_container(const char *path)
{
	static const char *const names[] = { "/lxc.payload.", "/lxc/", "/machine.slice/machine-" };
	const char *id = path ? find_container_id(path) : NULL;

	if (id)
		return strndup(id, SHOWN_DIGITS);
	for (size_t i = 0; path && i < sizeof(names) / sizeof(*names); i++) {
		const char *name = strstr(path, names[i]);

		if (name) {
			name += strlen(names[i]);
			return strndup(name, strcspn(name, "/"));
		}
	}
	return NULL;
}

/* Whether the file says so: version 2 `frozen 1`, version 1 FROZEN. */
static bool file_says(const char *mount, const char *path, const char *file, const char *word)
{
	char name[MAX_PATH], text[256];
	ssize_t got;
	int fd;

	if (snprintf(name, sizeof(name), "%s%s/%s", mount, path, file) >= (int)sizeof(name))
		return false;
	fd = open(name, O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		return false;
	got = read(fd, text, sizeof(text) - 1);
	close(fd);
	text[got > 0 ? got : 0] = '\0';
	return strstr(text, word);
}

bool cgroup_is_frozen(const char *path)
{
	char mount[MAX_PATH];

	if (!path)
		return false;
	if (find_mount(mount, sizeof(mount)) &&
	    file_says(mount, path, "cgroup.events", "frozen 1"))
		return true;
	return file_says("/sys/fs/cgroup/freezer", path, "freezer.state", "FROZEN");
}
