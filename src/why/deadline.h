/* How long a source of evidence may take. */
#ifndef NETSTAT_WHY_DEADLINE_H
#define NETSTAT_WHY_DEADLINE_H

#include <stdbool.h>
#include <stdint.h>
#include <time.h>

enum { SOURCE_MS = 1000 };

static inline int64_t monotonic_ms(void)
{
	struct timespec now = { 0 };

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

/* The moment that is `ms` from now. */
static inline int64_t deadline_in(int ms)
{
	return monotonic_ms() + ms;
}

/* Milliseconds left, at least 0. */
static inline int deadline_left(int64_t deadline)
{
	int64_t left = deadline - monotonic_ms();

	return left > 0 ? (int)left : 0;
}

static inline bool deadline_passed(int64_t deadline)
{
	return !deadline_left(deadline);
}

#endif
