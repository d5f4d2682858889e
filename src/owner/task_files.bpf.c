/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The half of task_files.c that runs in the kernel: a record for each descriptor of a process that
 * is a socket. An iterator over "task_file" (Linux 5.8, kernel/bpf/task_iter.c).
 *
 * clang builds it for BPF, with no header of the system: those are for another ABI. The structures
 * name only what is read here; libbpf finds where the running kernel has it (CO-RE).
 */
#include "task_files_record.h"

#define KERNEL_STRUCT __attribute__((preserve_access_index))
#define SECTION(name) __attribute__((section(name), used))

enum { SOCKFS_MAGIC = 0x534f434b }; /* linux/magic.h */

struct seq_file;

struct bpf_iter_meta {
	struct seq_file *seq;
} KERNEL_STRUCT;

struct super_block {
	unsigned long s_magic;
} KERNEL_STRUCT;

struct inode {
	struct super_block *i_sb;
	unsigned long i_ino;
} KERNEL_STRUCT;

struct file {
	struct inode *f_inode;
} KERNEL_STRUCT;

struct task_struct {
	int pid, tgid;
} KERNEL_STRUCT;

struct bpf_iter__task_file {
	struct bpf_iter_meta *meta;
	struct task_struct *task;
	unsigned int fd;
	struct file *file;
} KERNEL_STRUCT;

/* BPF_FUNC_seq_write of linux/bpf.h. A record that found no room is asked for again by the kernel. */
static long (*const seq_write)(struct seq_file *seq, const void *data, unsigned int size) =
	(void *)127;

/* The kernel lets no other licence use its helpers; this file is offered under it, too. */
const char licence[] SECTION("license") = "GPL";

/*
 * /proc/PID/fd shows the table of the process's first thread. The kernel (since 5.10) leaves out
 * threads that share it; those with a table of their own are not in /proc/PID/fd either.
 *
 * A socket is what lies on sockfs, as is every link "socket:[INODE]": also one opened with O_PATH,
 * which has no socket's file operations; and not the name of a unix socket on a disk opened so,
 * whose mode does say socket.
 */
SECTION("iter/task_file")
int write_socket(struct bpf_iter__task_file *context)
{
	const struct task_struct *task = context->task;
	const struct file *file = context->file;
	struct task_file_record record;

	/* After the last descriptor the program is called once more, without one. */
	if (!task || !file || task->pid != task->tgid)
		return 0;
	if (file->f_inode->i_sb->s_magic != SOCKFS_MAGIC)
		return 0;
	record.pid = (unsigned int)task->tgid;
	record.fd = context->fd;
	record.inode = file->f_inode->i_ino;
	seq_write(context->meta->seq, &record, sizeof(record));
	return 0;
}
