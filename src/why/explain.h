/* A report in words, for a person in trouble: one screen of at most 80 columns. */
#ifndef NETSTAT_WHY_EXPLAIN_H
#define NETSTAT_WHY_EXPLAIN_H

#include "render/out.h"
#include "why/report.h"

void why_explain(struct out *out, const struct why_report *report, bool color);

#endif
