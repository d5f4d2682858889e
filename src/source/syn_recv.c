#include "config.h"

#include "source/syn_recv.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "grow.h"

int listeners_add(struct listeners *listeners, const struct sock_entry *listener)
{
	struct sock_entry *rows =
		grow(listeners->rows, listeners->count, &listeners->size, sizeof(*rows));

	if (!rows)
		return -ENOMEM;
	listeners->rows = rows;
	listeners->rows[listeners->count++] = *listener;
	return 0;
}

static int compare_ports(const void *a, const void *b)
{
	const struct sock_entry *x = a, *y = b;

	return (x->local_port > y->local_port) - (x->local_port < y->local_port);
}

void listeners_sort(struct listeners *listeners)
{
	if (listeners->count)
		qsort(listeners->rows, listeners->count, sizeof(*listeners->rows), compare_ports);
}

/* The place of the first listener of the port, or of where it would be. */
static size_t find_port(const struct listeners *listeners, uint16_t port)
{
	size_t low = 0, high = listeners->count;

	while (low < high) {
		size_t middle = (low + high) / 2;

		if (listeners->rows[middle].local_port < port)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

/*
 * How exactly a listener fits, as the kernel weighs it (net/ipv4/inet_hashtables.c,
 * compute_score); 0: not at all.
 */
static int fitness(const struct sock_entry *listener, const struct sock_entry *half_open)
{
	int score = 1;

	if (listener->family != half_open->family)
		return 0;
	if (!memcmp(&listener->local, &half_open->local, sizeof(listener->local)))
		score += 4;
	else if (addr_is_mapped(&listener->local) && !listener->local.words[3] &&
		 addr_is_mapped(&half_open->local))
		score += 2; /* ::ffff:0.0.0.0 takes IPv4 only, and goes before :: */
	else if (!addr_is_any(&listener->local))
		return 0;
	if (listener->ifindex && listener->ifindex != half_open->ifindex)
		return 0;
	return score + (listener->ifindex ? 1 : 0);
}

uint32_t listeners_uid(const struct listeners *listeners, const struct sock_entry *half_open)
{
	uint32_t uid = 0;
	int best = 0;

	for (size_t i = find_port(listeners, half_open->local_port);
	     i < listeners->count && listeners->rows[i].local_port == half_open->local_port; i++) {
		int score = fitness(&listeners->rows[i], half_open);

		if (score > best) {
			best = score;
			uid = listeners->rows[i].uid;
		}
	}
	return uid;
}

void listeners_free(struct listeners *listeners)
{
	free(listeners->rows);
	*listeners = (struct listeners){ 0 };
}
