/* Capabilities that kernel headers before 5.8 do not name. */
#ifndef NETSTAT_CAPABILITY_COMPAT_H
#define NETSTAT_CAPABILITY_COMPAT_H

#include <linux/capability.h>

#ifndef CAP_PERFMON
#define CAP_PERFMON 38
#endif
#ifndef CAP_BPF
#define CAP_BPF 39
#endif

#endif
