#include "config.h"

#include "page/progress.h"

#include <stdio.h>
#include <sys/ioctl.h>
#include <time.h>
#include <unistd.h>

enum { FIRST_MS = 1000, REPEAT_MS = 200 };

static int64_t now(void)
{
	struct timespec time;

	clock_gettime(CLOCK_MONOTONIC, &time);
	return (int64_t)time.tv_sec * 1000 + time.tv_nsec / 1000000;
}

void progress_start(struct progress *progress, bool wanted)
{
	*progress = (struct progress){ .enabled = wanted && isatty(STDERR_FILENO) };
	if (progress->enabled)
		progress->next = now() + FIRST_MS;
}

/* On one row, whatever its width: a second one could not be erased. */
static void show(const struct progress *progress)
{
	struct winsize size = { .ws_col = 80 };
	char text[128];

	if (ioctl(STDERR_FILENO, TIOCGWINSZ, &size) || size.ws_col < 2)
		size.ws_col = 80;
	if (progress->rows_word)
		snprintf(text, sizeof(text), "netstat: %zu %s read ...", progress->rows,
			 progress->rows_word);
	else
		snprintf(text, sizeof(text), "netstat: %zu sockets, %zu processes read ...",
			 progress->rows, progress->processes);
	fprintf(stderr, "\r%.*s", size.ws_col - 1, text);
}

void progress_add(struct progress *progress, size_t rows, size_t processes)
{
	int64_t time;

	if (!progress || !progress->enabled)
		return;
	progress->rows += rows;
	progress->processes += processes;
	time = now();
	if (time < progress->next)
		return;
	progress->next = time + REPEAT_MS;
	progress->shown = true;
	show(progress);
}

void progress_end(struct progress *progress)
{
	/* Where no line is wanted nothing is written, so that two threads may say that it is over. */
	if (!progress->enabled)
		return;
	if (progress->shown)
		fputs("\r\033[K", stderr);
	progress->enabled = progress->shown = false;
}
