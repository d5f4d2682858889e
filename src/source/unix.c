#include "config.h"

#include "source/unix.h"

#include <errno.h>
#include <string.h>
#include <sys/socket.h>

#include "source/lines.h"
#include "source/unix_names.h"

static const char file[] = "/proc/net/unix";

bool unix_parse(const char *line, struct sock_entry *entry, const char **path)
{
	uint64_t address, refcnt, protocol, flags, type, state, inode;

	if (!scan_hex(&line, &address) || !scan_char(&line, ':') || !scan_hex(&line, &refcnt) ||
	    !scan_hex(&line, &protocol) || !scan_hex(&line, &flags) || !scan_hex(&line, &type) ||
	    !scan_hex(&line, &state))
		return false;
	*path = "";
	entry->proto = PROTO_UNIX;
	entry->family = AF_UNIX;
	entry->state = (uint8_t)state;
	entry->un = (struct unix_part){ (uint32_t)refcnt, (uint32_t)flags, (uint32_t)type,
					(uint32_t)protocol, 0 };
	if (!scan_unsigned(&line, &inode))
		return true;
	entry->inode = inode;
	if (scan_char(&line, ' '))
		*path = line;
	return true;
}

/* Skip in the file the rest of a name whose first line was read. */
static void skip_rest(struct lines *lines, const struct unix_name *name)
{
	size_t taken = strcspn(name->text, "\n"), length;

	while (taken < name->length && lines_next(lines, &length))
		taken += 1 + length;
}

static int read_line(struct lines *lines, const char *line, const struct unix_names *names,
		     struct notes *notes, struct sink *sink)
{
	struct sock_entry *entry = sink_next(sink);
	const struct unix_more *more;
	const struct unix_name *name;
	const char *path;

	if (!entry)
		return -ENOMEM;
	if (!unix_parse(line, entry, &path)) {
		notes_add(notes, "warning, got bogus unix line.");
		return 0;
	}
	more = unix_names_more(names, entry->inode);
	if (more && more->has_uid) {
		entry->uid = more->uid;
		entry->flags |= ENTRY_HAS_UID;
	}
	if (more)
		entry->un.peer_inode = more->peer_inode;
	name = unix_names_find(names, entry->inode, path);
	if (name)
		path = name->text;
	if (*path) {
		entry->aux = arena_add(&sink->table->arena, path, strlen(path) + 1);
		if (!entry->aux)
			return -ENOMEM;
	}
	if (name)
		skip_rest(lines, name);
	return sink_commit(sink);
}

int unix_read(struct source *source, const struct source_request *request, struct sink *sink)
{
	struct unix_names names = { 0 };
	const char *line;
	struct lines lines;
	size_t length;
	int result;

	if (source->kind != SOURCE_PROC && source->netlink.socket)
		unix_names_read(&source->netlink, &names, request->uids);
	source->failed_path = file;
	result = lines_open(&lines, file);
	source->failed_open = result;
	if (result) {
		unix_names_free(&names);
		return result == -EACCES ? -ENOENT : result;
	}
	lines_next(&lines, &length); /* the heading */
	while (!result && (line = lines_next(&lines, &length)))
		result = read_line(&lines, line, &names, source->notes, sink);
	if (!result)
		result = lines.error;
	lines_close(&lines);
	unix_names_free(&names);
	return result;
}
