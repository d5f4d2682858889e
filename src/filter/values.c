#include "config.h"

#include "filter/values.h"

#include <arpa/inet.h>
#include <ctype.h>
#include <netdb.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

bool value_number(const char *text, uint64_t most, uint64_t *number)
{
	if (!*text)
		return false;
	for (*number = 0; *text; text++) {
		if (!isdigit((unsigned char)*text) || *number > (most - (uint64_t)(*text - '0')) / 10)
			return false;
		*number = *number * 10 + (uint64_t)(*text - '0');
	}
	return true;
}

static void complain(struct filter_error *error, const char *what, const char *word)
{
	snprintf(error->message, sizeof(error->message), "%s: `%.100s'", what, word);
}

static bool one_number(const char *word, uint64_t most, value_name_fn name, uint64_t *number,
		       struct filter_error *error)
{
	if (value_number(word, most, number))
		return true;
	if (name && word[strspn(word, "0123456789")])
		return name(word, number, error);
	if (word[0] && !word[strspn(word, "0123456789")])
		snprintf(error->message, sizeof(error->message), "larger than %llu: `%.30s'",
			 (unsigned long long)most, word);
	else
		complain(error, "not a number", word);
	return false;
}

/* A number, a name, or FIRST-LAST; a name may hold a `-` itself. */
static bool one_range(char *word, uint64_t most, value_name_fn name, struct filter_range *range,
		      struct filter_error *error)
{
	char *dash = strchr(word, '-');

	/* A name may begin with a digit (3com-tsmux): a range is digits only. */
	if (!dash || dash == word || (name && word[strspn(word, "0123456789-")])) {
		if (!one_number(word, most, name, &range->first, error))
			return false;
		range->last = range->first;
		return true;
	}
	*dash = '\0';
	if (!one_number(word, most, NULL, &range->first, error) ||
	    !one_number(dash + 1, most, NULL, &range->last, error))
		return false;
	if (range->first <= range->last)
		return true;
	snprintf(error->message, sizeof(error->message), "the range ends before it begins");
	return false;
}

static bool list_ranges(struct filter_node *node, char *list, uint64_t most, value_name_fn name,
			struct filter_error *error)
{
	char *word;

	while ((word = strsep(&list, ","))) {
		struct filter_range range;

		if (!*word) {
			snprintf(error->message, sizeof(error->message),
				 "a value is missing in the list, which has no blanks in it");
			return false;
		}
		if (!one_range(word, most, name, &range, error))
			return false;
		if (!filter_add_range(node, range.first, range.last))
			return false;
	}
	return true;
}

static bool compare_range(struct filter_node *node, enum token_kind operator, uint64_t number,
			  uint64_t most)
{
	switch (operator) {
	case TOKEN_LT:
		return !number || filter_add_range(node, 0, number - 1);
	case TOKEN_LE:
		return filter_add_range(node, 0, number);
	case TOKEN_GT:
		return number >= most || filter_add_range(node, number + 1, most);
	default:
		return filter_add_range(node, number, most);
	}
}

bool value_ranges(struct filter_node *node, enum token_kind operator, const char *text,
		  uint64_t most, value_name_fn name, struct filter_error *error)
{
	uint64_t number;
	char *list;
	bool good;

	if (operator != TOKEN_EQ && operator != TOKEN_NE)
		return one_number(text, most, name, &number, error) &&
		       compare_range(node, operator, number, most);
	list = strdup(text);
	if (!list)
		return false;
	good = list_ranges(node, list, most, name, error);
	free(list);
	return good;
}

bool value_service(const char *word, uint64_t *number, struct filter_error *error)
{
	const struct servent *service = getservbyname(word, "tcp");
	int tcp = service ? ntohs((uint16_t)service->s_port) : -1, udp;

	service = getservbyname(word, "udp");
	udp = service ? ntohs((uint16_t)service->s_port) : -1;
	if (tcp < 0 && udp < 0) {
		complain(error, "not a port or the name of a service", word);
		return false;
	}
	if (tcp >= 0 && udp >= 0 && tcp != udp) {
		snprintf(error->message, sizeof(error->message),
			 "ambiguous: `%.60s' is %d of tcp and %d of udp", word, tcp, udp);
		return false;
	}
	*number = (uint64_t)(tcp >= 0 ? tcp : udp);
	return true;
}

#define STATE(name) (1u << STATE_##name)
#define ALL_STATES ((1u << (STATE_BOUND_INACTIVE + 1)) - 2)

/* Without their hyphens and underscores, so that both tools' spellings are known. */
static const struct {
	const char *name;
	uint32_t states;
} state_names[] = {
	{ "established", STATE(ESTABLISHED) },
	{ "estab", STATE(ESTABLISHED) },
	{ "synsent", STATE(SYN_SENT) },
	{ "synrecv", STATE(SYN_RECV) },
	{ "synrcv", STATE(SYN_RECV) },
	{ "finwait1", STATE(FIN_WAIT1) },
	{ "finwait2", STATE(FIN_WAIT2) },
	{ "timewait", STATE(TIME_WAIT) },
	{ "unconnected", STATE(CLOSE) },
	{ "unconn", STATE(CLOSE) },
	{ "close", STATE(CLOSE) },
	{ "closed", STATE(CLOSE) },
	{ "closewait", STATE(CLOSE_WAIT) },
	{ "lastack", STATE(LAST_ACK) },
	{ "listen", STATE(LISTEN) },
	{ "listening", STATE(LISTEN) },
	{ "closing", STATE(CLOSING) },
	{ "boundinactive", STATE(BOUND_INACTIVE) },
	{ "all", ALL_STATES },
	{ "connected", ALL_STATES & ~(STATE(CLOSE) | STATE(LISTEN)) },
	{ "synchronized", ALL_STATES & ~(STATE(CLOSE) | STATE(LISTEN) | STATE(SYN_SENT)) },
	{ "bucket", STATE(SYN_RECV) | STATE(TIME_WAIT) },
	{ "big", ALL_STATES & ~(STATE(SYN_RECV) | STATE(TIME_WAIT)) },
};

static uint32_t one_state(const char *word, size_t length)
{
	char plain[32];
	size_t used = 0;

	for (size_t i = 0; i < length; i++) {
		if (word[i] == '-' || word[i] == '_')
			continue;
		if (used == sizeof(plain) - 1)
			return 0;
		plain[used++] = (char)tolower((unsigned char)word[i]);
	}
	plain[used] = '\0';
	for (size_t i = 0; i < sizeof(state_names) / sizeof(*state_names); i++)
		if (!strcmp(plain, state_names[i].name))
			return state_names[i].states;
	return 0;
}

uint32_t value_states(const char *list, struct filter_error *error)
{
	uint32_t states = 0;

	for (;;) {
		size_t length = strcspn(list, ",");
		uint32_t found = one_state(list, length);

		if (!found) {
			snprintf(error->message, sizeof(error->message),
				 "no such state: `%.*s'; states are established syn-sent syn-recv "
				 "fin-wait-1 fin-wait-2 time-wait close close-wait last-ack listen "
				 "closing all connected synchronized bucket big",
				 length < 40 ? (int)length : 40, list);
			return 0;
		}
		states |= found;
		if (!list[length])
			return states;
		list += length + 1;
	}
}
