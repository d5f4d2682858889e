/* Whether bind() takes an address: is it one of this network namespace? */
#ifndef NETSTAT_WHY_ADDRESS_CHECK_H
#define NETSTAT_WHY_ADDRESS_CHECK_H

#include "why/evidence.h"

/*
 * `family` AF_UNSPEC stands for no address, which is fine. `ifindex` and `device` are the scope of
 * an IPv6 address, 0 and "" without one. What cannot be found out counts as fine: then the bind
 * itself tells.
 */
enum why_address address_check(uint8_t family, const union inet_addr *addr, uint32_t ifindex,
			       const char *device);

/*
 * What the text of /proc/net/if_inet6 says of an address: ADDRESS_FINE, ADDRESS_TENTATIVE,
 * ADDRESS_DAD_FAILED or ADDRESS_NOT_LOCAL. `ifindex` 0: on any interface. Pure.
 */
enum why_address address_listed(const char *if_inet6, const union inet_addr *addr,
				uint32_t ifindex);

#endif
