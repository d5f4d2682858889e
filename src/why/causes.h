/* The causes of each kind, as verdict.c puts them together. Each adds what it finds, if anything. */
#ifndef NETSTAT_WHY_CAUSES_H
#define NETSTAT_WHY_CAUSES_H

#include "why/report.h"

/* What happens to the traffic: rules, programs, a full queue, another listener. */
void causes_traffic(struct why_report *report);

/* Who has the sockets, where that is out of the ordinary: threads, io_uring, hidden, stopped ... */
void causes_holders(struct why_report *report);

/* A holder that is seconds old, under a parent that may start it again: a guess. */
void causes_respawn(struct why_report *report);

/* Held, as a real bind shows, by something that no listing does. */
void causes_unseen(struct why_report *report);

/* Listeners of TCP, by their address and flags. */
void causes_listeners(struct why_report *report);

/* TCP sockets that are bound and do not listen. */
void causes_bound(struct why_report *report);

/* What is left of TCP connections, and outgoing ones. */
void causes_connections(struct why_report *report);

/* UDP. */
void causes_udp(struct why_report *report);

/* The bind is not allowed, or there is no such address. */
void causes_denied(struct why_report *report);

/* Nothing is in the way here. */
void causes_free(struct why_report *report);

#endif
