/* What /proc tells about a process. */
#ifndef NETSTAT_OWNER_PROCESS_H
#define NETSTAT_OWNER_PROCESS_H

#include <stdbool.h>
#include <stddef.h>

struct process {
	int pid;
	char *name;    /* raw bytes, NUL-terminated; "" for a process without a command line */
	char *context; /* SELinux context, or NULL */
};

/*
 * Fill in `process` from the directory /proc (open at proc_fd) as net-tools names programs: the
 * first word of the command line, without the directories if it is absolute. Returns 0 or -errno;
 * then nothing needs freeing.
 */
int process_read(struct process *process, int proc_fd, int pid, bool with_context);

/* Whether process_read() could name the process. */
bool process_has_name(int proc_fd, int pid);

/*
 * The name that the kernel has for the process, up to 15 bytes, raw; to be freed. NULL: the process
 * has gone, or there is no memory.
 */
char *process_command(int proc_fd, int pid);

void process_free(struct process *process);

#endif
