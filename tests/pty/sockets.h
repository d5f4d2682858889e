/* A network with nothing in it but the sockets that a test makes. */
#ifndef SOCKETS_H
#define SOCKETS_H

#include <stdbool.h>

/* Enter an empty network namespace and switch its loopback on; ends the program where it cannot. */
void sockets_alone(void);

/* Mounts that nobody else sees. False: not allowed. */
bool sockets_private_mounts(void);

/* Listeners and plain UDP sockets on 127.0.0.1, on ports that follow each other. */
void sockets_listen(unsigned port, unsigned count);
void sockets_udp(unsigned port, unsigned count);

/* Take the last listeners away again. */
void sockets_unlisten(unsigned count);

/* An IPv6 UDP socket; `connected`: to itself. False: the system has no IPv6. */
bool sockets_udp6(const char *address, unsigned port, bool connected);

/* Both ends of a TCP connection on 127.0.0.1; `server_closed`: the other one waits to be closed. */
void sockets_connect(unsigned port, bool server_closed);

/* A listening unix socket in the abstract namespace. */
void sockets_unix(const char *name);

#endif
