/* From evidence to the answer. Pure: asks nobody, prints nothing. */
#ifndef NETSTAT_WHY_VERDICT_H
#define NETSTAT_WHY_VERDICT_H

#include "why/report.h"

/* The caller frees the report with why_report_free(); it refers to the evidence. */
void why_verdict(const struct why_evidence *evidence, struct why_report *report);

/* Whether a real bind could tell more than the evidence: nothing is known to be in the way. */
bool why_looks_free(const struct why_evidence *evidence);

/* Whether the socket takes part in conflicts with what is asked about. */
bool why_blocks(const struct why_evidence *evidence, const struct why_socket *socket);

#endif
