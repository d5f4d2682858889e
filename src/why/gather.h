/* All evidence about one port. */
#ifndef NETSTAT_WHY_GATHER_H
#define NETSTAT_WHY_GATHER_H

#include "source/source.h"
#include "why/evidence.h"

/*
 * Gather. A real bind is tried only if `probe` allows it and nothing is known to be in the way.
 * `other_proto`: what was gathered about the same port of the other protocol, or NULL.
 * Returns 0 or -ENOMEM; sources that fail leave a note. Free with why_evidence_free() in any case.
 */
int why_gather(struct why_evidence *evidence, const struct why_query *query,
	       struct source *source, bool probe, const struct why_evidence *other_proto);

#endif
