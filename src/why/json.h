/* Reports as the JSON document of --why-busy --json; its schema is netstat-ng/why-busy/1. */
#ifndef NETSTAT_WHY_JSON_H
#define NETSTAT_WHY_JSON_H

#include "render/out.h"
#include "why/report.h"

void why_json(struct out *out, const struct why_report *reports, size_t count);

#endif
