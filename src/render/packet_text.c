#include "config.h"

#include "render/packet_text.h"

#include <stdio.h>
#include <string.h>

#include "render/text.h"

enum { LINE = 512, WORD = 64, STATES = 5 };

/* A printf whose text is harmless already. */
__attribute__((format(printf, 2, 3))) static void put(struct out *out, const char *format, ...)
{
	char line[LINE];
	va_list args;
	int length;

	va_start(args, format);
	length = vsnprintf(line, sizeof(line), format, args);
	va_end(args);
	out_bytes(out, line, length < LINE ? (size_t)length : LINE - 1);
}

static void word(struct out *out, const char *text, size_t width, size_t gap)
{
	char shown[WORD];

	out_left(out, shown, text_escape(shown, sizeof(shown), text), width);
	out_spaces(out, gap);
}

void packet_heading(struct out *out, enum family family, bool extended)
{
	switch (family) {
	case FAMILY_AX25:
		out_text(out, "Active AX.25 sockets\n"
			      "Dest       Source     Device  State        Vr/Vs    Send-Q  "
			      "Recv-Q\n");
		break;
	case FAMILY_NETROM:
		out_text(out, "Active NET/ROM sockets\n"
			      "User       Dest       Source     Device  State        Vr/Vs    "
			      "Send-Q  Recv-Q\n");
		break;
	case FAMILY_ROSE:
		out_text(out, "Active ROSE sockets\n"
			      "dest_addr   dest_call  src_addr    src_call  dev   lci neigh   "
			      "state\n");
		break;
	case FAMILY_X25:
		out_text(out, "Active X.25 sockets\n"
			      "Dest         Source          Device  LCI  State        Vr/Vs  "
			      "Send-Q  Recv-Q\n");
		break;
	default:
		out_text(out, "Active IPX sockets\n"
			      "Proto Recv-Q Send-Q Local Address              Foreign Address    "
			      "        State");
		out_text(out, extended ? " User\n" : "\n");
	}
}

/* NET/ROM and ROSE have no RECOVERY. */
static const char *state_of(enum family family, int32_t state)
{
	static const char *const words[STATES] = { "LISTENING", "SABM SENT", "DISC SENT",
						   "ESTABLISHED", "RECOVERY" };
	static const char *const x25[STATES] = { "LISTENING", "SABM_SENT", "DISC_SENT",
						 "ESTABLISHED", "RECOVERY" };
	int states = family == FAMILY_NETROM || family == FAMILY_ROSE ? STATES - 1 : STATES;

	if (state < 0 || state >= states)
		return "UNKNOWN";
	if (state == 1 && states < STATES)
		return "CONN SENT";
	return family == FAMILY_X25 ? x25[state] : words[state];
}

static void row_radio(struct out *out, enum family family, const struct packet_socket *socket)
{
	if (family == FAMILY_NETROM)
		word(out, socket->user, 9, 2);
	word(out, socket->destination, 9, 2);
	word(out, socket->source, 9, 2);
	word(out, socket->device, 6, 2);
	put(out, "%-11s  %03d/%03d  %-6d  %-6d\n", state_of(family, socket->state), socket->vr,
	    socket->vs, socket->sendq, socket->recvq);
}

static void row_rose(struct out *out, const struct packet_socket *socket)
{
	word(out, socket->destination, 10, 2);
	word(out, socket->destination_call, 9, 2);
	word(out, socket->source, 10, 2);
	word(out, socket->source_call, 9, 1);
	word(out, socket->device, 5, 1);
	put(out, "%3d %5d   %s\n", socket->circuit, socket->neighbour,
	    state_of(FAMILY_ROSE, socket->state));
}

static void row_x25(struct out *out, const struct packet_socket *socket)
{
	word(out, socket->destination, 15, 1);
	word(out, socket->source, 15, 1);
	word(out, socket->device, 7, 1);
	put(out, "%-3d  %-11s  %02d/%02d  %-6d  %-6d\n", socket->circuit,
	    state_of(FAMILY_X25, socket->state), socket->vr, socket->vs, socket->sendq,
	    socket->recvq);
}

static void row_ipx(struct out *out, const struct packet_socket *socket, const char *user)
{
	bool connected = strcmp(socket->destination, "Not_Connected");
	const char *state = "UNK.";

	if (socket->state == 1)
		state = "ESTAB";
	else if (socket->state == 7)
		state = "";
	put(out, "IPX   %6d %6d ", socket->recvq, socket->sendq);
	word(out, socket->source, 26, 1);
	word(out, connected ? socket->destination : "-", 26, 1);
	put(out, "%-5s", state);
	if (user)
		put(out, " %-10s", user);
	out_char(out, '\n');
}

void packet_row(struct out *out, enum family family, const struct packet_socket *socket,
		const char *user)
{
	switch (family) {
	case FAMILY_AX25:
	case FAMILY_NETROM:
		row_radio(out, family, socket);
		break;
	case FAMILY_ROSE:
		row_rose(out, socket);
		break;
	case FAMILY_X25:
		row_x25(out, socket);
		break;
	default:
		row_ipx(out, socket, user);
	}
}

void packet_problem(struct out *out, enum family family)
{
	put(out, "%s reading data from %s\n", family == FAMILY_AX25 ? "problem" : "Problem",
	    packet_file(family));
}

/* ---- Bluetooth ---- */

void bluetooth_heading(struct out *out, enum bluetooth_protocol protocol)
{
	if (protocol == BLUETOOTH_L2CAP)
		out_text(out, "Proto  Destination       Source            State         PSM DCID   "
			      "SCID      IMTU    OMTU Security\n");
	else
		out_text(out, "Proto  Destination       Source            State     Channel\n");
}

static const char *bluetooth_state(uint32_t state)
{
	static const char *const words[BLUETOOTH_STATES] = {
		NULL,      "CONNECTED", "OPEN",   "BOUND",   "LISTEN",
		"CONNECT", "CONNECT2",  "CONFIG", "DISCONN", "CLOSED",
	};

	return state && state < BLUETOOTH_STATES ? words[state] : "UNKNOWN";
}

static const char *bluetooth_security(uint32_t level)
{
	static const char *const words[] = { "SDP", "LOW", "MEDIUM", "HIGH", "FIPS" };

	return level < sizeof(words) / sizeof(*words) ? words[level] : "UNKNOWN";
}

static const char *bluetooth_address(const char *address)
{
	return strcmp(address, "00:00:00:00:00:00") ? address : "*";
}

void bluetooth_row(struct out *out, enum bluetooth_protocol protocol,
		   const struct bluetooth_socket *socket)
{
	put(out, "%-6s %-17s %-17s %-9s %7u", protocol == BLUETOOTH_L2CAP ? "l2cap" : "rfcomm",
	    bluetooth_address(socket->destination), bluetooth_address(socket->source),
	    bluetooth_state(socket->state), socket->channel);
	if (protocol == BLUETOOTH_L2CAP)
		put(out, " 0x%04x 0x%04x %7u %7u %-7s", socket->destination_id, socket->source_id,
		    socket->in_mtu, socket->out_mtu, bluetooth_security(socket->security));
	out_char(out, '\n');
}
