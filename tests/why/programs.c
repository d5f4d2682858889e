/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Programs and sandboxes that stand between a bind, or a connection, and the port. */
#include "config.h"

#include "situations.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/bpf.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

#ifndef SYS_landlock_create_ruleset
#define SYS_landlock_create_ruleset 444
#define SYS_landlock_restrict_self 446
#endif

/* Of linux/landlock.h, which is older than this in places. */
enum { LANDLOCK_VERSION = 1, LANDLOCK_BIND_TCP = 1, LANDLOCK_FIRST_WITH_NET = 4 };

struct landlock_rules {
	uint64_t files;
	uint64_t network;
};

static int bpf(enum bpf_cmd command, union bpf_attr *attributes, const char *what)
{
	int fd = (int)syscall(SYS_bpf, command, attributes, sizeof(*attributes));

	if (fd < 0)
		skip("no BPF for this here: %s: %s", what, strerror(errno));
	return fd;
}

static int program(enum bpf_prog_type type, enum bpf_attach_type attach,
		   const struct bpf_insn *instructions, size_t count)
{
	union bpf_attr attributes = {
		.prog_type = type,
		.insns = (uintptr_t)instructions,
		.insn_cnt = (uint32_t)count,
		.license = (uintptr_t) "GPL",
		.expected_attach_type = attach,
	};
	int fd = bpf(BPF_PROG_LOAD, &attributes, "program");

	must(fcntl(fd, F_SETFD, FD_CLOEXEC), "CLOEXEC");
	return fd;
}

/* Refuses every bind of IPv4 in the control group that the process then enters. */
void cgroup_deny_bind4(void)
{
	static const struct bpf_insn instructions[] = {
		{ .code = BPF_ALU64 | BPF_MOV | BPF_K, .dst_reg = BPF_REG_0, .imm = 0 },
		{ .code = BPF_JMP | BPF_EXIT },
	};
	int group = must(open(cgroup_make(), O_RDONLY | O_DIRECTORY | O_CLOEXEC), "cgroup");
	union bpf_attr attributes = {
		.target_fd = (uint32_t)group,
		.attach_type = BPF_CGROUP_INET4_BIND,
	};

	attributes.attach_bpf_fd =
		(uint32_t)program(BPF_PROG_TYPE_CGROUP_SOCK_ADDR, BPF_CGROUP_INET4_BIND,
				  instructions, sizeof(instructions) / sizeof(instructions[0]));
	bpf(BPF_PROG_ATTACH, &attributes, "attach");
	close((int)attributes.attach_bpf_fd);
	close(group);
}

/* A map of one socket. */
static int socket_map(int fd)
{
	const uint32_t key = 0;
	const uint64_t value = (uint64_t)fd;
	union bpf_attr attributes = {
		.map_type = BPF_MAP_TYPE_SOCKMAP,
		.key_size = sizeof(key),
		.value_size = sizeof(value),
		.max_entries = 1,
	};
	int map = bpf(BPF_MAP_CREATE, &attributes, "map");

	memset(&attributes, 0, sizeof(attributes));
	attributes.map_fd = (uint32_t)map;
	attributes.key = (uintptr_t)&key;
	attributes.value = (uintptr_t)&value;
	bpf(BPF_MAP_UPDATE_ELEM, &attributes, "socket in a map");
	return map;
}

#define MOVE(to, from)                                                                  \
	{                                                                               \
		.code = BPF_ALU64 | BPF_MOV | BPF_X, .dst_reg = (to), .src_reg = (from) \
	}
#define MOVE_CONSTANT(to, value)                                                     \
	{                                                                            \
		.code = BPF_ALU64 | BPF_MOV | BPF_K, .dst_reg = (to), .imm = (value) \
	}
#define CALL(function)                                        \
	{                                                     \
		.code = BPF_JMP | BPF_CALL, .imm = (function) \
	}

static int steering_program(unsigned int port, int map)
{
	const struct bpf_insn instructions[] = {
		MOVE(BPF_REG_6, BPF_REG_1),
		{ .code = BPF_LDX | BPF_MEM | BPF_W,
		  .dst_reg = BPF_REG_2,
		  .src_reg = BPF_REG_1,
		  .off = offsetof(struct bpf_sk_lookup, local_port) },
		{ .code = BPF_JMP | BPF_JNE | BPF_K,
		  .dst_reg = BPF_REG_2,
		  .imm = (int)port,
		  .off = 14 },
		{ .code = BPF_ST | BPF_MEM | BPF_W, .dst_reg = BPF_REG_10, .off = -4 },
		MOVE(BPF_REG_2, BPF_REG_10),
		{ .code = BPF_ALU64 | BPF_ADD | BPF_K, .dst_reg = BPF_REG_2, .imm = -4 },
		{ .code = BPF_LD | BPF_DW | BPF_IMM,
		  .dst_reg = BPF_REG_1,
		  .src_reg = BPF_PSEUDO_MAP_FD,
		  .imm = map },
		{ 0 }, /* the second half of the above */
		CALL(BPF_FUNC_map_lookup_elem),
		{ .code = BPF_JMP | BPF_JEQ | BPF_K, .dst_reg = BPF_REG_0, .off = 7 },
		MOVE(BPF_REG_7, BPF_REG_0),
		MOVE(BPF_REG_1, BPF_REG_6),
		MOVE(BPF_REG_2, BPF_REG_7),
		MOVE_CONSTANT(BPF_REG_3, 0),
		CALL(BPF_FUNC_sk_assign),
		MOVE(BPF_REG_1, BPF_REG_7),
		CALL(BPF_FUNC_sk_release),
		MOVE_CONSTANT(BPF_REG_0, SK_PASS),
		{ .code = BPF_JMP | BPF_EXIT },
	};

	return program(BPF_PROG_TYPE_SK_LOOKUP, BPF_SK_LOOKUP, instructions,
		       sizeof(instructions) / sizeof(instructions[0]));
}

/* Connections to @port land at the listener @to, as long as this process lives. */
void steer(unsigned int port, int to)
{
	int map = socket_map(to);
	union bpf_attr attributes = {
		.link_create = {
			.prog_fd = (uint32_t)steering_program(port, map),
			.target_fd = (uint32_t)must(open("/proc/self/ns/net",
							 O_RDONLY | O_CLOEXEC), "ns/net"),
			.attach_type = BPF_SK_LOOKUP,
		},
	};

	must(fcntl(bpf(BPF_LINK_CREATE, &attributes, "link"), F_SETFD, FD_CLOEXEC), "CLOEXEC");
}

static void no_new_privileges(void)
{
	must(prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0), "NO_NEW_PRIVS");
}

/* No bind of TCP is allowed any more. */
void sandbox_landlock(void)
{
	const struct landlock_rules rules = { .network = LANDLOCK_BIND_TCP };
	long version = syscall(SYS_landlock_create_ruleset, NULL, 0, LANDLOCK_VERSION);
	int fd;

	if (version < LANDLOCK_FIRST_WITH_NET)
		skip("no Landlock for networks here (version %ld)", version);
	fd = must(syscall(SYS_landlock_create_ruleset, &rules, sizeof(rules), 0), "landlock");
	no_new_privileges();
	must(syscall(SYS_landlock_restrict_self, fd, 0), "landlock_restrict_self");
	close(fd);
}

static void filter_calls(struct sock_filter *instructions, size_t count)
{
	const struct sock_fprog filter = { (unsigned short)count, instructions };

	no_new_privileges();
	if (prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &filter) < 0)
		skip("no filters for system calls here: %s", strerror(errno));
}

/* The same where system calls are filtered as well, though bind() is not: as in any container. */
void sandbox_landlock_filtered(void)
{
	struct sock_filter instructions[] = { BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW) };

	filter_calls(instructions, 1);
	sandbox_landlock();
}

/* bind() fails with EPERM, whatever is asked. */
void sandbox_seccomp(void)
{
	struct sock_filter instructions[] = {
		BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, nr)),
		BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_bind, 0, 1),
		BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | EPERM),
		BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
	};

	filter_calls(instructions, sizeof(instructions) / sizeof(instructions[0]));
}
