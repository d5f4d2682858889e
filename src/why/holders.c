#include "config.h"

#include "why/holders.h"

#include <errno.h>
#include <stdlib.h>
#include <unistd.h>

#include "owner/scan.h"
#include "why/deep.h"
#include "why/describe.h"

bool why_socket_ownable(const struct why_socket *socket)
{
	return socket->entry.inode && !socket->time_wait;
}

long why_holder_place(struct why_evidence *evidence, pid_t pid, pid_t tid, enum why_hold how)
{
	struct why_holder *list;

	for (size_t i = 0; i < evidence->holder_count; i++)
		if (evidence->holders[i].pid == pid)
			return (long)i;
	list = reallocarray(evidence->holders, evidence->holder_count + 1, sizeof(*list));
	if (!list)
		return -1;
	evidence->holders = list;
	list[evidence->holder_count] = (struct why_holder){ .pid = pid, .tid = tid, .how = how };
	if (why_describe(&list[evidence->holder_count]))
		return -1;
	return (long)evidence->holder_count++;
}

static void add_fd(struct why_holder *holder, int fd)
{
	size_t at = holder->fd_count;
	int *fds = reallocarray(holder->fds, at + 1, sizeof(*fds));

	if (!fds)
		return;
	holder->fds = fds;
	for (; at && fds[at - 1] > fd; at--)
		fds[at] = fds[at - 1];
	fds[at] = fd;
	holder->fd_count++;
}

void why_holder_link(struct why_evidence *evidence, size_t holder, size_t place, int fd)
{
	struct why_socket *socket = &evidence->sockets[place];
	struct why_link *list;

	if (fd >= 0)
		add_fd(&evidence->holders[holder], fd);
	for (size_t i = 0; i < socket->holder_count; i++)
		if (socket->holders[i].place == holder)
			return;
	list = reallocarray(socket->holders, socket->holder_count + 1, sizeof(*list));
	if (!list)
		return;
	socket->holders = list;
	list[socket->holder_count++] = (struct why_link){ holder, fd };
}

/* A table of the sockets that can have owners, for owners_want(). */
static int want_sockets(struct owners *owners, const struct why_evidence *evidence)
{
	struct sock_table table = { 0 };
	int result = 0;

	for (size_t i = 0; i < evidence->socket_count && !result; i++) {
		struct sock_entry *row;

		if (!why_socket_ownable(&evidence->sockets[i]))
			continue;
		row = table_next(&table);
		if (!row) {
			result = -ENOMEM;
			break;
		}
		*row = evidence->sockets[i].entry;
		table.count++;
	}
	if (!result && table.count)
		result = owners_want(owners, &table);
	table_free(&table);
	return result;
}

enum { PLACE_UNKNOWN = -2 };

/*
 * The sockets of a busy server may be many, and so may its processes: `places` keeps which holder
 * a process became, or -1 if it has gone.
 */
static void link_owner(struct why_evidence *evidence, const struct owners *owners, long *places,
		       size_t socket, const struct owner *owner)
{
	long *place = &places[owner->process];

	if (*place == PLACE_UNKNOWN)
		*place = why_holder_place(evidence, owners->process[owner->process].pid, 0, HOLD_FD);
	if (*place >= 0)
		why_holder_link(evidence, (size_t)*place, socket, owner->fd);
}

static int link_owners(struct why_evidence *evidence, const struct owners *owners)
{
	long *places = malloc((owners->processes + 1) * sizeof(*places));

	if (!places)
		return -ENOMEM;
	for (size_t i = 0; i < owners->processes; i++)
		places[i] = PLACE_UNKNOWN;
	for (size_t i = 0; i < evidence->socket_count; i++) {
		const struct why_socket *socket = &evidence->sockets[i];
		const struct owner *owner = why_socket_ownable(socket) ?
						    owners_first(owners, socket->entry.inode) :
						    NULL;

		for (; owner; owner = owners_next(owners, owner))
			link_owner(evidence, owners, places, i, owner);
	}
	free(places);
	return 0;
}

static bool any_without_holder(const struct why_evidence *evidence)
{
	for (size_t i = 0; i < evidence->socket_count; i++)
		if (why_socket_ownable(&evidence->sockets[i]) &&
		    !evidence->sockets[i].holder_count)
			return true;
	return false;
}

/* Why an owner that surely exists is not among those found. */
static enum why_blind find_blindness(const struct why_evidence *evidence,
				     const struct owners *owners)
{
	if (evidence->system.hidepid && evidence->system.euid)
		return BLIND_HIDEPID;
	if (owners->denied || owners->no_proc || access("/proc/self/fd", R_OK))
		return BLIND_UNPRIVILEGED;
	if (evidence->system.child_pidns)
		return BLIND_PIDNS;
	return BLIND_NONE;
}

int why_holders_read(struct why_evidence *evidence)
{
	struct owners owners = { 0 };
	int result = want_sockets(&owners, evidence);

	if (!result && owners.wanted) {
		result = owners_scan(&owners, true, false, NULL);
		if (!result)
			result = link_owners(evidence, &owners);
		if (!result && any_without_holder(evidence))
			why_deep_scan(evidence);
		if (any_without_holder(evidence))
			evidence->blind = find_blindness(evidence, &owners);
	}
	owners_free(&owners);
	return result;
}
