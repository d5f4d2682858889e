/* Reports as the JSON document of --why-busy --json; its schema is netstat-ng/why-busy/1. */
#ifndef NETSTAT_WHY_JSON_H
#define NETSTAT_WHY_JSON_H

#include "render/out.h"
#include "why/report.h"

/* `host`: the name of this machine, for those who gather the answers of many. */
void why_json(struct out *out, const char *host, const struct why_report *reports,
	      size_t count);

#endif
