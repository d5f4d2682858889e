/*
 * The sockets among the descriptors of all processes, in one read: what the links in /proc/PID/fd
 * say, from a BPF iterator in the kernel. It needs rights, a kernel with BTF, and libbpf.
 *
 * In a build without BPF the functions are there, and say that they cannot.
 */
#ifndef NETSTAT_OWNER_TASK_FILES_H
#define NETSTAT_OWNER_TASK_FILES_H

#include <stdbool.h>
#include <stdint.h>

/* One descriptor. Returns 0 to go on, more than 0 to stop, or -errno. */
typedef int (*task_file_fn)(int pid, int fd, uint64_t inode, void *arg);

/*
 * Hand each socket descriptor of each process to `fn`: ascending by pid, then by descriptor, none
 * twice. A thread's descriptors are its process's; those of a table that a thread has for itself
 * are left out, as in /proc/PID/fd. Pids are those of the caller's pid namespace only if that is
 * the initial one, see task_files_useful().
 *
 * Returns 0, also if `fn` stopped; -EOPNOTSUPP in a build without BPF; the error of `fn`; or
 * another -errno. With an error `fn` may have got a part. Nothing is printed.
 */
int task_files_read(task_file_fn fn, void *arg);

/*
 * Whether task_files_read() is sure to find what /proc/PID/fd shows, and likely to be faster:
 * there are many open files; the process may run the iterator, and look into every process; /proc
 * is the system's, and so is the caller's pid namespace. Cheap: a few system calls.
 */
bool task_files_useful(void);

/* The same without a word about speed. */
bool task_files_equal_proc(void);

#endif
