/* The bpf(2) system call, as far as it tells what is attached where. */
#ifndef NETSTAT_WHY_BPF_QUERY_H
#define NETSTAT_WHY_BPF_QUERY_H

#include <stdbool.h>
#include <stdint.h>

/* Kinds of attachment (include/uapi/linux/bpf.h); older headers lack the last. */
enum bpf_hook {
	HOOK_BIND4 = 8,
	HOOK_BIND6 = 9,
	HOOK_POST_BIND4 = 12,
	HOOK_POST_BIND6 = 13,
	HOOK_SK_LOOKUP = 36,
};

enum { BPF_MAX_PROGRAMS = 16, BPF_NAME_SIZE = 16 };

/*
 * The ids of the programs attached to what `fd` is open on; with `effective` those inherited from
 * control groups above it, too. Returns how many there are (at most BPF_MAX_PROGRAMS are told) or
 * -errno.
 */
int bpf_query(int fd, enum bpf_hook hook, bool effective, uint32_t ids[BPF_MAX_PROGRAMS]);

/* The name of a program; "" if it has none or it may not be asked for. */
void bpf_name(uint32_t id, char name[BPF_NAME_SIZE]);

#endif
