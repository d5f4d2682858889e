/* A real bind, for trial. */
#ifndef NETSTAT_WHY_PROBE_H
#define NETSTAT_WHY_PROBE_H

#include "why/evidence.h"

/*
 * Bind the address of the query, or where none was given 0.0.0.0 and then [::], without options
 * and without listen(), and close it at once. Fills in evidence->probe with the first refusal, or
 * the last success. Does nothing if anything holds the port: a probe would say nothing new then.
 * A server that starts in just these microseconds may find the port taken.
 */
void why_probe(struct why_evidence *evidence);

#endif
