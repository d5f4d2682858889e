/* How many processors this process may use. */
#ifndef NETSTAT_PROCESSORS_H
#define NETSTAT_PROCESSORS_H

/* At least 1; what taskset(1) or a container's cpuset leaves of the machine's. */
unsigned processors_count(void);

#endif
