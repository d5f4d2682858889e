/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * ascending <LISTING: reads the output of `netstat -n -W ...` and says where the rows of a table do
 * not ascend by local address, local port, foreign address and foreign port, all as numbers. It
 * shares no code with the program.
 */
#include "config.h"

#include <arpa/inet.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { LABEL_SIZE = 8, TEXT_SIZE = 128, LINE_SIZE = 4096 };

struct end {
	unsigned char address[16];
	unsigned int port;
};

struct row {
	char label[LABEL_SIZE];
	struct end local;
	struct end foreign;
};

static const char *const labels[] = {
	"tcp", "tcp6", "udp", "udp6", "udpl", "udpl6", "raw", "raw6",
};

static bool is_label(const char *word)
{
	for (size_t i = 0; i < sizeof(labels) / sizeof(labels[0]); i++)
		if (strcmp(word, labels[i]) == 0)
			return true;
	return false;
}

/* A mapped address is printed without its prefix, also among IPv6 ones. */
static bool read_end(const char *label, const char *text, struct end *end)
{
	static const unsigned char mapped[12] = { [10] = 0xff, [11] = 0xff };
	char address[TEXT_SIZE];
	const char *colon = strrchr(text, ':');

	if (!colon)
		return false;
	snprintf(address, sizeof(address), "%.*s", (int)(colon - text), text);
	end->port = strcmp(colon + 1, "*") == 0 ? 0 : (unsigned int)strtoul(colon + 1, NULL, 10);
	memset(end->address, 0, sizeof(end->address));
	if (inet_pton(AF_INET6, address, end->address) == 1)
		return true;
	if (strchr(label, '6'))
		memcpy(end->address, mapped, sizeof(mapped));
	return inet_pton(AF_INET, address, end->address + sizeof(mapped)) == 1;
}

static int compare_ends(const struct end *a, const struct end *b)
{
	const int order = memcmp(a->address, b->address, sizeof(a->address));

	return order ? order : (a->port > b->port) - (a->port < b->port);
}

static int compare_rows(const struct row *a, const struct row *b)
{
	const int order = compare_ends(&a->local, &b->local);

	return order ? order : compare_ends(&a->foreign, &b->foreign);
}

static bool read_row(const char *line, struct row *row)
{
	char local[TEXT_SIZE], foreign[TEXT_SIZE];

	if (sscanf(line, "%7s %*s %*s %127s %127s", row->label, local, foreign) != 3 ||
	    !is_label(row->label))
		return false;
	if (read_end(row->label, local, &row->local) &&
	    read_end(row->label, foreign, &row->foreign))
		return true;
	printf("no addresses in: %s", line);
	exit(EXIT_FAILURE);
}

int main(void)
{
	struct row previous = { .label = "" };
	struct row row;
	char line[LINE_SIZE];
	int status = EXIT_SUCCESS;

	while (fgets(line, sizeof(line), stdin)) {
		if (!read_row(line, &row)) {
			/* A heading begins a new table. */
			previous.label[0] = '\0';
			continue;
		}
		if (strcmp(row.label, previous.label) == 0 && compare_rows(&previous, &row) > 0) {
			printf("out of order: %s", line);
			status = EXIT_FAILURE;
		}
		previous = row;
	}
	return status;
}
