#include "config.h"

#include "sort_keys.h"

#include <arpa/inet.h>
#include <string.h>
#include <sys/socket.h>

/* `length` bytes of a string as a number that compares as they do; NULL: as an empty one. */
static uint64_t text_prefix(const char *text, size_t length)
{
	uint64_t prefix = 0;

	for (size_t i = 0; i < length; i++) {
		prefix = prefix << 8 | (uint8_t)(text ? *text : 0);
		text += text && *text;
	}
	return prefix;
}

/* The family and the first bytes of an end; the bit that the family costs is compared later. */
static uint64_t end_prefix(uint8_t family, const union inet_addr *addr, uint16_t port)
{
	uint64_t high = ntohl(addr->words[0]), low = ntohl(addr->words[1]);

	if (family == AF_INET)
		return high << 16 | port;
	return UINT64_C(1) << 63 | (high << 32 | low) >> 1;
}

/* A number that is less than another's only if compare_key() says so, too. */
static uint64_t key_prefix(const struct sorting *sorting, enum sort_key key,
			   const struct sock_entry *entry)
{
	const struct process *process;

	switch (key) {
	case SORT_LOCAL:
		return end_prefix(entry->family, &entry->local, entry->local_port);
	case SORT_PORT:
		return entry->local_port;
	case SORT_REMOTE:
		return end_prefix(foreign_family(entry), &entry->foreign, entry->foreign_port);
	case SORT_STATE:
		return entry->state;
	case SORT_RECVQ:
		return entry->recvq;
	case SORT_SENDQ:
		return entry->sendq;
	case SORT_USER:
		return entry->uid;
	case SORT_INODE:
		return entry->inode;
	case SORT_NETNS:
		return table_netns(sorting->table, (size_t)(entry - sorting->table->rows));
	case SORT_PID:
		process = sort_process(sorting, entry);
		return process ? (uint64_t)process->pid + 1 : 0;
	case SORT_PROGRAM:
		process = sort_process(sorting, entry);
		return text_prefix(process ? process->name : NULL, 8);
	default:
		return 0;
	}
}

/* Of a unix socket only some keys tell anything. */
static uint64_t unix_prefix(const struct sorting *sorting, enum sort_key key,
			    const struct sock_entry *entry)
{
	if (key == SORT_LOCAL)
		return text_prefix(table_path(sorting->table, entry), 8);
	return key == SORT_PORT || key == SORT_REMOTE ? 0 : key_prefix(sorting, key, entry);
}

void sort_key_prefix(const struct sorting *sorting, struct radix_item *item)
{
	const struct sock_entry *entry = &sorting->table->rows[item->row];
	const struct sort_spec *spec = sorting->spec;
	enum sort_key key = spec->count ? spec->keys[0].key : SORT_LOCAL;

	item->high = entry->proto == PROTO_UNIX ? unix_prefix(sorting, key, entry) :
						  key_prefix(sorting, key, entry);
	if (spec->count && spec->keys[0].reverse)
		item->high = ~item->high;
	item->low = 0;
}

void sort_key_v4(const struct sorting *sorting, struct radix_item *item)
{
	const struct sock_entry *entry = &sorting->table->rows[item->row];
	uint32_t foreign = ntohl(entry->foreign.words[0]);

	item->high = (uint64_t)ntohl(entry->local.words[0]) << 32 |
		     (uint64_t)entry->local_port << 16 | foreign >> 16;
	item->low = foreign << 16 | entry->foreign_port;
}

void sort_key_v6(const struct sorting *sorting, struct radix_item *item, unsigned level)
{
	const struct sock_entry *entry = &sorting->table->rows[item->row];
	const uint8_t *local = entry->local.bytes, *foreign = entry->foreign.bytes;
	uint8_t bytes[12 * SORT_V6_LEVELS] = { [16] = (uint8_t)(entry->local_port >> 8),
					  [17] = (uint8_t)entry->local_port,
					  [34] = (uint8_t)(entry->foreign_port >> 8),
					  [35] = (uint8_t)entry->foreign_port };
	uint32_t words[3];

	memcpy(bytes, local, 16);
	memcpy(bytes + 18, foreign, 16);
	memcpy(words, bytes + level * sizeof(words), sizeof(words));
	item->high = (uint64_t)ntohl(words[0]) << 32 | ntohl(words[1]);
	item->low = ntohl(words[2]);
}
