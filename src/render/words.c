#include "config.h"

#include "render/words.h"

#include <stddef.h>

#define COUNT(array) (sizeof(array) / sizeof(*(array)))

const char *word_proto(const struct sock_entry *entry)
{
	static const char *const words[][2] = {
		[PROTO_TCP] = { "tcp", "tcp6" },    [PROTO_SCTP] = { "sctp", "sctp" },
		[PROTO_UDP] = { "udp", "udp6" },    [PROTO_UDPLITE] = { "udpl", "udpl6" },
		[PROTO_RAW] = { "raw", "raw6" },    [PROTO_UNIX] = { "unix", "unix" },
	};

	return words[entry->proto][entry->family == AF_INET6];
}

const char *word_tcp_state(uint8_t state)
{
	static const char *const words[] = {
		[0] = "",
		[STATE_ESTABLISHED] = "ESTABLISHED", [STATE_SYN_SENT] = "SYN_SENT",
		[STATE_SYN_RECV] = "SYN_RECV",	     [STATE_FIN_WAIT1] = "FIN_WAIT1",
		[STATE_FIN_WAIT2] = "FIN_WAIT2",     [STATE_TIME_WAIT] = "TIME_WAIT",
		[STATE_CLOSE] = "CLOSE",	     [STATE_CLOSE_WAIT] = "CLOSE_WAIT",
		[STATE_LAST_ACK] = "LAST_ACK",	     [STATE_LISTEN] = "LISTEN",
		[STATE_CLOSING] = "CLOSING",
	};

	return state < COUNT(words) ? words[state] : NULL;
}

const char *word_unix_state(const struct sock_entry *entry)
{
	static const char *const words[] = {
		[UNIX_FREE] = "FREE",		  [UNIX_UNCONNECTED] = "",
		[UNIX_CONNECTING] = "CONNECTING", [UNIX_CONNECTED] = "CONNECTED",
		[UNIX_DISCONNECTING] = "DISCONNECTING",
	};

	if (entry->state == UNIX_UNCONNECTED && entry->un.flags & UNIX_FLAG_ACC)
		return "LISTENING";
	return entry->state < COUNT(words) ? words[entry->state] : "UNKNOWN";
}

const char *word_unix_type(uint32_t type)
{
	static const char *const words[] = {
		[SOCK_STREAM] = "STREAM", [SOCK_DGRAM] = "DGRAM",	  [SOCK_RAW] = "RAW",
		[SOCK_RDM] = "RDM",	  [SOCK_SEQPACKET] = "SEQPACKET",
	};

	return type && type < COUNT(words) ? words[type] : "UNKNOWN";
}

const char *word_timer(uint8_t proto, uint8_t kind)
{
	static const char *const tcp[] = { "off", "on", "keepalive", "timewait", "probe" };
	static const char *const others[] = { "off", "on1", "on2" };

	if (proto == PROTO_TCP)
		return kind < COUNT(tcp) ? tcp[kind] : NULL;
	return kind < COUNT(others) ? others[kind] : NULL;
}
