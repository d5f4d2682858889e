#include "config.h"

#include "owner/walk.h"

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "owner/numbers.h"

/*
 * In descriptors, each some microseconds: so much is done before threads are started, which cost
 * about fifty microseconds each. Opening a directory takes as long as several descriptors.
 */
enum { WORK_BEFORE_THREADS = 400, WORK_OF_PROCESS = 8 };

/* A directory that a thread is reading. */
struct fd_directory {
	int fd, pid;
	bool shared;      /* others may read it too: it is large */
	unsigned helpers; /* who do */
};

struct worker {
	struct walk *walk;
	struct collector collector;
	struct fd_directory own;
	pthread_t thread;
};

struct walk {
	struct collection *collection;
	const int *pids; /* ascending */
	size_t count;
	unsigned limit; /* of threads; 1 once they run */
	size_t work;    /* that the first thread has done alone */
	atomic_bool denied;
	struct progress *progress; /* the first thread's */
	size_t reported;

	pthread_mutex_t lock; /* over what follows, and struct fd_directory */
	pthread_cond_t changed;
	size_t next;      /* of pids */
	unsigned unknown; /* directories being read that may still turn out to be large */
	int error;
	unsigned workers;
	struct worker worker[WALK_MAX_THREADS];
};

unsigned walk_threads(void)
{
	cpu_set_t set;
	int count;

	/* Fails only where there are more processors than cpu_set_t has bits. */
	if (sched_getaffinity(0, sizeof(set), &set))
		return WALK_MAX_THREADS;
	count = CPU_COUNT(&set);
	return count < WALK_MAX_THREADS ? (unsigned)count : WALK_MAX_THREADS;
}

static void fail(struct walk *walk, int error)
{
	pthread_mutex_lock(&walk->lock);
	walk->error = error;
	pthread_mutex_unlock(&walk->lock);
}

static struct fd_directory *find_shared(struct walk *walk)
{
	for (unsigned i = 0; i < walk->workers; i++)
		if (walk->worker[i].own.shared)
			return &walk->worker[i].own;
	return NULL;
}

/*
 * What a thread reads next: a new process (its pid is set, it is not open yet), or else a
 * directory that another thread shares. NULL if nothing is left.
 */
static struct fd_directory *take(struct worker *worker)
{
	struct walk *walk = worker->walk;
	struct fd_directory *directory = NULL;

	pthread_mutex_lock(&walk->lock);
	while (!walk->error) {
		if (walk->next < walk->count) {
			directory = &worker->own;
			directory->pid = walk->pids[walk->next++];
			walk->unknown++;
			break;
		}
		directory = find_shared(walk);
		if (directory)
			directory->helpers++;
		if (directory || !walk->unknown)
			break;
		pthread_cond_wait(&walk->changed, &walk->lock);
	}
	pthread_mutex_unlock(&walk->lock);
	return directory;
}

/* Let others read the thread's own directory. */
static void share(struct worker *worker)
{
	struct walk *walk = worker->walk;

	pthread_mutex_lock(&walk->lock);
	worker->own.shared = true;
	walk->unknown--;
	pthread_cond_broadcast(&walk->changed);
	pthread_mutex_unlock(&walk->lock);
}

/* The end of a directory has been met, by this thread at least. */
static void leave(struct worker *worker, struct fd_directory *directory)
{
	struct walk *walk = worker->walk;

	pthread_mutex_lock(&walk->lock);
	directory->shared = false;
	if (directory != &worker->own)
		directory->helpers--;
	pthread_cond_broadcast(&walk->changed);
	pthread_mutex_unlock(&walk->lock);
}

/* Helpers may still be at their last chunk. They come only when no new processes are left. */
static void await_helpers(struct worker *worker)
{
	struct walk *walk = worker->walk;

	pthread_mutex_lock(&walk->lock);
	while (worker->own.helpers)
		pthread_cond_wait(&walk->changed, &walk->lock);
	pthread_mutex_unlock(&walk->lock);
}

/* The thread's own directory has turned out to be small, or not to be there. */
static void known_small(struct worker *worker)
{
	struct walk *walk = worker->walk;

	pthread_mutex_lock(&walk->lock);
	walk->unknown--;
	pthread_cond_broadcast(&walk->changed);
	pthread_mutex_unlock(&walk->lock);
}

static void *run_thread(void *arg);

static void start_threads(struct walk *walk)
{
	while (walk->workers < walk->limit) {
		struct worker *worker = &walk->worker[walk->workers];

		worker->walk = walk;
		worker->collector.collection = walk->collection;
		if (pthread_create(&worker->thread, NULL, run_thread, worker))
			break;
		pthread_mutex_lock(&walk->lock);
		walk->workers++;
		pthread_mutex_unlock(&walk->lock);
	}
	walk->limit = 1; /* once is enough */
}

/* The first thread starts others when it has done enough alone and much may be left. */
static void get_help(struct worker *worker, const struct numbers *numbers)
{
	struct walk *walk = worker->walk;

	if (worker != walk->worker || walk->limit == 1)
		return;
	/* No other thread runs yet, so nothing here needs the lock. */
	walk->work += WORK_OF_PROCESS + numbers->end / BYTES_OF_NUMBER;
	if (walk->work < WORK_BEFORE_THREADS)
		return;
	if (walk->next < walk->count || numbers_full(numbers))
		start_threads(walk);
}

/* Returns 0 or -errno, then the rest of the process is not worth looking at. */
static int read_links(struct worker *worker, const struct fd_directory *directory,
		      struct numbers *numbers)
{
	const char *name;
	int fd, result = 0;

	while (!result && (fd = numbers_next(numbers, &name)) >= 0) {
		char link[64];
		ssize_t length = readlinkat(directory->fd, name, link, sizeof(link) - 1);
		uint64_t inode;

		if (length < 0)
			continue; /* closed meanwhile */
		link[length] = '\0';
		inode = owners_parse_link(link);
		if (inode)
			result = collect(&worker->collector, directory->pid, fd, inode);
	}
	return result;
}

/* Read chunk after chunk, as long as there are some. */
static void read_directory(struct worker *worker, struct fd_directory *directory)
{
	bool own = directory == &worker->own, large = !own;
	struct numbers numbers;
	int result = 0;

	while (!result && !collector_done(&worker->collector, directory->pid) &&
	       numbers_read(&numbers, directory->fd) > 0) {
		if (!large && numbers_full(&numbers)) {
			large = true;
			share(worker);
		}
		get_help(worker, &numbers);
		result = read_links(worker, directory, &numbers);
	}
	if (result == -ENOMEM)
		fail(worker->walk, result);
	if (large)
		leave(worker, directory);
	else
		known_small(worker);
}

static void read_process(struct worker *worker)
{
	struct fd_directory *own = &worker->own;
	char path[32];

	snprintf(path, sizeof(path), "%d/fd", own->pid);
	own->fd =
		openat(worker->walk->collection->proc_fd, path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (own->fd < 0) {
		if (errno == EACCES)
			atomic_store(&worker->walk->denied, true);
		known_small(worker);
		return;
	}
	read_directory(worker, own);
	await_helpers(worker);
	close(own->fd);
}

/* Only the first thread may: progress belongs to it. */
static void report(struct walk *walk)
{
	size_t taken;

	pthread_mutex_lock(&walk->lock);
	taken = walk->next;
	pthread_mutex_unlock(&walk->lock);
	progress_add(walk->progress, 0, taken - walk->reported);
	walk->reported = taken;
}

static void run(struct worker *worker)
{
	struct fd_directory *directory;

	while ((directory = take(worker))) {
		if (directory == &worker->own)
			read_process(worker);
		else
			read_directory(worker, directory);
		if (worker == worker->walk->worker)
			report(worker->walk);
	}
}

static void *run_thread(void *arg)
{
	run(arg);
	return NULL;
}

/* Read with all threads; returns when they have ended. */
static void run_all(struct walk *walk)
{
	pthread_mutex_init(&walk->lock, NULL);
	pthread_cond_init(&walk->changed, NULL);
	walk->workers = 1;
	walk->worker[0].walk = walk;
	walk->worker[0].collector.collection = walk->collection;
	run(&walk->worker[0]);
	for (unsigned i = 1; i < walk->workers; i++)
		pthread_join(walk->worker[i].thread, NULL);
	pthread_cond_destroy(&walk->changed);
	pthread_mutex_destroy(&walk->lock);
}

static int finish(struct walk *walk)
{
	struct collector *collectors[WALK_MAX_THREADS];
	int result = walk->error;

	for (unsigned i = 0; i < walk->workers; i++)
		collectors[i] = &walk->worker[i].collector;
	if (!result)
		result = collection_finish(walk->collection, collectors, walk->workers);
	for (unsigned i = 0; i < walk->workers; i++)
		collector_free(collectors[i]);
	walk->collection->owners->denied |= atomic_load(&walk->denied);
	return result;
}

int walk_proc(struct collection *collection, unsigned threads, struct progress *progress)
{
	struct walk walk = { .collection = collection, .limit = threads, .progress = progress };
	int *pids;
	ssize_t count = numbers_list(collection->proc_fd, &pids);

	if (count < 0)
		return (int)count;
	while (walk.next < (size_t)count && !pids[walk.next])
		walk.next++; /* there is no process 0 */
	walk.pids = pids;
	walk.count = (size_t)count;
	run_all(&walk);
	free(pids);
	return finish(&walk);
}
