#include "config.h"

#include "view/overlap.h"

#include "source/sink.h"

void overlap_begin(struct overlap *overlap, int (*print)(struct sock_table *table, void *arg),
		   void *arg)
{
	*overlap = (struct overlap){ .print = print, .arg = arg };
	pthread_mutex_init(&overlap->lock, NULL);
	pthread_cond_init(&overlap->changed, NULL);
}

/* Print batches as they come, until there will be no more. */
static void *print_batches(void *arg)
{
	struct overlap *overlap = arg;

	pthread_mutex_lock(&overlap->lock);
	for (;;) {
		int result;

		while (!overlap->full && !overlap->ended)
			pthread_cond_wait(&overlap->changed, &overlap->lock);
		if (!overlap->full)
			break;
		pthread_mutex_unlock(&overlap->lock);
		result = overlap->print(&overlap->batch, overlap->arg);
		pthread_mutex_lock(&overlap->lock);
		if (!overlap->result)
			overlap->result = result;
		overlap->full = false;
		pthread_cond_signal(&overlap->changed);
	}
	pthread_mutex_unlock(&overlap->lock);
	return NULL;
}

/* Whether there is a second thread, which is only worth starting for more than one batch. */
static bool is_running(struct overlap *overlap, const struct sock_table *table)
{
	if (!overlap->started && table->count >= SINK_BATCH) {
		overlap->batch.with_timers = table->with_timers;
		overlap->batch.with_details = table->with_details;
		overlap->started =
			!pthread_create(&overlap->thread, NULL, print_batches, overlap);
	}
	return overlap->started;
}

int overlap_take(struct sock_table *table, void *arg)
{
	struct overlap *overlap = arg;
	struct sock_table empty;
	int result;

	if (!is_running(overlap, table))
		return overlap->print(table, overlap->arg);
	pthread_mutex_lock(&overlap->lock);
	while (overlap->full)
		pthread_cond_wait(&overlap->changed, &overlap->lock);
	empty = overlap->batch;
	overlap->batch = *table;
	*table = empty;
	table_clear(table);
	overlap->full = true;
	result = overlap->result;
	pthread_cond_signal(&overlap->changed);
	pthread_mutex_unlock(&overlap->lock);
	return result;
}

int overlap_end(struct overlap *overlap)
{
	if (overlap->started) {
		pthread_mutex_lock(&overlap->lock);
		overlap->ended = true;
		pthread_cond_signal(&overlap->changed);
		pthread_mutex_unlock(&overlap->lock);
		pthread_join(overlap->thread, NULL);
	}
	table_free(&overlap->batch);
	pthread_mutex_destroy(&overlap->lock);
	pthread_cond_destroy(&overlap->changed);
	return overlap->result;
}
