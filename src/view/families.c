#include "config.h"

#include "view/families.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "render/packet_text.h"
#include "source/lines.h"
#include "source/packet_sockets.h"
#include "view/bluetooth.h"

/* In the order in which net-tools looks for them. */
static const struct {
	enum family family;
	const char *name;
} old_families[] = {
	{ FAMILY_IPX, "AF IPX" },       { FAMILY_AX25, "AF AX25" }, { FAMILY_X25, "AF X25" },
	{ FAMILY_NETROM, "AF NETROM" }, { FAMILY_ROSE, "AF ROSE" },
};

/* Of IPX with -e. Returns NULL where there is no such column. */
static const char *user_of(const struct round *round, enum family family,
			   const struct packet_socket *socket, char number[16])
{
	const char *name = NULL;

	if (family != FAMILY_IPX || !round->options->extend)
		return NULL;
	snprintf(number, 16, "%d", (int)socket->uid);
	if (!names_prepare_uid(round->names, round->options, socket->uid))
		name = names_user(round->names, socket->uid);
	return name ? name : number;
}

static void print_line(const struct round *round, enum family family, char *line)
{
	struct packet_socket socket;
	char number[16];

	if (!packet_parse(family, line, &socket))
		packet_problem(round->out, family);
	else if (family != FAMILY_X25 || round->options->all || socket.circuit)
		packet_row(round->out, family, &socket, user_of(round, family, &socket, number));
}

static void print_lines(const struct round *round, enum family family, struct lines *lines)
{
	size_t length, number = 0;
	char *line;

	packet_heading(round->out, family, round->options->extend);
	for (; !round->out->error && (line = lines_next(lines, &length)); number++)
		if (!packet_is_title(family, line, number))
			print_line(round, family, line);
}

static int missing(const struct round *round, const char *name, bool asked)
{
	if (asked || (round->options->verbose && !round->options->explicit_choice))
		out_message(round->out, "netstat: no support for `%s' on this system.", name);
	return asked ? STATUS_FAILED : STATUS_OK;
}

static int print(const struct round *round, enum family family, const char *name, bool asked)
{
	const char *path = packet_file(family);
	struct lines lines;
	int result = round->options->replay ? -ENOENT : lines_open(&lines, path);

	if (result == -ENOENT) /* so in a recording, too */
		return missing(round, name, asked);
	if (result) {
		out_message(round->out, "%s: %s", path, strerror(-result));
		return STATUS_UNREADABLE;
	}
	if (round->options->format == FORMAT_TABLE)
		print_lines(round, family, &lines);
	result = lines.error;
	lines_close(&lines);
	if (result)
		out_message(round->out, "netstat: %s: read error: %s", path, strerror(-result));
	if (round->options->format == FORMAT_TABLE || !asked)
		return result ? STATUS_FAILED : STATUS_OK;
	out_message(round->out, "netstat: `%s' is listed as text only", name);
	return STATUS_FAILED;
}

int view_families(const struct round *round)
{
	const struct options *options = round->options;
	int status = STATUS_OK;

	for (size_t i = 0; i < sizeof(old_families) / sizeof(*old_families); i++) {
		bool asked = options->family[old_families[i].family];
		int result = STATUS_OK;

		if (asked || !options->explicit_choice)
			result = print(round, old_families[i].family, old_families[i].name, asked);
		if (result == STATUS_UNREADABLE)
			return result;
		if (result)
			status = result;
	}
	if ((options->l2cap || options->rfcomm) && view_bluetooth(round))
		status = STATUS_FAILED;
	return status;
}
