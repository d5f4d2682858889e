/*
 * Bluetooth sockets. /proc/net/l2cap and rfcomm only count them (bt_seq_show() in
 * net/bluetooth/af_bluetooth.c); who talks to whom stands in debugfs, which only root may read
 * (l2cap_debugfs_show(), rfcomm_sock_debugfs_show()).
 */
#ifndef NETSTAT_SOURCE_BLUETOOTH_H
#define NETSTAT_SOURCE_BLUETOOTH_H

#include <stdbool.h>
#include <stdint.h>

enum { BLUETOOTH_ADDRESS = 18 }; /* 17 characters and a NUL */

/* States that net/bluetooth/bluetooth.h calls BT_... */
enum bluetooth_state {
	BLUETOOTH_CONNECTED = 1,
	BLUETOOTH_BOUND = 3,
	BLUETOOTH_LISTEN = 4,
	BLUETOOTH_STATES = 10,
};

struct bluetooth_socket {
	char source[BLUETOOTH_ADDRESS], destination[BLUETOOTH_ADDRESS];
	uint32_t state;
	uint32_t channel; /* of RFCOMM; of L2CAP the PSM */
	uint32_t source_id, destination_id, in_mtu, out_mtu, security; /* of L2CAP */
};

enum bluetooth_protocol { BLUETOOTH_L2CAP, BLUETOOTH_RFCOMM };

/* The file with the addresses, and the one that is there if the kernel has the protocol. */
const char *bluetooth_file(enum bluetooth_protocol protocol);
const char *bluetooth_mark(enum bluetooth_protocol protocol);

/* One line of the file. Returns false if it is none. */
bool bluetooth_parse(enum bluetooth_protocol protocol, const char *line,
		     struct bluetooth_socket *socket);

#endif
