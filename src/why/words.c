#include "config.h"

#include "why/words.h"

const char *why_bind_word(enum bind_result result)
{
	static const char *const words[] = {
		[BIND_OK] = "OK",
		[BIND_EADDRINUSE] = "EADDRINUSE",
		[BIND_EACCES] = "EACCES",
		[BIND_EPERM] = "EPERM",
		[BIND_EADDRNOTAVAIL] = "EADDRNOTAVAIL",
		[BIND_EINVAL] = "EINVAL",
		[BIND_EAFNOSUPPORT] = "EAFNOSUPPORT",
		[BIND_UNKNOWN] = "unknown",
		[BIND_OTHER] = "error",
	};

	return words[result];
}

const char *why_hold_word(enum why_hold how)
{
	static const char *const words[] = {
		[HOLD_FD] = "fd",
		[HOLD_THREAD] = "thread",
		[HOLD_IO_URING] = "io_uring",
		[HOLD_IN_FLIGHT] = "in-flight",
	};

	return words[how];
}

const char *why_state_word(const struct why_socket *socket)
{
	static const char *const words[] = {
		"UNKNOWN",	"ESTABLISHED", "SYN_SENT",   "SYN_RECV", "FIN_WAIT1",
		"FIN_WAIT2",	"TIME_WAIT",   "BOUND",	     "CLOSE_WAIT", "LAST_ACK",
		"LISTEN",	"CLOSING",
	};
	uint8_t state = socket->entry.state;

	if (socket->entry.proto == PROTO_UDP)
		return socket->entry.foreign_port ? "CONNECTED" : "UNCONNECTED";
	return words[state <= STATE_CLOSING ? state : 0];
}
