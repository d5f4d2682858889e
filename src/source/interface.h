/* What is known about network interfaces: one record for each, and the list that holds all. */
#ifndef NETSTAT_SOURCE_INTERFACE_H
#define NETSTAT_SOURCE_INTERFACE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum {
	INTERFACE_NAME = 16,    /* IFNAMSIZ, with the NUL */
	INTERFACE_ADDRESS = 32, /* MAX_ADDR_LEN: bytes of a hardware address */
	INTERFACE_KIND = 16,
	INTERFACE_SHOWN = 8, /* bytes of a hardware address that net-tools looks at */
};

/* The columns of /proc/net/dev; some are sums of several counters (dev_seq_printf_stats()). */
struct interface_counters {
	uint64_t rx_bytes, rx_packets, rx_errors, rx_dropped, rx_fifo, rx_frame, rx_compressed,
		rx_multicast;
	uint64_t tx_bytes, tx_packets, tx_errors, tx_dropped, tx_fifo, tx_collisions, tx_carrier,
		tx_compressed;
};

/* What a driver says of its hardware; all zeros: nothing. */
struct interface_map {
	uint64_t memory_start, memory_end, base;
	uint16_t interrupt;
	uint8_t dma, port;
};

/* An interface, or a label of IPv4 addresses (`eth0:1`), which net-tools lists like one. */
struct interface {
	char name[INTERFACE_NAME];
	char alias_of[INTERFACE_NAME]; /* of a label the interface; else empty */
	char kind[INTERFACE_KIND];     /* `veth`, `bridge` ...; empty: none, or not known */
	int error;      /* -errno with which the kernel refused to tell of it; else 0 */
	uint32_t order; /* in which it was added to the list */
	uint32_t index; /* 0: not known */
	uint32_t flags; /* IFF_; from /proc only the lower 16 bits */
	uint32_t mtu;
	uint32_t queue;         /* the length of its queue */
	uint16_t type;          /* ARPHRD_ */
	uint8_t operstate;      /* IF_OPER_ of linux/if.h, or INTERFACE_NO_STATE */
	uint8_t address_length; /* 0: no hardware address, or one of a length not known */
	uint8_t address[INTERFACE_ADDRESS]; /* zeros behind the end */
	bool counted;                       /* there are counters */
	struct interface_counters counters;
	struct interface_map map;
};

enum { INTERFACE_NO_STATE = 0xff };

/* An IPv4 address; the addresses in network byte order. */
struct interface_inet {
	char device[INTERFACE_NAME];
	char label[INTERFACE_NAME];
	uint32_t local, peer, broadcast; /* peer: local, unless it is a point-to-point address */
	uint32_t order;                  /* its place in the kernel's list */
	uint8_t prefix_length;
	int16_t scope; /* RT_SCOPE_, or -1: not known */
};

struct interface_inet6 {
	char device[INTERFACE_NAME];
	uint8_t address[16];
	uint32_t order;
	uint8_t prefix_length;
	uint8_t scope; /* as /proc/net/if_inet6 writes it: IPV6_ADDR_ bits */
};

struct interface_list {
	struct interface *rows; /* in net-tools' order */
	size_t count, size;
	struct interface_inet *inet; /* by device, then in the kernel's order */
	size_t inet_count, inet_size;
	struct interface_inet6 *inet6; /* likewise, in the order of /proc/net/if_inet6 */
	size_t inet6_count, inet6_size;

	/* From /proc alone: -errno of what could not be read, while the rest is there. */
	int open_error; /* /proc/net/dev cannot be opened: no counters, few interfaces */
	int read_error; /* /proc/net/dev cannot be read to its end */
	int conf_error; /* SIOCGIFCONF: no labels */
};

#endif
