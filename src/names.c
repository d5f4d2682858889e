#include "config.h"

#include "names.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netdb.h>
#include <netinet/in.h>
#include <stdlib.h>
#include <string.h>

#include "names_ask.h"

enum { PORTS = 65536, IP_PROTOCOLS = 256 };

static size_t slot_of(const struct names *names, uint8_t kind, const union inet_addr *addr)
{
	uint64_t hash = kind;

	for (int i = 0; i < 4; i++)
		hash = (hash ^ addr->words[i]) * 0x9e3779b97f4a7c15u;
	for (size_t at = hash >> 32;; at++) {
		const struct name_slot *slot = &names->slot[at & (names->slots - 1)];

		if (!slot->kind ||
		    (slot->kind == kind && !memcmp(&slot->addr, addr, sizeof(*addr))))
			return at & (names->slots - 1);
	}
}

static int grow_slots(struct names *names)
{
	struct names larger = *names;

	if (names->used * 2 < names->slots)
		return 0;
	larger.slots = names->slots ? names->slots * 2 : 256;
	larger.slot = calloc(larger.slots, sizeof(*larger.slot));
	if (!larger.slot)
		return -ENOMEM;
	for (size_t i = 0; i < names->slots; i++) {
		const struct name_slot *slot = &names->slot[i];

		if (slot->kind)
			larger.slot[slot_of(&larger, slot->kind, &slot->addr)] = *slot;
	}
	free(names->slot);
	*names = larger;
	return 0;
}

static int prepare_address(struct names *names, uint8_t kind, const union inet_addr *addr)
{
	struct name_slot *slot;

	if (grow_slots(names))
		return -ENOMEM;
	slot = &names->slot[slot_of(names, kind, addr)];
	if (!slot->kind) {
		*slot = (struct name_slot){ *addr, kind, names_ask(names->raw, kind, addr) };
		names->used++;
	}
	return 0;
}

static int prepare_user(struct names *names, uint32_t uid)
{
	union inet_addr addr = { .words = { uid } };

	return prepare_address(names, NAME_USER, &addr);
}

/* The unspecified address is never looked up: 0.0.0.0 and [::] are its names. */
static int prepare_host(struct names *names, uint8_t family, const union inet_addr *addr)
{
	return addr_is_any(addr) ? 0 : prepare_address(names, family, addr);
}

/* Of several entries for a port net-tools shows the last. */
static void set_port(const struct names *names, char **list, int port, const char *name)
{
	free(list[port]);
	list[port] = names_copy(names->raw, name);
}

static int read_services(struct names *names)
{
	const struct servent *service;

	names->tcp = calloc(PORTS, sizeof(*names->tcp));
	names->udp = calloc(PORTS, sizeof(*names->udp));
	if (!names->tcp || !names->udp)
		return -ENOMEM;
	setservent(1);
	while ((service = getservent())) {
		if (!strcmp(service->s_proto, "tcp"))
			set_port(names, names->tcp, ntohs((uint16_t)service->s_port),
				 service->s_name);
		else if (!strcmp(service->s_proto, "udp"))
			set_port(names, names->udp, ntohs((uint16_t)service->s_port),
				 service->s_name);
	}
	endservent();
	return 0;
}

static int read_protocols(struct names *names)
{
	const struct protoent *protocol;

	names->ip = calloc(IP_PROTOCOLS, sizeof(*names->ip));
	if (!names->ip)
		return -ENOMEM;
	setprotoent(1);
	while ((protocol = getprotoent()))
		if (protocol->p_proto >= 0 && protocol->p_proto < IP_PROTOCOLS)
			set_port(names, names->ip, protocol->p_proto, protocol->p_name);
	endprotoent();
	return 0;
}

static int prepare_ports(struct names *names, const struct sock_entry *entry)
{
	if (!entry->local_port && !entry->foreign_port)
		return 0;
	if (entry->proto == PROTO_RAW)
		return names->ip ? 0 : read_protocols(names);
	return names->tcp || entry->proto == PROTO_SCTP ? 0 : read_services(names);
}

static int prepare_hosts(struct names *names, const struct sock_table *table,
			 const struct sock_entry *entry)
{
	const struct sock_addrs *more = NULL;
	int result = prepare_host(names, entry->family, &entry->local);

	if (entry->proto == PROTO_SCTP)
		more = table_addrs(table, entry);
	if (!result)
		result = prepare_host(names, foreign_family(entry), &entry->foreign);
	for (int i = 0; more && !result && i < more->locals + more->foreigns; i++)
		result = prepare_host(names, more->addr[i].family, &more->addr[i].addr);
	return result;
}

/* SCTP addresses are names only if nothing at all is asked for as a number. */
static bool wants_hosts(const struct options *options, const struct sock_entry *entry)
{
	if (options->numeric_hosts)
		return false;
	return entry->proto != PROTO_SCTP ||
	       !(options->numeric_ports || options->numeric_users || options->symbolic);
}

/* Formats for programs have all columns. */
static bool wants_users(const struct options *options, const struct sock_entry *entry)
{
	if (options->numeric_users || options->replay) /* another machine's users */
		return false;
	if (entry->proto == PROTO_UNIX)
		return options->format != FORMAT_TABLE && entry->flags & ENTRY_HAS_UID;
	return options->extend || options->format != FORMAT_TABLE;
}

static int prepare_inet(struct names *names, const struct options *options,
			const struct sock_table *table, const struct sock_entry *entry)
{
	int result = 0;

	if (wants_hosts(options, entry))
		result = prepare_hosts(names, table, entry);
	if (!result && !options->numeric_ports)
		result = prepare_ports(names, entry);
	return result;
}

int names_prepare(struct names *names, const struct options *options,
		  const struct sock_table *table)
{
	int result = 0;

	names->raw = options->format != FORMAT_TABLE;
	if (!names->raw && options->numeric_hosts && options->numeric_ports &&
	    (options->numeric_users || !options->extend))
		return 0;
	for (size_t i = 0; i < table->count && !result; i++) {
		const struct sock_entry *entry = &table->rows[i];

		if (entry->proto != PROTO_UNIX)
			result = prepare_inet(names, options, table, entry);
		if (!result && wants_users(options, entry))
			result = prepare_user(names, entry->uid);
	}
	return result;
}

int names_prepare_interfaces(struct names *names, const struct sock_table *table, size_t first,
			     uint32_t netns)
{
	int result = 0;

	names->raw = true; /* only programs are shown them */
	for (size_t i = first; i < table->count && !result; i++) {
		union inet_addr addr = { .words = { table->rows[i].ifindex, netns } };

		if (table->rows[i].proto != PROTO_UNIX && addr.words[0])
			result = prepare_address(names, NAME_INTERFACE, &addr);
	}
	return result;
}

int names_prepare_route(struct names *names, const struct options *options, enum name_of_route of,
			const union inet_addr *addr)
{
	names->raw = options->format != FORMAT_TABLE;
	if (addr_is_any(addr) || options->numeric_hosts || options->symbolic)
		return 0;
	return prepare_address(names, of, addr);
}

const char *names_route(const struct names *names, enum name_of_route of,
			const union inet_addr *addr)
{
	return names_host(names, of, addr);
}

int names_prepare_host(struct names *names, const struct options *options, uint8_t family,
		       const union inet_addr *addr)
{
	names->raw = options->format != FORMAT_TABLE;
	return options->numeric_hosts ? 0 : prepare_host(names, family, addr);
}

int names_prepare_uid(struct names *names, const struct options *options, uint32_t uid)
{
	names->raw = options->format != FORMAT_TABLE;
	return options->numeric_users ? 0 : prepare_user(names, uid);
}

int names_prepare_services(struct names *names, const struct options *options)
{
	names->raw = options->format != FORMAT_TABLE;
	return options->numeric_ports || names->tcp ? 0 : read_services(names);
}

const char *names_host(const struct names *names, uint8_t family, const union inet_addr *addr)
{
	return names->slots ? names->slot[slot_of(names, family, addr)].name : NULL;
}

const char *names_port(const struct names *names, enum proto proto, uint16_t port)
{
	if (proto == PROTO_RAW)
		return names->ip && port < IP_PROTOCOLS ? names->ip[port] : NULL;
	if (proto == PROTO_SCTP || !names->tcp)
		return NULL;
	return proto == PROTO_TCP ? names->tcp[port] : names->udp[port];
}

const char *names_user(const struct names *names, uint32_t uid)
{
	union inet_addr addr = { .words = { uid } };

	return names_host(names, NAME_USER, &addr);
}

const char *names_interface(const struct names *names, uint32_t netns, uint32_t ifindex)
{
	union inet_addr addr = { .words = { ifindex, netns } };

	return names_host(names, NAME_INTERFACE, &addr);
}

static void free_list(char **list, size_t count)
{
	for (size_t i = 0; list && i < count; i++)
		free(list[i]);
	free(list);
}

void names_free(struct names *names)
{
	for (size_t i = 0; i < names->slots; i++)
		free(names->slot[i].name);
	free(names->slot);
	free_list(names->tcp, PORTS);
	free_list(names->udp, PORTS);
	free_list(names->ip, IP_PROTOCOLS);
	*names = (struct names){ 0 };
}
