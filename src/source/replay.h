/*
 * Reading a recording (recording.h), ours or one of `ss -D`. The whole file is read into memory and
 * checked before the first socket is handed on: from a damaged file comes none.
 */
#ifndef NETSTAT_SOURCE_REPLAY_H
#define NETSTAT_SOURCE_REPLAY_H

#include "source/netlink.h"
#include "source/recording.h"

/* The messages of one dump, without its end. */
struct replay_dump {
	enum proto proto;
	bool helping;      /* listeners, asked for to know the users of half-open connections */
	size_t start, end; /* places in the file */
};

/* What is wrong with a file, and where. */
struct replay_fault {
	size_t offset;
	char text[120];
};

struct replay {
	char *bytes;
	size_t length, size;
	struct replay_dump *dump;
	size_t dumps, dumps_size;
	bool ours;       /* by netstat: it knows what it was asked for */
	bool filtered;   /* TCP sockets were left out by a filter */
	uint32_t states; /* TCP states that were asked for; all of them if nobody tells */
	/* Which IP versions of a protocol were asked for. */
	bool v4[PROTO_COUNT], v6[PROTO_COUNT];

	struct replay_fault fault;

	/* Private, of the check: */
	size_t checked; /* bytes that are in order */
	struct replay_dump current;
	bool marked; /* a mark has announced the dump in hand */
	bool begun, front_over, at_end;
};

/*
 * Read a file, or standard input if it is called "-". Returns 0; -EBADMSG, with the fault described; or
 * another -errno. replay_close() is needed in any case.
 */
int replay_open(struct replay *replay, const char *path);
void replay_close(struct replay *replay);

/* The same for bytes that are there; they are copied. */
int replay_open_bytes(struct replay *replay, const void *bytes, size_t length);

/* Whether there is a dump of the protocol, if only an empty one. */
bool replay_has(const struct replay *replay, enum proto proto);

/*
 * Hand on the messages of a protocol, as nl_dump() does. `helping`: the listeners that were asked for
 * separately; without such, all TCP sockets.
 */
int replay_dump(const struct replay *replay, enum proto proto, bool helping, nl_message_fn fn,
		void *arg, size_t *seen);

#endif
