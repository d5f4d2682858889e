/* What the program in the kernel (task_files.bpf.c) hands to task_files.c: one descriptor. */
#ifndef NETSTAT_OWNER_TASK_FILES_RECORD_H
#define NETSTAT_OWNER_TASK_FILES_RECORD_H

/* Without <stdint.h>, which clang does not always have for BPF. */
struct task_file_record {
	unsigned int pid, fd;
	unsigned long long inode;
};

#endif
