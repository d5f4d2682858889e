/* What the socket listing says on standard error, beside the notes of its sections. */
#ifndef NETSTAT_VIEW_SOCKET_MESSAGES_H
#define NETSTAT_VIEW_SOCKET_MESSAGES_H

#include "view/listing.h"

/* That -p could not look into all processes. */
void say_owner_warnings(struct listing *listing);

/* That there are sockets of which the filter could not tell. */
void say_undecided(struct listing *listing);

/* The system does not have the section's protocol. Returns the exit status. */
int say_missing_protocol(const struct listing *listing, const struct section *section);

/* Reading or printing the section ended with -errno. Returns the exit status. */
int say_section_failed(const struct listing *listing, const struct section *section, int error);

#endif
