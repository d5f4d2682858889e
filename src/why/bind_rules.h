/*
 * What bind() would answer: the kernel's conflict rules (net/ipv4/inet_connection_sock.c,
 * net/ipv4/udp.c) over the sockets there are. Pure. Flags that cannot be seen are tried both ways;
 * where that decides, the answer is BIND_UNKNOWN.
 */
#ifndef NETSTAT_WHY_BIND_RULES_H
#define NETSTAT_WHY_BIND_RULES_H

#include "why/evidence.h"

/* The bind that is asked about; the result is filled in. */
struct bind_request {
	enum proto proto;
	uint8_t family;
	union inet_addr addr;
	bool v6only, reuseaddr, reuseport;
	uint32_t uid;
	uint32_t ifindex; /* of SO_BINDTODEVICE; 0: none */
	bool one_chain;   /* UDP: the order of the sockets holds across IPv4 and IPv6 too */
};

/* Whether the sockets of the port let it succeed: BIND_OK, BIND_EADDRINUSE or BIND_UNKNOWN. */
enum bind_result bind_conflict(const struct bind_request *request,
			       const struct why_socket *sockets, size_t count);

/*
 * The same for one of the binds of a report, with what comes before conflicts: what a probe came
 * to, the address and the privilege. The caller's own rights count.
 */
enum bind_result bind_predict(const struct why_evidence *evidence, const struct why_bind *bind);

/*
 * The binds of a report: 0.0.0.0, 127.0.0.1, [::], [::] V6ONLY, [::1] and the queried address,
 * each plain, with SO_REUSEADDR, with SO_REUSEPORT and with both. Returns how many.
 */
size_t bind_predict_all(const struct why_evidence *evidence,
			struct why_bind binds[WHY_MAX_BINDS]);

#endif
