#include "config.h"

#include "source/record.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { FLUSH_AT = 65536 };

/* ---- the file ---- */

/* A file that is there already: nobody else may have made it, and nobody else may read it. */
static int open_existing(const char *path)
{
	/* Of a FIFO that nobody reads O_NONBLOCK makes an error, instead of waiting. */
	int fd = open(path, O_WRONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);
	int error = EEXIST;
	struct stat stat;

	if (fd < 0)
		return errno == ELOOP || errno == ENXIO ? -EEXIST : -errno;
	if (!fstat(fd, &stat) && S_ISREG(stat.st_mode) && stat.st_uid == geteuid() &&
	    stat.st_nlink == 1) {
		if (!fchmod(fd, 0600) && !ftruncate(fd, 0))
			return fd;
		error = errno;
	}
	close(fd);
	return -error;
}

int record_open(struct record *record, const char *path)
{
	*record = (struct record){ 0 };
	record->fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
	if (record->fd < 0)
		record->fd = errno == EEXIST ? open_existing(path) : -errno;
	return record->fd < 0 ? record->fd : 0;
}

static void flush(struct record *record)
{
	const char *from = record->now.bytes;
	size_t left = record->now.used;

	while (left && !record->error) {
		ssize_t written = write(record->fd, from, left);

		if (written < 0 && errno == EINTR)
			continue;
		if (written <= 0) {
			record->error = written ? -errno : -ENOSPC;
			break;
		}
		from += written;
		left -= (size_t)written;
		record->written += (uint64_t)written;
	}
	record->now.used = 0;
}

/* ---- messages ---- */

static void append(struct record *record, struct record_bytes *to, const void *bytes, size_t length)
{
	if (to->used + length > to->size && !record->error) {
		size_t size = to->size * 2 > to->used + length ? to->size * 2
							       : to->used + length + FLUSH_AT;
		char *grown = realloc(to->bytes, size);

		if (grown) {
			to->bytes = grown;
			to->size = size;
		} else {
			record->error = -ENOMEM;
		}
	}
	if (record->error || !length)
		return;
	memcpy(to->bytes + to->used, bytes, length);
	to->used += length;
}

/* In the file each message begins at a multiple of four. */
static void add_message(struct record *record, struct record_bytes *to,
			const struct nlmsghdr *message)
{
	static const char zeros[NLMSG_ALIGNTO] = { 0 };

	append(record, to, message, message->nlmsg_len);
	append(record, to, zeros, NLMSG_ALIGN(message->nlmsg_len) - message->nlmsg_len);
	if (to == &record->now && to->used >= FLUSH_AT)
		flush(record);
}

/* `request` NULL: the mark at the end of the file. */
static void add_mark(struct record *record, struct record_bytes *to, uint16_t flags,
		     const struct nlmsghdr *request)
{
	static const char zeros[NLMSG_ALIGNTO] = { 0 };
	size_t length = request ? request->nlmsg_len : 0;
	struct nlmsghdr header = { .nlmsg_len = (uint32_t)(sizeof(header) + length),
				   .nlmsg_type = NLMSG_NOOP,
				   .nlmsg_flags = flags,
				   .nlmsg_seq = request ? request->nlmsg_seq : RECORDING_SEQUENCE };

	append(record, to, &header, sizeof(header));
	if (request)
		append(record, to, request, length);
	append(record, to, zeros, NLMSG_ALIGN(length) - length);
}

/*
 * TCP has one dump, whatever number was asked for, since ss reads one. Here is its end, and behind it what
 * had to wait for it. If TCP was not asked for, ss finds an empty dump and no other one's sockets.
 */
static void end_tcp(struct record *record)
{
	struct {
		struct nlmsghdr header;
		int error;
	} done = { { sizeof(done), NLMSG_DONE, NLM_F_MULTI, RECORDING_SEQUENCE, 0 }, 0 };

	if (record->tcp_over)
		return;
	record->tcp_over = true;
	add_message(record, &record->now, &done.header);
	append(record, &record->now, record->later.bytes, record->later.used);
	record->later.used = 0;
}

/* ---- dumps ---- */

/* Whether the dump in hand is a part of the one at the front. */
static bool is_front(const struct record *record)
{
	return record->asked.proto == PROTO_TCP && !record->helping;
}

static uint64_t place(const struct record *record)
{
	return record->to->used + (record->to == &record->now ? record->written : 0);
}

void record_begin(struct record *record, const struct nlmsghdr *request)
{
	if (!record)
		return;
	record->request = NULL;
	if (!recording_parse(request, request->nlmsg_len, &record->asked))
		return;
	if (is_front(record) && record->tcp_over)
		return; /* no longer at the front: listings read TCP first */
	record->request = request;
	if (record->asked.proto != PROTO_TCP)
		end_tcp(record);
	record->to = record->helping && !record->tcp_over ? &record->later : &record->now;
	record->start = place(record);
	if (!is_front(record))
		add_mark(record, record->to, RECORDING_DUMP_FOLLOWS, request);
}

void record_message(struct record *record, const struct nlmsghdr *message)
{
	if (!record || !record->request)
		return;
	if (message->nlmsg_type != NLMSG_DONE || !is_front(record))
		add_message(record, record->to, message);
}

/* Back to the place where the dump began. */
static void take_out(struct record *record)
{
	uint64_t kept = record->to == &record->now ? record->written : 0;

	if (record->error)
		return;
	if (record->start >= kept) {
		record->to->used = (size_t)(record->start - kept);
		return;
	}
	record->now.used = 0;
	record->written = record->start;
	if (ftruncate(record->fd, (off_t)record->start) ||
	    lseek(record->fd, (off_t)record->start, SEEK_SET) < 0)
		record->error = -errno;
}

void record_end(struct record *record, int result)
{
	if (!record || !record->request)
		return;
	if (result) {
		take_out(record);
	} else if (!record->helping) {
		record->has[record->asked.proto] = true;
		if (is_front(record))
			add_mark(record, &record->later, 0, record->request);
	}
	record->request = NULL;
}

int record_close(struct record *record, bool complete)
{
	end_tcp(record);
	if (complete)
		add_mark(record, &record->now, 0, NULL);
	flush(record);
	if (close(record->fd) && !record->error)
		record->error = -errno;
	free(record->now.bytes);
	free(record->later.bytes);
	record->now = record->later = (struct record_bytes){ 0 };
	record->fd = -1;
	return record->error;
}
