#include "config.h"

#include "source/tcp_parts.h"

#include <errno.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "filter/match.h"
#include "port_range.h"
#include "processors.h"
#include "source/inet_diag.h"

enum {
	MAX_PARTS = 4,
	/* Below this the second walk through the kernel's hash costs more than it saves. */
	WORTH_PARTS = 8192,
};

/* One of the dumps, with all that it writes to. */
struct part {
	pthread_t thread;
	bool started;
	struct nl_session session;
	struct source_request request;
	struct filter_node *filter;
	struct sock_table table;
	struct sink sink;
	size_t seen;
	int result;
};

/*
 * The number of TCP sockets: all network namespaces' (`alloc`), and the TIME_WAIT ones of this
 * (net/ipv4/proc.c, sockstat_seq_show). 0: not known.
 */
static unsigned long count_sockets(void)
{
	FILE *file = fopen("/proc/net/sockstat", "re");
	unsigned long waiting, allocated, sum = 0;
	char line[256];

	while (file && fgets(line, sizeof(line), file))
		if (sscanf(line, "TCP: inuse %*u orphan %*u tw %lu alloc %lu", &waiting,
			   &allocated) == 2)
			sum = waiting + allocated;
	if (file)
		fclose(file);
	return sum;
}

/* Listeners alone are answered without a walk, and of what is only bound the kernel ignores filters. */
static bool is_divisible(const struct source_request *request, const struct sink *sink)
{
	return request->proto == PROTO_TCP && !request->kernel_order && !sink->flush &&
	       request->states & ~(1u << STATE_LISTEN) &&
	       !(request->states & 1u << STATE_BOUND_INACTIVE) &&
	       !(request->filter && filter_has(request->filter, FILTER_AUTOBOUND));
}

unsigned tcp_parts_count(const struct source_request *request, const struct sink *sink)
{
	unsigned processors = is_divisible(request, sink) ? processors_count() : 1;

	if (processors < 2 || count_sockets() < WORTH_PARTS)
		return 1;
	return processors < MAX_PARTS ? processors : MAX_PARTS;
}

/*
 * A socket goes by the end whose port the kernel chose: the local one of a client, the foreign one
 * of a server's connection. Those ports are spread over the range, so the parts are alike, whoever
 * has most of the sockets.
 */
struct filter_node *tcp_part_filter(unsigned i, unsigned parts, uint16_t first, uint16_t last)
{
	unsigned size = (last - first + 1u) / parts;
	unsigned from = i ? first + i * size : 0;
	unsigned to = i + 1 < parts ? first + (i + 1) * size - 1 : UINT16_MAX;
	struct filter_node *client =
		filter_number(FIELD_LOCAL_PORT, from > first ? from : first, to);
	struct filter_node *others = filter_join(
		FILTER_AND, filter_number(FIELD_LOCAL_PORT, 0, first - 1u),
		filter_number(FIELD_FOREIGN_PORT, from, to));

	return filter_join(FILTER_OR, client, others);
}

static int prepare(struct part *part, const struct source_request *request, const struct sink *sink)
{
	part->request = *request;
	part->request.part = part->filter;
	part->table.with_timers = sink->table->with_timers;
	part->table.with_details = sink->table->with_details;
	part->sink = *sink;
	part->sink.table = &part->table;
	return part->filter ? nl_open(&part->session) : -ENOMEM;
}

static void *read_part(void *arg)
{
	struct part *part = arg;

	part->result = inet_diag_read(&part->session, &part->request, &part->sink, &part->seen);
	return NULL;
}

/* The first part is this thread's, which may count its progress; the others get one each. */
static void read_all(struct part *part, unsigned parts)
{
	for (unsigned i = 1; i < parts; i++) {
		part[i].started = !pthread_create(&part[i].thread, NULL, read_part, &part[i]);
		if (!part[i].started)
			part[i].result = -EAGAIN;
	}
	read_part(&part[0]);
	for (unsigned i = 1; i < parts; i++)
		if (part[i].started)
			pthread_join(part[i].thread, NULL);
}

static int join_all(struct part *part, unsigned parts, struct sink *sink)
{
	size_t before = sink->table->count;
	int result = 0;

	for (unsigned i = 0; i < parts && !result; i++)
		result = part[i].result;
	for (unsigned i = 0; i < parts && !result; i++)
		result = table_join(sink->table, &part[i].table);
	if (result)
		sink->table->count = before;
	return result;
}

int tcp_parts_read(struct source *source, const struct source_request *request, struct sink *sink,
		   unsigned parts)
{
	struct part part[MAX_PARTS] = { 0 };
	uint16_t first, last;
	int result = 0;

	port_range_read(&first, &last);
	for (unsigned i = 0; i < parts && !result; i++) {
		part[i].filter = tcp_part_filter(i, parts, first, last);
		result = prepare(&part[i], request, sink);
	}
	part[0].session.progress = source->progress;
	if (!result) {
		read_all(part, parts);
		result = join_all(part, parts, sink);
	}
	for (unsigned i = 0; i < parts; i++) {
		if (i && !result)
			progress_add(source->progress, part[i].seen, 0);
		table_free(&part[i].table);
		nl_close(&part[i].session);
		filter_free(part[i].filter);
	}
	return result;
}
