/*
 * The file format of recordings, as netstat.8 describes it: netlink messages one behind the other, as
 * `ss -D` writes them. A diag message does not say which protocol it is of, so marks of ours do: valid
 * messages of type NLMSG_NOOP. They stand behind the first dump only, since ss takes all that
 * comes before its end for TCP sockets and reads no further.
 */
#ifndef NETSTAT_SOURCE_RECORDING_H
#define NETSTAT_SOURCE_RECORDING_H

#include <linux/netlink.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "entry.h"

/*
 * Our requests, and so the replies, are numbered from here on. By the upper half a file of ours is known
 * even if it is cut off in front of its first mark.
 */
#define RECORDING_SEQUENCE 0xf5730000u
#define RECORDING_SEQUENCE_MASK 0xffff0000u

/* In a mark: its dump follows. Otherwise it tells what the TCP dump at the front was asked for. */
#define RECORDING_DUMP_FOLLOWS NLM_F_MULTI

/* What a request, as it stands in a mark, asks for. */
struct recording_request {
	enum proto proto;
	bool v4, v6;
	uint32_t states; /* 1 << enum tcp_state */
	bool filtered;   /* a filter of the kernel left sockets out */
};

/* Read a request of `length` bytes. Returns false if it is none of TCP, UDP, UDP-Lite or raw sockets. */
bool recording_parse(const void *bytes, size_t length, struct recording_request *request);

#endif
