/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the tables of the situations have in common. */
#ifndef WHY_TABLES_H
#define WHY_TABLES_H

#define TCP_PORT "8080/tcp"
#define UDP_PORT "8080/udp"
#define EPHEMERAL_TCP "40123/tcp"
#define EPHEMERAL_UDP "40123/udp"

/* The commonest answers of real binds, see struct situation. */
#define ALL_FREE "oooo oooo oooo oooo oooo"
#define ALL_TAKEN "XXXX XXXX XXXX XXXX XXXX"
#define V4_TAKEN "XXXX XXXX XXXX oooo oooo"
#define V4_WITH_REUSEADDR "XoXo XoXo XoXo oooo oooo"
#define V4_WITH_REUSEPORT "XXoo XXoo XXoo oooo oooo"
#define V6_TAKEN "oooo oooo XXXX XXXX XXXX"
/* Something is bound to an address that is neither a wildcard nor 127.0.0.1. */
#define V4_WILDCARDS_TAKEN "XXXX oooo XXXX oooo oooo"
#define NOT_PERMITTED "AAAA AAAA AAAA AAAA AAAA"

#endif
