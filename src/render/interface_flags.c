#include "config.h"

#include "render/interface_flags.h"

#include <linux/if.h>
#include <string.h>

void interface_letters(char letters[INTERFACE_LETTERS], uint32_t flags)
{
	static const struct {
		uint32_t flag;
		char letter;
	} table[] = {
		{ IFF_ALLMULTI, 'A' },    { IFF_BROADCAST, 'B' },  { IFF_DEBUG, 'D' },
		{ IFF_LOOPBACK, 'L' },    { IFF_MULTICAST, 'M' },  { IFF_DYNAMIC, 'd' },
		{ IFF_PROMISC, 'P' },     { IFF_NOTRAILERS, 'N' }, { IFF_NOARP, 'O' },
		{ IFF_POINTOPOINT, 'P' }, { IFF_SLAVE, 's' },      { IFF_MASTER, 'm' },
		{ IFF_RUNNING, 'R' },     { IFF_UP, 'U' },
	};

	_Static_assert(sizeof(table) / sizeof(*table) < INTERFACE_LETTERS, "room for the NUL");
	if (!(flags & 0xffff)) {
		strcpy(letters, "[NO FLAGS]");
		return;
	}
	for (size_t i = 0; i < sizeof(table) / sizeof(*table); i++)
		if (flags & table[i].flag)
			*letters++ = table[i].letter;
	*letters = '\0';
}

static const struct interface_flag words[] = {
	{ IFF_UP, "UP" },
	{ IFF_BROADCAST, "BROADCAST" },
	{ IFF_DEBUG, "DEBUG" },
	{ IFF_LOOPBACK, "LOOPBACK" },
	{ IFF_POINTOPOINT, "POINTOPOINT" },
	{ IFF_NOTRAILERS, "NOTRAILERS" },
	{ IFF_RUNNING, "RUNNING" },
	{ IFF_NOARP, "NOARP" },
	{ IFF_PROMISC, "PROMISC" },
	{ IFF_ALLMULTI, "ALLMULTI" },
	{ IFF_SLAVE, "SLAVE" },
	{ IFF_MASTER, "MASTER" },
	{ IFF_MULTICAST, "MULTICAST" },
	{ IFF_DYNAMIC, "DYNAMIC" },
	{ IFF_PORTSEL, "PORTSEL" },
	{ IFF_AUTOMEDIA, "AUTOMEDIA" },
	{ IFF_LOWER_UP, "LOWER_UP" },
	{ IFF_DORMANT, "DORMANT" },
	{ IFF_ECHO, "ECHO" },
};

const struct interface_flag *interface_next_flag(uint32_t flags, const struct interface_flag *after)
{
	const struct interface_flag *end = words + sizeof(words) / sizeof(*words);
	const struct interface_flag *flag = after ? after + 1 : words;

	while (flag < end && !(flags & flag->flag))
		flag++;
	return flag < end ? flag : NULL;
}
