#include "config.h"

#include "why/netns_ask.h"

#include <errno.h>
#include <pthread.h>

#include "source/inet_diag.h"
#include "source/netns.h"
#include "why/deadline.h"

struct question {
	const char *path;
	const struct why_query *query;
	struct sock_entry *found;
	int result;
};

bool netns_serves(const struct sock_entry *entry, const struct why_query *query)
{
	return entry->local_port == query->port && !entry->foreign_port &&
	       (query->proto == PROTO_UDP || entry->state == STATE_LISTEN);
}

/* Ends the dump with -ECANCELED at the first one. */
static int look_at_socket(const struct nlmsghdr *header, void *arg)
{
	struct question *question = arg;
	struct sock_entry entry = { 0 };

	if (inet_diag_decode(header, question->query->proto, &entry, NULL, NULL))
		return -EBADMSG;
	if (!netns_serves(&entry, question->query))
		return 0;
	*question->found = entry;
	return -ECANCELED;
}

/* Listeners alone are found without a walk through all connections of the machine. */
static int dump_sockets(struct nl_session *session, struct question *question)
{
	static const uint8_t udp_families[] = { AF_INET, AF_INET6 };
	struct inet_diag_dump dump = { .proto = question->query->proto,
				       .family = AF_UNSPEC,
				       .states = 1u << STATE_LISTEN };
	size_t seen;
	int result = 0;

	if (dump.proto == PROTO_TCP)
		return inet_diag_dump(session, &dump, look_at_socket, question, &seen);
	dump.states = UINT32_MAX;
	for (size_t i = 0; i < sizeof(udp_families) && !result; i++) {
		dump.family = udp_families[i];
		result = inet_diag_dump(session, &dump, look_at_socket, question, &seen);
	}
	return result;
}

static void *ask(void *arg)
{
	struct nl_session session = { 0 };
	struct question *question = arg;
	int result = netns_enter_file(question->path);

	if (!result)
		result = nl_open_bus(&session, NETLINK_SOCK_DIAG, SOURCE_MS);
	if (!result)
		result = dump_sockets(&session, question);
	nl_close(&session);
	question->result = result == -ECANCELED ? 1 : result;
	return NULL;
}

int netns_ask(const char *path, const struct why_query *query, struct sock_entry *found)
{
	struct question question = { .path = path, .query = query, .found = found };
	pthread_t thread;
	int error = pthread_create(&thread, NULL, ask, &question);

	if (error)
		return -error;
	pthread_join(thread, NULL);
	return question.result;
}
