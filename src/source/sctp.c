#include "config.h"

#include "source/sctp.h"

#include <arpa/inet.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

#include "source/lines.h"

enum { MAX_ADDRESSES = 64, MAX_WORDS = 13 };

/* The addresses on a line, before they are divided between the row and the arena. */
struct address_list {
	struct sock_addr local[MAX_ADDRESSES], foreign[MAX_ADDRESSES];
	uint16_t locals, foreigns;
};

/* The numbers on a line of assocs, by their place (net/sctp/proc.c); eps lacks some. */
static const struct layout {
	uint8_t words; /* before the addresses */
	uint8_t state, txq, rxq, uid, inode, local_port, foreign_port;
} endpoint_layout = { .words = 8, .state = 3, .uid = 6, .inode = 7, .local_port = 5 },
  association_layout = { .words = 13, .state = 3, .txq = 7, .rxq = 8, .uid = 9, .inode = 10,
			 .local_port = 11, .foreign_port = 12 };

static bool parse_address(const char *word, size_t length, struct sock_addr *addr)
{
	char text[INET6_ADDRSTRLEN];

	if (length && *word == '*') { /* marks the primary one */
		word++;
		length--;
	}
	if (length >= sizeof(text))
		return false;
	memcpy(text, word, length);
	text[length] = '\0';
	memset(addr, 0, sizeof(*addr));
	addr->family = memchr(text, ':', length) ? AF_INET6 : AF_INET;
	return inet_pton(addr->family, text, &addr->addr) == 1;
}

/* The local addresses, and behind "<->" the foreign ones; the first other word ends the list. */
static void parse_addresses(const char *line, struct address_list *list)
{
	bool foreign = false;
	const char *word;
	size_t length;

	while (scan_word(&line, &word, &length)) {
		struct sock_addr addr;

		if (length == 3 && !memcmp(word, "<->", 3)) {
			foreign = true;
			continue;
		}
		if (!parse_address(word, length, &addr))
			break;
		if (foreign && list->foreigns < MAX_ADDRESSES)
			list->foreign[list->foreigns++] = addr;
		else if (!foreign && list->locals < MAX_ADDRESSES)
			list->local[list->locals++] = addr;
	}
}

/* Keep what does not fit in the row. */
static int keep_rest(const struct address_list *list, struct sock_entry *entry,
		     struct arena *arena)
{
	size_t locals = list->locals > 1 ? list->locals - 1u : 0;
	size_t foreigns = list->foreigns > 1 ? list->foreigns - 1u : 0;
	struct sock_addrs *rest;
	uint32_t offset;

	if (!locals && !foreigns)
		return 0;
	offset = arena_add(arena, NULL,
			   sizeof(*rest) + (locals + foreigns) * sizeof(rest->addr[0]));
	if (!offset)
		return -ENOMEM;
	rest = (void *)(arena->data + offset);
	rest->locals = (uint16_t)locals;
	rest->foreigns = (uint16_t)foreigns;
	memcpy(rest->addr, list->local + 1, locals * sizeof(rest->addr[0]));
	memcpy(rest->addr + locals, list->foreign + 1, foreigns * sizeof(rest->addr[0]));
	entry->aux = offset;
	return 0;
}

/* Whether there are numbers where numbers must be. */
static bool are_numbers(const struct layout *layout, char *const words[])
{
	const uint8_t places[] = { layout->state, layout->txq,	     layout->rxq,
				   layout->uid,	  layout->inode,     layout->local_port,
				   layout->foreign_port };

	for (size_t i = 0; i < sizeof(places); i++) {
		const char *word = words[places[i]];

		word += word[0] == '-';
		if (places[i] && (!*word || word[strspn(word, "0123456789")]))
			return false;
	}
	return true;
}

/* A number of the line; a place of 0 means that this kind of line does not have it. */
static uint32_t number(char *const words[], uint8_t place)
{
	return place ? (uint32_t)strtol(words[place], NULL, 10) : 0;
}

static void fill_entry(struct sock_entry *entry, const struct layout *layout, char *const words[],
		       const struct address_list *list)
{
	entry->proto = PROTO_SCTP;
	entry->family = list->locals ? list->local[0].family : AF_INET;
	entry->state = (uint8_t)number(words, layout->state);
	entry->sendq = number(words, layout->txq);
	entry->recvq = number(words, layout->rxq);
	entry->uid = number(words, layout->uid);
	entry->inode = strtoull(words[layout->inode], NULL, 10);
	entry->local_port = (uint16_t)number(words, layout->local_port);
	entry->foreign_port = (uint16_t)number(words, layout->foreign_port);
	if (list->locals)
		entry->local = list->local[0].addr;
	if (layout == &endpoint_layout)
		entry->flags = ENTRY_ENDPOINT;
	if (!list->foreigns)
		return;
	entry->foreign = list->foreign[0].addr;
	if (list->foreign[0].family == AF_INET6)
		entry->flags |= ENTRY_FOREIGN_INET6;
}

int sctp_parse(const char *line, bool endpoint, struct sock_entry *entry, struct arena *arena)
{
	const struct layout *layout = endpoint ? &endpoint_layout : &association_layout;
	struct address_list list = { .locals = 0 };
	char text[MAX_WORDS][32], *words[MAX_WORDS];

	for (int i = 0; i < layout->words; i++) {
		const char *word;
		size_t length;

		if (!scan_word(&line, &word, &length) || length >= sizeof(text[i]))
			return -EINVAL;
		memcpy(text[i], word, length);
		text[i][length] = '\0';
		words[i] = text[i];
	}
	if (!are_numbers(layout, words))
		return -EINVAL;
	parse_addresses(line, &list);
	if (!list.locals)
		return -EINVAL;
	fill_entry(entry, layout, words, &list);
	return keep_rest(&list, entry, arena);
}

static int read_file(struct source *source, const char *path, bool endpoint, struct sink *sink)
{
	struct lines lines;
	const char *line;
	size_t length;
	int result = lines_open(&lines, path);

	source->failed_path = path;
	source->failed_open = result;
	if (result)
		return result == -EACCES ? -ENOENT : result;
	lines_next(&lines, &length); /* the heading */
	while (!result && (line = lines_next(&lines, &length))) {
		struct sock_entry *entry = sink_next(sink);

		result = entry ? sctp_parse(line, endpoint, entry, &sink->table->arena) : -ENOMEM;
		if (result == -EINVAL) {
			notes_add(source->notes, "warning, got bogus sctp %s line.",
				  endpoint ? "eps" : "assoc");
			result = 0;
		} else if (!result) {
			result = sink_commit(sink);
		}
	}
	if (!result)
		result = lines.error;
	lines_close(&lines);
	return result;
}

int sctp_read(struct source *source, const struct source_request *request, struct sink *sink)
{
	int result = 0;

	if (!request->v4)
		return 0; /* what /proc/net/sctp lists counts as IPv4, as in net-tools */
	if (request->endpoints)
		result = read_file(source, "/proc/net/sctp/eps", true, sink);
	if (!result && request->associations)
		result = read_file(source, "/proc/net/sctp/assocs", false, sink);
	return result;
}
