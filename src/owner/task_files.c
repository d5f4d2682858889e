#include "config.h"

#include "owner/task_files.h"

#include <errno.h>
#include <limits.h>
#include <stdlib.h>
#include <unistd.h>

#include "owner/task_files_record.h"

#if HAVE_BPF

#include "owner/libbpf.h"

enum {
	/* The kernel fills 8 pages at a time; larger pages take several reads. */
	BATCH = 4096,
	/* -EAGAIN means a million descriptors without a socket among them (MAX_ITER_OBJECTS). */
	MAX_EMPTY_READS = 1000
};

static const _Alignas(8) unsigned char program_object[] = {
#include "src/owner/task_files.bpf.inc"
};

/* The iterator, and what must be closed after it. */
struct iterator {
	struct libbpf bpf;
	struct bpf_object *object;
	struct bpf_link *link;
	int fd;
};

static void iterator_close(struct iterator *iterator)
{
	if (iterator->fd >= 0)
		close(iterator->fd);
	if (iterator->link)
		iterator->bpf.link_destroy(iterator->link);
	if (iterator->object)
		iterator->bpf.object_close(iterator->object);
	libbpf_close(&iterator->bpf);
}

/* Returns 0 or -errno. */
static int iterator_start(struct iterator *iterator)
{
	const struct libbpf *bpf = &iterator->bpf;
	struct bpf_program *program;
	int result;

	iterator->object = bpf->object_open_mem(program_object, sizeof(program_object), NULL);
	if (!iterator->object)
		return -errno;
	result = bpf->object_load(iterator->object);
	if (result)
		return result;
	program = bpf->object_next_program(iterator->object, NULL);
	if (!program)
		return -ENOENT;
	iterator->link = bpf->program_attach_iter(program, NULL);
	if (!iterator->link)
		return -errno;
	iterator->fd = bpf->iter_create(bpf->link_fd(iterator->link));
	return iterator->fd < 0 ? -errno : 0;
}

static bool is_valid(const struct task_file_record *record)
{
	return record->pid && record->pid <= INT_MAX && record->fd <= INT_MAX && record->inode;
}

static bool ascends(const struct task_file_record *last, const struct task_file_record *record)
{
	return last->pid < record->pid || (last->pid == record->pid && last->fd < record->fd);
}

/* Hand records on. *last is the one before them, and becomes the last of them. Returns as `fn`. */
static int deliver(const struct task_file_record *records, size_t count,
		   struct task_file_record *last, task_file_fn fn, void *arg)
{
	int result = 0;

	for (size_t i = 0; i < count && !result; i++) {
		const struct task_file_record *record = &records[i];

		if (!is_valid(record) || (last->pid && !ascends(last, record)))
			return -EBADMSG;
		*last = *record;
		result = fn((int)record->pid, (int)record->fd, record->inode, arg);
	}
	return result;
}

/* Returns 0 or -errno. */
static int read_all(int fd, struct task_file_record *batch, task_file_fn fn, void *arg)
{
	struct task_file_record last = { 0 };
	int result = 0, empty = 0;

	while (!result) {
		ssize_t got = read(fd, batch, BATCH * sizeof(*batch));

		if (!got)
			return 0;
		if (got < 0 && (errno != EAGAIN || ++empty > MAX_EMPTY_READS))
			return -errno;
		if (got < 0)
			continue;
		if ((size_t)got % sizeof(*batch))
			return -EBADMSG;
		result = deliver(batch, (size_t)got / sizeof(*batch), &last, fn, arg);
	}
	return result < 0 ? result : 0;
}

int task_files_read(task_file_fn fn, void *arg)
{
	struct iterator iterator = { .fd = -1 };
	struct task_file_record *batch;
	int result = libbpf_open(&iterator.bpf);

	if (result)
		return result;
	batch = malloc(BATCH * sizeof(*batch));
	result = batch ? iterator_start(&iterator) : -ENOMEM;
	if (!result)
		result = read_all(iterator.fd, batch, fn, arg);
	free(batch);
	iterator_close(&iterator);
	return result;
}

#else

int task_files_read(task_file_fn fn, void *arg)
{
	(void)fn;
	(void)arg;
	return -EOPNOTSUPP;
}

#endif
