/* The ports from which the kernel chooses those of outgoing connections. */
#ifndef NETSTAT_PORT_RANGE_H
#define NETSTAT_PORT_RANGE_H

#include <stdint.h>

/*
 * net.ipv4.ip_local_port_range of this network namespace, for IPv6 too; the kernel's default where it
 * cannot be read. Both belong to it, and 0 < *first <= *last.
 */
void port_range_read(uint16_t *first, uint16_t *last);

#endif
