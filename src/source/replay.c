#include "config.h"

#include "source/replay.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/inet_diag.h>
#include <linux/sock_diag.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "grow.h"

enum {
	CHUNK = 1 << 20,
	/* The kernel's replies end at 32 KiB, our requests at 16. */
	MOST_MESSAGE = 1 << 16,
	/* Some eight million sockets. */
	MOST_BYTES = 1 << 30,
	MOST_ERROR = 4095, /* MAX_ERRNO of include/linux/err.h */
};

static int fault(struct replay *replay, size_t offset, const char *format, ...)
	__attribute__((format(printf, 3, 4)));

static int fault(struct replay *replay, size_t offset, const char *format, ...)
{
	va_list args;

	replay->fault.offset = offset;
	va_start(args, format);
	vsnprintf(replay->fault.text, sizeof(replay->fault.text), format, args);
	va_end(args);
	return -EBADMSG;
}

/* ---- messages ---- */

/* The message at a place that has been checked. */
static const struct nlmsghdr *message_at(const struct replay *replay, size_t place)
{
	return (const void *)(replay->bytes + place);
}

static size_t place_of(const struct replay *replay, const void *at)
{
	return (size_t)((const char *)at - replay->bytes);
}

static int check_attributes(struct replay *replay, const char *at, const char *end)
{
	while (at < end) {
		size_t left = (size_t)(end - at);
		struct nlattr attribute = { 0 };

		memcpy(&attribute, at, left < sizeof(attribute) ? left : sizeof(attribute));
		if (left < sizeof(attribute) || attribute.nla_len < sizeof(attribute))
			return fault(replay, place_of(replay, at),
				     "no attribute where one must be");
		if (attribute.nla_len > left)
			return fault(replay, place_of(replay, at),
				     "an attribute of %zu bytes claims %u", left,
				     attribute.nla_len);
		if (left - attribute.nla_len < NLA_ALIGNTO)
			break;
		at += NLA_ALIGN(attribute.nla_len);
	}
	return 0;
}

static int check_socket(struct replay *replay, const struct nlmsghdr *header)
{
	const struct inet_diag_msg *message = mnl_nlmsg_get_payload(header);
	size_t place = place_of(replay, header);

	if (mnl_nlmsg_get_payload_len(header) < sizeof(*message))
		return fault(replay, place, "a socket of %u bytes, fewer than the %zu it takes",
			     header->nlmsg_len, sizeof(*header) + sizeof(*message));
	if (message->idiag_family != AF_INET && message->idiag_family != AF_INET6)
		return fault(replay, place, "a socket of the unknown family %u",
			     message->idiag_family);
	if (replay->front_over && !replay->marked && replay->ours)
		return fault(replay, place, "a socket without a mark that says its protocol");
	replay->begun = true;
	return check_attributes(replay, (const char *)(message + 1),
				(const char *)header + header->nlmsg_len);
}

static int check_mark(struct replay *replay, const struct nlmsghdr *header)
{
	size_t place = place_of(replay, header), length = mnl_nlmsg_get_payload_len(header);
	struct recording_request request;

	if (!replay->front_over || replay->begun || replay->marked)
		return fault(replay, place, "a mark within a dump");
	replay->ours = true;
	if (!length) {
		replay->at_end = true;
		return 0;
	}
	if (!recording_parse(mnl_nlmsg_get_payload(header), length, &request))
		return fault(replay, place, "a mark without a request for sockets");
	if (header->nlmsg_flags & RECORDING_DUMP_FOLLOWS) {
		replay->marked = true;
		replay->current.proto = request.proto;
		replay->current.helping = request.proto == PROTO_TCP;
		if (replay->current.helping)
			return 0;
	} else if (request.proto != PROTO_TCP) {
		return fault(replay, place, "a mark about a dump that is not there");
	} else {
		replay->states |= request.states;
		replay->filtered |= request.filtered;
	}
	replay->v4[request.proto] |= request.v4;
	replay->v6[request.proto] |= request.v6;
	return 0;
}

static int add_dump(struct replay *replay)
{
	struct replay_dump *dump =
		grow(replay->dump, replay->dumps, &replay->dumps_size, sizeof(*dump));

	if (!dump)
		return -ENOMEM;
	replay->dump = dump;
	replay->dump[replay->dumps++] = replay->current;
	return 0;
}

/* NLMSG_DONE, or in a file of ss the NLMSG_ERROR with which the kernel refused. */
static int check_done(struct replay *replay, const struct nlmsghdr *header)
{
	size_t length = mnl_nlmsg_get_payload_len(header), place = place_of(replay, header);
	bool is_error = header->nlmsg_type == NLMSG_ERROR;
	int error = 0, result = 0;

	if (length >= sizeof(error))
		memcpy(&error, mnl_nlmsg_get_payload(header), sizeof(error));
	else if (length || is_error)
		return fault(replay, place, "the end of a dump without room for its error");
	if (error > 0 || error < -MOST_ERROR || (is_error && !error))
		return fault(replay, place, "the end of a dump with the impossible error %d",
			     error);
	if (replay->front_over && !replay->marked && replay->ours)
		return fault(replay, place, "the end of a dump that has not begun");
	if ((header->nlmsg_seq & RECORDING_SEQUENCE_MASK) == RECORDING_SEQUENCE)
		replay->ours = true;
	if (error && replay->ours)
		return fault(replay, place, "a dump that failed (%s)", strerror(-error));
	replay->current.end = place;
	if (!error)
		result = add_dump(replay);
	replay->front_over = true;
	replay->begun = replay->marked = false;
	replay->current = (struct replay_dump){ .proto = PROTO_TCP };
	return result;
}

static int check_message(struct replay *replay, const struct nlmsghdr *header)
{
	size_t place = place_of(replay, header);

	if (replay->at_end)
		return fault(replay, place, "more data behind the end of the recording");
	if (!replay->begun && header->nlmsg_type != NLMSG_NOOP)
		replay->current.start = place;
	switch (header->nlmsg_type) {
	case TCPDIAG_GETSOCK:
	case SOCK_DIAG_BY_FAMILY:
		return check_socket(replay, header);
	case NLMSG_NOOP:
		return check_mark(replay, header);
	case NLMSG_DONE:
	case NLMSG_ERROR:
		return check_done(replay, header);
	default:
		return fault(replay, place, "a message of type %u, which is no socket",
			     header->nlmsg_type);
	}
}

/* ---- the file ---- */

static bool is_length(uint32_t length)
{
	return length >= sizeof(struct nlmsghdr) && length <= MOST_MESSAGE;
}

static int bad_length(struct replay *replay, const struct nlmsghdr *header)
{
	if (!replay->checked && is_length(__builtin_bswap32(header->nlmsg_len)))
		return fault(replay, 0, "a recording of a machine with the other byte order");
	return fault(replay, replay->checked, "a message that claims %u bytes, %s",
		     header->nlmsg_len,
		     header->nlmsg_len > MOST_MESSAGE ? "more than the kernel sends"
						      : "fewer than its header");
}

/*
 * Check the messages that are there as a whole; a part of one may follow. `last`: there will be no
 * more, so the padding behind the last message may be missing.
 */
static int check_whole(struct replay *replay, bool last)
{
	int result = 0;

	while (!result && replay->length - replay->checked >= sizeof(struct nlmsghdr)) {
		const struct nlmsghdr *header = message_at(replay, replay->checked);
		size_t left = replay->length - replay->checked;
		size_t padded = NLMSG_ALIGN(header->nlmsg_len);

		if (!is_length(header->nlmsg_len))
			return bad_length(replay, header);
		if (last && header->nlmsg_len <= left && padded > left)
			padded = left;
		if (padded > left)
			break;
		result = check_message(replay, header);
		replay->checked += padded;
	}
	return result;
}

/* The file has been read to its end. */
static int check_end(struct replay *replay)
{
	size_t left = replay->length - replay->checked;

	if (!replay->length)
		return fault(replay, 0, "the file is empty");
	if (left >= sizeof(struct nlmsghdr))
		return fault(replay, replay->checked, "a message of %zu bytes claims %u", left,
			     message_at(replay, replay->checked)->nlmsg_len);
	if (left)
		return fault(replay, replay->checked, "a message of %zu bytes, less than a header",
			     left);
	if (replay->begun || replay->marked || !replay->front_over)
		return fault(replay, replay->length, "the file ends within a dump");
	if (replay->ours && !replay->at_end)
		return fault(replay, replay->length, "the file ends before the recording does");
	return 0;
}

/* A file of ss does not tell what it was asked for. */
static void assume_all(struct replay *replay)
{
	if (replay->ours)
		return;
	replay->states = UINT32_MAX;
	replay->v4[PROTO_TCP] = replay->v6[PROTO_TCP] = replay->dumps;
}

static int make_room(struct replay *replay, size_t more)
{
	size_t size = replay->size ? replay->size : CHUNK;
	char *bytes;

	if (more > MOST_BYTES - replay->length)
		return -EFBIG;
	while (size < replay->length + more)
		size *= 2;
	if (size == replay->size)
		return 0;
	bytes = realloc(replay->bytes, size);
	if (!bytes)
		return -ENOMEM;
	replay->bytes = bytes;
	replay->size = size;
	return 0;
}

static int read_chunk(struct replay *replay, int fd, bool *end)
{
	int result = make_room(replay, CHUNK);
	ssize_t count;

	if (result)
		return result;
	count = read(fd, replay->bytes + replay->length, CHUNK);
	if (count < 0)
		return errno == EINTR ? 0 : -errno;
	*end = !count;
	replay->length += (size_t)count;
	return check_whole(replay, *end);
}

int replay_open(struct replay *replay, const char *path)
{
	bool from_stdin = !strcmp(path, "-"), end = false;
	int fd = from_stdin ? STDIN_FILENO : open(path, O_RDONLY | O_CLOEXEC);
	int result = fd < 0 ? -errno : 0;

	*replay = (struct replay){ .current.proto = PROTO_TCP };
	while (!result && !end)
		result = read_chunk(replay, fd, &end);
	if (fd >= 0 && !from_stdin)
		close(fd);
	if (!result)
		result = check_end(replay);
	assume_all(replay);
	return result;
}

int replay_open_bytes(struct replay *replay, const void *bytes, size_t length)
{
	int result;

	*replay = (struct replay){ .current.proto = PROTO_TCP };
	/* Not a byte more than that, so that tools for it see whoever reads behind the end. */
	replay->bytes = malloc(length ? length : 1);
	if (!replay->bytes)
		return -ENOMEM;
	memcpy(replay->bytes, bytes, length);
	replay->length = replay->size = length;
	result = check_whole(replay, true);
	if (!result)
		result = check_end(replay);
	assume_all(replay);
	return result;
}

void replay_close(struct replay *replay)
{
	free(replay->bytes);
	free(replay->dump);
	*replay = (struct replay){ 0 };
}

/* ---- what is in it ---- */

bool replay_has(const struct replay *replay, enum proto proto)
{
	return replay->v4[proto] || replay->v6[proto];
}

static bool has_helping(const struct replay *replay)
{
	for (size_t i = 0; i < replay->dumps; i++)
		if (replay->dump[i].helping)
			return true;
	return false;
}

int replay_dump(const struct replay *replay, enum proto proto, bool helping, nl_message_fn fn,
		void *arg, size_t *seen)
{
	int result = 0;

	*seen = 0;
	helping = helping && has_helping(replay);
	for (size_t i = 0; i < replay->dumps; i++) {
		const struct replay_dump *dump = &replay->dump[i];
		size_t place = dump->start;

		if (dump->proto != proto || dump->helping != helping)
			continue;
		while (place < dump->end && !result) {
			const struct nlmsghdr *header = message_at(replay, place);

			++*seen;
			result = fn(header, arg);
			place += NLMSG_ALIGN(header->nlmsg_len);
		}
		if (result)
			return result < 0 ? result : -EBADMSG;
	}
	return 0;
}
