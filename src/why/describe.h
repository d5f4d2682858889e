/* One process, as /proc shows it. */
#ifndef NETSTAT_WHY_DESCRIBE_H
#define NETSTAT_WHY_DESCRIBE_H

#include "why/evidence.h"

/*
 * Fill in all of `holder` but .pid, .tid, .how, which are given, and .fds. Returns 0, or -errno if
 * the process has gone. What may not be read stays empty.
 */
int why_describe(struct why_holder *holder);

/* Free what why_describe() and the links allocated. */
void why_describe_free(struct why_holder *holder);

#endif
