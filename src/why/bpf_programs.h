/* BPF programs that refuse a bind, or choose who gets the connections of a port. */
#ifndef NETSTAT_WHY_BPF_PROGRAMS_H
#define NETSTAT_WHY_BPF_PROGRAMS_H

#include "why/evidence.h"

/*
 * Ask the kernel for the programs on this network namespace (sk_lookup) and on the control group
 * of this process and those above it (bind, post_bind), and add to evidence->rules. What a program
 * does with this very port is not visible: the words say only that there is one. Takes
 * CAP_NET_ADMIN; where that is missing and a refused bind is to be explained, a note says so.
 */
void why_bpf_programs_read(struct why_evidence *evidence);

#endif
