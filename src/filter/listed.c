#include "config.h"

#include "filter/listed.h"

static bool listens(const struct sock_entry *entry)
{
	switch (entry->proto) {
	case PROTO_TCP:
		return !entry->foreign_port;
	case PROTO_SCTP:
		return entry->flags & ENTRY_ENDPOINT;
	case PROTO_UNIX:
		return entry->state == UNIX_UNCONNECTED && entry->un.flags & UNIX_FLAG_ACC;
	default:
		return addr_is_any(&entry->foreign);
	}
}

bool listed(const struct options *options, const struct sock_entry *entry)
{
	return options->all || listens(entry) == options->listening;
}

uint32_t listed_states(const struct options *options)
{
	const uint32_t every = (1u << STATE_NEW_SYN_RECV) - 1, listen = 1u << STATE_LISTEN;

	if (options->all)
		return every;
	return options->listening ? listen : every & ~listen;
}
