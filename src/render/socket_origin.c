#include "config.h"

#include "render/socket_values.h"

/* ---- owners ---- */

/*
 * Of a connection that no process has (closed, or not yet accepted) the kernel says 0 for the user:
 * sock_i_uid() before Linux 6.17, and for TIME_WAIT always. SYN_RECV has its listener's.
 */
static bool knows_uid(const struct sock_entry *entry)
{
	if (entry->proto == PROTO_UNIX)
		return entry->flags & ENTRY_HAS_UID;
	return entry->uid || entry->inode ||
	       (entry->proto == PROTO_TCP && entry->state == STATE_SYN_RECV);
}

void socket_get_uid(const void *row, const void *item, struct cell *cell)
{
	(void)item;
	if (knows_uid(entry_of(row)))
		cell_unsigned(cell, entry_of(row)->uid);
}

void socket_get_user(const void *row, const void *item, struct cell *cell)
{
	const struct socket_row *socket = row;

	(void)item;
	if (knows_uid(socket->entry))
		cell_text(cell, names_user(socket->style->names, socket->entry->uid));
}

void socket_get_inode(const void *row, const void *item, struct cell *cell)
{
	(void)item;
	if (entry_of(row)->inode)
		cell_unsigned(cell, entry_of(row)->inode);
}

bool socket_has_owners(const void *row)
{
	return options_of(row)->programs && !options_of(row)->replay;
}

const void *socket_next_owner(const void *row, const void *item)
{
	const struct socket_row *socket = row;
	const struct owners *owners = socket->style->owners;

	return item ? owners_next(owners, item) : owners_first(owners, socket->entry->inode);
}

static const struct process *process_of(const void *row, const void *item)
{
	const struct socket_row *socket = row;
	const struct owner *owner = item;

	return &socket->style->owners->process[owner->process];
}

void socket_get_owner_pid(const void *row, const void *item, struct cell *cell)
{
	cell_signed(cell, process_of(row, item)->pid);
}

void socket_get_owner_fd(const void *row, const void *item, struct cell *cell)
{
	const struct owner *owner = item;

	(void)row;
	cell_signed(cell, owner->fd);
}

void socket_get_owner_name(const void *row, const void *item, struct cell *cell)
{
	cell_text(cell, process_of(row, item)->name);
}

void socket_get_owner_context(const void *row, const void *item, struct cell *cell)
{
	cell_text(cell, process_of(row, item)->context);
}

/* ---- where the socket is ---- */

static const struct sock_detail *detail_of(const void *row)
{
	const struct socket_row *socket = row;

	return socket->table->details ? &socket->table->details[socket->entry - socket->table->rows]
				      : NULL;
}

void socket_get_interface(const void *row, const void *item, struct cell *cell)
{
	const struct socket_row *socket = row;

	(void)item;
	if (socket->entry->ifindex)
		cell_text(cell, names_interface(socket->interfaces, socket->place,
						socket->entry->ifindex));
}

void socket_get_v6only(const void *row, const void *item, struct cell *cell)
{
	const struct sock_detail *detail = detail_of(row);

	(void)item;
	if (detail && detail->known & DETAIL_V6ONLY)
		cell_bool(cell, detail->v6only);
}

static const struct cgroup_name *cgroup_of(const void *row)
{
	const struct socket_row *socket = row;
	const struct sock_detail *detail = detail_of(row);

	return detail && detail->known & DETAIL_CGROUP
		       ? cgroup_names_find(socket->cgroups, detail->cgroup)
		       : NULL;
}

void socket_get_cgroup(const void *row, const void *item, struct cell *cell)
{
	const struct cgroup_name *name = cgroup_of(row);

	(void)item;
	cell_text(cell, name ? name->path : NULL);
}

void socket_get_unit(const void *row, const void *item, struct cell *cell)
{
	const struct cgroup_name *name = cgroup_of(row);

	(void)item;
	cell_text(cell, name ? name->unit : NULL);
}

void socket_get_container(const void *row, const void *item, struct cell *cell)
{
	const struct cgroup_name *name = cgroup_of(row);

	(void)item;
	cell_text(cell, name ? name->container : NULL);
}

void socket_get_netns(const void *row, const void *item, struct cell *cell)
{
	(void)item;
	cell_text(cell, ((const struct socket_row *)row)->netns);
}
