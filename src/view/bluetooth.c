#include "config.h"

#include "view/bluetooth.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

#include "render/packet_text.h"
#include "source/bluetooth.h"
#include "source/lines.h"

static const char *const names[] = {
	[BLUETOOTH_L2CAP] = "BTPROTO L2CAP",
	[BLUETOOTH_RFCOMM] = "BTPROTO RFCOMM",
};

static int missing(const struct round *round, const char *name)
{
	out_message(round->out, "netstat: no support for `%s' on this system.", name);
	return STATUS_FAILED;
}

/* What waits for a connection, or may do so next, counts as a server. */
static bool is_listed(const struct options *options, const struct bluetooth_socket *socket)
{
	bool server = socket->state == BLUETOOTH_LISTEN || socket->state == BLUETOOTH_BOUND;

	return options->all || server == options->listening;
}

static void print_lines(const struct round *round, enum bluetooth_protocol protocol,
			struct lines *lines)
{
	struct bluetooth_socket socket;
	const char *line;
	size_t length;

	while (!round->out->error && (line = lines_next(lines, &length))) {
		if (!bluetooth_parse(protocol, line, &socket))
			out_message(round->out, "warning, got bogus %s line.",
				    protocol == BLUETOOTH_L2CAP ? "l2cap" : "rfcomm");
		else if (is_listed(round->options, &socket))
			bluetooth_row(round->out, protocol, &socket);
	}
}

static bool is_there(enum bluetooth_protocol protocol)
{
	return !access(bluetooth_mark(protocol), F_OK) || !access(bluetooth_file(protocol), F_OK);
}

static int print(const struct round *round, enum bluetooth_protocol protocol)
{
	const char *path = bluetooth_file(protocol);
	struct lines lines;
	int result;

	if (!is_there(protocol))
		return missing(round, names[protocol]);
	bluetooth_heading(round->out, protocol);
	result = lines_open(&lines, path);
	if (result) {
		out_message(round->out, "netstat: %s: %s%s", path, strerror(-result),
			    result == -ENOENT ? " (is debugfs mounted?)" : "");
		return STATUS_FAILED;
	}
	print_lines(round, protocol, &lines);
	result = lines.error;
	lines_close(&lines);
	if (!result)
		return STATUS_OK;
	out_message(round->out, "netstat: %s: read error: %s", path, strerror(-result));
	return STATUS_FAILED;
}

static void title(const struct round *round)
{
	const struct options *options = round->options;

	out_text(round->out, "Active Bluetooth connections ");
	if (options->all)
		out_text(round->out, "(servers and established)\n");
	else
		out_text(round->out, options->listening ? "(only servers)\n" : "(w/o servers)\n");
}

int view_bluetooth(const struct round *round)
{
	const struct options *options = round->options;
	int status = STATUS_OK;

	if (options->replay || (!(options->l2cap && is_there(BLUETOOTH_L2CAP)) &&
				!(options->rfcomm && is_there(BLUETOOTH_RFCOMM))))
		return missing(round, "AF BLUETOOTH");
	if (options->format != FORMAT_TABLE) {
		out_message(round->out, "netstat: `AF BLUETOOTH' is listed as text only");
		return STATUS_FAILED;
	}
	title(round);
	if (options->l2cap && print(round, BLUETOOTH_L2CAP))
		status = STATUS_FAILED;
	if (options->rfcomm && print(round, BLUETOOTH_RFCOMM))
		status = STATUS_FAILED;
	return status;
}
