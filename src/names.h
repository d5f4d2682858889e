/*
 * Names for numbers: hosts, services, protocols, users and interfaces. Looked up before the rows are printed,
 * so that rendering asks nobody; a resolver that is slow is asked once per address.
 */
#ifndef NETSTAT_NAMES_H
#define NETSTAT_NAMES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/socket.h>

#include "entry.h"
#include "options.h"

struct name_slot {
	union inet_addr addr; /* of a user or interface its number in words[0]; [1]: netns */
	uint8_t kind;         /* AF_INET, AF_INET6, NAME_OF_HOST, NAME_USER ...; 0: empty */
	char *name;           /* NULL: it has no name */
};

struct names {
	struct name_slot *slot; /* hash table */
	size_t slots, used;
	char **tcp, **udp; /* by port, 65536 each; NULL until needed */
	char **ip;         /* by protocol number, 256; NULL until needed */
	bool raw;          /* names as they came: formats for programs have an escaping of their own */
};

/*
 * Look up what the rows of the table show by name, unless the options ask for numbers; not the
 * interfaces. Names that came from outside are escaped, but not for programs. Returns 0 or -ENOMEM.
 */
int names_prepare(struct names *names, const struct options *options,
		  const struct sock_table *table);

/*
 * Look up the interfaces that the rows from `first` on are bound to, in the network namespace that
 * this thread is in, for names_interface() with the same `netns`. Returns 0 or -ENOMEM.
 */
int names_prepare_interfaces(struct names *names, const struct sock_table *table, size_t first,
			     uint32_t netns);

/* What an address in a table of routes is the name of. */
enum name_of_route {
	NAME_OF_IPV4 = AF_INET,  /* of a host; if its first byte is 0, of a network: as with sockets */
	NAME_OF_IPV6 = AF_INET6, /* of a host */
	NAME_OF_HOST = 252,      /* IPv4, whatever its first byte */
	NAME_OF_NETWORK = 253,   /* IPv4, /etc/networks */
};

/*
 * Look up an address, unless the options ask for numbers (with routes -N is the same as -n) or it is
 * the unspecified one. names_route() then has the name. Returns 0 or -ENOMEM.
 */
int names_prepare_route(struct names *names, const struct options *options, enum name_of_route of,
			const union inet_addr *addr);

/* Look up one address of AF_INET or AF_INET6, as names_prepare() does. Returns 0 or -ENOMEM. */
int names_prepare_host(struct names *names, const struct options *options, uint8_t family,
		       const union inet_addr *addr);

/* Look up a user, unless the options ask for numbers. Returns 0 or -ENOMEM. */
int names_prepare_uid(struct names *names, const struct options *options, uint32_t uid);

/* Have names for the ports of TCP and UDP, unless the options ask for numbers. Returns 0 or -ENOMEM. */
int names_prepare_services(struct names *names, const struct options *options);

/* Each: the name, or NULL where there is none (or numbers were asked for). */
const char *names_host(const struct names *names, uint8_t family, const union inet_addr *addr);
const char *names_route(const struct names *names, enum name_of_route of,
			const union inet_addr *addr);
const char *names_port(const struct names *names, enum proto proto, uint16_t port);
const char *names_user(const struct names *names, uint32_t uid);
const char *names_interface(const struct names *names, uint32_t netns, uint32_t ifindex);

void names_free(struct names *names);

#endif
