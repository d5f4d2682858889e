/* The settings, rights and limits that decide about a port beside the sockets. */
#ifndef NETSTAT_WHY_SYSTEM_H
#define NETSTAT_WHY_SYSTEM_H

#include "why/evidence.h"

/*
 * Fill in every field. What cannot be read gets the kernel's default. .hidepid and .child_pidns
 * tell how /proc and this process are set up; whether that hides anything from root is not asked.
 */
void why_system_read(struct why_system *system, const struct why_query *query);

/* ---- parts of it that are pure ---- */

/* Whether a port is in a list as net.ipv4.ip_local_reserved_ports prints it: `80,8000-8010`. */
bool system_port_listed(const char *list, uint16_t port);

/* Whether one of the mounts in the text of /proc/self/mounts is a /proc that hides processes. */
bool system_hides_processes(const char *mounts);

#endif
