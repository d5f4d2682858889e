#include "config.h"

#include "port_range.h"

#include <stdio.h>

/* net/ipv4/af_inet.c, inet_init_net() */
enum { DEFAULT_FIRST = 32768, DEFAULT_LAST = 60999 };

void port_range_read(uint16_t *first, uint16_t *last)
{
	FILE *file = fopen("/proc/sys/net/ipv4/ip_local_port_range", "re");
	unsigned low, high;

	*first = DEFAULT_FIRST;
	*last = DEFAULT_LAST;
	if (!file)
		return;
	if (fscanf(file, "%5u %5u", &low, &high) == 2 && low && low <= high && high <= UINT16_MAX) {
		*first = (uint16_t)low;
		*last = (uint16_t)high;
	}
	fclose(file);
}
