#include "config.h"

#include "why/bpf_query.h"

#include <errno.h>
#include <linux/bpf.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

static int call(enum bpf_cmd command, union bpf_attr *attributes, size_t size)
{
	long result = syscall(SYS_bpf, command, attributes, size);

	return result < 0 ? -errno : (int)result;
}

int bpf_query(int fd, enum bpf_hook hook, bool effective, uint32_t ids[BPF_MAX_PROGRAMS])
{
	union bpf_attr attributes;
	int result;

	memset(&attributes, 0, sizeof(attributes));
	attributes.query.target_fd = (uint32_t)fd;
	attributes.query.attach_type = hook;
	attributes.query.query_flags = effective ? BPF_F_QUERY_EFFECTIVE : 0;
	attributes.query.prog_ids = (uintptr_t)ids;
	attributes.query.prog_cnt = BPF_MAX_PROGRAMS;
	result = call(BPF_PROG_QUERY, &attributes, sizeof(attributes));
	/* -ENOSPC: there are more than there is room for. */
	if (result && result != -ENOSPC)
		return result;
	return attributes.query.prog_cnt < BPF_MAX_PROGRAMS ? (int)attributes.query.prog_cnt :
							      BPF_MAX_PROGRAMS;
}

void bpf_name(uint32_t id, char name[BPF_NAME_SIZE])
{
	struct bpf_prog_info info;
	union bpf_attr attributes;
	int program;

	memset(&info, 0, sizeof(info));
	memset(&attributes, 0, sizeof(attributes));
	attributes.prog_id = id;
	program = call(BPF_PROG_GET_FD_BY_ID, &attributes, sizeof(attributes));
	name[0] = '\0';
	if (program < 0)
		return;
	memset(&attributes, 0, sizeof(attributes));
	attributes.info.bpf_fd = (uint32_t)program;
	attributes.info.info_len = sizeof(info);
	attributes.info.info = (uintptr_t)&info;
	if (!call(BPF_OBJ_GET_INFO_BY_FD, &attributes, sizeof(attributes))) {
		memcpy(name, info.name, BPF_NAME_SIZE - 1);
		name[BPF_NAME_SIZE - 1] = '\0';
	}
	close(program);
}
