/*
 * Printing while reading goes on: between the sink of a source and the function that prints its
 * batches, on a second thread. At most two batches exist at a time, so memory stays constant.
 */
#ifndef NETSTAT_VIEW_OVERLAP_H
#define NETSTAT_VIEW_OVERLAP_H

#include <pthread.h>
#include <stdbool.h>

#include "entry.h"

struct overlap {
	int (*print)(struct sock_table *table, void *arg); /* clears the table; 0 or -errno */
	void *arg;
	/* The rest is private. */
	bool started;
	pthread_t thread;
	pthread_mutex_t lock; /* of all that follows */
	pthread_cond_t changed;
	struct sock_table batch;
	bool full, ended;
	int result; /* of print() */
};

/*
 * Everything from here on, until overlap_end(), the printing function and what it uses belong to
 * the second thread; but there is none before the first full batch.
 */
void overlap_begin(struct overlap *overlap, int (*print)(struct sock_table *table, void *arg),
		   void *arg);

/* For sink.flush, with the overlap as its argument: takes the rows and leaves the table empty. */
int overlap_take(struct sock_table *table, void *overlap);

/* Wait for what is still to be printed. Returns 0 or the first -errno of print(). */
int overlap_end(struct overlap *overlap);

#endif
