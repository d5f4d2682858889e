/* The UDP port of a WireGuard interface. */
#ifndef NETSTAT_WHY_WIREGUARD_H
#define NETSTAT_WHY_WIREGUARD_H

#include <stdint.h>

/* Takes CAP_NET_ADMIN. Returns 0 or -errno. The interface's keys do not stay in memory. */
int wireguard_port(uint32_t ifindex, uint16_t *port);

#endif
