#include "config.h"

#include "source/packet_sockets.h"

#include <stdlib.h>
#include <string.h>

enum { WORDS = 32 };

const char *packet_file(enum family family)
{
	switch (family) {
	case FAMILY_AX25:
		return "/proc/net/ax25";
	case FAMILY_NETROM:
		return "/proc/net/nr";
	case FAMILY_ROSE:
		return "/proc/net/rose";
	case FAMILY_X25:
		return "/proc/net/x25";
	default:
		return "/proc/net/ipx/socket";
	}
}

bool packet_is_title(enum family family, const char *line, size_t number)
{
	return !number && (family != FAMILY_AX25 || !strncmp(line, "dest_addr", 9));
}

/* Words that are not there are empty. */
static void split(char *line, char *words[WORDS])
{
	for (int i = 0; i < WORDS; i++) {
		line += strspn(line, " \t\r");
		words[i] = line;
		line += strcspn(line, " \t\r");
		if (*line)
			*line++ = '\0';
	}
}

/* A number at the beginning of a word, cut to 32 bits. */
static bool number(const char *word, int base, int32_t *value)
{
	char *end;

	*value = (int32_t)strtoll(word, &end, base);
	return end != word;
}

/* POINTER DEVICE SOURCE DESTINATION,DIGIPEATER... STATE VS VR, 14 others, then the queues. */
static bool parse_ax25(char *words[WORDS], struct packet_socket *socket)
{
	enum { STATE = 4, SENDQ = STATE + 17 };

	socket->device = words[1];
	socket->source = words[2];
	socket->destination = words[3];
	words[3][strcspn(words[3], ",")] = '\0';
	if (!number(words[STATE], 10, &socket->state) ||
	    !number(words[STATE + 1], 10, &socket->vs) ||
	    !number(words[STATE + 2], 10, &socket->vr))
		return false;
	/* Asterisks, where there is no socket. */
	if (number(words[SENDQ], 10, &socket->sendq))
		return number(words[SENDQ + 1], 10, &socket->recvq);
	return true;
}

/* USER DESTINATION SOURCE DEVICE CIRCUIT CIRCUIT STATE VS VR VA, 5 timers, WINDOW, the queues. */
static bool parse_netrom(char *words[WORDS], struct packet_socket *socket)
{
	socket->user = words[0];
	socket->destination = words[1];
	socket->source = words[2];
	socket->device = words[3];
	return number(words[6], 10, &socket->state) && number(words[7], 10, &socket->vs) &&
	       number(words[8], 10, &socket->vr) && number(words[16], 10, &socket->sendq) &&
	       number(words[17], 10, &socket->recvq);
}

/* The number of the channel is hexadecimal. */
static bool parse_rose(char *words[WORDS], struct packet_socket *socket)
{
	socket->destination = words[0];
	socket->destination_call = words[1];
	socket->source = words[2];
	socket->source_call = words[3];
	socket->device = words[4];
	return number(words[5], 16, &socket->circuit) && number(words[6], 10, &socket->neighbour) &&
	       number(words[7], 10, &socket->state);
}

/* DESTINATION SOURCE DEVICE CIRCUIT STATE VS VR VA, 5 timers, the queues. */
static bool parse_x25(char *words[WORDS], struct packet_socket *socket)
{
	socket->destination = words[0];
	socket->source = words[1];
	socket->device = words[2];
	return number(words[3], 16, &socket->circuit) && number(words[4], 10, &socket->state) &&
	       number(words[5], 10, &socket->vs) && number(words[6], 10, &socket->vr) &&
	       number(words[13], 10, &socket->sendq) && number(words[14], 10, &socket->recvq);
}

/* SOURCE DESTINATION TX RX STATE UID: the queues are hexadecimal, the state has leading zeros. */
static bool parse_ipx(char *words[WORDS], struct packet_socket *socket)
{
	int32_t uid;

	socket->source = words[0];
	socket->destination = words[1];
	if (!number(words[2], 16, &socket->sendq) || !number(words[3], 16, &socket->recvq) ||
	    !number(words[4], 10, &socket->state) || !number(words[5], 10, &uid))
		return false;
	socket->uid = (uint32_t)uid;
	return true;
}

bool packet_parse(enum family family, char *line, struct packet_socket *socket)
{
	char *words[WORDS];

	*socket = (struct packet_socket){ .uid = 0 };
	split(line, words);
	switch (family) {
	case FAMILY_AX25:
		return parse_ax25(words, socket);
	case FAMILY_NETROM:
		return parse_netrom(words, socket);
	case FAMILY_ROSE:
		return parse_rose(words, socket);
	case FAMILY_X25:
		return parse_x25(words, socket);
	default:
		return parse_ipx(words, socket);
	}
}
