/*
 * A filter: a tree made once from an expression. Comparisons of numbers have become sets of
 * ranges and != has become NOT, so few kinds of node remain for match.c and bytecode.c to know.
 */
#ifndef NETSTAT_FILTER_FILTER_H
#define NETSTAT_FILTER_FILTER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "entry.h"

enum filter_kind {
	FILTER_AND,
	FILTER_OR,
	FILTER_NOT,     /* of .left */
	FILTER_TRUE,    /* `src *` */
	FILTER_NUMBER,  /* a field's number lies in one of the ranges */
	FILTER_ADDRESS, /* an end lies in the prefix */
	FILTER_FAMILY,  /* of an end; .address without its prefix */
	FILTER_STATE,
	FILTER_PROTO,
	FILTER_MARK,
	FILTER_CGROUP,
	FILTER_AUTOBOUND,
	FILTER_PATH,    /* of a unix socket; glob */
	FILTER_PROCESS, /* name of an owner; glob */
};

enum filter_field {
	FIELD_LOCAL_PORT,
	FIELD_FOREIGN_PORT,
	FIELD_INTERFACE, /* index of the device a socket is bound to */
	FIELD_UID,
	FIELD_INODE,
	FIELD_RECVQ,
	FIELD_SENDQ,
	FIELD_PID,
};

struct filter_range {
	uint64_t first, last; /* both belong to it */
};

struct filter_node {
	enum filter_kind kind;
	struct filter_node *left, *right;
	union {
		struct {
			enum filter_field field;
			size_t count;
			struct filter_range *ranges; /* ascending, not touching */
			bool named; /* an interface by its name, which is that of this machine */
		} number;
		struct {
			union inet_addr addr;
			uint8_t family;
			uint8_t bits; /* length of the prefix */
			bool foreign; /* the end meant */
		} address;
		uint32_t states; /* 1 << enum tcp_state */
		uint32_t protos; /* FILTER_PROTO_BIT() */
		struct {
			uint32_t value, mask;
		} mark;
		uint64_t cgroup;
		struct {
			uint16_t first, last;
		} ephemeral; /* net.ipv4.ip_local_port_range */
		struct {
			char *pattern;
			bool ignore_case;
		} glob;
	};
};

/* A bit for each protocol and IP version. */
#define FILTER_PROTO_BIT(proto, is_v6) (1u << ((proto) * 2 + (is_v6)))

/* Nodes. Each returns NULL when memory is short, and then has freed its arguments. */
struct filter_node *filter_new(enum filter_kind kind);
struct filter_node *filter_join(enum filter_kind kind, struct filter_node *left,
				struct filter_node *right);
struct filter_node *filter_not(struct filter_node *node);
struct filter_node *filter_number(enum filter_field field, uint64_t first, uint64_t last);

/* Add a range to a FILTER_NUMBER node. Returns false when memory is short. */
bool filter_add_range(struct filter_node *node, uint64_t first, uint64_t last);

void filter_free(struct filter_node *node);

/* Whether a node of this kind (and for FILTER_NUMBER of this field) is in the tree. */
bool filter_has(const struct filter_node *node, enum filter_kind kind);
bool filter_has_field(const struct filter_node *node, enum filter_field field);

/* Whether it asks what only the machine that has the sockets can tell, and no recording of them. */
bool filter_is_local(const struct filter_node *node);

#endif
