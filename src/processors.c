#include "config.h"

#include "processors.h"

#include <sched.h>

unsigned processors_count(void)
{
	cpu_set_t set;

	/* Fails where there are more than the set has room for (1024): then there are enough. */
	return sched_getaffinity(0, sizeof(set), &set) ? CPU_SETSIZE : (unsigned)CPU_COUNT(&set);
}
